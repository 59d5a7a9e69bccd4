/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-json-reader.h"
#include "lk-secret.h"
#include "lk-test.h"
#include "lk-token.h"

#define TOKEN_URL "https://acme.zendesk.com/oauth2/chat/token"
#define YEAR_SECONDS (G_GINT64_CONSTANT (366) * 24 * 60 * 60)

static const char *const asked[] = { "read", "write", NULL };

static LkToken *
new_token (const char  *access_token,
           const char  *refresh_token,
           const char  *type,
           gint64       expires_in,
           GError     **error)
{
  const char *const granted[] = { "read", NULL };

  return lk_token_new (access_token, refresh_token, type, granted, expires_in, LK_TOKEN_OBTAINED_CODE, TOKEN_URL,
                       "client", asked, error);
}

static LkToken *
from_text (const char  *text,
           GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(JsonNode) root = lk_json_parse_object (bytes, NULL, error);

  g_assert_nonnull (root);

  return lk_token_new_from_json (json_node_get_object (root), error);
}

static void
test_access_token (void)
{
  g_autofree char *longest = g_strnfill (16384, 'a');
  g_autofree char *too_long = g_strnfill (16385, 'a');
  const struct
  {
    const char *text;
    gboolean valid;
  } cases[] = {
    { "a", TRUE },
    { "~!\"#$%&'()*+,-./ AZaz09", TRUE },
    { "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", TRUE },
    { longest, TRUE },
    { too_long, FALSE },
    { "", FALSE },
    { NULL, FALSE },
    { "a\r\nX-Secret: b", FALSE },
    { "a\nb", FALSE },
    { "a\tb", FALSE },
    { "a\177", FALSE },
    { "\303\244", FALSE },
    { "\200", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkToken) token = new_token (cases[i].text, NULL, "bearer", -1, &error);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (lk_token_is_valid_text (cases[i].text), ==, cases[i].valid);
      if (cases[i].valid)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (lk_token_get_access_token (token), ==, cases[i].text);
        }
      else
        {
          g_assert_error (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_INVALID);
          g_assert_null (token);
        }
    }
}

static void
test_refresh_token (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkToken) token = new_token ("a", "r", "bearer", 60, &error);
  g_autoptr(LkToken) copy = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (lk_token_get_refresh_token (token), ==, "r");

  copy = lk_token_with_refresh_token (token, "old");
  g_assert_cmpstr (lk_token_get_refresh_token (copy), ==, "old");
  g_assert_cmpstr (lk_token_get_access_token (copy), ==, "a");
  g_assert_cmpint (lk_token_get_expires_at (copy), ==, lk_token_get_expires_at (token));
  g_assert_true (g_strv_equal (lk_token_get_scopes (copy), lk_token_get_scopes (token)));

  g_assert_null (new_token ("a", "r\nx", "bearer", 60, &error));
  g_assert_error (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_INVALID);
}

static void
test_type (void)
{
  static const struct
  {
    const char *type;
    gboolean known;
  } cases[] = {
    { "Bearer", TRUE }, { "bearer", TRUE },  { "BEARER", TRUE },   { "mac", FALSE },
    { "", FALSE },      { "Bearer ", FALSE }, { "bearers", FALSE }, { NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkToken) token = new_token ("a", NULL, cases[i].type, -1, &error);

      if (cases[i].known)
        g_assert_cmpstr (lk_token_get_token_type (token), ==, "Bearer");
      else
        g_assert_error (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_TYPE);
    }
}

static void
test_expiry (void)
{
  const struct
  {
    gint64 expires_in;
    gint64 lifetime;   /* -1: unknown */
  } cases[] = {
    { 3600, 3600 },
    { 1, 1 },
    { 0, 0 },
    { 100 * YEAR_SECONDS, 100 * YEAR_SECONDS },
    { 100 * YEAR_SECONDS + 1, -1 },
    { G_MAXINT64, -1 },
    { -1, -1 },
    { -3600, -1 },
    { G_MININT64, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkToken) token = new_token ("a", NULL, "bearer", cases[i].expires_in, NULL);

      if (cases[i].lifetime < 0)
        {
          g_assert_cmpint (lk_token_get_expires_at (token), ==, LK_TOKEN_EXPIRY_UNKNOWN);
          g_assert_false (lk_token_is_expired (token, G_MAXINT32));
        }
      else
        {
          g_assert_cmpint (lk_token_get_expires_at (token) - lk_token_get_obtained_at (token), ==, cases[i].lifetime);
          if (cases[i].lifetime == 0 || cases[i].lifetime >= 3600)
            g_assert_cmpint (lk_token_is_expired (token, 0), ==, cases[i].lifetime == 0);
          g_assert_true (lk_token_is_expired (token, cases[i].lifetime));
        }
    }
}

static void
test_parse_expires_in (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } cases[] = {
    { "3600", 3600 }, { "0", 0 },    { "1", 1 },         { "-1", -1 },   { "+1", -1 },
    { "1.5", -1 },    { "1e3", -1 }, { " 1", -1 },       { "", -1 },     { "NaN", -1 },
    { "inf", -1 },    { "0x10", -1 }, { "99999999999999999999999", -1 }, { "9223372036854775807", -1 }, { NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (lk_token_parse_expires_in (cases[i].text), ==, cases[i].seconds);
    }
}

static void
test_scopes (void)
{
  const char *const granted[] = { "chat:read", "", "read", "read", "a\nb", "\342\200\256x", "say\"so", "read", NULL };
  const char *const cleaned[] = { "chat:read", "read", NULL };
  g_autoptr(LkToken) said = NULL;
  g_autoptr(LkToken) unsaid = NULL;

  said = lk_token_new ("a", NULL, "bearer", granted, -1, LK_TOKEN_OBTAINED_CODE, TOKEN_URL, "c", asked, NULL);
  g_assert_true (g_strv_equal (lk_token_get_scopes (said), cleaned));
  g_assert_true (g_strv_equal (lk_token_get_asked_scopes (said), asked));
  g_assert_true (lk_token_are_scopes_said (said));
  g_assert_true (lk_token_has_scope (said, "read"));
  g_assert_false (lk_token_has_scope (said, "write"));

  unsaid = lk_token_new ("a", NULL, "bearer", NULL, -1, LK_TOKEN_OBTAINED_CODE, TOKEN_URL, "c", asked, NULL);
  g_assert_true (g_strv_equal (lk_token_get_scopes (unsaid), asked));
  g_assert_false (lk_token_are_scopes_said (unsaid));
}

static void
test_document (void)
{
  for (LkTokenObtained obtained = LK_TOKEN_OBTAINED_IMPLICIT; obtained <= LK_TOKEN_OBTAINED_REFRESH; obtained++)
    {
      const char *const granted[] = { "read", "chat", NULL };
      g_autoptr(LkToken) token = NULL;
      g_autoptr(LkToken) copy = NULL;
      g_autoptr(LkSecret) document = NULL;
      g_autoptr(GError) error = NULL;

      token = lk_token_new ("a\"\\b", "r", "bearer", granted, 3600, obtained, TOKEN_URL, "cl\303\244ent", asked, NULL);
      document = lk_token_to_json (token);
      copy = from_text (document, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (lk_token_get_access_token (copy), ==, "a\"\\b");
      g_assert_cmpstr (lk_token_get_refresh_token (copy), ==, "r");
      g_assert_cmpint (lk_token_get_obtained (copy), ==, obtained);
      g_assert_cmpint (lk_token_get_obtained_at (copy), ==, lk_token_get_obtained_at (token));
      g_assert_cmpint (lk_token_get_expires_at (copy), ==, lk_token_get_expires_at (token));
      g_assert_true (g_strv_equal (lk_token_get_scopes (copy), granted));
      g_assert_true (g_strv_equal (lk_token_get_asked_scopes (copy), asked));
      g_assert_true (lk_token_are_scopes_said (copy));
    }
}

static void
test_hostile_documents (void)
{
#define DOCUMENT(members) \
  "{\"version\":1,\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scopes\":[\"read\"]," members "}"
  static const struct
  {
    const char *text;
    gboolean readable;
  } cases[] = {
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":10,\"expires_at\":20"), TRUE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":10,\"expires_at\":-1"), TRUE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":10"), TRUE },
    { DOCUMENT ("\"obtained\":\"theft\",\"token_url\":\"u\",\"obtained_at\":10"), FALSE },
    { DOCUMENT ("\"token_url\":\"u\",\"obtained_at\":10"), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"obtained_at\":10"), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":[],\"obtained_at\":10"), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":-10"), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":\"now\""), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":9223372036854775807"), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":10,\"expires_at\":9223372036854775807"),
      FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":10,\"expires_at\":-5"), FALSE },
    { DOCUMENT ("\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":10,\"refresh_token\":\"a\\nb\""), FALSE },
    { "{\"version\":2,\"access_token\":\"a\","
      "\"token_type\":\"Bearer\",\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":1}", FALSE },
    { "{\"version\":1,\"access_token\":7,"
      "\"token_type\":\"Bearer\",\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":1}", FALSE },
    { "{\"version\":1,"
      "\"token_type\":\"Bearer\",\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":1}", FALSE },
    { "{\"version\":1,\"access_token\":\"a\\u0000b\","
      "\"token_type\":\"Bearer\",\"obtained\":\"code\",\"token_url\":\"u\",\"obtained_at\":1}", FALSE },
    { "{}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkToken) token = from_text (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].readable)
        g_assert_no_error (error);
      else
        g_assert_error (error, LK_TOKEN_ERROR, LK_TOKEN_ERROR_INVALID);
      g_assert_cmpint (token != NULL, ==, cases[i].readable);
    }
}

static void
test_belongs_to (void)
{
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(LkToken) token = new_token ("a", NULL, "bearer", -1, NULL);
  g_autoptr(LkToken) implicit = NULL;

  g_object_set (connection, "subdomain", "acme", "client-id", "client", NULL);
  implicit = lk_token_new ("a", NULL, "bearer", NULL, -1, LK_TOKEN_OBTAINED_IMPLICIT,
                           "https://acme.zendesk.com/oauth2/chat/authorizations/new", "client", asked, NULL);

  g_assert_true (lk_token_belongs_to (token, connection));
  g_assert_true (lk_token_belongs_to (implicit, connection));

  g_object_set (connection, "client-id", "another", NULL);
  g_assert_false (lk_token_belongs_to (token, connection));
  g_assert_false (lk_token_belongs_to (implicit, connection));

  g_object_set (connection, "client-id", "client", "token-url", "https://evil.example/token", NULL);
  g_assert_false (lk_token_belongs_to (token, connection));
  g_assert_true (lk_token_belongs_to (implicit, connection));

  g_object_set (connection, "token-url", NULL, "subdomain", "acme2", NULL);
  g_assert_false (lk_token_belongs_to (token, connection));
  g_assert_false (lk_token_belongs_to (implicit, connection));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/token/access-token", test_access_token);
  g_test_add_func ("/token/refresh-token", test_refresh_token);
  g_test_add_func ("/token/type", test_type);
  g_test_add_func ("/token/expiry", test_expiry);
  g_test_add_func ("/token/parse-expires-in", test_parse_expires_in);
  g_test_add_func ("/token/scopes", test_scopes);
  g_test_add_func ("/token/document", test_document);
  g_test_add_func ("/token/hostile-documents", test_hostile_documents);
  g_test_add_func ("/token/belongs-to", test_belongs_to);

  return g_test_run ();
}
