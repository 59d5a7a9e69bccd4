/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-exchange.h"
#include "lk-test.h"

#include <string.h>

/* One rule for all who ask whether a web page came where data was due. */
static void
test_html (void)
{
  static const struct
  {
    const char *type;
    const char *body;
    gboolean is_html;
  } cases[] = {
    { "text/html", "x", TRUE },
    { "Text/HTML; charset=utf-8", "x", TRUE },
    { "application/xhtml+xml", "x", TRUE },
    { "text/html", "", FALSE },
    { NULL, "<!DOCTYPE html>", TRUE },
    { "application/json", " \r\n\t<html>", TRUE },
    { "application/json", "\xef\xbb\xbf<html>", TRUE },
    { "text/plain", "<", TRUE },
    { "text/xml", "<?xml version=\"1.0\"?><a/>", FALSE },
    { "application/problem+xml", "<a/>", FALSE },
    { "application/json", "{}", FALSE },
    { NULL, "", FALSE },
    { NULL, "  ", FALSE },
    { NULL, "a < b", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");
      g_autoptr(GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));

      g_test_message ("%s: %s", cases[i].type, cases[i].body);
      g_assert_false (lk_exchange_is_html (exchange));
      lk_exchange_set_response (exchange, 200, "OK");
      if (cases[i].type != NULL)
        lk_exchange_add_response_header (exchange, "Content-Type", cases[i].type);
      lk_exchange_set_body (exchange, body, strlen (cases[i].body));
      g_assert_cmpint (lk_exchange_is_html (exchange), ==, cases[i].is_html);
    }
}

/* What the service wrote behind the status is shown, and is one line of text. */
static void
test_reason (void)
{
  static const struct
  {
    const char *reason;
    const char *kept;
  } cases[] = {
    { "Not Found", "Not Found" },
    { "\033]0;x\007", "\xef\xbf\xbd]0;x\xef\xbf\xbd" },
    { "a\xff\r\nb", "a\xef\xbf\xbd  b" },
    { "a \xe2\x80\xae b", "a \xef\xbf\xbd b" },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://a.test/");

      lk_exchange_set_response (exchange, 404, cases[i].reason);
      g_assert_cmpstr (lk_exchange_get_reason (exchange), ==, cases[i].kept);
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/exchange/html", test_html);
  g_test_add_func ("/exchange/reason", test_reason);

  return g_test_run ();
}
