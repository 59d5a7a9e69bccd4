/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "lk-page-policy.h"
#include "lk-test.h"
#include "lk-user-agent-error.h"

static void
test_allows (void)
{
  static const struct
  {
    const char *uri;
    const char *refused_scheme;
  } cases[] = {
    { "https://acme.zendesk.com/oauth/authorizations/new", NULL },
    { "http://127.0.0.1:9000/", NULL },
    { "HTTPS://ACME.example/", NULL },
    { "about:blank", NULL },
    { "no address at all", NULL },
    { "about:config", "about" },
    { "about:srcdoc", "about" },
    { "javascript:alert(1)", "javascript" },
    { "JavaScript:alert(1)", "JavaScript" },
    { "data:text/html,x", "data" },
    { "file:///etc/passwd", "file" },
    { "ftp://example.org/", "ftp" },
    { "blob:https://example.org/1", "blob" },
    { "myapp://callback?code=1", "myapp" },
    { "view-source:https://example.org/", "view-source" },
    { "webkit://gpu", "webkit" },
    { "resource:///x", "resource" },
    { "mailto:a@example.org", "mailto" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *scheme = NULL;

      g_test_message ("%s", cases[i].uri);
      g_assert_cmpint (lk_page_policy_allows_uri (cases[i].uri, &scheme), ==, cases[i].refused_scheme == NULL);
      g_assert_cmpstr (scheme, ==, cases[i].refused_scheme);
    }
}

static void
test_origin (void)
{
  static const struct
  {
    const char   *uri;
    const char   *origin;
    LkPageSafety  safety;
  } cases[] = {
    { "https://acme.zendesk.com/oauth?x=1#y", "https://acme.zendesk.com", LK_PAGE_SAFETY_ENCRYPTED },
    { "https://acme.zendesk.com:443/", "https://acme.zendesk.com", LK_PAGE_SAFETY_ENCRYPTED },
    { "https://acme.example:8443/", "https://acme.example:8443", LK_PAGE_SAFETY_ENCRYPTED },
    { "http://acme.example/", "http://acme.example", LK_PAGE_SAFETY_NOT_ENCRYPTED },
    { "http://127.0.0.1:9000/a", "http://127.0.0.1:9000", LK_PAGE_SAFETY_THIS_COMPUTER },
    { "http://[::1]:9000/a", "http://[::1]:9000", LK_PAGE_SAFETY_THIS_COMPUTER },
    { "http://localhost.evil.test/", "http://localhost.evil.test", LK_PAGE_SAFETY_NOT_ENCRYPTED },
    /* Cyrillic letters that look like "apple". */
    { "https://\320\260\321\200\321\200\323\217\320\265.example/", "https://xn--80ak6aa92e.example",
      LK_PAGE_SAFETY_ENCRYPTED },
    { "https://zendesk.com@evil.test/", "https://evil.test", LK_PAGE_SAFETY_ENCRYPTED },
    { "about:blank", NULL, LK_PAGE_SAFETY_NONE },
    { "data:text/html,https://acme.example", NULL, LK_PAGE_SAFETY_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *origin = lk_page_policy_get_origin (cases[i].uri);

      g_test_message ("%s", cases[i].uri);
      g_assert_cmpstr (origin, ==, cases[i].origin);
      g_assert_cmpint (lk_page_policy_get_safety (cases[i].uri), ==, cases[i].safety);
    }
}

static void
test_obstacle (void)
{
  static const struct
  {
    const char *uri;
    const char *title;
    guint       status;
    const char *word;      /* in what is said; NULL: nothing is wrong */
  } cases[] = {
    { "https://acme.zendesk.com/oauth/authorizations/new", "Allow access", 0, NULL },
    { "https://accounts.google.com/v3/signin/identifier", "Sign in", 0, NULL },
    { "https://accounts.google.com/v3/signin/rejected?rrk=46", "Sign in", 0, "inside an application" },
    { "https://accounts.google.com/signin/oauth/error?authError=x", NULL, 0, "inside an application" },
    { "https://accounts.google.com/o/oauth2/v2/auth?error=disallowed_useragent", NULL, 403, "inside an application" },
    { "https://login.example/", "This browser or app may not be secure", 0, "inside an application" },
    { "https://login.example/", "Your Browser is not supported", 0, "inside an application" },
    { "https://login.example/signin/rejected", "Sign in", 0, NULL },
    { "https://login.example/", "Sign in", 403, "login.example" },
    { "https://acme.zendesk.com/oauth/authorizations/new", NULL, 400, "HTTP 400" },
    { "https://acme.zendesk.com/", NULL, 429, "429" },
    { "https://acme.zendesk.com/", NULL, 503, "503" },
    { NULL, NULL, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = lk_page_policy_find_obstacle (cases[i].uri, cases[i].title, cases[i].status);

      g_test_message ("%s: %s", cases[i].uri, words);
      if (cases[i].word == NULL)
        g_assert_null (words);
      else
        g_assert_nonnull (strstr (words, cases[i].word));
    }
}

static void
test_folders (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_page_policy_check_folders (&error));
  g_assert_no_error (error);

  /* A file where the folder should be: nothing can be written there, whoever the user is. */
  g_assert_cmpint (g_rmdir (g_get_user_cache_dir ()), ==, 0);
  g_assert_true (g_file_set_contents (g_get_user_cache_dir (), "x", 1, &error));
  g_assert_false (lk_page_policy_check_folders (&error));
  g_assert_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_SANDBOX);
  g_assert_nonnull (strstr (error->message, g_get_user_cache_dir ()));
  g_assert_cmpint (g_unlink (g_get_user_cache_dir ()), ==, 0);
}

static void
test_languages (void)
{
  g_auto(GStrv) languages = NULL;

  if (!g_test_subprocess ())
    {
      g_setenv ("LANGUAGE", "de_AT.UTF-8:fr", TRUE);
      g_test_trap_subprocess (NULL, 0, 0);
      g_unsetenv ("LANGUAGE");
      g_test_trap_assert_passed ();
      return;
    }

  languages = lk_page_policy_get_languages ();
  g_assert_true (g_strv_contains ((const char *const *) languages, "de_AT"));
  g_assert_true (g_strv_contains ((const char *const *) languages, "fr"));
  g_assert_false (g_strv_contains ((const char *const *) languages, "de_AT.UTF-8"));
  g_assert_false (g_strv_contains ((const char *const *) languages, "C"));
}

static void
test_stray_answer (void)
{
  static const char authorize[] = "https://acme.zendesk.com/oauth2/chat/authorizations/new?state=S1&client_id=c";
  static const char redirect[] = "http://localhost:8080";
  static const struct
  {
    const char *uri;
    const char *shown;    /* NULL: another page */
  } rows[] = {
    { "http://localhost:8081/?code=CANARY&state=S1", "http://localhost:8081/." },
    { "http://localhost:8080/other?code=CANARY&state=S1", "http://localhost:8080/other." },
    { "http://127.0.0.1:8080/#access_token=CANARY&state=S1", "http://127.0.0.1:8080/." },
    { "http://localhost:8081/?error=access_denied&state=S1", "http://localhost:8081/." },
    { "http://localhost:8081/?code=CANARY&state=S2", NULL },
    { "https://localhost:8080/?code=CANARY&state=S1", "https://localhost:8080/." },
    { "http://[::1]:8080/?code=CANARY&state=S1", "http://[::1]:8080/." },
    { "http://localhost:8081/?code=CANARY", "http://localhost:8081/." },
    { "http://localhost:8081/#access_token=CANARY", "http://localhost:8081/." },
    { "http://localhost:8081/?code=CANARY&state=", NULL },
    { "http://localhost:8081/", NULL },
    { "http://localhost:8081/login?state=S1", NULL },
    { "https://login.example/?code=CANARY&state=S1", NULL },
    { "about:blank", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = lk_page_policy_find_stray_answer (rows[i].uri, authorize, redirect);

      g_test_message ("%s: %s", rows[i].uri, words != NULL ? words : "-");
      g_assert_cmpint (words != NULL, ==, rows[i].shown != NULL);
      if (words == NULL)
        continue;
      g_assert_nonnull (strstr (words, rows[i].shown));
      g_assert_nonnull (strstr (words, redirect));
      g_assert_null (strstr (words, "CANARY"));
    }
}

/* A service on this computer sends its own pages to and fro. */
static void
test_own_pages (void)
{
  static const char authorize[] = "http://127.0.0.1:3000/authorize?state=S1&client_id=c";
  static const char redirect[] = "http://localhost:8080";
  static const char *const uris[] = {
    "http://127.0.0.1:3000/login?error=wrong-password&state=S1",
    "http://127.0.0.1:3000/continue?code=CANARY",
  };
  g_autofree char *stray = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    g_assert_null (lk_page_policy_find_stray_answer (uris[i], authorize, redirect));
  stray = lk_page_policy_find_stray_answer ("http://127.0.0.1:3001/?code=CANARY&state=S1", authorize, redirect);
  g_assert_nonnull (stray);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/page-policy/allows", test_allows);
  g_test_add_func ("/page-policy/stray-answer", test_stray_answer);
  g_test_add_func ("/page-policy/own-pages", test_own_pages);
  g_test_add_func ("/page-policy/origin", test_origin);
  g_test_add_func ("/page-policy/obstacle", test_obstacle);
  g_test_add_func ("/page-policy/folders", test_folders);
  g_test_add_func ("/page-policy/languages", test_languages);

  return g_test_run ();
}
