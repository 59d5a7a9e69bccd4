/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job: from the first run to a token in the keyring and the first call, and out again. Then the ways in which
 * a sign-in comes to nothing: Deny, Cancel, Esc, a page that crashes. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "chapters.h"

static gboolean
clipboard_holds (LkDriver *driver,
                 gpointer  user_data)
{
  g_autofree char *text = lk_driver_get_clipboard (driver);

  return g_str_equal (text, user_data);
}

static gboolean
clipboard_is_empty (LkDriver *driver,
                    gpointer  user_data)
{
  g_autofree char *text = lk_driver_get_clipboard (driver);

  return *text == '\0';
}

static void
copy_token (LkTour     *tour,
            const char *token)
{
  g_autofree char *primary = NULL;

  lk_tour_say (tour, "Copy Token");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Copy Token");
  lk_driver_wait_for (tour->driver, "the clipboard to hold the token", clipboard_holds, (gpointer) token);
  primary = lk_tour_run (tour, NULL, (const char *const[]) { "xclip", "-selection", "primary", "-out", NULL });
  lk_tour_check (tour, primary == NULL || strstr (primary, token) == NULL, "the token is in the primary selection");
}

static void
look_at_chats (LkTour *tour)
{
  lk_tour_say (tour, "Chats ▸ Send");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");
  lk_tour_see (tour, "No Chats Loaded");
  lk_tour_pictures (tour, "chats-unasked");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "200 OK");
  lk_tour_pictures (tour, "chats");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Token");
}

static void
sign_out (LkTour     *tour,
          const char *token)
{
  g_autofree char *before = lk_tour_call (tour, token);
  g_autofree char *after = NULL;

  lk_tour_check (tour, g_strcmp0 (before, "200") == 0, "the token does not work: HTTP %s", before);
  lk_tour_say (tour, "Sign Out");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign Out");
  lk_tour_see (tour, "No token yet");
  lk_tour_wait_no_token (tour);
  after = lk_tour_call (tour, token);
  lk_tour_check (tour, g_strcmp0 (after, "401") == 0, "the token still works: HTTP %s", after);
  lk_tour_say (tour, "the token has left the keyring, and the service refuses it");
}

/* The embedded sign-in, step by step, with everything searched while the page is open too. */
static char *
sign_in (LkTour *tour)
{
  char *token;

  lk_tour_say (tour, "Sign In");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_log_in (tour);
  lk_tour_search_leaks (tour);
  lk_tour_say (tour, "Allow");
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  token = lk_tour_wait_token (tour);
  lk_tour_say (tour, "the token is in the keyring");
  lk_tour_see (tour, "You have a token, and it works");

  return token;
}

static void
start (LkTour     *tour,
       const char *grant)
{
  lk_tour_open (tour);
  lk_tour_see (tour, "Get a Zendesk Chat Token");
  lk_tour_check (tour, lk_tour_find_process (tour, "WebKitWebProces") == 0, "WebKit runs before the first sign-in");
  lk_tour_start_practice (tour, grant);
  lk_tour_see (tour, "No token yet");
  lk_tour_listen (tour);
}

static gboolean
webkit_is_gone (LkDriver *driver,
                gpointer  user_data)
{
  return lk_tour_find_process (user_data, "WebKitWebProces") == 0 &&
         lk_tour_find_process (user_data, "WebKitNetworkPr") == 0;
}

void
lk_chapter_implicit (LkTour *tour)
{
  g_autofree char *token = NULL;

  lk_tour_open (tour);
  lk_tour_see (tour, "Get a Zendesk Chat Token");
  lk_tour_pictures (tour, "first-run");
  lk_tour_start_practice (tour, "Implicit");
  lk_tour_listen (tour);
  lk_tour_see (tour, "No token yet");
  lk_tour_pictures (tour, "token-none");

  token = sign_in (tour);
  lk_driver_wait_for (tour->driver, "WebKit's processes to end", webkit_is_gone, tour);
  lk_tour_see (tour, "*as the account’s list of tokens says*");
  lk_tour_pictures (tour, "token");
  copy_token (tour, token);
  look_at_chats (tour);
  lk_tour_search_leaks (tour);
  sign_out (tour, token);
  lk_tour_search_leaks (tour);

  lk_tour_quit (tour);
  lk_tour_check (tour, clipboard_is_empty (tour->driver, NULL), "the copied token outlives the program");
  lk_tour_say (tour, "the clipboard is empty after the program's end");
}

void
lk_chapter_code (LkTour *tour)
{
  g_autofree char *token = NULL;

  /* The preference's shortest time. */
  lk_tour_run (tour, NULL, (const char *const[]) { "gsettings", "set", LK_APP_ID, "clipboard-seconds", "5", NULL });
  start (tour, "Authorization Code");
  token = sign_in (tour);
  copy_token (tour, token);
  lk_driver_wait_for (tour->driver, "the clipboard to be cleared", clipboard_is_empty, NULL);
  lk_tour_say (tour, "the clipboard was cleared by itself");
  look_at_chats (tour);

  lk_tour_search_leaks (tour);
  sign_out (tour, token);
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}

/* Opens the sign-in window and waits for its page. */
static void
open_page (LkTour *tour)
{
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_driver_look_in (tour->driver, "Sign In");
  lk_tour_see (tour, "http://127.0.0.1:*");
}

static void
expect_nothing (LkTour     *tour,
                const char *said)
{
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Sign In");
  lk_driver_look_in (tour->driver, NULL);
  lk_tour_see (tour, said);
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, "Signing in*");
  lk_tour_wait_no_token (tour);
}

void
lk_chapter_refusals (LkTour *tour)
{
  GPid web_process;

  start (tour, "Authorization Code");

  lk_tour_say (tour, "Sign In, then Deny");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_log_in (tour);
  lk_tour_decide (tour, LK_TOUR_DENY);
  expect_nothing (tour, "Access was denied");
  lk_tour_pictures (tour, "denied");

  lk_tour_say (tour, "Sign In, then Cancel");
  open_page (tour);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Cancel");
  expect_nothing (tour, "No token yet");

  lk_tour_say (tour, "Sign In, then Esc");
  open_page (tour);
  lk_driver_key (tour->driver, "Escape");
  expect_nothing (tour, "No token yet");

  lk_tour_say (tour, "Sign In, and the page's process is killed");
  open_page (tour);
  web_process = lk_tour_find_process (tour, "WebKitWebProces");
  lk_tour_check (tour, web_process != 0, "the page has no process");
  kill (web_process, SIGKILL);
  lk_tour_see (tour, "The Page Has Ended Unexpectedly");
  lk_tour_picture (tour, "page-killed");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Try Again");
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, "The Page Has Ended Unexpectedly");
  lk_tour_log_in (tour);
  lk_tour_say (tour, "Try Again, and Allow");
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  g_free (lk_tour_wait_token (tour));
  lk_tour_see (tour, "You have a token, and it works");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
