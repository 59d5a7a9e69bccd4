/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sign-in as the window runs it, at the practice account: which way it takes, and what it asks the person. */
#include "config.h"

#include <string.h>

#include <adwaita.h>

#include "lk-browser-dialog.h"
#include "lk-memory-vault.h"
#include "lk-practice-server.h"
#include "lk-sign-in-controller.h"
#include "lk-test.h"

#define SECONDS 60

typedef struct
{
  LkPracticeServer   *server;
  LkConnection       *connection;
  LkVault            *vault;
  LkAccount          *account;
  GtkWindow          *window;
  LkSignInController *controller;
  GSettings          *settings;
  GAsyncResult       *result;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *locks = g_build_filename (g_get_user_data_dir (), "locks", NULL);
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (1024 * 1024);
  g_autoptr(LkHttpClient) client = lk_http_client_new (log);
  g_autoptr(GError) error = NULL;

  fixture->server = lk_practice_server_new ();
  g_assert_true (lk_practice_server_start (fixture->server, 0, &error));
  g_assert_no_error (error);

  fixture->connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_object_set (fixture->connection,
                "name", "Practice",
                "practice-origin", lk_practice_server_get_origin (fixture->server),
                "client-id", lk_practice_server_get_client_id (fixture->server),
                NULL);
  fixture->vault = lk_memory_vault_new ();
  fixture->account = lk_account_new (fixture->connection, fixture->vault, client, locks);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, gtk_label_new ("Latchkey"));
  gtk_window_present (fixture->window);
  fixture->settings = g_settings_new (LK_APP_ID);
  fixture->controller = lk_sign_in_controller_new (gtk_window_get_child (fixture->window), fixture->account);
  g_object_set (fixture->controller,
                "settings", fixture->settings,
                "program", g_getenv ("LK_TEST_SIGN_IN"),
                NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_settings_reset (fixture->settings, "prefer-system-browser");
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->settings);
  g_assert_finalize_object (fixture->controller);
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->vault);
  g_clear_object (&fixture->connection);
  lk_practice_server_stop (fixture->server);
  g_clear_object (&fixture->server);
}

static void
run (Fixture     *fixture,
     LkSignInWay  way)
{
  g_clear_object (&fixture->result);
  lk_sign_in_controller_run_async (fixture->controller, NULL, way, NULL, lk_test_async_cb, &fixture->result);
  g_assert_true (lk_sign_in_controller_is_running (fixture->controller));
}

static GtkWidget *
find_window (const char *type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (strcmp (G_OBJECT_TYPE_NAME (window), type) == 0)
        return window;
    }

  return NULL;
}

static gboolean
has_window (gpointer data)
{
  return find_window (data) != NULL;
}

static GtkWidget *
wait_window (const char *type)
{
  lk_test_wait_until (has_window, (gpointer) type, SECONDS);

  return find_window (type);
}

static GError *
fail (Fixture *fixture)
{
  GError *error = NULL;

  lk_test_wait (&fixture->result);
  g_assert_null (lk_sign_in_controller_run_finish (fixture->controller, fixture->result, &error));
  g_assert_false (lk_sign_in_controller_is_running (fixture->controller));

  return error;
}

static gboolean
is_webkit_mapped (void)
{
  g_autofree char *maps = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));

  return strstr (maps, "webkitgtk") != NULL;
}

/* There is no link before the sign-in has begun, and nothing is copied then. */
static gboolean
has_link (gpointer data)
{
  GtkLabel *note = GTK_LABEL (gtk_widget_get_template_child (data, LK_TYPE_BROWSER_DIALOG, "note_label"));

  gtk_widget_activate_action (data, "browser.copy-link", NULL);

  return strstr (gtk_label_get_label (note), "copied") != NULL;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  char **text = data;

  return *text != NULL;
}

/* What "Copy Link" gives: the authorize page's address. */
static char *
copy_link (GtkWidget *dialog)
{
  char *text = NULL;

  lk_test_wait_until (has_link, dialog, SECONDS);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (dialog), NULL, read_cb, &text);
  lk_test_wait_until (has_text, &text, SECONDS);

  return text;
}

static void
paste (GtkWidget  *dialog,
       const char *text)
{
  GtkWidget *entry = GTK_WIDGET (gtk_widget_get_template_child (dialog, LK_TYPE_BROWSER_DIALOG, "paste_entry"));

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

/* With the browser preferred, no WebKit is loaded. */
static void
test_browser (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *link = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GHashTable) parameters = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = NULL;
  GtkWidget *dialog;

  g_settings_set_boolean (fixture->settings, "prefer-system-browser", TRUE);
  run (fixture, LK_SIGN_IN_WAY_DEFAULT);
  wait_window ("LkBrowserDialog");
  g_assert_false (is_webkit_mapped ());

  dialog = find_window ("LkBrowserDialog");
  link = copy_link (dialog);
  g_assert_true (g_str_has_prefix (link, lk_practice_server_get_origin (fixture->server)));

  paste (dialog, "nothing in it");
  g_assert_true (gtk_widget_has_css_class (
    GTK_WIDGET (gtk_widget_get_template_child (dialog, LK_TYPE_BROWSER_DIALOG, "paste_label")), "error"));
  g_assert_null (fixture->result);

  uri = g_uri_parse (link, G_URI_FLAGS_ENCODED_QUERY, NULL);
  parameters = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  answer = g_strdup_printf ("%s?error=access_denied&state=%s", lk_connection_get_redirect_uri (fixture->connection),
                            (const char *) g_hash_table_lookup (parameters, "state"));
  paste (dialog, answer);
  error = fail (fixture);
  g_assert_error (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_DENIED);
  g_assert_null (find_window ("LkBrowserDialog"));
}

static void
test_browser_cancelled (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  run (fixture, LK_SIGN_IN_WAY_BROWSER);
  gtk_window_close (GTK_WINDOW (wait_window ("LkBrowserDialog")));
  error = fail (fixture);
  g_assert_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED);
  g_assert_null (lk_sign_in_controller_diagnose (fixture->controller, error));
  g_assert_null (find_window ("LkBrowserDialog"));
}

/* No program for the page: the browser takes over, and the dialog says why. */
static void
test_no_program (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;
  GtkLabel *note;

  g_object_set (fixture->controller, "program", "/nowhere", NULL);
  run (fixture, LK_SIGN_IN_WAY_EMBEDDED);
  dialog = wait_window ("LkBrowserDialog");
  note = GTK_LABEL (gtk_widget_get_template_child (dialog, LK_TYPE_BROWSER_DIALOG, "note_label"));
  g_assert_nonnull (strstr (gtk_label_get_label (note), "cannot be started"));
  gtk_window_close (GTK_WINDOW (dialog));
  error = fail (fixture);
  g_assert_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED);
}

/* From the page to the browser, with a request of its own. */
static void
test_over_to_browser (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_setenv ("LK_STUB", "send failed use-browser x 0", TRUE);
  run (fixture, LK_SIGN_IN_WAY_DEFAULT);
  wait_window ("LkBrowserDialog");
  g_assert_null (fixture->result);
  gtk_window_close (GTK_WINDOW (find_window ("LkBrowserDialog")));
  error = fail (fixture);
  g_assert_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED);
}

/* What ends the page is explained; the sandbox's refusal with the browser as the way on. */
static void
test_page_ends (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct
  {
    const char *stub;
    LkUserAgentError code;
    LkRemedy remedy;
  } rows[] = {
    { "send failed sandbox no-namespaces 0", LK_USER_AGENT_ERROR_SANDBOX, LK_REMEDY_USE_BROWSER },
    { "abort", LK_USER_AGENT_ERROR_CRASHED, LK_REMEDY_SIGN_IN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GPtrArray) diagnoses = NULL;
      g_autoptr(GError) error = NULL;
      LkDiagnosis *first;

      g_setenv ("LK_STUB", rows[i].stub, TRUE);
      run (fixture, LK_SIGN_IN_WAY_DEFAULT);
      error = fail (fixture);
      g_assert_error (error, LK_USER_AGENT_ERROR, (int) rows[i].code);
      g_assert_null (find_window ("LkBrowserDialog"));
      g_assert_null (lk_account_get_token (fixture->account));

      diagnoses = lk_sign_in_controller_diagnose (fixture->controller, error);
      first = g_ptr_array_index (diagnoses, 0);
      g_assert_cmpint (((LkDiagnosisAction *) g_ptr_array_index (first->actions, 0))->remedy, ==, rows[i].remedy);
    }
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  run (fixture, LK_SIGN_IN_WAY_BROWSER);
  lk_sign_in_controller_run_async (fixture->controller, NULL, LK_SIGN_IN_WAY_BROWSER, NULL, lk_test_async_cb, &second);
  lk_test_wait (&second);
  g_assert_null (lk_sign_in_controller_run_finish (fixture->controller, second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&error);

  gtk_window_close (GTK_WINDOW (wait_window ("LkBrowserDialog")));
  error = fail (fixture);
}

static gboolean
press (GtkWidget  *widget,
       const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    {
      g_signal_emit_by_name (widget, "clicked");
      return TRUE;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (press (child, label))
        return TRUE;
    }

  return FALSE;
}

/* A grant without a page asks for the secret that is not kept, keeps it, and goes on with it. */
static void
test_secret (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) looked_up = NULL;
  g_autoptr(LkSecret) secret = NULL;
  g_autoptr(GPtrArray) diagnoses = NULL;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  /* Not now. */
  run (fixture, LK_SIGN_IN_WAY_CLIENT_CREDENTIALS);
  dialog = wait_window ("AdwMessageDialog");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "use"));
  g_assert_true (press (dialog, "_Cancel"));
  error = fail (fixture);
  g_assert_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED);
  g_clear_error (&error);

  /* The practice account's client is public at first, and refused for that. */
  run (fixture, LK_SIGN_IN_WAY_CLIENT_CREDENTIALS);
  dialog = wait_window ("AdwMessageDialog");
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog))),
                         lk_practice_server_get_client_secret (fixture->server));
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "use"));
  g_assert_true (press (dialog, "_Get Token"));
  error = fail (fixture);
  g_assert_error (error, LK_TOKEN_ENDPOINT_ERROR, LK_TOKEN_ENDPOINT_ERROR_INVALID_CLIENT);

  diagnoses = lk_sign_in_controller_diagnose (fixture->controller, error);
  g_assert_nonnull (diagnoses);
  g_assert_cmpstr (((LkDiagnosis *) g_ptr_array_index (diagnoses, 0))->id, ==, "client-still-public");
  g_assert_nonnull (lk_sign_in_controller_get_exchange (fixture->controller));

  g_clear_error (&error);
  lk_vault_lookup_async (fixture->vault, lk_connection_get_id (fixture->connection), LK_VAULT_KIND_CLIENT_SECRET, NULL,
                         lk_test_async_cb, &looked_up);
  lk_test_wait (&looked_up);
  secret = lk_vault_lookup_finish (fixture->vault, looked_up, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, lk_practice_server_get_client_secret (fixture->server));
}

int
main (int   argc,
      char *argv[])
{
  /* The folders are with-session's. GTest's own would hide the system's data, by which GTK knows what an icon is. */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/sign-in-controller/browser", Fixture, NULL, set_up, test_browser, tear_down);
  g_test_add ("/sign-in-controller/browser-cancelled", Fixture, NULL, set_up, test_browser_cancelled, tear_down);
  g_test_add ("/sign-in-controller/no-program", Fixture, NULL, set_up, test_no_program, tear_down);
  g_test_add ("/sign-in-controller/page-ends", Fixture, NULL, set_up, test_page_ends, tear_down);
  g_test_add ("/sign-in-controller/one-at-a-time", Fixture, NULL, set_up, test_one_at_a_time, tear_down);
  g_test_add ("/sign-in-controller/secret", Fixture, NULL, set_up, test_secret, tear_down);
  g_test_add ("/sign-in-controller/over-to-browser", Fixture, NULL, set_up, test_over_to_browser, tear_down);

  return g_test_run ();
}
