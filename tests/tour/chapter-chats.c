/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats as a table, a talk and a summary, all pages of them; then what went to and fro. */
#include "config.h"

#include <string.h>

#include "chapters.h"

/* So many further down in the list of what can be asked for. */
static void
choose (LkTour *tour,
        guint   n_down)
{
  lk_driver_click (tour->driver, LK_KIND_LABEL, "Ask For");
  lk_driver_pause (tour->driver, 300);
  for (guint i = 0; i < n_down; i++)
    lk_driver_key (tour->driver, "Down");
  lk_driver_key (tour->driver, "Return");
}

static void
load_chats (LkTour *tour)
{
  lk_tour_say (tour, "Chats ▸ Send");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "200 OK");
  lk_tour_see (tour, "Chats per *");
  lk_tour_set_fault (tour, "without saying how long", "Ask to wait without saying how long");
  lk_tour_say (tour, "All Pages, told to wait ▸ Stop ▸ All Pages");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "All Pages");
  lk_tour_see (tour, "*continuing in*");
  /* One alone: the wait is over in twenty seconds. */
  lk_tour_picture (tour, "chats-waiting");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Stop");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "All Pages");
  lk_tour_see (tour, "*in total");
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

/* The first words of what was found, then the whole of it in their place. */
static void
search (LkTour *tour)
{
  lk_tour_say (tour, "Ask For ▸ Search ▸ tomatoes ▸ Load the Whole Chat");
  choose (tour, 3);
  lk_driver_fill (tour->driver, "Words", "tomatoes");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "The answer holds only part of this chat.");
  lk_tour_pictures (tour, "search-transcript");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Load the Whole Chat");
  lk_tour_see (tour, "* joined");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Table");
  lk_tour_pictures (tour, "search-table");
  lk_driver_fill (tour->driver, "Filter Chats", "nobody has said that");
  lk_tour_see (tour, "No Matching Chats");
  lk_tour_pictures (tour, "filter-nothing");

  /* A resource with three fields, each with its help. */
  choose (tour, 1);
  lk_tour_see (tour, "Since: *");
  lk_tour_pictures (tour, "chats-fields");
}

static gboolean
has_command (LkDriver *driver,
             gpointer  user_data)
{
  g_autofree char *text = lk_driver_get_clipboard (driver);

  return text != NULL && strstr (text, "latchkey token") != NULL;
}

static void
look_at_activity (LkTour     *tour,
                  const char *token)
{
  g_autofree char *command = NULL;
  g_autofree char *folder = g_path_get_dirname (tour->program);
  g_autofree char *script = NULL;
  g_autofree char *answer = NULL;

  lk_tour_say (tour, "Activity");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Activity");
  lk_tour_see (tour, "Whole chat");
  lk_tour_pictures (tour, "activity");
  lk_tour_say (tour, "Copy as curl Command, and paste it into a shell");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Copy as curl Command");
  lk_driver_wait_for (tour->driver, "the command in the clipboard", has_command, NULL);
  command = lk_driver_get_clipboard (tour->driver);
  lk_tour_check (tour, strstr (command, token) == NULL, "the command holds the token");
  script = g_strdup_printf ("PATH='%s':$PATH\nexec 2>&1\n%s -f -sS || true\n", folder, command);
  answer = lk_tour_run (tour, NULL, (const char *const[]) { "/bin/sh", "-c", script, NULL });
  lk_tour_check (tour, answer != NULL && strstr (answer, "tomatoes") != NULL,
                 "the command does not get the chat, but: %s", answer);

  lk_tour_say (tour, "Report");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Report");
  lk_tour_see (tour, "Latest Sign-In and First Call");
  /* A window does not change its size while a menu is open. */
  lk_tour_picture (tour, "activity-report");
  lk_driver_key (tour->driver, "Escape");
}

void
lk_chapter_chats (LkTour *tour)
{
  g_autofree char *token = NULL;

  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Implicit");
  lk_tour_sign_in (tour);
  token = lk_tour_wait_token (tour);
  load_chats (tour);
  read_summary (tour);
  read_chat (tour);

  search (tour);
  look_at_activity (tour, token);
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
