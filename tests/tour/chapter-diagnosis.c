/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong, and the way out: failures are provoked by the practice connection's menu, each is explained by its
 * card, and each card's remedy works. */
#include "config.h"

#include "chapters.h"

/* The list itself: all of it, what a search leaves, and that it can be taken back. */
static void
look_at_list (LkTour *tour)
{
  lk_tour_say (tour, "Connection Menu ▸ Rehearse a Failure…");
  lk_tour_open_faults (tour);
  lk_tour_picture (tour, "faults");
  lk_driver_type (tour->driver, "refuse");
  /* The search waits for the last key before it looks. */
  lk_driver_pause (tour->driver, 500);
  lk_tour_picture (tour, "faults-search");
  lk_driver_key (tour->driver, "Return");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Rehearse a Failure");
  lk_driver_look_in (tour->driver, NULL);

  lk_tour_open_faults (tour);
  lk_tour_see (tour, "Goes Wrong Next");
  lk_tour_picture (tour, "faults-armed");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Clear");
  lk_driver_wait_gone (tour->driver, LK_KIND_BUTTON, "Clear");
  lk_driver_key (tour->driver, "Escape");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Rehearse a Failure");
  lk_driver_look_in (tour->driver, NULL);
}

/* In the page, from its login to Allow. */
static void
allow (LkTour *tour)
{
  lk_tour_log_in (tour);
  lk_tour_decide (tour, LK_TOUR_ALLOW);
}

static void
get_token (LkTour *tour)
{
  g_autofree char *token = NULL;

  allow (tour);
  token = lk_tour_wait_token (tour);
  lk_tour_see (tour, "You have a token, and it works");
}

static void
expire_code (LkTour *tour)
{
  lk_tour_set_fault (tour, "code expire", "Let the next code expire");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  allow (tour);
  lk_tour_see (tour, "Perhaps the Redirect URL differs");
  lk_tour_see (tour, "Other Possible Explanations");
  lk_tour_wait_no_token (tour);
  lk_tour_pictures (tour, "code-expired");

  lk_tour_say (tour, "Edit Redirect URL");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Edit Redirect URL");
  lk_driver_find (tour->driver, LK_KIND_BUTTON, "Save");
  lk_tour_picture (tour, "redirect-url");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Cancel");
  lk_driver_wait_gone (tour->driver, LK_KIND_BUTTON, "Save");

  lk_tour_say (tour, "Sign In Again");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In Again");
  get_token (tour);
}

/* A sign-in that fails while there is a token: what the practice account fills in is not to be edited, so the card
 * offers to sign in once more. */
static void
refuse_client (LkTour *tour)
{
  lk_tour_set_fault (tour, "and its secret", "Refuse the client and its secret");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In Again");
  allow (tour);
  lk_tour_see (tour, "Client ID and secret do not fit");
  lk_tour_see (tour, "*nothing to edit*");
  lk_tour_picture (tour, "client-mismatch");

  lk_tour_say (tour, "Try Again");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Try Again");
  allow (tour);
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, "Client ID and secret do not fit");
  lk_tour_see (tour, "You have a token, and it works");
}

/* A failure of the next call, and the button on its card after which the answer is there. */
static void
mend_call (LkTour     *tour,
           const char *search,
           const char *fault,
           const char *card,
           const char *button,
           const char *picture)
{
  lk_tour_set_fault (tour, search, fault);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, card);
  if (picture != NULL)
    lk_tour_pictures (tour, picture);

  lk_tour_say (tour, "“%s”: %s", card, button);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, button);
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, card);
  lk_tour_see (tour, "200 OK");
}

static void
retire_host (LkTour *tour)
{
  lk_tour_set_fault (tour, "retire", "Retire the legacy addresses");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_tour_see (tour, "The old Chat host no longer answers");
  lk_tour_picture (tour, "legacy-host");

  lk_tour_say (tour, "Move Connection ▸ Try the New Address ▸ Move");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Move Connection*");
  lk_driver_look_in (tour->driver, "Move Connection");
  lk_tour_check (tour, !lk_driver_is_sensitive (tour->driver, LK_KIND_BUTTON, "Move"),
                 "the connection can be moved untried");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Try the New Address");
  lk_tour_see (tour, "Chat answers there*");
  lk_tour_picture (tour, "move-connection");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Move");
  lk_driver_wait_gone (tour->driver, LK_KIND_WINDOW, "Move Connection");
  lk_driver_look_in (tour->driver, NULL);

  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send");
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, "The old Chat host no longer answers");
  lk_tour_see (tour, "200 OK");
}

void
lk_chapter_diagnosis (LkTour *tour)
{
  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Authorization Code");
  lk_tour_see (tour, "No token yet");
  look_at_list (tour);
  expire_code (tour);
  refuse_client (tour);

  lk_driver_press (tour->driver, LK_KIND_TAB, "Chats");
  mend_call (tour, "three seconds", "Ask to wait three seconds", "Too many requests", "Wait and Try Again",
             "rate-limited");
  mend_call (tour, "refuse method", "Refuse the method", "The address does not take this kind of request", "Try Again",
             NULL);
  retire_host (tour);
  /* A check asks for something else, and so does Send afterwards. */
  mend_call (tour, "no chats", "Have no chats", "The call works, and there are no chats", "Check Account",
             "empty-chats");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
