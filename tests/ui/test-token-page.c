/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token page says and does, against a practice account that answers. */
#include "config.h"

#include "lk-clipboard.h"
#include "lk-secret-field.h"
#include "lk-test-page.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "lk-token-page.h"
#include "lk-token-text.h"

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
  lk_test_page_show (page, lk_token_page_new (page->account, NULL));
}

static LkSecretField *
find_secret_field (GtkWidget *widget)
{
  if (LK_IS_SECRET_FIELD (widget))
    return LK_SECRET_FIELD (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      LkSecretField *found = find_secret_field (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A keyring that stays locked is asked again by the card's button; a sign-in would not open it. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GError) error = NULL;

  /* Of an account that is new to this run nothing has been read. */
  g_object_set (connection, "name", "Locked", NULL);
  lk_test_save (lk_workspace_get_connections (page->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  page->account = lk_workspace_get_account (page->workspace, lk_connection_get_id (connection));

  lk_test_vault_set_fault (page->vault, LK_VAULT_ERROR_LOCKED);
  lk_test_vault_set_broken (page->vault, FALSE, TRUE, FALSE);
  show (page);
  /* Nothing that would move when it is known what there is. */
  g_assert_false (lk_test_page_sees (page, "No token yet"));
  g_assert_false (lk_test_page_sees (page, "Step by Step"));
  lk_test_page_wait (page, "The keyring is locked");
  g_assert_true (lk_test_page_sees (page, "Step by Step"));

  lk_test_vault_set_broken (page->vault, FALSE, FALSE, FALSE);
  lk_test_page_press (page, "Try Again");
  lk_test_page_wait (page, "No token yet");
  lk_test_page_wait_gone (page, "The keyring is locked");
  g_assert_false (lk_test_page_asked (page, "sign-in:"));
}

/* Before a sign-in the page says which server, client and scopes it will be about (L2). */
static void
test_before (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show (page);
  g_assert_true (lk_test_page_sees (page, "No token yet"));
  g_assert_true (lk_test_page_sees (page, lk_practice_server_get_origin (page->practice->server)));
  g_assert_true (lk_test_page_sees (page, lk_practice_server_get_client_id (page->practice->server)));
  g_assert_true (lk_test_page_sees (page, "read write"));
  g_assert_true (lk_test_page_sees (page, "http://localhost:8080"));
  g_assert_false (lk_test_page_sees (page, "Copy Token"));
  g_assert_false (lk_test_page_sees (page, "The Token Kept So Far"));
  lk_test_page_press (page, "Sign In");
  g_assert_true (lk_test_page_asked (page, "sign-in:"));
}

/* Without a login page there is no redirect and nothing to be allowed. */
static void
test_before_credentials (Fixture       *fixture,
                         gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_object_set (page->connection, "grant", LK_GRANT_CLIENT_CREDENTIALS, NULL);
  show (page);
  g_assert_true (lk_test_page_sees (page, "with no login page"));
  g_assert_false (lk_test_page_sees (page, "You will be asked to allow"));
  g_assert_false (lk_test_page_sees (page, "http://localhost:8080"));
}

/* The page tries the token by itself, and says first what is to be known of it. */
static void
test_token (Fixture       *fixture,
            gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  const char *token;

  lk_test_page_sign_in (page, "read write", 3 * 86400 - 60);
  show (page);
  lk_test_page_wait (page, "You have a token, and it works");
  token = lk_token_get_access_token (lk_account_get_token (page->account));
  g_assert_true (lk_test_page_sees (page, lk_account_get_agent (page->account)->name));
  g_assert_true (lk_test_page_sees (page, lk_account_get_agent (page->account)->email));
  g_assert_true (lk_test_page_sees (page, "Works"));
  g_assert_true (lk_test_page_sees (page, "read write"));
  g_assert_true (lk_test_page_sees (page, "Bearer"));
  g_assert_true (lk_test_page_sees (page, "Straight from the sign-in page"));
  g_assert_true (lk_test_page_sees (page, "2 d 23 h left"));
  g_assert_true (lk_test_page_sees (page, "In your keyring"));
  g_assert_true (lk_test_page_sees (page, "Sign Out"));
  g_assert_false (lk_test_page_sees (page, "More Than Asked"));
  g_assert_false (lk_test_page_sees (page, "Less Than Asked"));
  /* It came with no refresh token. */
  g_assert_false (lk_test_page_sees (page, "Refresh"));
  g_assert_false (lk_test_page_sees (page, token));
}

static void
test_scopes (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show (page);
  lk_test_page_sign_in (page, "read", -1);
  g_assert_true (lk_test_page_sees (page, "asked for, but not granted: write"));
  g_assert_true (lk_test_page_sees (page, "Less Than Asked"));
  lk_test_page_sign_in (page, "read write chat", -1);
  g_assert_true (lk_test_page_sees (page, "more than was asked for: chat"));
  g_assert_true (lk_test_page_sees (page, "More Than Asked"));
}

/* Masked; revealed by the button; masked again without anybody's doing. */
static void
test_reveal (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  LkSecretField *field;
  GtkWidget *button;
  const char *token;

  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  token = lk_token_get_access_token (lk_account_get_token (page->account));
  field = find_secret_field (page->page);
  lk_secret_field_set_reveal_seconds (field, 1);
  g_assert_false (lk_test_page_sees (page, token));
  button = gtk_widget_get_last_child (adw_bin_get_child (ADW_BIN (field)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_true (lk_test_page_sees (page, token));
  lk_test_page_wait_gone (page, token);
  g_assert_false (lk_secret_field_is_revealed (field));
}

/* A service that gave no expiry: its own list of tokens says when this one ends. */
static void
test_entry_expiry (Fixture       *fixture,
                   gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  g_assert_true (lk_test_page_sees (page, "The service gave no expiry"));
  lk_test_page_wait (page, "as the account’s list of tokens says");
  g_assert_false (lk_test_page_sees (page, "The service gave no expiry"));
}

/* Where the list cannot be read, the expiry stays unknown, and that is no failure. */
static void
test_no_expiry (Fixture       *fixture,
                gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  lk_test_page_sign_in (page, "write", -1);
  show (page);
  lk_test_spin (500);
  g_assert_true (lk_test_page_sees (page, "The service gave no expiry"));
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  GdkDisplay *display = gdk_display_get_default ();
  static const struct
  {
    const char *action;
    gboolean    secret;
  } ways[] = {
    { "token.copy", TRUE },
    { "token.copy-curl", FALSE },
    { "token.copy-header", TRUE },
    { "token.copy-environment", FALSE },
    { "token.copy-command", FALSE },
  };

  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_assert_true (gtk_widget_activate_action (page->page, ways[i].action, NULL));
      g_assert_cmpint (lk_clipboard_holds_secret (display), ==, ways[i].secret);
    }
  g_assert_true (lk_test_page_said (page, "the token itself is not in it"));
}

static void
test_lines (Fixture       *fixture,
            gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autofree char *command = lk_token_text_command (page->connection);
  g_autofree char *environment = lk_token_text_environment (page->connection);
  g_autofree char *curl = lk_token_text_curl (page->connection);
  g_autofree char *plain = NULL;

  g_assert_cmpstr (command, ==, "latchkey token 'My Account'");
  g_assert_cmpstr (environment, ==, "export ZENDESK_CHAT_TOKEN=\"$(latchkey token 'My Account')\"");
  g_assert_true (g_str_has_prefix (curl, "latchkey token --format=header -- "));
  g_assert_nonnull (strstr (curl, "/api/v2/chat/chats"));

  g_object_set (page->connection, "name", "acme", NULL);
  plain = lk_token_text_command (page->connection);
  g_assert_cmpstr (plain, ==, "latchkey token acme");
}

/* The service fails: a card says so, and the token stays. */
static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_assert_true (lk_practice_server_set_fault (page->practice->server, "status-500", 1));
  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  lk_test_page_wait (page, "What happened");
  g_assert_true (lk_test_page_sees (page, "You have a token"));
  g_assert_false (lk_test_page_sees (page, "it works"));

  lk_test_page_press (page, "Test");
  lk_test_page_wait (page, "it works");
  lk_test_page_wait_gone (page, "What happened");
}

/* A service that does not answer can be given up on. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_assert_true (lk_practice_server_set_fault (page->practice->server, "silence", 1));
  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  lk_test_page_wait (page, "Asking the service whose token it is…");
  lk_test_page_press (page, "Cancel");
  lk_test_page_wait_gone (page, "Asking the service whose token it is…");
  g_assert_false (lk_test_page_sees (page, "What happened"));
}

/* A token that was got with other settings goes nowhere, and can be forgotten. */
static void
test_moved (Fixture       *fixture,
            gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  guint asked;

  lk_test_page_sign_in (page, "read write", -1);
  show (page);
  lk_test_page_wait (page, "You have a token, and it works");
  lk_test_page_wait (page, "as the account’s list of tokens says");
  g_object_set (page->connection, "client-id", "another", NULL);
  g_assert_true (lk_test_page_sees (page, "No token for these settings"));
  g_assert_false (lk_test_page_sees (page, "Copy Token"));
  asked = lk_practice_server_count_requests (page->practice->server, NULL, "/");
  gtk_widget_activate_action (page->page, "token.test", NULL);
  lk_test_spin (300);
  g_assert_cmpuint (lk_practice_server_count_requests (page->practice->server, NULL, "/"), ==, asked);
  lk_test_page_press (page, "Forget");
  g_assert_true (lk_test_page_asked (page, "sign-out"));
}

/* One that cannot be renewed gives notice once, quietly; then it has ended, and the page says what helps. */
static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  show (page);
  lk_test_page_sign_in (page, "read write", 2);
  g_assert_true (lk_test_page_sees (page, "Ends Soon"));
  g_assert_true (lk_test_page_sees (page, "Sign in again before that"));
  g_assert_true (lk_test_page_said (page, "The token ends in a few minutes"));
  g_assert_cmpuint (page->toasts->len, ==, 1);
  lk_test_page_wait (page, "Your token has ended");
  g_assert_true (lk_test_page_sees (page, "Sign in again to go on"));
  g_assert_false (lk_test_page_sees (page, "Copy Token"));
  lk_test_page_press (page, "Sign In Again");
  g_assert_true (lk_test_page_asked (page, "sign-in:"));
}

/* The time left is counted down while somebody looks, and by nothing else that happens. */
static void
test_countdown (Fixture       *fixture,
                gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  lk_test_page_sign_in (page, "read write", 252);
  show (page);
  g_assert_true (lk_test_page_sees (page, "4 min 1"));
  lk_test_page_wait (page, "it works");
  lk_test_page_wait_gone (page, "4 min 1");
  g_assert_true (lk_test_page_sees (page, "4 min 0"));
}

static gboolean
is_renewed (gpointer data)
{
  LkTestPage *page = data;

  return lk_token_get_expires_at (lk_account_get_token (page->account)) == LK_TOKEN_EXPIRY_UNKNOWN;
}

/* One that can be renewed is, before its end, while somebody looks at it. */
static void
test_renews (Fixture       *fixture,
             gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autofree char *first = NULL;

  show (page);
  lk_test_page_renewable (page, 4);
  first = g_strdup (lk_token_get_access_token (lk_account_get_token (page->account)));
  g_assert_true (lk_test_page_sees (page, "Latchkey renews it by itself"));
  g_assert_true (lk_test_page_sees (page, "Refresh"));
  /* It needs nobody to do anything. */
  g_assert_cmpuint (page->toasts->len, ==, 0);
  lk_test_wait_until (is_renewed, page, 20);
  g_assert_cmpstr (lk_token_get_access_token (lk_account_get_token (page->account)), !=, first);
  lk_test_page_wait (page, "By a refresh");
  lk_test_page_wait (page, "it works");
}

/* One that ended while the program was closed is renewed when it is seen again. */
static void
test_renews_ended (Fixture       *fixture,
                   gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  lk_test_page_renewable (page, 1);
  lk_test_spin (1500);
  show (page);
  lk_test_wait_until (is_renewed, page, 20);
  lk_test_page_wait (page, "it works");
}

/* The refresh token was used elsewhere: the page says why the token has gone. */
static void
test_renewal_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  LkTestPage *page = fixture->page;

  g_assert_true (lk_practice_server_set_fault (page->practice->server, "refresh-used", -1));
  show (page);
  lk_test_page_renewable (page, 3);
  lk_test_page_wait (page, "No token yet");
  lk_test_page_wait (page, "What happened");
  g_assert_cmpuint (lk_practice_server_count_requests (page->practice->server, "POST", "/oauth2/chat/token"), ==, 2);
}

/* A refresh by hand met trouble of the service: the token is still there, and Try Again is about the refresh. */
static void
test_refresh_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  LkTestPage *page = fixture->page;
  g_autoptr(GError) error = g_error_new_literal (LK_HTTP_ERROR, LK_HTTP_ERROR_TIMED_OUT, "Silence");
  g_autoptr(GPtrArray) diagnoses = NULL;

  lk_test_page_renewable (page, 3600);
  show (page);
  lk_test_page_wait (page, "it works");
  diagnoses = lk_account_diagnose (page->account, LK_FLOW_REFRESH, NULL, error);
  lk_token_page_show_failure (LK_TOKEN_PAGE (page->page), "account.refresh", diagnoses, NULL);
  lk_test_page_press (page, "Try Again");
  g_assert_true (lk_test_page_asked (page, "refresh"));
  g_assert_false (lk_test_page_sees (page, "What happened"));
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display); isolated ones would hide the MIME database from the icons' loader. */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/token-page/before", test_before);
  ADD ("/token-page/before-credentials", test_before_credentials);
  ADD ("/token-page/locked", test_locked);
  ADD ("/token-page/token", test_token);
  ADD ("/token-page/scopes", test_scopes);
  ADD ("/token-page/reveal", test_reveal);
  ADD ("/token-page/entry-expiry", test_entry_expiry);
  ADD ("/token-page/no-expiry", test_no_expiry);
  ADD ("/token-page/copy", test_copy);
  ADD ("/token-page/lines", test_lines);
  ADD ("/token-page/failure", test_failure);
  ADD ("/token-page/cancel", test_cancel);
  ADD ("/token-page/moved", test_moved);
  ADD ("/token-page/ends", test_ends);
  ADD ("/token-page/countdown", test_countdown);
  ADD ("/token-page/renews", test_renews);
  ADD ("/token-page/renews-ended", test_renews_ended);
  ADD ("/token-page/renewal-refused", test_renewal_refused);
  ADD ("/token-page/refresh-fails", test_refresh_fails);
#undef ADD

  return g_test_run ();
}
