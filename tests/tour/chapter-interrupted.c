/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program that shows the login page is ended or stopped at each step of a sign-in: the window lives, says so, and
 * stores nothing. */
#include "config.h"

#include <signal.h>

#include "chapters.h"

/* The kernel keeps 15 characters of a name. */
#define SIGN_IN_PROGRAM "latchkey-sign-i"

typedef enum
{
  STEP_STARTED,    /* the program runs, and may not have a window yet */
  STEP_LOGIN,      /* the login page is shown */
  STEP_CONSENT,    /* the user has logged in and may allow or deny */
  N_STEPS,
} Step;

static const char *const step_names[N_STEPS] = { "when it has started", "at the login page", "at the consent page" };

static gboolean
has_program (LkDriver *driver,
             gpointer  user_data)
{
  return lk_tour_find_process (user_data, SIGN_IN_PROGRAM) != 0;
}

static gboolean
has_no_program (LkDriver *driver,
                gpointer  user_data)
{
  return lk_tour_find_process (user_data, SIGN_IN_PROGRAM) == 0;
}

static GPid
advance (LkTour *tour,
         Step    step)
{
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_driver_wait_for (tour->driver, "the program to start", has_program, tour);
  if (step == STEP_LOGIN)
    {
      lk_driver_look_in (tour->driver, "Sign In");
      lk_tour_see (tour, "http://127.0.0.1:*");
    }
  else if (step == STEP_CONSENT)
    {
      lk_tour_log_in (tour);
    }

  return lk_tour_find_process (tour, SIGN_IN_PROGRAM);
}

/* The window answers, holds no token, and offers to sign in. */
static void
expect_no_token (LkTour *tour)
{
  lk_driver_wait_for (tour->driver, "the program to end", has_no_program, tour);
  lk_driver_wait_gone (tour->driver, LK_KIND_LABEL, "Signing in*");
  lk_tour_see (tour, "No token yet");
  lk_tour_wait_no_token (tour);
}

static void
end_program (LkTour *tour,
             Step    step,
             int     signal_number)
{
  lk_tour_say (tour, "the login page’s program gets signal %d %s", signal_number, step_names[step]);
  kill (advance (tour, step), signal_number);
  lk_driver_look_in (tour->driver, NULL);
  lk_tour_see (tour, "The login page has crashed");
  if (step == STEP_LOGIN)
    lk_tour_picture (tour, "program-ended");
  expect_no_token (tour);
}

/* Its own Cancel does not answer; the window's does. */
static void
stop_program (LkTour *tour,
              Step    step)
{
  lk_tour_say (tour, "the login page’s program is stopped %s", step_names[step]);
  kill (advance (tour, step), SIGSTOP);
  lk_driver_look_in (tour->driver, NULL);
  lk_tour_see (tour, "Signing in*");
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Cancel");
  expect_no_token (tour);
}

void
lk_chapter_interrupted (LkTour *tour)
{
  lk_tour_open (tour);
  lk_tour_see (tour, "Get a Zendesk Chat Token");
  lk_tour_start_practice (tour, "Authorization Code");
  lk_tour_see (tour, "No token yet");
  lk_tour_listen (tour);

  for (Step step = 0; step < N_STEPS; step++)
    {
      end_program (tour, step, SIGKILL);
      end_program (tour, step, SIGABRT);
      stop_program (tour, step);
    }

  lk_tour_say (tour, "a sign-in works after all that");
  lk_tour_sign_in (tour);
  lk_tour_search_leaks (tour);
  lk_tour_quit (tour);
}
