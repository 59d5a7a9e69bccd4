/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the clients page shows and changes, against a practice account that answers. */
#include "config.h"

#include "lk-clients-page.h"
#include "lk-clipboard.h"
#include "lk-test-page.h"
#include "lk-test.h"

typedef struct
{
  LkTestPage *page;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->page = lk_test_page_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lk_clipboard_clear (gdk_display_get_default ());
  lk_test_page_free (fixture->page);
}

static void
show (LkTestPage *page)
{
  lk_test_page_show (page, lk_clients_page_new (page->workspace, page->account, NULL));
}

static void
show_lists (LkTestPage *page)
{
  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  lk_test_page_wait (page, "This connection’s client");
  lk_test_page_wait (page, "This One");
  lk_test_page_wait_gone (page, "Asking the service…");
}

static guint
count (LkTestPage *page,
       const char *method)
{
  return lk_practice_server_count_requests (page->practice->server, method, "/api/v2/chat/oauth/");
}

static LkClientType
get_last_type (LkTestPage *page)
{
  return lk_connection_get_last_client_type (page->connection);
}

/* As a person would who asks the service without this program. */
static char *
ask (LkTestPage *page,
     const char *method,
     const char *path,
     const char *body)
{
  g_autofree char *target = g_strconcat ("/api/v2/chat/", path, NULL);

  g_free (page->practice->bearer);
  page->practice->bearer = g_strdup (lk_token_get_access_token (lk_account_get_token (page->account)));
  practice_client_ask (page->practice, method, target, body != NULL ? "application/json" : NULL, body);

  return g_strdup (page->practice->body);
}

static void
set_type (LkTestPage *page,
          const char *type)
{
  g_autofree char *path = g_strconcat ("oauth/clients/", lk_connection_get_oauth_client_id (page->connection), NULL);
  g_autofree char *body = g_strdup_printf ("{\"client_type\":\"%s\"}", type);

  g_free (ask (page, "PUT", path, body));
  g_assert_cmpuint (page->practice->status, ==, 200);
}

static void
test_no_token (Fixture       *fixture,
               gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show (page);
  g_assert_true (lk_test_page_sees (page, "Sign in first"));
  g_assert_false (lk_test_page_sees (page, "API Clients"));
  lk_test_page_press (page, "Sign In");
  g_assert_true (lk_test_page_asked (page, "sign-in:"));
  g_assert_cmpuint (count (page, NULL), ==, 0);
}

/* Client credentials need a confidential client, and only a token from the page can make it one. */
static void
test_no_token_credentials (Fixture       *fixture,
                           gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_object_set (page->connection, "grant", LK_GRANT_CLIENT_CREDENTIALS, NULL);
  show (page);
  g_assert_true (lk_test_page_sees (page, "Sign in by the page this once"));
  lk_test_page_press (page, "Sign In by the Page");
  g_assert_true (lk_test_page_asked (page, "sign-in-page:read write"));
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  const char *token;

  show_lists (page);
  token = lk_token_get_access_token (lk_account_get_token (page->account));
  g_assert_true (lk_test_page_sees (page, "Public"));
  g_assert_true (lk_test_page_sees (page, lk_practice_server_get_client_id (page->practice->server)));
  g_assert_true (lk_test_page_sees (page, "http://localhost:8080"));
  g_assert_true (lk_test_page_sees (page, "read write chat"));
  g_assert_true (lk_test_page_sees (page, "Tokens of the Account"));
  g_assert_false (lk_test_page_sees (page, token));
  g_assert_false (lk_test_page_sees (page, "gone back to public"));
  g_assert_false (lk_test_page_sees (page, "Client Credentials"));
  g_assert_false (lk_test_page_sees (page, "not among these"));
  g_assert_cmpint (get_last_type (page), ==, LK_CLIENT_TYPE_PUBLIC);
  g_assert_nonnull (lk_connection_get_oauth_client_id (page->connection));
}

/* Nothing goes before the person has seen what: the difference and the very request. */
static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autofree char *put = NULL;
  g_autofree char *shown = NULL;
  const char *id;

  show_lists (page);
  lk_test_page_press (page, "Make Confidential…");
  id = lk_connection_get_oauth_client_id (page->connection);
  shown = g_strdup_printf ("PUT %s/api/v2/chat/oauth/clients/%s",
                           lk_practice_server_get_origin (page->practice->server), id);
  g_assert_true (lk_test_page_sees (page, "Public → Confidential"));
  g_assert_true (lk_test_page_sees (page, shown));
  g_assert_true (lk_test_page_sees (page, "{\"client_type\":\"confidential\"}"));
  g_assert_cmpuint (count (page, "PUT"), ==, 0);

  lk_test_page_press (page, "Cancel");
  g_assert_true (lk_test_page_sees (page, "API Clients"));
  g_assert_cmpuint (count (page, "PUT"), ==, 0);

  lk_test_page_press (page, "Make Confidential…");
  lk_test_page_press (page, "Make Confidential");
  lk_test_page_wait (page, "Get a Token with Client Credentials");
  g_assert_true (lk_test_page_said (page, "confidential now; read back"));
  g_assert_cmpuint (count (page, "PUT"), ==, 1);
  put = lk_practice_server_dup_last_request (page->practice->server, "PUT", "/api/v2/chat/oauth/clients/");
  g_assert_true (g_str_has_suffix (put, "{\"client_type\":\"confidential\"}"));
  g_assert_cmpint (get_last_type (page), ==, LK_CLIENT_TYPE_CONFIDENTIAL);

  lk_test_page_press (page, "Get a Token with Client Credentials");
  g_assert_true (lk_test_page_asked (page, "sign-in-client-credentials"));

  /* And back, on purpose: no alarm. */
  lk_test_page_press (page, "Make Public…");
  lk_test_page_press (page, "Make Public");
  lk_test_page_wait_gone (page, "Get a Token with Client Credentials");
  lk_test_page_wait_gone (page, "Asking the service…");
  g_assert_false (lk_test_page_sees (page, "gone back to public"));
  g_assert_cmpint (get_last_type (page), ==, LK_CLIENT_TYPE_PUBLIC);
}

/* The service says yes and keeps nothing: read back, and said. */
static void
test_not_applied (Fixture       *fixture,
                gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show_lists (page);
  g_assert_true (lk_practice_server_set_fault (page->practice->server, "switch-not-kept", 1));
  lk_test_page_press (page, "Make Confidential…");
  lk_test_page_press (page, "Make Confidential");
  lk_test_page_wait (page, "The change did not stick");
  g_assert_cmpint (get_last_type (page), ==, LK_CLIENT_TYPE_PUBLIC);
  g_assert_false (lk_test_page_said (page, "confidential now"));
}

/* The sheet stays, with what was typed, when the service refuses. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show_lists (page);
  g_assert_true (lk_practice_server_set_fault (page->practice->server, "forbidden", 1));
  lk_test_page_press (page, "Make Confidential…");
  lk_test_page_press (page, "Make Confidential");
  lk_test_page_wait (page, "What happened");
  g_assert_true (lk_test_page_sees (page, "What Is Sent"));
  lk_test_page_press (page, "Make Confidential");
  lk_test_page_wait (page, "Get a Token with Client Credentials");
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const scopes[] = { "read", NULL };
  LkTestPage *page = fixture->page;

  g_object_set (page->connection, "scopes", scopes, NULL);
  lk_test_page_sign_in (page, "read", -1);
  show (page);
  lk_test_page_wait (page, "This connection’s client");
  g_assert_true (lk_test_page_sees (page, "it lacks the scope “write”"));
  g_assert_true (lk_test_page_sees (page, "Off: the token lacks the scope “write”"));
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (page, GTK_TYPE_BUTTON, "Make Confidential…")));
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (page, GTK_TYPE_BUTTON, "Edit…")));
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (page, GTK_TYPE_BUTTON, "Revoke…")));
  lk_test_page_press (page, "Sign In Again with Write");
  g_assert_true (lk_test_page_asked (page, "sign-in:read write"));
}

/* A re-save in the service's own page: noticed, also by the next run, until somebody has dealt with it. */
static void
test_drift (Fixture       *fixture,
            gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_object_set (page->connection, "last-client-type", LK_CLIENT_TYPE_CONFIDENTIAL, NULL);
  show_lists (page);
  lk_test_page_wait (page, "has gone back to public");
  g_assert_cmpint (get_last_type (page), ==, LK_CLIENT_TYPE_CONFIDENTIAL);

  gtk_window_destroy (GTK_WINDOW (page->window));
  show (page);
  lk_test_page_wait (page, "has gone back to public");

  lk_test_page_press (page, "Make Confidential Again…");
  lk_test_page_press (page, "Make Confidential");
  lk_test_page_wait (page, "Get a Token with Client Credentials");
  g_assert_false (lk_test_page_sees (page, "has gone back to public"));

  set_type (page, "public");
  gtk_widget_activate_action (page->page, "clients.cancel", NULL);
  gtk_window_destroy (GTK_WINDOW (page->window));
  show (page);
  lk_test_page_wait (page, "has gone back to public");
  lk_test_page_press (page, "Leave It Public");
  g_assert_false (lk_test_page_sees (page, "has gone back to public"));
  g_assert_cmpint (get_last_type (page), ==, LK_CLIENT_TYPE_PUBLIC);
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;
  LkToken *real;

  /* The token of a client that the account does not have. */
  lk_test_page_sign_in (page, "read write", -1);
  real = lk_account_get_token (page->account);
  g_object_set (page->connection, "client-id", "stranger", NULL);
  {
    g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (page->connection);

    token = lk_token_new (lk_token_get_access_token (real), NULL, "Bearer", lk_token_get_scopes (real), -1,
                          LK_TOKEN_OBTAINED_IMPLICIT, endpoints->authorize, "stranger", lk_token_get_scopes (real),
                          &error);
  }
  g_assert_no_error (error);
  lk_test_page_store (page, token);
  show (page);
  lk_test_page_wait (page, "This connection’s client is not among these");
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autofree char *put = NULL;

  show_lists (page);
  lk_test_page_press (page, "Edit…");
  /* Nothing differs yet. */
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (page, GTK_TYPE_BUTTON, "Save at the Service")));
  lk_test_page_type (page, "Redirect URLs, a blank between them", "http://elsewhere.example");
  g_assert_true (lk_test_page_sees (page, "http://elsewhere.example:"));
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (page, GTK_TYPE_BUTTON, "Save at the Service")));
  lk_test_page_type (page, "Redirect URLs, a blank between them", "http://localhost:8080 https://app.example/done");
  lk_test_page_press (page, "chat");
  g_assert_true (lk_test_page_sees (page, "http://localhost:8080 → http://localhost:8080 https://app.example/done"));
  g_assert_true (lk_test_page_sees (page, "read write chat → read write"));
  lk_test_page_press (page, "Save at the Service");
  lk_test_page_wait (page, "API Clients");
  g_assert_true (lk_test_page_said (page, "read back from the service"));
  put = lk_practice_server_dup_last_request (page->practice->server, "PUT", "/api/v2/chat/oauth/clients/");
  g_assert_true (g_str_has_suffix (put, "{\"redirect_uris\":\"http://localhost:8080,https://app.example/done\","
                                        "\"scopes\":\"read write\"}"));
  lk_test_page_wait (page, "https://app.example/done");
}

static void
make_client (LkTestPage *page,
             const char *name)
{
  lk_test_page_wait (page, "API Clients");
  g_assert_true (gtk_widget_activate_action (page->page, "clients.new", NULL));
  g_assert_true (lk_test_page_sees (page, "Give the client a name."));
  lk_test_page_type (page, "Name", name);
  g_assert_true (lk_test_page_sees (page, "POST "));
  lk_test_page_press (page, "Confidential");
  lk_test_page_press (page, "Make Client");
  lk_test_page_wait (page, "In Your Keyring");
}

/* Its secret is shown this once, masked, goes straight to the keyring, and stays there with the connection. */
static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  LkConnectionList *list = lk_workspace_get_connections (page->workspace);
  g_autofree char *secret = NULL;
  LkConnection *connection;

  show_lists (page);
  make_client (page, "Night Script");
  g_assert_true (lk_test_page_sees (page, "“Night Script” is made"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);

  lk_test_page_press (page, "Make It a Connection");
  connection = lk_connection_list_get_by_name (list, "Night Script");
  g_assert_nonnull (connection);
  g_assert_cmpint (lk_connection_get_grant (connection), ==, LK_GRANT_CLIENT_CREDENTIALS);
  g_assert_cmpstr (lk_connection_get_redirect_uri (connection), ==, "http://localhost:8080");
  secret = lk_test_vault_peek (page->vault, lk_connection_get_id (connection), LK_VAULT_KIND_CLIENT_SECRET);
  g_assert_nonnull (secret);

  /* It works at the service: the new client's own token. */
  {
    LkAccount *account = lk_workspace_get_account (page->workspace, lk_connection_get_id (connection));
    g_autoptr(LkSignIn) sign_in = lk_account_new_sign_in (account);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(LkToken) token = NULL;

    lk_sign_in_run_async (sign_in, NULL, NULL, lk_test_async_cb, &result);
    lk_test_wait (&result);
    token = lk_sign_in_run_finish (sign_in, result, &error);
    g_assert_no_error (error);
    g_assert_cmpint (lk_token_get_obtained (token), ==, LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS);
  }
  lk_test_page_wait (page, "API Clients");
}

/* Left without a connection, the secret does not stay behind; copied, it is marked as one. */
static void
test_new_forgotten (Fixture       *fixture,
                    gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show_lists (page);
  /* The token, and the connection's own secret. */
  g_assert_cmpuint (lk_test_vault_get_n_items (page->vault), ==, 2);
  make_client (page, "Passing By");
  g_assert_cmpuint (lk_test_vault_get_n_items (page->vault), ==, 3);
  lk_test_page_press_tip (page, "Copy Client Secret");
  g_assert_true (lk_clipboard_holds_secret (gdk_display_get_default ()));
  lk_test_page_press (page, "Forget the Secret");
  lk_test_page_wait (page, "Passing By");
  lk_test_spin (100);
  g_assert_cmpuint (lk_test_vault_get_n_items (page->vault), ==, 2);

  /* The page goes: so does the secret. */
  make_client (page, "Left Behind");
  g_assert_cmpuint (lk_test_vault_get_n_items (page->vault), ==, 3);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&page->window)));
  lk_test_spin (300);
  g_assert_cmpuint (lk_test_vault_get_n_items (page->vault), ==, 2);
}

static GtkWidget *
find_check (GtkWidget *widget,
            guint     *nth)
{
  if (GTK_IS_CHECK_BUTTON (widget) && gtk_widget_get_mapped (widget) && (*nth)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_check (child, nth);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
choose (LkTestPage *page,
        guint       nth)
{
  GtkWidget *check = find_check (page->page, &nth);

  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
}

static guint
count_tokens (LkTestPage *page)
{
  G_GNUC_UNUSED g_autofree char *body = ask (page, "GET", "oauth/tokens", NULL);
  g_autoptr(JsonNode) node = practice_client_json (page->practice);

  return json_array_get_length (json_node_get_array (node));
}

/* Several at once, asked about first; one's own token leaves nothing behind here. */
static void
test_revoke (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_free (practice_client_sign_in (page->practice));
  g_free (practice_client_sign_in (page->practice));
  show_lists (page);
  g_assert_cmpuint (count_tokens (page), ==, 3);
  g_assert_false (gtk_widget_is_sensitive (lk_test_page_find (page, GTK_TYPE_BUTTON, "Revoke…")));

  choose (page, 0);
  choose (page, 1);
  lk_test_page_press (page, "Revoke…");
  lk_test_page_wait (page, "Revoke 2 tokens?");
  g_assert_false (lk_test_page_sees (page, "you will be signed out here"));
  lk_test_page_press (page, "Cancel");
  g_assert_cmpuint (count_tokens (page), ==, 3);

  lk_test_page_press (page, "Revoke…");
  lk_test_page_press (page, "Revoke");
  lk_test_page_wait_gone (page, "Asking the service…");
  g_assert_true (lk_test_page_said (page, "2 tokens revoked"));
  g_assert_cmpuint (count_tokens (page), ==, 1);
  g_assert_nonnull (lk_account_get_token (page->account));

  choose (page, 0);
  lk_test_page_press (page, "Revoke…");
  lk_test_page_wait (page, "you will be signed out here");
  lk_test_page_press (page, "Revoke");
  lk_test_page_wait (page, "Sign in first");
  g_assert_null (lk_account_get_token (page->account));
  g_assert_true (lk_test_page_said (page, "1 token revoked"));
}

/* One of several will not go: the page says why, and shows what is left. */
static void
test_revoke_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_free (practice_client_sign_in (page->practice));
  show_lists (page);
  g_assert_true (lk_practice_server_set_fault (page->practice->server, "forbidden", 1));
  choose (page, 0);
  choose (page, 1);
  lk_test_page_press (page, "Revoke…");
  lk_test_page_press (page, "Revoke");
  lk_test_page_wait (page, "What happened");
  g_assert_cmpuint (page->toasts->len, ==, 0);
  g_assert_nonnull (lk_account_get_token (page->account));
  g_assert_cmpuint (count_tokens (page), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display); isolated ones would hide the MIME database from the icons' loader. */
  g_test_init (&argc, &argv, NULL);
  /* AdwMessageDialog of libadwaita 1.7 warns that it measures its heading for less room than its words need. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  adw_init ();

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/clients-page/no-token", test_no_token);
  ADD ("/clients-page/no-token-credentials", test_no_token_credentials);
  ADD ("/clients-page/list", test_list);
  ADD ("/clients-page/switch", test_switch);
  ADD ("/clients-page/not-applied", test_not_applied);
  ADD ("/clients-page/refused", test_refused);
  ADD ("/clients-page/read-only", test_read_only);
  ADD ("/clients-page/drift", test_drift);
  ADD ("/clients-page/missing", test_missing);
  ADD ("/clients-page/edit", test_edit);
  ADD ("/clients-page/new", test_new);
  ADD ("/clients-page/new-forgotten", test_new_forgotten);
  ADD ("/clients-page/revoke", test_revoke);
  ADD ("/clients-page/revoke-fails", test_revoke_fails);
#undef ADD

  return g_test_run ();
}
