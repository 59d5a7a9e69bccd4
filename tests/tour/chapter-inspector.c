/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every view of an answer: of one chat, of twenty, of five thousand, of an error, of a page where data was due, of
 * nothing at all, and of 100 MB, while which the window goes on answering. */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "chapters.h"

/* What a person calls frozen. A page that is laid out or parsed on the main loop takes many times as long. */
#define MAX_ANSWER_MILLISECONDS 3000

/* Signs in to an account with so many chats, and goes to where they are. */
static LkTourAccount *
open_account (LkTour     *tour,
              const char *n_chats)
{
  LkTourAccount *account;

  lk_tour_say (tour, "%s chats", n_chats);
  account = lk_tour_start_account (tour, "Many Chats", "implicit", n_chats);
  lk_tour_open (tour);
  lk_tour_see (tour, "No token yet");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_log_in (tour);
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  lk_tour_see (tour, "You have a token, and it works");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");

  return account;
}

static void
close_account (LkTour        *tour,
               LkTourAccount *account)
{
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
  lk_tour_stop_account (account);
}

static void
show_view (LkTour     *tour,
           const char *view,
           const char *text,
           const char *picture)
{
  lk_driver_press (tour->driver, LK_KIND_TAB, view);
  lk_tour_see (tour, text);
  if (picture != NULL)
    lk_tour_pictures (tour, picture);
}

/* A row of the tree says all of itself: its path, its type, its value, its place. */
static void
see_row (LkTour     *tour,
         const char *name)
{
  g_autoptr(AtspiAccessible) row = lk_driver_find (tour->driver, LK_KIND_ROW, name);

  g_assert (row != NULL);
}

/* Through the desktop's own dialog, into a file that others cannot read. */
static void
save (LkTour *tour)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), "Saved answer.json", NULL);
  g_autofree char *content = NULL;
  g_autoptr(AtspiAccessible) dialog = NULL;
  GStatBuf status;

  lk_tour_say (tour, "Save Answer…, to %s", path);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Save Answer…");
  dialog = lk_driver_find (tour->driver, LK_KIND_WINDOW, "Save Answer");
  g_assert (dialog != NULL);
  lk_driver_pause (tour->driver, 500);
  lk_driver_picture (tour->driver, "save-dialog");
  lk_driver_key (tour->driver, "ctrl+a");
  lk_driver_type (tour->driver, path);
  lk_driver_key (tour->driver, "Return");
  lk_tour_see (tour, "Answer saved, without its secrets");

  lk_tour_check (tour, g_file_get_contents (path, &content, NULL, NULL) && strstr (content, "\"chats\"") != NULL,
                 "the file does not hold the answer");
  lk_tour_check (tour, g_stat (path, &status) == 0 && (status.st_mode & 0777) == 0600,
                 "others can read the saved answer");
}

static void
look_at_one (LkTour *tour)
{
  LkTourAccount *account = open_account (tour, "1");

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "200 OK");
  lk_tour_see (tour, "1 chat");
  lk_tour_pictures (tour, "one-table");
  show_view (tour, "Transcript", "* joined", "one-transcript");
  save (tour);
  close_account (tour, account);
}

/* By keys alone: a text that stands far down, the one after it, and the values at a path. */
static void
find (LkTour *tour)
{
  lk_tour_say (tour, "Ctrl+F, a name, F3; then a path");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Tree");
  lk_driver_key (tour->driver, "ctrl+f");
  lk_driver_type (tour->driver, "visitor");
  lk_tour_see (tour, "1 of *");
  lk_driver_key (tour->driver, "F3");
  lk_tour_see (tour, "2 of *");
  lk_tour_pictures (tour, "find-text");

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Path");
  lk_driver_fill (tour->driver, "Find in the Answer", "$.chats[*].visitor.name");
  lk_tour_see (tour, "20 values");
  lk_tour_pictures (tour, "find-path");
  lk_driver_key (tour->driver, "Escape");
  see_row (tour, "$.chats, array, 20 items, *");
}

static void
look_at_twenty (LkTour *tour)
{
  LkTourAccount *account = open_account (tour, "20");

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "200 OK");
  lk_tour_see (tour, "20 chats");
  lk_tour_pictures (tour, "twenty-table");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Tree");
  see_row (tour, "$.chats, array, 20 items, 4 of 4");
  lk_tour_pictures (tour, "twenty-tree");
  show_view (tour, "Headers", "Content-Type", "twenty-headers");
  show_view (tour, "Timing", "Receive", "twenty-timing");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Raw");
  lk_driver_pause (tour->driver, 500);
  lk_tour_pictures (tour, "twenty-raw");
  find (tour);
  close_account (tour, account);
}

static void
look_at_thousands (LkTour *tour)
{
  LkTourAccount *account = open_account (tour, "5000");

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "40 of 5000 chats");
  lk_tour_say (tour, "All Pages");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "All Pages");
  lk_tour_see (tour, "*in total");
  lk_tour_see (tour, "5000 chats");
  lk_tour_pictures (tour, "thousands-table");
  /* Reading thousands of rows for a secret takes longer than the rest of it, and shows nothing new. */
  lk_tour_quit (tour);
  lk_tour_stop_account (account);
}

/* What comes in place of chats. */
static void
look_at_failures (LkTour        *tour,
                  LkTourAccount *account)
{
  lk_tour_sabotage (tour, account, "error-shape-object");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "4?? *");
  lk_tour_pictures (tour, "error-body");

  lk_tour_sabotage (tour, account, "status-500-html");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "500 *");
  lk_tour_pictures (tour, "html-body");

  lk_tour_sabotage (tour, account, "body-empty");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "No Body");
  lk_tour_pictures (tour, "empty-body");
}

/* How many microseconds the window takes to say where a control is: its main loop answers. */
static gint64
ask (LkTour          *tour,
     AtspiAccessible *node)
{
  g_autoptr(AtspiComponent) component = atspi_accessible_get_component_iface (node);
  g_autoptr(GError) error = NULL;
  g_autofree AtspiRect *place = NULL;
  gint64 start = g_get_monotonic_time ();

  place = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, &error);
  lk_tour_check (tour, place != NULL && error == NULL, "the window does not answer");

  return g_get_monotonic_time () - start;
}

/* The longest of as many answers as fit into some seconds. */
static gint64
ask_for (LkTour          *tour,
         AtspiAccessible *node,
         guint            seconds)
{
  const gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  gint64 longest = 0;

  while (g_get_monotonic_time () < end)
    {
      longest = MAX (longest, ask (tour, node));
      lk_driver_pause (tour->driver, 10);
    }

  return longest;
}

static void
look_at_100_megabytes (LkTour        *tour,
                       LkTourAccount *account)
{
  g_autoptr(AtspiAccessible) node = NULL;
  gint64 longest;

  lk_tour_sabotage (tour, account, "chats-large");
  node = lk_driver_find (tour->driver, LK_KIND_BUTTON, "Connection Menu");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  longest = ask_for (tour, node, 6);
  lk_tour_see (tour, "100.0*MB");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Tree");
  longest = MAX (longest, ask_for (tour, node, 2));
  see_row (tour, "$.chats, array, ????? items, *");
  lk_tour_say (tour, "100 MB are shown; the window took %" G_GINT64_FORMAT " ms at most to answer", longest / 1000);
  lk_tour_check (tour, longest < MAX_ANSWER_MILLISECONDS * 1000, "the window stood still for %" G_GINT64_FORMAT " ms",
                 longest / 1000);
  lk_tour_pictures (tour, "vast-tree");

  lk_driver_key (tour->driver, "ctrl+f");
  lk_driver_type (tour->driver, "zebra");
  lk_tour_see (tour, "No matches");
  lk_driver_key (tour->driver, "Escape");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Raw");
  lk_driver_pause (tour->driver, 3000);
  lk_tour_pictures (tour, "vast-raw");
}

void
lk_chapter_inspector (LkTour *tour)
{
  LkTourAccount *account;

  look_at_one (tour);
  look_at_twenty (tour);
  look_at_thousands (tour);
  account = open_account (tour, "60");
  look_at_failures (tour, account);
  look_at_100_megabytes (tour, account);
  close_account (tour, account);
}
