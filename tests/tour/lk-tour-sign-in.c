/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice account from its first use on, and its pages in the sign-in window, used by keys alone. */
#include "config.h"

#include <string.h>

#include "lk-tour.h"

#define PAGE "Sign-in page"
#define SIGN_IN_WINDOW "Sign In"

typedef struct
{
  char *before;   /* what the page looked like; NULL: however it looked */
  char *last;
} Settling;

static gboolean
has_settled (LkDriver *driver,
             gpointer  user_data)
{
  Settling *settling = user_data;
  g_autofree char *now = NULL;
  gboolean settled;

  lk_driver_pause (driver, 200);
  now = lk_driver_fingerprint (driver, LK_KIND_ANY, PAGE);
  settled = g_strcmp0 (now, settling->last) == 0 && g_strcmp0 (now, settling->before) != 0;
  g_free (settling->last);
  settling->last = g_steal_pointer (&now);

  return settled;
}

/* Waits until the page looks different from `before` and stays as it is; returns what it looks like then. */
static char *
wait_page (LkTour     *tour,
           const char *before)
{
  Settling settling = { (char *) before, NULL };

  lk_driver_wait_for (tour->driver, "the page to show", has_settled, &settling);

  return settling.last;
}

/**
 * lk_tour_find_port:
 * @tour: a tour
 *
 * Returns: a port on which nothing listens
 */
guint16
lk_tour_find_port (LkTour *tour)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  lk_tour_check (tour, port != 0, "there is no free port: %s", error != NULL ? error->message : "");
  g_socket_listener_close (listener);

  return port;
}

/**
 * lk_tour_start_practice:
 * @tour: a tour with a program that has no connection yet
 * @grant: the grant's title in the connection form
 *
 * Chooses the practice account on the first-run page, and gives it a redirect URL with a free port and a grant.
 */
void
lk_tour_start_practice (LkTour     *tour,
                        const char *grant)
{
  g_autofree char *redirect = g_strdup_printf ("http://localhost:%u", lk_tour_find_port (tour));

  lk_tour_say (tour, "Try It with a Practice Account; redirect to %s, %s", redirect, grant);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Try It with a Practice Account");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Connection Menu");
  lk_driver_press (tour->driver, LK_KIND_MENU_ITEM, "Edit Connection*");
  lk_driver_fill (tour->driver, "Redirect URL", redirect);
  lk_driver_set_switch (tour->driver, grant, TRUE);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Save");
  lk_driver_wait_gone (tour->driver, LK_KIND_BUTTON, "Save");
}

/* The practice account shows its user and password on its own page, for whoever looks. */
static void
read_credentials (LkTour  *tour,
                  char   **user,
                  char   **password)
{
  g_autofree char *page = NULL;
  g_autoptr(GRegex) regex = g_regex_new ("<dd>([^<]+)</dd>.*<dd>([^<]+)</dd>", G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_free (tour->origin);
  tour->origin = lk_driver_read (tour->driver, LK_KIND_LABEL, "http://127.0.0.1:*");
  page = lk_tour_run (tour, NULL, (const char *const[]) { "curl", "--silent", tour->origin, NULL });
  lk_tour_check (tour, page != NULL && g_regex_match (regex, page, 0, &match), "%s shows no credentials", tour->origin);
  *user = g_match_info_fetch (match, 1);
  *password = g_match_info_fetch (match, 2);
}

/**
 * lk_tour_log_in:
 * @tour: a tour with the sign-in window open
 *
 * Types the user and the password into the page, which has the keyboard, and waits for the page that asks to allow or
 * deny.
 */
void
lk_tour_log_in (LkTour *tour)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *filled = NULL;
  g_autofree char *consent = NULL;

  lk_driver_look_in (tour->driver, SIGN_IN_WINDOW);
  read_credentials (tour, &user, &password);
  lk_tour_learn_secret (tour, password);

  empty = wait_page (tour, NULL);
  lk_tour_say (tour, "logs in as %s in the page", user);
  lk_driver_type (tour->driver, user);
  lk_driver_key (tour->driver, "Tab");
  lk_driver_type (tour->driver, password);
  filled = wait_page (tour, empty);
  lk_tour_picture (tour, "sign-in-page-filled");
  lk_driver_key (tour->driver, "Return");
  consent = wait_page (tour, filled);
  lk_tour_picture (tour, "sign-in-page-consent");
}

/**
 * lk_tour_decide:
 * @tour: a tour with the page that asks to allow or deny
 * @choice: which of its buttons
 *
 * Presses a button of the page, by keys. The window is gone afterwards.
 */
void
lk_tour_decide (LkTour *tour,
                guint   choice)
{
  lk_driver_enter_page (tour->driver, PAGE);
  for (guint i = 0; i < choice; i++)
    lk_driver_key (tour->driver, "Tab");
  lk_driver_key (tour->driver, "Return");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, SIGN_IN_WINDOW);
  lk_driver_look_in (tour->driver, NULL);
}

/**
 * lk_tour_sign_in:
 * @tour: a tour whose token page offers to sign in
 *
 * Signs in by the embedded page, to the end. The keyring holds the token afterwards.
 */
void
lk_tour_sign_in (LkTour *tour)
{
  g_autofree char *token = NULL;

  lk_tour_say (tour, "Sign In");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_log_in (tour);
  lk_tour_say (tour, "Allow");
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  token = lk_tour_wait_token (tour);
  lk_tour_see (tour, "You have a token, and it works");
}

/**
 * lk_tour_call:
 * @tour: a tour whose practice account is known
 * @token: an access token
 *
 * Asks the practice account whose token it is, as curl would.
 *
 * Returns: (transfer full): the HTTP status
 */
char *
lk_tour_call (LkTour     *tour,
              const char *token)
{
  g_autofree char *config = g_strdup_printf ("header = \"Authorization: Bearer %s\"\n", token);
  g_autofree char *url = g_strconcat (tour->origin, "/api/v2/chat/agents/me", NULL);

  /* By standard input: an argument can be read by anyone. */
  return lk_tour_run (tour, config,
                      (const char *const[]){ "curl", "--silent", "--config", "-", "--output", "/dev/null",
                                             "--write-out", "%{http_code}", url, NULL });
}

static gboolean
has_menu_open (LkDriver *driver,
               gpointer  user_data)
{
  g_autoptr(AtspiAccessible) item = lk_driver_look (driver, LK_KIND_MENU_ITEM, "Rehearse a Failure*");

  if (item != NULL)
    return TRUE;

  /* A window that is just closing takes the focus along, and the menu with it. */
  lk_driver_press (driver, LK_KIND_BUTTON, "Connection Menu");
  lk_driver_pause (driver, 500);

  return FALSE;
}

/**
 * lk_tour_open_faults:
 * @tour: a tour that shows a practice connection
 *
 * Opens the list of what can go wrong, and looks in it.
 */
void
lk_tour_open_faults (LkTour *tour)
{
  lk_driver_wait_for (tour->driver, "the menu to open", has_menu_open, NULL);
  lk_driver_press (tour->driver, LK_KIND_MENU_ITEM, "Rehearse a Failure*");
  lk_driver_look_in (tour->driver, "Rehearse a Failure");
}

/**
 * lk_tour_set_fault:
 * @tour: a tour that shows a practice connection
 * @search: what is typed into the search
 * @title: the failure that it finds first, for the tour's own account
 *
 * Lets something go wrong next: types into the search and takes the first that is found, as someone in a hurry does.
 */
void
lk_tour_set_fault (LkTour     *tour,
                  const char *search,
                  const char *title)
{
  lk_tour_say (tour, "Rehearse a Failure ▸ %s", title);
  lk_tour_open_faults (tour);
  lk_driver_type (tour->driver, search);
  lk_driver_key (tour->driver, "Return");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Rehearse a Failure");
  lk_driver_look_in (tour->driver, NULL);
}
