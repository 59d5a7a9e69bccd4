/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection at work: its state as time goes by, whose it is, and how it ends. */
#include "config.h"

#include <string.h>

#include "lk-account.h"
#include "lk-test-service.h"
#include "lk-test.h"

typedef struct
{
  LkTestService *service;
  LkAccount     *account;
  GString       *states;    /* the nicks notified so far */
} Fixture;

static void
state_changed_cb (LkAccount  *account,
                  GParamSpec *pspec,
                  Fixture    *fixture)
{
  g_string_append_printf (fixture->states, "%s ", lk_enum_to_nick (LK_TYPE_ACCOUNT_STATE,
                                                                   lk_account_get_state (account)));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->service = lk_test_service_new (NULL);
  fixture->account = lk_account_new (fixture->service->connection, LK_VAULT (fixture->service->vault),
                                     fixture->service->client, NULL);
  fixture->states = g_string_new (NULL);
  g_signal_connect (fixture->account, "notify::state", G_CALLBACK (state_changed_cb), fixture);
  lk_test_service_keep_secret (fixture->service,
                               lk_practice_server_get_client_secret (fixture->service->practice->server));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->account);
  lk_test_service_free (fixture->service);
  g_string_free (fixture->states, TRUE);
}

static void
sign_in (Fixture *fixture,
         int      lifetime)
{
  g_autoptr(LkSignIn) sign_in = lk_account_new_sign_in (fixture->account);
  g_autoptr(LkTestAgent) agent = lk_test_agent_new (lk_test_service_allow, fixture->service);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  lk_practice_server_set_token_lifetime (fixture->service->practice->server, lifetime);
  lk_sign_in_run_async (sign_in, LK_USER_AGENT (agent), NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  token = lk_sign_in_run_finish (sign_in, result, &error);
  g_assert_no_error (error);
  g_assert_true (lk_account_get_token (fixture->account) == token);
}

static void
load (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_account_load_async (fixture->account, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (lk_account_load_finish (fixture->account, result, &error));
  g_assert_no_error (error);
}

static gboolean
identify (Fixture  *fixture,
          GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_account_identify_async (fixture->account, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_account_identify_finish (fixture->account, result, NULL, error);
}

static gboolean
sign_out (Fixture       *fixture,
          GCancellable  *cancellable,
          gboolean      *revoked,
          GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_account_sign_out_async (fixture->account, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_account_sign_out_finish (fixture->account, result, revoked, error);
}

static gboolean
has_secret (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean has;

  lk_account_has_secret_async (fixture->account, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  has = lk_account_has_secret_finish (fixture->account, result, &error);
  g_assert_no_error (error);

  return has;
}

static gboolean
set_secret (Fixture     *fixture,
            const char  *secret,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_account_set_secret_async (fixture->account, secret, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_account_set_secret_finish (fixture->account, result, error);
}

static gboolean
is_expired (gpointer account)
{
  return lk_account_get_state (account) == LK_ACCOUNT_STATE_EXPIRED;
}

/* The state goes its way by itself, one notice a change. */
static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  gboolean only_in_memory;

  g_assert_cmpint (lk_account_get_state (fixture->account), ==, LK_ACCOUNT_STATE_UNKNOWN);
  load (fixture);
  sign_in (fixture, -1);
  sign_in (fixture, 3600);
  sign_in (fixture, 300);
  g_assert_cmpint (lk_account_get_place (fixture->account), ==, LK_VAULT_PLACE_KEYRING);
  g_object_get (fixture->account, "only-in-memory", &only_in_memory, NULL);
  g_assert_false (only_in_memory);
  sign_in (fixture, 1);
  lk_test_wait_until (is_expired, fixture->account, 20);
  g_assert_cmpstr (fixture->states->str, ==, "none signed-in ends-soon expired ");
}

/* G5: a token of other settings is none, and one again when they come back. */
static void
test_moved (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *id = g_strdup (lk_connection_get_client_id (fixture->service->connection));

  sign_in (fixture, -1);
  g_object_set (fixture->service->connection, "client-id", "another", NULL);
  g_assert_cmpint (lk_account_get_state (fixture->account), ==, LK_ACCOUNT_STATE_NONE);
  g_object_set (fixture->service->connection, "client-id", id, NULL);
  g_assert_cmpint (lk_account_get_state (fixture->account), ==, LK_ACCOUNT_STATE_SIGNED_IN);
}

static void
test_identify (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GAsyncResult) refreshed = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (identify (fixture, &error));
  g_assert_error (error, LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NONE);
  g_clear_error (&error);

  sign_in (fixture, -1);
  g_assert_null (lk_account_get_agent (fixture->account));
  g_assert_true (identify (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lk_account_get_agent (fixture->account)->email, ==,
                   lk_practice_server_get_user (fixture->service->practice->server));

  /* A renewed token is the same person's; one of another sign-in may be somebody else's. */
  lk_token_source_refresh_async (lk_account_get_source (fixture->account), NULL, NULL, lk_test_async_cb, &refreshed);
  lk_test_wait (&refreshed);
  token = lk_token_source_refresh_finish (lk_account_get_source (fixture->account), refreshed, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lk_account_get_agent (fixture->account));
  sign_in (fixture, -1);
  g_assert_null (lk_account_get_agent (fixture->account));

  /* A refusal tells nothing of whose it is. */
  g_assert_true (identify (fixture, &error));
  g_assert_true (lk_practice_server_set_fault (fixture->service->practice->server, "forbidden", 1));
  g_assert_false (identify (fixture, &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FORBIDDEN);
}

/* G6: revoked there, forgotten here. */
static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gboolean revoked = FALSE;

  sign_in (fixture, -1);
  g_assert_true (identify (fixture, &error));
  fixture->service->practice->bearer = g_strdup (lk_token_get_access_token (lk_account_get_token (fixture->account)));
  g_assert_cmpuint (practice_client_get (fixture->service->practice, "/api/v2/chat/agents/me"), ==, 200);

  g_assert_true (sign_out (fixture, NULL, &revoked, &error));
  g_assert_no_error (error);
  g_assert_true (revoked);
  g_assert_null (lk_account_get_token (fixture->account));
  g_assert_null (lk_account_get_agent (fixture->account));
  g_assert_cmpint (lk_account_get_state (fixture->account), ==, LK_ACCOUNT_STATE_NONE);
  g_assert_cmpuint (practice_client_get (fixture->service->practice, "/api/v2/chat/agents/me"), ==, 401);
  /* The client secret is the connection's. */
  g_assert_cmpuint (lk_test_vault_get_n_items (fixture->service->vault), ==, 1);
  g_assert_true (has_secret (fixture));
}

/* Forgotten here whatever happens there. */
static void
test_sign_out_alone (gconstpointer data)
{
  const char *what = data;
  Fixture fixture = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gboolean revoked = TRUE;
  gboolean forgotten;

  set_up (&fixture, NULL);
  sign_in (&fixture, -1);

  if (strcmp (what, "offline") == 0)
    lk_practice_server_stop (fixture.service->practice->server);
  else if (strcmp (what, "cancelled") == 0)
    g_cancellable_cancel (cancellable);
  else if (strcmp (what, "vault") == 0)
    lk_test_vault_set_broken (fixture.service->vault, FALSE, FALSE, TRUE);
  else
    g_assert_true (lk_practice_server_set_fault (fixture.service->practice->server, what, 1));

  forgotten = sign_out (&fixture, cancellable, &revoked, &error);
  g_assert_null (lk_account_get_token (fixture.account));
  g_assert_cmpint (lk_account_get_state (fixture.account), ==, LK_ACCOUNT_STATE_NONE);

  if (strcmp (what, "vault") == 0)
    {
      /* It is said that the keyring still has it. */
      g_assert_false (forgotten);
      g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
      g_assert_true (revoked);
    }
  else
    {
      g_assert_true (forgotten);
      g_assert_no_error (error);
      g_assert_false (revoked);
      g_assert_cmpuint (lk_test_vault_get_n_items (fixture.service->vault), ==, 1);
    }

  tear_down (&fixture, NULL);
}

static void
test_secret (Fixture       *fixture,
             gconstpointer  data)
{
  const char *id = lk_connection_get_id (fixture->service->connection);
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (set_secret (fixture, "made up", &error));
  kept = lk_test_vault_peek (fixture->service->vault, id, LK_VAULT_KIND_CLIENT_SECRET);
  g_assert_cmpstr (kept, ==, "made up");
  g_assert_true (has_secret (fixture));
  g_assert_true (set_secret (fixture, "", &error));
  g_assert_false (has_secret (fixture));
  g_assert_true (set_secret (fixture, "made up", &error));
  g_assert_true (set_secret (fixture, NULL, &error));
  g_assert_false (has_secret (fixture));

  lk_test_vault_set_broken (fixture->service->vault, TRUE, FALSE, FALSE);
  g_assert_false (set_secret (fixture, "made up", &error));
  g_assert_error (error, LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED);
}

static void
test_forget_all (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  sign_in (fixture, -1);
  g_assert_cmpuint (lk_test_vault_get_n_items (fixture->service->vault), ==, 2);
  lk_account_forget_all_async (fixture->account, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (lk_account_forget_all_finish (fixture->account, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_vault_get_n_items (fixture->service->vault), ==, 0);
  g_assert_cmpint (lk_account_get_state (fixture->account), ==, LK_ACCOUNT_STATE_NONE);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add ("/account/states", Fixture, NULL, set_up, test_states, tear_down);
  g_test_add ("/account/moved", Fixture, NULL, set_up, test_moved, tear_down);
  g_test_add ("/account/identify", Fixture, NULL, set_up, test_identify, tear_down);
  g_test_add ("/account/sign-out", Fixture, NULL, set_up, test_sign_out, tear_down);
  g_test_add_data_func ("/account/sign-out-alone/offline", "offline", test_sign_out_alone);
  g_test_add_data_func ("/account/sign-out-alone/cancelled", "cancelled", test_sign_out_alone);
  g_test_add_data_func ("/account/sign-out-alone/vault", "vault", test_sign_out_alone);
  g_test_add_data_func ("/account/sign-out-alone/forbidden", "forbidden", test_sign_out_alone);
  g_test_add_data_func ("/account/sign-out-alone/not-listed", "body-array", test_sign_out_alone);
  g_test_add ("/account/secret", Fixture, NULL, set_up, test_secret, tear_down);
  g_test_add ("/account/forget-all", Fixture, NULL, set_up, test_forget_all, tear_down);

  return g_test_run ();
}
