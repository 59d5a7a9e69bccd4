/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The token of a connection: renewed once for all who ask, stored before it is used, never by a spent token. This
 * program is its own second process. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "lk-json-reader.h"
#include "lk-test-server.h"
#include "lk-test-service.h"
#include "lk-test.h"

#define N_CALLS 10
#define N_PROCESSES 3
#define N_RENEWALS 4

static const char *self_path;

static const char *
get_secret (LkTestService *service)
{
  return lk_practice_server_get_client_secret (service->practice->server);
}

static void
set_lifetime (LkTestService *service,
              int            seconds)
{
  lk_practice_server_set_token_lifetime (service->practice->server, seconds);
}

static LkToken *
get (LkTokenSource  *source,
     GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_token_source_get_async (source, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_token_source_get_finish (source, result, NULL, error);
}

static LkToken *
refresh (LkTokenSource  *source,
         LkToken        *stale,
         GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_token_source_refresh_async (source, stale, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_token_source_refresh_finish (source, result, NULL, error);
}

static gboolean
store (LkTokenSource  *source,
       LkToken        *token,
       GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_token_source_store_async (source, token, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_token_source_store_finish (source, result, error);
}

static gboolean
load (LkTokenSource  *source,
      GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_token_source_load_async (source, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_token_source_load_finish (source, result, error);
}

static void
forget (LkTokenSource *source)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_token_source_forget_async (source, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (lk_token_source_forget_finish (source, result, &error));
  g_assert_no_error (error);
}

/* Another holder of the same connection's token, as another window or program would be. */
static LkTokenSource *
another_source (LkTestService *service,
                const char    *folder)
{
  g_autofree char *locks = folder != NULL ? g_build_filename (folder, "locks", NULL) : NULL;

  return lk_token_source_new (service->connection, LK_VAULT (service->vault), service->endpoint, locks);
}

static char *
make_folder (void)
{
  g_autofree char *name = g_uuid_string_random ();
  char *folder = g_build_filename (g_get_user_data_dir (), name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  return folder;
}

static LkToken *
make_token (LkTestService   *service,
            const char      *access_token,
            const char      *refresh_token,
            gint64           expires_in,
            LkTokenObtained  obtained)
{
  static const char *const scopes[] = { "read", "write", NULL };
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (service->connection);
  g_autoptr(GError) error = NULL;
  LkToken *token = lk_token_new (access_token, refresh_token, "Bearer", scopes, expires_in, obtained,
                                 obtained == LK_TOKEN_OBTAINED_IMPLICIT ? endpoints->authorize : endpoints->token,
                                 lk_connection_get_client_id (service->connection), scopes, &error);

  g_assert_no_error (error);

  return token;
}

static void
test_load (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTokenSource) again = NULL;
  g_autoptr(LkTokenSource) broken = NULL;
  g_autoptr(LkTokenSource) unreadable = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *events = NULL;
  gboolean loaded;

  g_assert_true (load (service->source, &error));
  g_assert_null (lk_token_source_get_token (service->source));
  g_object_get (service->source, "loaded", &loaded, NULL);
  g_assert_true (loaded);
  g_assert_null (get (service->source, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE);
  g_clear_error (&error);

  lk_test_service_sign_in (service);
  again = another_source (service, NULL);
  g_assert_true (load (again, &error));
  g_assert_cmpstr (lk_token_get_access_token (lk_token_source_get_token (again)), ==,
                   lk_token_get_access_token (lk_token_source_get_token (service->source)));
  g_assert_cmpint (lk_token_source_get_place (again), ==, LK_VAULT_PLACE_KEYRING);
  /* Once is enough. */
  g_assert_true (load (again, &error));
  events = lk_test_vault_take_events (service->vault);
  g_assert_cmpstr (events, ==, "lookup token");

  /* A failure may be tried again. */
  broken = another_source (service, NULL);
  lk_test_vault_set_broken (service->vault, FALSE, TRUE, FALSE);
  g_assert_false (load (broken, &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
  g_clear_error (&error);
  lk_test_vault_set_broken (service->vault, FALSE, FALSE, FALSE);
  g_assert_true (load (broken, &error));
  g_assert_nonnull (lk_token_source_get_token (broken));

  /* What cannot be read is no token, and no error that nobody could end. */
  lk_vault_store_async (LK_VAULT (service->vault), lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN,
                        "Token", "{\"version\":1,\"access_token\":[]}", NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  unreadable = another_source (service, NULL);
  g_assert_true (load (unreadable, &error));
  g_assert_null (lk_token_source_get_token (unreadable));
}

/* When a token is used as it is, renewed, or refused. */
static void
test_get (void)
{
  static const struct
  {
    const char     *name;
    const char     *refresh_token;
    gint64          expires_in;
    LkTokenObtained obtained;
    gboolean        renewed;
    int             error;       /* -1: none */
  } cases[] = {
    { "no expiry", NULL, -1, LK_TOKEN_OBTAINED_CODE, FALSE, -1 },
    { "far off", "used", 3600, LK_TOKEN_OBTAINED_CODE, FALSE, -1 },
    { "soon, none to renew with", NULL, 30, LK_TOKEN_OBTAINED_IMPLICIT, FALSE, -1 },
    { "short, but not over", "used", 30, LK_TOKEN_OBTAINED_CODE, FALSE, -1 },
    { "expired", NULL, 0, LK_TOKEN_OBTAINED_IMPLICIT, FALSE, LK_TOKEN_SOURCE_ERROR_EXPIRED },
    { "expired, client credentials", NULL, 0, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS, TRUE, -1 },
  };
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);

  lk_test_service_make_confidential (service);
  lk_test_service_keep_secret (service, get_secret (service));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_posts = lk_test_service_count_posts (service);
      g_autoptr(LkToken) token = make_token (service, "access", cases[i].refresh_token, cases[i].expires_in,
                                             cases[i].obtained);
      g_autoptr(LkToken) got = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_true (store (service->source, token, &error));
      got = get (service->source, &error);

      g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts + (cases[i].renewed ? 1 : 0));
      if (cases[i].error >= 0)
        {
          g_assert_null (got);
          g_assert_error (error, LK_TOKEN_SOURCE_ERROR, cases[i].error);
        }
      else
        {
          g_assert_no_error (error);
          g_assert_cmpint (got == token, ==, !cases[i].renewed);
        }
    }
}

/* G3: however many ask at once, one request goes out and all get its token. */
static void
test_parallel (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  GAsyncResult *results[N_CALLS] = { NULL };
  g_autoptr(LkToken) old = NULL;
  guint n_posts;

  set_lifetime (service, 0);
  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  old = g_object_ref (lk_token_source_get_token (service->source));
  set_lifetime (service, 3600);
  n_posts = lk_test_service_count_posts (service);

  /* Half of them because it has expired, half because of a 401. */
  for (guint i = 0; i < N_CALLS; i++)
    {
      if (i % 2 == 0)
        lk_token_source_get_async (service->source, NULL, lk_test_async_cb, &results[i]);
      else
        lk_token_source_refresh_async (service->source, old, NULL, lk_test_async_cb, &results[i]);
    }

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(LkToken) token = NULL;
      g_autoptr(GError) error = NULL;

      lk_test_wait (&results[i]);
      token = i % 2 == 0 ? lk_token_source_get_finish (service->source, results[i], &exchange, &error)
                         : lk_token_source_refresh_finish (service->source, results[i], &exchange, &error);
      g_assert_no_error (error);
      g_assert_true (token == lk_token_source_get_token (service->source));
      g_assert_true (token != old);
      g_assert_nonnull (exchange);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts + 1);

  /* Whoever comes late with the old token gets the new one, with no request. */
  g_object_unref (refresh (service->source, old, NULL));
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts + 1);
}

static gboolean
is_held (gpointer data)
{
  return lk_test_vault_get_n_held (data) == 1;
}

/* G2: nobody gets the new token before it is in the vault. */
static void
test_stored_before_use (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) later = NULL;
  g_autoptr(LkToken) old = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(LkToken) same = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *events = NULL;
  g_autoptr(GError) error = NULL;
  gboolean refreshing;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  old = g_object_ref (lk_token_source_get_token (service->source));
  before = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);

  lk_test_vault_hold_stores (service->vault, TRUE);
  lk_token_source_refresh_async (service->source, NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait_until (is_held, service->vault, 20);
  lk_token_source_refresh_async (service->source, old, NULL, lk_test_async_cb, &later);
  lk_test_spin (200);
  g_assert_null (result);
  g_assert_null (later);
  g_assert_true (lk_token_source_get_token (service->source) == old);
  g_object_get (service->source, "refreshing", &refreshing, NULL);
  g_assert_true (refreshing);

  lk_test_vault_hold_stores (service->vault, FALSE);
  lk_test_wait (&result);
  lk_test_wait (&later);
  token = lk_token_source_refresh_finish (service->source, result, NULL, &error);
  g_assert_no_error (error);
  same = lk_token_source_refresh_finish (service->source, later, NULL, &error);
  g_assert_true (token == same);
  g_object_get (service->source, "refreshing", &refreshing, NULL);
  g_assert_false (refreshing);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 2);

  /* The vault was read again before the request, with nothing between answer and store. */
  events = lk_test_vault_take_events (service->vault);
  g_assert_cmpstr (events, ==, "lookup token, lookup client-secret, store token");
  after = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
  g_assert_cmpstr (before, !=, after);
  g_assert_nonnull (strstr (after, lk_token_get_refresh_token (token)));
}

/* G2: five in a row at a server that kills the grant when a spent token comes; and at ones that do not rotate. */
static void
test_rotation (gconstpointer fault)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  if (fault != NULL)
    g_assert_true (lk_practice_server_set_fault (service->practice->server, fault, -1));

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(LkToken) old = g_object_ref (lk_token_source_get_token (service->source));
      g_autoptr(LkToken) token = NULL;
      g_autofree char *document = NULL;
      g_autoptr(GError) error = NULL;

      token = refresh (service->source, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (lk_token_get_access_token (token), !=, lk_token_get_access_token (old));
      if (fault == NULL)
        g_assert_cmpstr (lk_token_get_refresh_token (token), !=, lk_token_get_refresh_token (old));
      else
        g_assert_cmpstr (lk_token_get_refresh_token (token), ==, lk_token_get_refresh_token (old));

      document = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
      g_assert_nonnull (strstr (document, lk_token_get_access_token (token)));
    }

  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 6);
}

/* A vault that would not take the new token holds a spent one from then on, which is never sent again. */
static void
test_unstored (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkToken) first = NULL;
  g_autoptr(LkToken) second = NULL;
  g_autoptr(LkToken) third = NULL;
  g_autoptr(LkToken) foreign = make_token (service, "foreign", NULL, -1, LK_TOKEN_OBTAINED_CODE);
  g_autofree char *document = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);

  lk_test_vault_set_broken (service->vault, TRUE, FALSE, FALSE);
  first = refresh (service->source, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_token_source_get_place (service->source), ==, LK_VAULT_PLACE_MEMORY);
  second = refresh (service->source, NULL, &error);
  g_assert_no_error (error);

  /* Another token that the vault does not take either changes nothing of that. */
  g_assert_false (store (service->source, foreign, &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (lk_token_source_get_token (service->source) == second);

  lk_test_vault_set_broken (service->vault, FALSE, FALSE, FALSE);
  third = refresh (service->source, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 4);
  g_assert_cmpint (lk_token_source_get_place (service->source), ==, LK_VAULT_PLACE_KEYRING);
  document = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
  g_assert_nonnull (strstr (document, lk_token_get_refresh_token (third)));
}

/* G4: a refusal drops the token; there is no second request. */
static void
test_invalid_grant (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  g_assert_true (lk_practice_server_set_fault (service->practice->server, "refresh-used", 1));

  g_assert_null (refresh (service->source, NULL, &error));
  g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT);
  g_clear_error (&error);
  g_assert_null (lk_token_source_get_token (service->source));
  g_assert_cmpint (lk_token_source_get_place (service->source), ==, LK_VAULT_PLACE_NONE);
  /* The client secret is nobody's grant and stays. */
  g_assert_cmpuint (lk_test_vault_get_n_items (service->vault), ==, 1);

  g_assert_null (refresh (service->source, NULL, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE);
  g_clear_error (&error);
  g_assert_null (get (service->source, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 2);
}

/* Any other failure leaves everything as it was; while the old token lasts, it serves. */
static void
test_passing_failures (void)
{
  static const char *const faults[] = {
    "status-500", "status-429", "proxy-html", "body-empty", "redirect-302", "client-mismatch", "dropped",
  };
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autofree char *before = NULL;
  g_autoptr(LkToken) renewed = NULL;
  g_autoptr(GError) last_error = NULL;

  /* Within its last tenth, but not over. */
  set_lifetime (service, 100000);
  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  before = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      LkToken *token = lk_token_source_get_token (service->source);
      g_autofree char *after = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", faults[i]);
      g_assert_true (lk_practice_server_set_fault (service->practice->server, faults[i], 1));
      g_assert_null (refresh (service->source, NULL, &error));
      g_assert_nonnull (error);
      g_assert_true (lk_token_source_get_token (service->source) == token);
      after = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
      g_assert_cmpstr (after, ==, before);
      lk_practice_server_clear_faults (service->practice->server);
    }

  renewed = refresh (service->source, NULL, &last_error);
  g_assert_no_error (last_error);
}

/* G5: edited settings make a stored token unusable: it is sent nowhere. */
static void
test_moved (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkTestService) other = lk_test_service_new (NULL);
  g_autofree char *url = g_strconcat (lk_practice_server_get_origin (other->practice->server), "/oauth2/chat/token",
                                      NULL);
  g_autoptr(LkToken) back = NULL;
  g_autoptr(GError) error = NULL;
  guint n_posts;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  n_posts = lk_test_service_count_posts (service);

  g_object_set (service->connection, "token-url", url, NULL);
  g_assert_null (refresh (service->source, NULL, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_MOVED);
  g_clear_error (&error);
  g_assert_null (get (service->source, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_MOVED);
  g_clear_error (&error);

  /* The token endpoint is the same, and an API is another server's. */
  for (guint i = 0; i < 2; i++)
    {
      const char *property = i == 0 ? "api-base" : "graphql-url";

      g_object_set (service->connection, "token-url", NULL, property, url, NULL);
      g_assert_null (get (service->source, &error));
      g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_MOVED);
      g_clear_error (&error);
      g_object_set (service->connection, property, NULL, NULL);
    }

  g_object_set (service->connection, "token-url", NULL, "client-id", "another", NULL);
  g_assert_null (refresh (service->source, NULL, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_MOVED);
  g_clear_error (&error);

  g_assert_cmpuint (lk_practice_server_count_requests (other->practice->server, NULL, "/"), ==, 0);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts);

  g_object_set (service->connection, "client-id",
                lk_practice_server_get_client_id (service->practice->server), NULL);
  back = get (service->source, &error);
  g_assert_no_error (error);
}

/* Who asked may go: the renewal under way is finished, for it holds the only refresh token that still works. */
static void
test_cancel (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) gone = NULL;
  g_autoptr(GAsyncResult) stays = NULL;
  g_autoptr(GAsyncResult) late = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autofree char *document = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);

  lk_test_vault_hold_stores (service->vault, TRUE);
  lk_token_source_refresh_async (service->source, NULL, cancellable, lk_test_async_cb, &gone);
  lk_token_source_refresh_async (service->source, NULL, NULL, lk_test_async_cb, &stays);
  lk_test_wait_until (is_held, service->vault, 20);
  g_cancellable_cancel (cancellable);
  lk_test_wait (&gone);
  g_assert_null (lk_token_source_refresh_finish (service->source, gone, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (stays);

  lk_test_vault_hold_stores (service->vault, FALSE);
  lk_test_wait (&stays);
  token = lk_token_source_refresh_finish (service->source, stays, NULL, &error);
  g_assert_no_error (error);
  document = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
  g_assert_nonnull (strstr (document, lk_token_get_refresh_token (token)));

  /* A call that is cancelled before it begins does nothing. */
  lk_token_source_refresh_async (service->source, NULL, cancellable, lk_test_async_cb, &late);
  lk_test_wait (&late);
  g_assert_null (lk_token_source_refresh_finish (service->source, late, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 2);
}

static gboolean
is_done (gpointer data)
{
  gboolean refreshing;

  g_object_get (data, "refreshing", &refreshing, NULL);

  return !refreshing;
}

static void
test_cancel_all (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) old = NULL;
  g_autofree char *document = NULL;
  LkToken *token;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  old = g_object_ref (lk_token_source_get_token (service->source));
  lk_token_source_refresh_async (service->source, NULL, cancellable, lk_test_async_cb, &result);
  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  lk_test_wait_until (is_done, service->source, 20);

  token = lk_token_source_get_token (service->source);
  g_assert_true (token != old);
  document = lk_test_vault_peek (service->vault, lk_connection_get_id (service->connection), LK_VAULT_KIND_TOKEN);
  g_assert_nonnull (strstr (document, lk_token_get_refresh_token (token)));
}

/* A forgetting waits for the renewal before it, so that no token comes back from the dead. */
static void
test_forget (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(GAsyncResult) renewal = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  lk_token_source_refresh_async (service->source, NULL, NULL, lk_test_async_cb, &renewal);
  forget (service->source);
  lk_test_wait (&renewal);
  g_assert_null (lk_token_source_get_token (service->source));
  g_assert_cmpuint (lk_test_vault_get_n_items (service->vault), ==, 1);

  /* From memory it goes even if the vault does not let go of it. */
  lk_test_service_sign_in (service);
  lk_test_vault_set_broken (service->vault, FALSE, FALSE, TRUE);
  g_clear_object (&renewal);
  lk_token_source_forget_async (service->source, NULL, lk_test_async_cb, &renewal);
  lk_test_wait (&renewal);
  g_assert_false (lk_token_source_forget_finish (service->source, renewal, &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
  g_assert_null (lk_token_source_get_token (service->source));
}

static void
test_client_credentials (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autoptr(LkToken) expired = make_token (service, "access", NULL, 0, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
  g_autoptr(LkToken) implicit = make_token (service, "access", NULL, 3600, LK_TOKEN_OBTAINED_IMPLICIT);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;
  guint n_posts;

  lk_test_service_make_confidential (service);
  n_posts = lk_test_service_count_posts (service);

  g_assert_true (store (service->source, expired, &error));
  g_assert_null (get (service->source, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NO_SECRET);
  g_clear_error (&error);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts);

  lk_test_service_keep_secret (service, get_secret (service));
  token = get (service->source, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_token_get_obtained (token), ==, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, n_posts + 1);

  g_assert_true (store (service->source, implicit, &error));
  g_assert_null (refresh (service->source, NULL, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NO_REFRESH);
}

/* With the lock taken the vault is read again: what another window has renewed is not renewed once more. */
static void
test_two_sources (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(LkTestService) service = lk_test_service_new (folder);
  g_autoptr(LkTokenSource) other = another_source (service, folder);
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(LkToken) a = NULL;
  g_autoptr(LkToken) b = NULL;
  G_GNUC_UNUSED g_autoptr(LkToken) again = NULL;
  g_autoptr(GError) error = NULL;

  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  g_assert_true (load (other, &error));

  lk_token_source_refresh_async (service->source, NULL, NULL, lk_test_async_cb, &first);
  lk_token_source_refresh_async (other, NULL, NULL, lk_test_async_cb, &second);
  lk_test_wait (&first);
  lk_test_wait (&second);
  a = lk_token_source_refresh_finish (service->source, first, NULL, &error);
  g_assert_no_error (error);
  b = lk_token_source_refresh_finish (other, second, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_token_get_access_token (a), ==, lk_token_get_access_token (b));
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 2);

  /* Signed out elsewhere: nothing is left to renew. */
  forget (service->source);
  g_assert_null (refresh (other, NULL, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE);
  g_assert_null (lk_token_source_get_token (other));
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 2);
}

/* The service answers with the same access token and a new refresh token. */
static void
serve_same_access_token (const char    *request,
                         GOutputStream *output,
                         gpointer       user_data)
{
  GPtrArray *seen = user_data;
  const char *sent = strstr (request, "refresh_token=");
  g_autofree char *body = g_strdup_printf ("{\"access_token\":\"SAME\",\"token_type\":\"Bearer\",\"expires_in\":1,"
                                           "\"refresh_token\":\"r%u\"}", seen->len + 1);

  g_ptr_array_add (seen, g_strndup (sent, strcspn (sent, "& \n")));
  lk_test_server_answer (output, "200 OK", "Content-Type: application/json\r\n", body);
}

/* A refresh token that another process has used is not used again, although the access token is the same (G2, G3). */
static void
test_same_access_token (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_same_access_token, seen, NULL);
  g_autoptr(LkTestService) service = lk_test_service_new (folder);
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autoptr(LkTokenSource) other = NULL;
  g_autoptr(LkToken) first = NULL;
  g_autoptr(LkToken) a = NULL;
  g_autoptr(LkToken) b = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (service->connection, "token-url", url, NULL);
  other = another_source (service, folder);
  first = lk_token_new ("SAME", "r0", "Bearer", NULL, 1, LK_TOKEN_OBTAINED_CODE, url,
                        lk_connection_get_client_id (service->connection), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (store (service->source, first, &error));
  g_assert_true (load (other, &error));

  a = refresh (service->source, NULL, &error);
  g_assert_no_error (error);
  b = refresh (other, NULL, &error);
  g_assert_no_error (error);
  while (seen->len < 2)
    {
      g_clear_object (&b);
      b = refresh (other, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpstr (seen->pdata[0], ==, "refresh_token=r0");
  g_assert_cmpstr (seen->pdata[1], ==, "refresh_token=r1");
  forget (service->source);
}

/* Where no lock can be had there is no renewal, but a token just obtained is kept. */
static void
test_no_lock (void)
{
  g_autoptr(LkTestService) service = lk_test_service_new (NULL);
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "locks", NULL);
  g_autoptr(LkTokenSource) source = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  source = another_source (service, folder);
  lk_test_service_keep_secret (service, get_secret (service));
  lk_test_service_sign_in (service);
  g_assert_true (store (source, lk_token_source_get_token (service->source), &error));
  g_assert_no_error (error);
  g_assert_null (refresh (source, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_cmpuint (lk_test_service_count_posts (service), ==, 1);
  forget (source);
}

/* A token endpoint that rotates, takes its time, and marks what must not happen. */
typedef struct
{
  int n_at_once;      /* atomic, as all of it */
  int n_answered;
  int next;           /* the number of the only refresh token that works */
  int overlapped;
  int reused;
} Rotating;

static void
serve_rotating (const char    *request,
                GOutputStream *output,
                gpointer       user_data)
{
  Rotating *rotating = user_data;
  const char *sent = strstr (request, "refresh_token=r");
  int number = sent != NULL ? atoi (sent + strlen ("refresh_token=r")) : -1;
  g_autofree char *body = NULL;
  gboolean works;

  if (g_atomic_int_add (&rotating->n_at_once, 1) > 0)
    g_atomic_int_inc (&rotating->overlapped);
  g_usleep (50 * 1000);

  works = g_atomic_int_compare_and_exchange (&rotating->next, number, number + 1);
  g_atomic_int_inc (works ? &rotating->n_answered : &rotating->reused);
  /* Before the answer: with it the test may end, and the asking process may let the next one ask. */
  g_atomic_int_add (&rotating->n_at_once, -1);

  body = works ? g_strdup_printf ("{\"access_token\":\"a%d\",\"refresh_token\":\"r%d\",\"token_type\":\"Bearer\"}",
                                  number + 1, number + 1)
               : g_strdup ("{\"error\":\"invalid_grant\"}");
  lk_test_server_answer (output, works ? "200 OK" : "400 Bad Request", "", body);
}

static char *
connection_path (const char *folder)
{
  return g_build_filename (folder, "connection.json", NULL);
}

/* Leaves a connection and its token in a folder, for other processes to work with. */
static LkConnection *
share (LkTestServer *server,
       const char   *folder)
{
  g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "/token");
  g_autofree char *path = connection_path (folder);
  g_autofree char *text = NULL;
  g_autofree char *document = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(LkTestVault) vault = lk_test_vault_new (folder);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  LkConnection *connection = lk_connection_new (LK_CONNECTION_KIND_CUSTOM);

  g_object_set (connection,
                "name", "Shared",
                "client-id", "client",
                "authorize-url", url,
                "token-url", url,
                "api-base", url,
                NULL);
  node = lk_connection_to_json (connection);
  text = lk_json_to_text (node, TRUE);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  token = lk_token_new ("a0", "r0", "Bearer", NULL, LK_TOKEN_EXPIRY_UNKNOWN, LK_TOKEN_OBTAINED_CODE, url, "client",
                        NULL, NULL);
  document = lk_token_to_json (token);
  lk_vault_store_async (LK_VAULT (vault), lk_connection_get_id (connection), LK_VAULT_KIND_TOKEN, "Token", document,
                        NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return connection;
}

/* What another process works with: the connection and the vault of the folder, and a client of its own. */
static LkTokenSource *
open_shared (const char   *folder,
             LkTestVault **vault)
{
  g_autofree char *path = connection_path (folder);
  g_autofree char *locks = g_build_filename (folder, "locks", NULL);
  g_autoptr(LkHttpClient) client = lk_http_client_new (NULL);
  g_autoptr(LkTokenEndpoint) endpoint = lk_token_endpoint_new (client);
  g_autoptr(LkConnection) connection = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bytes = g_bytes_new_take (text, length);
  node = lk_json_parse_object (bytes, NULL, &error);
  g_assert_no_error (error);
  connection = lk_connection_new_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);
  *vault = lk_test_vault_new (folder);

  return lk_token_source_new (connection, LK_VAULT (*vault), endpoint, locks);
}

/* The other process. */
static int
renew (const char *folder,
       gboolean    hold)
{
  g_autoptr(LkTestVault) vault = NULL;
  g_autoptr(LkTokenSource) source = open_shared (folder, &vault);

  if (hold)
    {
      g_autoptr(GAsyncResult) result = NULL;

      lk_test_vault_hold_stores (vault, TRUE);
      lk_token_source_refresh_async (source, NULL, NULL, lk_test_async_cb, &result);
      lk_test_wait_until (is_held, vault, 20);
      g_print ("answered\n");
      lk_test_spin (60 * 1000);
      return 1;
    }

  for (guint i = 0; i < N_RENEWALS; i++)
    {
      g_autoptr(GError) error = NULL;
      G_GNUC_UNUSED g_autoptr(LkToken) token = refresh (source, NULL, &error);

      g_assert_no_error (error);
    }

  return 0;
}

/* Processes never renew at once, and never with a token that another has spent. */
static void
test_processes (void)
{
  g_autofree char *folder = make_folder ();
  Rotating rotating = { 0 };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_rotating, &rotating, NULL);
  G_GNUC_UNUSED g_autoptr(LkConnection) connection = share (server, folder);
  GSubprocess *children[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autoptr(GError) error = NULL;

      children[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, self_path, "--renew", folder, NULL);
      g_assert_no_error (error);
    }

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      /* The server's connections are taken by the main loop. */
      g_subprocess_wait_check_async (children[i], NULL, lk_test_async_cb, &result);
      lk_test_wait (&result);
      g_subprocess_wait_check_finish (children[i], result, &error);
      g_assert_no_error (error);
      g_object_unref (children[i]);
    }

  g_assert_cmpint (rotating.overlapped, ==, 0);
  g_assert_cmpint (rotating.reused, ==, 0);
  /* What one has renewed, those who waited for it take over. */
  g_assert_cmpint (rotating.n_answered, >=, N_RENEWALS);
  g_assert_cmpint (rotating.n_answered, <=, N_PROCESSES * N_RENEWALS);
}

/* Killed between answer and store: the new token is lost, but no two grants are mixed and nothing hangs. */
static void
test_killed (void)
{
  g_autofree char *folder = make_folder ();
  Rotating rotating = { 0 };
  g_autoptr(LkTestServer) server = lk_test_server_new (serve_rotating, &rotating, NULL);
  g_autoptr(LkConnection) connection = share (server, folder);
  g_autoptr(LkTestVault) vault = NULL;
  g_autoptr(LkTokenSource) source = NULL;
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *line = NULL;
  g_autofree char *document = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, "--renew-and-wait", folder, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  line = g_data_input_stream_read_line_finish (output, result, NULL, NULL);
  g_assert_cmpstr (line, ==, "answered");
  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));

  source = open_shared (folder, &vault);
  document = lk_test_vault_peek (vault, lk_connection_get_id (connection), LK_VAULT_KIND_TOKEN);
  g_assert_nonnull (strstr (document, "\"r0\""));
  g_assert_null (refresh (source, NULL, &error));
  g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_INVALID_GRANT);
  after = lk_test_vault_peek (vault, lk_connection_get_id (connection), LK_VAULT_KIND_TOKEN);
  g_assert_null (after);
  g_assert_cmpint (rotating.reused, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  self_path = argv[0];
  if (argc == 3 && g_str_has_prefix (argv[1], "--renew"))
    return renew (argv[2], strcmp (argv[1], "--renew") != 0);

  lk_test_init (&argc, &argv);

  g_test_add_func ("/token-source/load", test_load);
  g_test_add_func ("/token-source/get", test_get);
  g_test_add_func ("/token-source/parallel", test_parallel);
  g_test_add_func ("/token-source/stored-before-use", test_stored_before_use);
  g_test_add_data_func ("/token-source/rotation/rotating", NULL, test_rotation);
  g_test_add_data_func ("/token-source/rotation/same", "refresh-same", test_rotation);
  g_test_add_data_func ("/token-source/rotation/none", "refresh-none", test_rotation);
  g_test_add_func ("/token-source/unstored", test_unstored);
  g_test_add_func ("/token-source/invalid-grant", test_invalid_grant);
  g_test_add_func ("/token-source/passing-failures", test_passing_failures);
  g_test_add_func ("/token-source/moved", test_moved);
  g_test_add_func ("/token-source/cancel", test_cancel);
  g_test_add_func ("/token-source/cancel-all", test_cancel_all);
  g_test_add_func ("/token-source/forget", test_forget);
  g_test_add_func ("/token-source/client-credentials", test_client_credentials);
  g_test_add_func ("/token-source/two-sources", test_two_sources);
  g_test_add_func ("/token-source/same-access-token", test_same_access_token);
  g_test_add_func ("/token-source/no-lock", test_no_lock);
  g_test_add_func ("/token-source/processes", test_processes);
  g_test_add_func ("/token-source/killed", test_killed);

  return g_test_run ();
}
