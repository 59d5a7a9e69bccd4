/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: bench-sign-in PROGRAM FOLDER NAME
 *
 * What the application itself costs in a sign-in with the practice account, by either grant: from the redirect until
 * the token is in the keyring and on the screen, and the memory that stays when the page is closed. Run by
 * take-tour. */
#include "config.h"

#include "bench.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lk-tour.h"

#define N_ROUNDS 5
#define REST_SECONDS 10
#define DAY_MS (24 * 3600 * 1000.0)
#define REDIRECT "The redirect has come"
#define SHOWN "The token is shown"

static double
get_pss (LkTour *tour)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", lk_driver_get_pid (tour->driver));

  return bench_proc_kb (path, "Pss") / 1000;
}

/* When the program noted something for the last time, in milliseconds of the day: "…-DEBUG: 12:34:56.789: …". */
static double
get_time (LkTour     *tour,
          const char *what)
{
  g_autofree char *home = g_path_get_dirname (g_get_home_dir ());
  g_autofree char *path = g_build_filename (home, "output.txt", NULL);
  g_autofree char *output = NULL;
  const char *mark, *line;
  int hour, minute, second, millisecond;

  g_assert_true (g_file_get_contents (path, &output, NULL, NULL));
  mark = g_strrstr (output, what);
  lk_tour_check (tour, mark != NULL, "the program did not note: %s", what);
  for (line = mark; line > output && line[-1] != '\n'; line--)
    continue;
  line = strstr (line, "DEBUG");
  g_assert_true (line != NULL && line < mark);
  while (line < mark && sscanf (line, "%2d:%2d:%2d.%3d", &hour, &minute, &second, &millisecond) != 4)
    line++;
  g_assert_true (line < mark);

  return ((hour * 60.0 + minute) * 60 + second) * 1000 + millisecond;
}

/* Signs in; returns the milliseconds from the redirect until the token, which is in the keyring then, is put on the
 * screen: it is painted with the next frame. */
static double
sign_in (LkTour *tour)
{
  g_autofree char *item = NULL;
  g_autofree char *token = NULL;
  double cost;

  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign In");
  lk_tour_log_in (tour);
  lk_driver_enter_page (tour->driver, "Sign-in page");
  lk_driver_key (tour->driver, "Tab");
  lk_driver_key (tour->driver, "Return");
  lk_driver_look_in (tour->driver, NULL);
  lk_tour_see (tour, "You have a token*");

  item = lk_tour_dup_keyring_item (tour, "token");
  lk_tour_check (tour, item != NULL, "a token is shown that is not in the keyring");
  token = lk_tour_wait_token (tour);
  cost = get_time (tour, SHOWN) - get_time (tour, REDIRECT);

  return cost < 0 ? cost + DAY_MS : cost;
}

static void
sign_out (LkTour *tour)
{
  lk_driver_press (tour->driver, LK_KIND_BUTTON, "Sign Out");
  lk_tour_see (tour, "No token yet");
  lk_tour_wait_no_token (tour);
}

int
main (int    argc,
      char **argv)
{
  static const char *const grants[] = { "Implicit", "Authorization Code" };
  g_autoptr(LkTour) tour = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  double times[G_N_ELEMENTS (grants)][N_ROUNDS];
  double before = 0, after = 0, processes = 0;

  setlocale (LC_ALL, "");
  g_assert_cmpint (argc, ==, 4);
  folder = g_build_filename (argv[2], argv[3], NULL);
  path = g_strconcat (folder, ".json", NULL);
  tour = lk_tour_new (argv[1], folder);

  lk_tour_open (tour);
  lk_tour_see (tour, "Get a Zendesk Chat Token");
  lk_tour_start_practice (tour, grants[0]);
  lk_tour_see (tour, "No token yet");
  lk_driver_pause (tour->driver, REST_SECONDS * 1000);
  before = get_pss (tour);
  if (before <= 0)
    return 77;

  for (guint grant = 0; grant < G_N_ELEMENTS (grants); grant++)
    {
      if (grant > 0)
        {
          lk_driver_press (tour->driver, LK_KIND_BUTTON, "Connection Menu");
          lk_driver_press (tour->driver, LK_KIND_MENU_ITEM, "Edit Connection*");
          lk_driver_set_switch (tour->driver, grants[grant], TRUE);
          lk_driver_press (tour->driver, LK_KIND_BUTTON, "Save");
          lk_driver_wait_gone (tour->driver, LK_KIND_BUTTON, "Save");
        }

      for (guint i = 0; i < N_ROUNDS; i++)
        {
          times[grant][i] = sign_in (tour);
          lk_tour_say (tour, "%s: %.0f ms", grants[grant], times[grant][i]);
          if (grant == 0 && i == 0)
            {
              lk_driver_pause (tour->driver, REST_SECONDS * 1000);
              after = get_pss (tour);
              processes = (lk_tour_find_process (tour, "WebKitWebProces") != 0) +
                          (lk_tour_find_process (tour, "WebKitNetworkPr") != 0);
            }
          sign_out (tour);
        }
    }
  lk_tour_quit (tour);

  bench_add ("redirect to token kept and shown, implicit", "ms", bench_median (times[0], N_ROUNDS), NULL, 0,
             BENCH_AT_MOST, 150);
  bench_add ("redirect to token kept and shown, code", "ms", bench_median (times[1], N_ROUNDS), NULL, 0,
             BENCH_AT_MOST, 150);
  bench_add ("memory 10 s after the first sign-in, beyond that at rest before it", "MB", after - before, NULL, 0,
             BENCH_AT_MOST, 30);
  bench_add ("WebKit's processes then", "", processes, NULL, 0, BENCH_AT_MOST, 0);

  return bench_finish (path);
}
