/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats as a table, a talk and a summary, all pages of them; then what went to and fro. */
#include "config.h"

#include <string.h>

#include "chapters.h"

static void
load_chats (LkTour *tour)
{
  lk_tour_say (tour, "Chats ▸ Send");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "200 OK");
  lk_tour_see (tour, "Chats per *");
  lk_tour_say (tour, "All Pages");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "All Pages");
  lk_tour_see (tour, "*that is all there is");
  lk_tour_pictures (tour, "chats-all");
}

static void
read_chat (LkTour *tour)
{
  lk_tour_say (tour, "Transcript");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Transcript");
  lk_tour_see (tour, "* joined");
  lk_tour_pictures (tour, "chats-transcript");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Copy the Transcript as Text");
}

static gboolean
has_command (LkDriver *driver,
             gpointer  user_data)
{
  g_autofree char *text = lk_driver_get_clipboard (driver);

  return text != NULL && strstr (text, "latchkey token") != NULL;
}

void
lk_chapter_chats (LkTour *tour)
{
  g_autofree char *token = NULL;
  g_autofree char *command = NULL;

  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Implicit");
  lk_tour_sign_in (tour);
  token = lk_tour_wait_token (tour);
  load_chats (tour);
  read_chat (tour);

  lk_tour_say (tour, "Activity");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Activity");
  lk_tour_see (tour, "Chats page");
  lk_tour_pictures (tour, "activity");
  lk_tour_say (tour, "Copy as curl Command");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Copy as curl Command");
  lk_driver_wait_for (tour->driver, "the command in the clipboard", has_command, NULL);
  command = lk_driver_get_clipboard (tour->driver);
  lk_tour_check (tour, strstr (command, token) == NULL, "the command holds the token");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
