/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-http-date.h"

#include "lk-test.h"

/* The examples of RFC 9110 section 5.6.7, and what is none. */
static void
test_parse (void)
{
  const struct
  {
    const char *text;
    gint64 moment;
  } cases[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "Sun, 06 Nov 1904 08:49:37 GMT", -1 },
    { "tomorrow", -1 },
    { "", -1 },
    { NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (lk_http_date_parse (cases[i].text), ==, cases[i].moment);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  g_test_add_func ("/http-date/parse", test_parse);

  return g_test_run ();
}
