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

/* The practice account has the same chats every time: what the summary draws is said in words too. */
static void
read_summary (LkTour *tour)
{
  static const char expected[] =
      "Rated good: 29. Rated bad: 3. Missed: 1. Median first reply: 29 s. Chats per Day: 23 May 2026: 3; "
      "24 May 2026: 1; 25 May 2026: 9; 26 May 2026: 12, 1 of them missed; 27 May 2026: 11; 28 May 2026: 14; "
      "29 May 2026: 10";
  g_autofree char *text = lk_driver_describe (tour->driver, LK_KIND_ANY, "Summary of the Loaded Chats");

  lk_tour_say (tour, "The summary says: %s", text);
  lk_tour_check (tour, g_strcmp0 (text, expected) == 0, "the summary does not say “%s”", expected);
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
  read_summary (tour);
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
