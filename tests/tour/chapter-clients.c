/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account's API clients: one made confidential and read back, a new one made; and a sign-in with no page, which is
 * refused until the client is confidential. */
#include "config.h"

#include "chapters.h"

static void
start (LkTour     *tour,
       const char *grant)
{
  lk_tour_open (tour);
  lk_tour_see (tour, "Get a Zendesk Chat Token");
  lk_tour_start_practice (tour, grant);
  lk_tour_see (tour, "No token yet");
}

static void
make_confidential (LkTour *tour)
{
  lk_tour_say (tour, "Make Confidential…, with the request before it goes");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Make Confidential…");
  lk_tour_see (tour, "Public → Confidential");
  lk_tour_pictures (tour, "clients-switch");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Make Confidential");
  lk_tour_see (tour, "This connection’s client is confidential*");
}

static void
make_client (LkTour *tour)
{
  lk_tour_say (tour, "New API Client…");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "New API Client…");
  lk_driver_fill (tour->driver, "Name", "Night Script");
  lk_tour_pictures (tour, "clients-new");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Make Client");
  lk_tour_see (tour, "In Your Keyring");
  lk_tour_pictures (tour, "clients-made");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Make It a Connection");
  lk_tour_see (tour, "No token yet");
}

void
lk_chapter_clients (LkTour *tour)
{
  start (tour, "Authorization Code");
  lk_tour_sign_in (tour);

  lk_driver_press (tour->driver, LK_KIND_TAB, "Clients");
  lk_tour_see (tour, "This connection’s client");
  lk_tour_see (tour, "This One");
  lk_tour_pictures (tour, "clients");
  make_confidential (tour);
  lk_tour_pictures (tour, "clients-confidential");
  make_client (tour);
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}

void
lk_chapter_client_credentials (LkTour *tour)
{
  start (tour, "Client Credentials");
  lk_tour_say (tour, "Sign In, while the client is public");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_driver_find (tour->driver, LK_KIND_BUTTON, "Make Confidential");
  lk_tour_pictures (tour, "credentials-refused");
  lk_tour_wait_no_token (tour);

  lk_tour_say (tour, "Make Confidential, for which the page is used once");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Make Confidential");
  lk_tour_see (tour, "Sign in first");
  lk_tour_pictures (tour, "credentials-sign-in-first");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In by the Page");
  lk_tour_log_in (tour);
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  g_free (lk_tour_wait_token (tour));
  lk_tour_see (tour, "This connection’s client");
  make_confidential (tour);

  lk_tour_say (tour, "Get a Token with Client Credentials");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Get a Token with Client Credentials");
  lk_tour_see (tour, "*With client credentials");
  lk_tour_see (tour, "You have a token, and it works");
  g_free (lk_tour_wait_token (tour));
  lk_tour_pictures (tour, "credentials-token");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
