/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Conversations API: a token that lacks a scope, the way to one that has it, a session, queries, the end. */
#include "config.h"

#include "chapters.h"

static void
open_page (LkTour *tour)
{
  lk_driver_press (tour->driver, LK_KIND_TAB, "Conversations");
}

/* A connection that does not ask for “chat”, as most do that are made for the REST API. */
static void
ask_for_less (LkTour *tour)
{
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Connection Menu");
  lk_driver_press (tour->driver, LK_KIND_MENU_ITEM, "Edit Connection*");
  lk_driver_set_switch (tour->driver, "chat", FALSE);
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Save");
  lk_driver_wait_gone (tour->driver, LK_KIND_BUTTON, "Save");
}

static void
sign_in_with_all (LkTour *tour)
{
  lk_tour_say (tour, "Sign In Again with Read, Write and Chat");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In Again with Read, Write and Chat");
  lk_tour_log_in (tour);
  lk_tour_say (tour, "Allow");
  lk_tour_decide (tour, LK_TOUR_ALLOW);
  g_free (lk_tour_wait_token (tour));
}

void
lk_chapter_conversations (LkTour *tour)
{
  lk_tour_open (tour);
  lk_tour_start_practice (tour, "Authorization Code");
  ask_for_less (tour);
  open_page (tour);
  lk_tour_see (tour, "Sign in first");
  lk_tour_pictures (tour, "conversations-no-token");
  lk_driver_press (tour->driver, LK_KIND_TAB, "Token");
  /* The page that goes has a button of the same name. */
  lk_tour_see (tour, "No token yet");
  lk_tour_sign_in (tour);

  lk_tour_say (tour, "Conversations, with a token that lacks a scope");
  open_page (tour);
  lk_tour_see (tour, "This token lacks a scope");
  lk_tour_see (tour, "*This token has: read write.");
  lk_tour_pictures (tour, "conversations-scopes");
  sign_in_with_all (tour);
  lk_tour_say (tour, "back on the page that wanted the scopes");
  lk_tour_see (tour, "Not Started");
  lk_tour_pictures (tour, "conversations-not-started");
  lk_tour_say (tour, "Start");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Start");
  lk_tour_see (tour, "Connected");
  lk_tour_see (tour, "* ms");
  lk_tour_say (tour, "a session is open, and a ping came back");
  lk_tour_search_leaks (tour);

  lk_tour_say (tour, "Send Query");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Send Query");
  lk_tour_see (tour, "Answer to Query 1");
  lk_tour_pictures (tour, "conversations-answer");

  lk_tour_say (tour, "Stop");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Stop");
  lk_tour_see (tour, "Not Started");
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
