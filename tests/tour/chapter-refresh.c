/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A token is renewed: by hand, by itself when a call is refused and before its end, and at last no more. */
#include "config.h"

#include <string.h>

#include "chapters.h"

typedef struct
{
  LkTour     *tour;
  const char *token;
} Renewal;

static gboolean
has_other_token (LkDriver *driver,
                 gpointer  user_data)
{
  Renewal *renewal = user_data;
  g_autofree char *item = lk_tour_dup_keyring_item (renewal->tour, "token");

  /* One with an expiry is about to end, and renewed at once. */
  return item != NULL && strstr (item, renewal->token) == NULL && strstr (item, "\"expires_at\":-1") != NULL;
}

/* Waits for another token in the keyring than `token`, which it takes. The service is to know the new one alone. */
static char *
wait_other (LkTour *tour,
            char   *token)
{
  Renewal renewal = { tour, token };
  g_autofree char *old_status = NULL;
  g_autofree char *new_status = NULL;
  char *other;

  lk_driver_wait_for (tour->driver, "the keyring to hold a new token", has_other_token, &renewal);
  other = lk_tour_wait_token (tour);
  old_status = lk_tour_call (tour, token);
  new_status = lk_tour_call (tour, other);
  lk_tour_check (tour, g_strcmp0 (old_status, "401") == 0, "the old token still works: HTTP %s", old_status);
  lk_tour_check (tour, g_strcmp0 (new_status, "200") == 0, "the new token does not work: HTTP %s", new_status);
  lk_tour_say (tour, "a new token is in the keyring; it works, and the old one no longer does");
  g_free (token);

  return other;
}

static char *
refresh_by_hand (LkTour *tour,
                 char   *token)
{
  lk_tour_say (tour, "Refresh");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Refresh");
  lk_tour_see (tour, "*By a refresh");
  token = wait_other (tour, token);
  lk_tour_see (tour, "You have a token, and it works");
  lk_tour_pictures (tour, "token-renewed");

  return token;
}

/* The service refuses the token; nobody is to notice but for the new one in the keyring. */
static char *
refuse_call (LkTour *tour,
             char   *token)
{
  lk_tour_set_fault (tour, "refuse the token once", "Refuse the token once, as if it were none");
  lk_tour_say (tour, "Chats ▸ Send");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "200 OK");
  token = wait_other (tour, token);
  lk_driver_press (tour->driver, LK_KIND_TAB, "Activity");
  lk_tour_see (tour, "Renew the token");
  lk_tour_pictures (tour, "activity-renewed");

  return token;
}

/* A token that is about to end is renewed while someone looks at it. */
static void
end_soon (LkTour *tour)
{
  LkTourAccount *account = lk_tour_start_account (tour, "Short Lives", "code", "60");
  Renewal renewal = { tour, "no token yet" };
  g_autofree char *token = NULL;

  lk_tour_open (tour);
  lk_tour_see (tour, "No token yet");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_sabotage (tour, account, "expires-one");
  lk_tour_log_in (tour);
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  lk_driver_wait_for (tour->driver, "the keyring to hold a token that lasts", has_other_token, &renewal);
  token = lk_tour_wait_token (tour);
  lk_tour_see (tour, "*By a refresh");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
  lk_tour_stop_account (account);
}

static void
use_refresh_token_up (LkTour *tour)
{
  lk_driver_press (tour->driver, LK_KIND_TAB, "Token");
  lk_tour_set_fault (tour, "refresh used", "Find the refresh token used");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Refresh");
  lk_tour_see (tour, "The token can no longer be renewed");
  lk_tour_pictures (tour, "refresh-used");

  lk_tour_say (tour, "Sign In Again");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In Again");
  lk_tour_log_in (tour);
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  lk_tour_see (tour, "You have a token, and it works");
}

void
lk_chapter_refresh (LkTour *tour)
{
  g_autofree char *token = NULL;

  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Authorization Code");
  lk_tour_sign_in (tour);
  token = lk_tour_wait_token (tour);

  token = refresh_by_hand (tour, g_steal_pointer (&token));
  token = refuse_call (tour, g_steal_pointer (&token));
  use_refresh_token_up (tour);
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);

  end_soon (tour);
}
