/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-redirect-uri.h"
#include "lk-test.h"

static const struct
{
  const char *redirect_uri;
  const char *candidate;
  gboolean matches;
} match_cases[] = {
  /* The registered one with an answer attached, in either place. */
  { "http://localhost:8080", "http://localhost:8080", TRUE },
  { "http://localhost:8080", "http://localhost:8080/", TRUE },
  { "http://localhost:8080", "http://localhost:8080#access_token=a", TRUE },
  { "http://localhost:8080", "http://localhost:8080/#access_token=a", TRUE },
  { "http://localhost:8080", "http://localhost:8080?code=a", TRUE },
  { "http://localhost:8080", "http://localhost:8080/?code=a&state=b", TRUE },
  { "http://localhost:8080/", "http://localhost:8080", TRUE },
  { "http://localhost:8080/callback", "http://localhost:8080/callback?code=a", TRUE },
  { "http://localhost:8080/?app=1", "http://localhost:8080/?app=1&code=a", TRUE },
  { "http://localhost:8080", "HTTP://LocalHost:8080/", TRUE },
  { "http://localhost", "http://localhost:80/?code=a", TRUE },
  { "http://localhost:8080", "http://localhost:8080/?broken=%zz", TRUE },
  { "https://app.example", "https://app.example:443/?code=a", TRUE },
  { "http://127.0.0.1:9000/cb", "http://127.0.0.1:9000/cb#access_token=a", TRUE },
  { "http://[::1]:9000/cb", "http://[::1]:9000/cb?code=a", TRUE },

  /* Another host, port, scheme, path or user that begins or ends alike. */
  { "http://localhost:8080", "http://localhost:8080.evil.test/#access_token=a", FALSE },
  { "http://localhost:8080", "http://localhost.evil.test:8080/#access_token=a", FALSE },
  { "http://localhost:8080", "http://evil.localhost:8080/", FALSE },
  { "http://localhost:8080", "http://localhost:80800/", FALSE },
  { "http://localhost:8080", "http://localhost:8081/", FALSE },
  { "http://localhost:8080", "http://localhost:808/", FALSE },
  { "http://localhost:8080", "http://localhost/", FALSE },
  { "http://localhost:8080", "http://localhost:8080@evil.test/", FALSE },
  { "http://localhost:8080", "http://evil@localhost:8080/", FALSE },
  { "http://localhost:8080", "http://:@localhost:8080/", FALSE },
  { "http://localhost:8080", "https://localhost:8080/", FALSE },
  { "http://localhost:8080", "http://127.0.0.1:8080/", FALSE },
  { "http://localhost:8080", "http://localhost.:8080/", FALSE },
  { "http://localhost:8080", "http://localhost:8080/other", FALSE },
  { "http://localhost:8080", "http://localhost:8080//", FALSE },
  { "http://localhost:8080", "http://localhost:8080/%2F", FALSE },
  { "http://localhost:8080", "http://localhost:8080/.", FALSE },
  { "http://localhost:8080/cb", "http://localhost:8080/x/../cb", FALSE },
  { "http://localhost:8080/cb", "http://localhost:8080/c%62", FALSE },
  { "http://localhost:8080/callback", "http://localhost:8080/callback/", FALSE },
  { "http://localhost:8080/callback", "http://localhost:8080/callback2?code=a", FALSE },
  { "http://localhost:8080/callback", "http://localhost:8080/Callback?code=a", FALSE },
  { "http://localhost:8080/callback", "http://localhost:8080/?code=a", FALSE },

  /* The redirect URI inside something else. */
  { "http://localhost:8080", "http://evil.test/?u=http://localhost:8080/#access_token=a", FALSE },
  { "http://localhost:8080", "http://evil.test/#http://localhost:8080/", FALSE },
  { "http://localhost:8080", "http://evil.test/http://localhost:8080/", FALSE },

  /* What parsers read differently. */
  { "http://localhost:8080", "http://localhost:8080\\@evil.test/", FALSE },
  { "http://localhost:8080", "http:\\\\localhost:8080/", FALSE },
  { "http://localhost:8080", "http://local\nhost:8080/", FALSE },
  { "http://localhost:8080", " http://localhost:8080/", FALSE },
  { "http://localhost:8080", "http://localhost:8080 /", FALSE },
  { "http://localhost:8080", "http://l\303\266calhost:8080/", FALSE },
  { "http://localhost:8080", "http://%6cocalhost:8080/", FALSE },
  { "http://localhost:8080", "http:/localhost:8080/", FALSE },
  { "http://localhost:8080", "//localhost:8080/", FALSE },
  { "http://localhost:8080", "localhost:8080/", FALSE },
  { "http://localhost:8080", "javascript:http://localhost:8080/", FALSE },
  { "http://localhost:8080", "file://localhost:8080/", FALSE },
  { "http://localhost:8080", "http://localhost:99999/", FALSE },
  { "http://localhost:8080", "http:///", FALSE },
  { "http://localhost:8080", "", FALSE },

  /* A redirect URI that is none matches nothing, not even itself. */
  { "myapp:/callback", "myapp:/callback?code=a", FALSE },
  { "http://me@localhost:8080", "http://me@localhost:8080/", FALSE },
  { "", "", FALSE },
};

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (match_cases); i++)
    {
      g_test_message ("%s against %s", match_cases[i].candidate, match_cases[i].redirect_uri);
      g_assert_cmpint (lk_redirect_uri_matches (match_cases[i].redirect_uri, match_cases[i].candidate), ==,
                       match_cases[i].matches);
    }
}

static void
test_port (void)
{
  static const struct
  {
    const char *uri;
    guint16 port;
  } cases[] = {
    { "http://localhost:8080", 8080 },  { "http://localhost:8080/a?b#c", 8080 }, { "http://localhost", 80 },
    { "https://localhost/", 443 },      { "http://[::1]:9/", 9 },                { "http://localhost:65535", 65535 },
    { "http://localhost:0", 0 },        { "http://localhost:70000", 0 },         { "ftp://localhost:21", 0 },
    { "no address", 0 },                { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].uri);
      g_assert_cmpuint (lk_redirect_uri_get_port (cases[i].uri), ==, cases[i].port);
    }
}

static void
test_loopback (void)
{
  static const struct
  {
    const char *uri;
    gboolean is_loopback;
  } cases[] = {
    { "http://localhost:8080", TRUE },
    { "http://127.0.0.1:1", TRUE },
    { "http://127.8.8.8:1", TRUE },
    { "http://[::1]:1/", TRUE },
    { "http://localhost.evil.test/", FALSE },
    { "http://127.0.0.1.evil.test/", FALSE },
    { "http://128.0.0.1/", FALSE },
    { "http://[::2]/", FALSE },
    { "https://app.example/", FALSE },
    { "nonsense", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].uri);
      g_assert_cmpint (lk_redirect_uri_is_loopback (cases[i].uri), ==, cases[i].is_loopback);
    }
}

static void
test_difference (void)
{
  static const struct
  {
    const char *ours;
    const char *theirs;
    const char *says[3];
  } cases[] = {
    { "http://localhost:8080", "http://localhost:8080/", { "character 22", "the end was sent", "slash at the end" } },
    { "http://localhost:8080/", "http://localhost:8080", { "character 22", "slash “/” was sent", "slash at the end" } },
    { "http://localhost:8080", "http://localhost:8081", { "character 21", "“0”", "port numbers" } },
    { "http://localhost:8080", "https://localhost:8080", { "character 5", "“:”", "https" } },
    { "http://localhost:8080", "http://127.0.0.1:8080", { "character 8", "“l”", "host names" } },
    { "http://localhost:8080/cb", "http://localhost:8080/callback", { "character 24", "“b”", "paths" } },
    { "http://localhost:8080/a", "http://localhost:8080/%61", { "character 23", "“%”", "paths" } },
    { "http://localhost:8080/a?b", "http://localhost:8080/a?c", { "character 25", "“c”", "character by character" } },
    { "http://localhost:8080/", "http://localhost:8080/", { "the same", "http://localhost:8080/", "Registered" } },
    { "http://localhost:8080", "http://localhost:8080 ", { "character 22", "a space", "Sent" } },
    { "http://localhost:8080", "http://\342\200\256evil", { "character 8", "Sent", "Registered" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lk_redirect_uri_explain_difference (cases[i].ours, cases[i].theirs);

      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].ours));
      for (gsize j = 0; j < G_N_ELEMENTS (cases[i].says); j++)
        g_assert_nonnull (strstr (text, cases[i].says[j]));
      g_assert_null (strstr (text, "\342\200\256"));
    }
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/redirect-uri/matches", test_matches);
  g_test_add_func ("/redirect-uri/port", test_port);
  g_test_add_func ("/redirect-uri/loopback", test_loopback);
  g_test_add_func ("/redirect-uri/difference", test_difference);

  return g_test_run ();
}
