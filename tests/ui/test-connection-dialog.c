/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of a connection, used as a person would: texts typed and pasted, checks set, Save pressed. */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "lk-connection-dialog.h"
#include "lk-connection-form.h"
#include "lk-field-row.h"
#include "lk-memory-vault.h"
#include "lk-test.h"

typedef struct
{
  char *folder;
  LkWorkspace *workspace;
  GtkWidget *window;
  LkConnectionDialog *dialog;   /* not owned: weak */
  LkConnectionForm *form;       /* not owned: the dialog's */
} Fixture;

static void
open_dialog (Fixture      *fixture,
             LkConnection *connection,
             const char   *focus_field)
{
  g_assert_null (fixture->dialog);
  g_set_weak_pointer (&fixture->dialog, lk_connection_dialog_present (fixture->window, fixture->workspace, connection,
                                                                      focus_field));
  fixture->form = LK_CONNECTION_FORM (gtk_widget_get_template_child (GTK_WIDGET (fixture->dialog),
                                                                     LK_TYPE_CONNECTION_DIALOG, "form"));
}

static void
close_dialog (Fixture *fixture)
{
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  g_assert_null (fixture->dialog);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("latchkey-form-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->workspace = lk_workspace_new (fixture->folder, vault);
  fixture->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (fixture->window));
  open_dialog (fixture, NULL, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->dialog != NULL)
    close_dialog (fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->workspace);
  g_free (fixture->folder);
}

static gpointer
child (Fixture    *fixture,
       const char *id)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (fixture->form), LK_TYPE_CONNECTION_FORM, id);

  g_assert_nonnull (object);

  return object;
}

static gpointer
part (Fixture    *fixture,
      const char *stem,
      const char *suffix)
{
  g_autofree char *id = g_strconcat (stem, "_", suffix, NULL);

  return child (fixture, id);
}

static void
paste (Fixture    *fixture,
       const char *stem,
       const char *text)
{
  gtk_editable_set_text (part (fixture, stem, "row"), text);
}

static void
type (Fixture    *fixture,
      const char *stem,
      const char *text)
{
  GtkEditable *editable = part (fixture, stem, "row");

  gtk_editable_set_text (editable, "");
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int position = gtk_editable_get_position (editable);

      gtk_editable_insert_text (editable, p, (int) (g_utf8_next_char (p) - p), &position);
      gtk_editable_set_position (editable, position);
    }
}

static const char *
text_of (Fixture    *fixture,
         const char *stem)
{
  return gtk_editable_get_text (part (fixture, stem, "row"));
}

static const char *
note_of (Fixture    *fixture,
         const char *stem)
{
  return lk_field_row_get_note (part (fixture, stem, "row"));
}

static void
choose_kind (Fixture          *fixture,
             LkConnectionKind  kind)
{
  adw_combo_row_set_selected (child (fixture, "kind_row"), kind);
}

static void
set_check (Fixture    *fixture,
           const char *id,
           gboolean    active)
{
  gtk_check_button_set_active (child (fixture, id), active);
}

static void
press_save (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->dialog), "connection.save", NULL);
}

static gboolean
is_closed (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

static void
fill_in (Fixture *fixture)
{
  type (fixture, "name", "Acme support");
  type (fixture, "subdomain", "acme");
  type (fixture, "client_id", "kn0wn");
}

static LkConnection *
saved (Fixture *fixture)
{
  GListModel *connections = G_LIST_MODEL (lk_workspace_get_connections (fixture->workspace));
  g_autoptr(LkConnection) connection = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (connections), ==, 1);
  connection = g_list_model_get_item (connections, 0);

  /* The list holds it. */
  return connection;
}

static void
test_untouched (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const stems[] = { "name", "subdomain", "redirect", "client_id", "api" };

  for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
    {
      g_assert_null (note_of (fixture, stems[i]));
      g_assert_false (gtk_widget_has_css_class (part (fixture, stems[i], "row"), "error"));
    }
  g_assert_cmpstr (text_of (fixture, "redirect"), ==, LK_DEFAULT_REDIRECT_URI);
}

/* Each field says its own fault, all at the same time, and takes it back. */
static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    const char *stem;
    const char *wrong;
    const char *said;
    const char *right;
  } rows[] = {
    { "subdomain", "acme_1", "letters, digits and hyphens", "acme-1" },
    { "subdomain", "acme.example", "not an address at zendesk.com", "acme" },
    { "redirect", "http://example.com/cb", "https", "http://127.0.0.1:8080/cb" },
    { "redirect", "localhost", "whole address", "http://localhost:8080" },
    { "client_id", "12345", "client's number", "a1b2c3" },
    { "client_id", "abc\xc2\xa0" "def", "cannot belong", "abcdef" },
    { "authorize", "http://example.com/authorize", "https", "https://example.com/authorize" },
    { "token", "https://user:pass@example.com/token", "user name or password", "https://example.com/token" },
    { "api", "https://example.com/#api", "# part", "https://example.com/api" },
    { "graphql", "ftp://example.com/graphql", "https", "https://example.com/graphql" },
    { "stream", "https://example.com/stream", "wss", "wss://example.com/stream" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkEditable *row = part (fixture, rows[i].stem, "row");
      GtkAccessible *text = GTK_ACCESSIBLE (gtk_editable_get_delegate (row));
      g_autofree char *difference = NULL;

      type (fixture, rows[i].stem, rows[i].wrong);
      g_test_message ("%s: %s", rows[i].stem, note_of (fixture, rows[i].stem));
      g_assert_nonnull (note_of (fixture, rows[i].stem));
      g_assert_nonnull (strstr (note_of (fixture, rows[i].stem), rows[i].said));
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
      difference = gtk_test_accessible_check_state (text, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_null (difference);
      difference = gtk_test_accessible_check_property (text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                       note_of (fixture, rows[i].stem));
      g_assert_null (difference);

      /* Another one's fault stays its own. */
      if (i > 0 && !g_str_equal (rows[i - 1].stem, rows[i].stem))
        g_assert_null (note_of (fixture, rows[i - 1].stem));

      type (fixture, rows[i].stem, rows[i].right);
      g_assert_null (note_of (fixture, rows[i].stem));
      g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
      difference = gtk_test_accessible_check_state (text, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
      g_assert_null (difference);
    }

  type (fixture, "subdomain", "acme_1");
  type (fixture, "client_id", "12345");
  g_assert_nonnull (note_of (fixture, "subdomain"));
  g_assert_nonnull (note_of (fixture, "client_id"));

  /* Emptied by hand is not the same as never touched. */
  type (fixture, "client_id", "");
  g_assert_nonnull (strstr (note_of (fixture, "client_id"), "Enter the Client ID"));
}

static void
test_subdomain (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct
  {
    const char *pasted;
    const char *kept;
    gboolean said;
  } rows[] = {
    { "https://acme.zendesk.com/agent/", "acme", TRUE },
    { "  https://Acme.Zendesk.com/chat/agent#home \n", "acme", TRUE },
    { "acme.zendesk.com", "acme", TRUE },
    { "http://acme.zopim.com:443/?x=1", "acme", TRUE },
    { "  acme\t", "acme", FALSE },
    { "ACME", "acme", FALSE },
    { "https://acme.zendesk.com.evil.example/", "https://acme.zendesk.com.evil.example/", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *note;

      paste (fixture, "subdomain", "");
      paste (fixture, "subdomain", rows[i].pasted);
      g_assert_cmpstr (text_of (fixture, "subdomain"), ==, rows[i].kept);
      note = note_of (fixture, "subdomain");
      if (rows[i].said)
        {
          g_assert_nonnull (strstr (note, "“acme”"));
          g_assert_false (gtk_widget_has_css_class (part (fixture, "subdomain", "row"), "error"));
        }
      else
        {
          g_assert_true ((note != NULL) == (strchr (rows[i].kept, '.') != NULL));
        }
    }

  /* A scheme that is still being typed is not taken for a subdomain. */
  type (fixture, "subdomain", "https://acme.zendesk.com");
  g_assert_cmpstr (text_of (fixture, "subdomain"), ==, "acme");
  g_assert_nonnull (note_of (fixture, "subdomain"));

  /* The note stays while something else is edited, and goes with the next edit of the field. */
  type (fixture, "client_id", "kn0wn");
  g_assert_nonnull (note_of (fixture, "subdomain"));
  choose_kind (fixture, LK_CONNECTION_KIND_CUSTOM);
  g_assert_null (note_of (fixture, "subdomain"));
  choose_kind (fixture, LK_CONNECTION_KIND_INTEGRATED);
  type (fixture, "subdomain", "acme2");
  g_assert_null (note_of (fixture, "subdomain"));
}

static void
test_white_space (Fixture       *fixture,
                  gconstpointer  data)
{
  paste (fixture, "client_id", " \tkn0wn\n");
  g_assert_cmpstr (text_of (fixture, "client_id"), ==, "kn0wn");
  paste (fixture, "redirect", " http://localhost:8080 ");
  g_assert_cmpstr (text_of (fixture, "redirect"), ==, "http://localhost:8080");

  /* A name may hold spaces, so they are not taken away under the typing hand; the ends go when it is saved. */
  type (fixture, "name", " Acme support ");
  g_assert_cmpstr (text_of (fixture, "name"), ==, " Acme support ");
  type (fixture, "subdomain", "acme");
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);
  g_assert_cmpstr (lk_connection_get_name (saved (fixture)), ==, "Acme support");
}

static void
test_scopes (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    gboolean read, write, chat;
    const char *said;
    const char *style;
  } rows[] = {
    { FALSE, FALSE, FALSE, "at least one scope", "error" },
    { TRUE, FALSE, FALSE, NULL, NULL },
    { FALSE, FALSE, TRUE, "Conversations API refuses", "warning" },
    { TRUE, FALSE, TRUE, "Conversations API refuses", "warning" },
    { TRUE, TRUE, TRUE, NULL, NULL },
  };
  GtkWidget *label = child (fixture, "scope_label");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      set_check (fixture, "read_check", rows[i].read);
      set_check (fixture, "write_check", rows[i].write);
      set_check (fixture, "chat_check", rows[i].chat);
      g_assert_true (gtk_widget_get_visible (label) == (rows[i].said != NULL));
      if (rows[i].said == NULL)
        continue;

      g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), rows[i].said));
      g_assert_true (gtk_widget_has_css_class (label, rows[i].style));
    }
}

/* What a kind does not ask for is out of sight, and out of the way of Save. */
static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    LkConnectionKind kind;
    gboolean subdomain, client_id, addresses, other_scopes, pkce;
  } rows[] = {
    { LK_CONNECTION_KIND_CUSTOM, FALSE, TRUE, TRUE, TRUE, TRUE },
    { LK_CONNECTION_KIND_LEGACY, TRUE, TRUE, TRUE, FALSE, FALSE },
    { LK_CONNECTION_KIND_PRACTICE, FALSE, FALSE, FALSE, FALSE, FALSE },
    { LK_CONNECTION_KIND_INTEGRATED, TRUE, TRUE, TRUE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      choose_kind (fixture, rows[i].kind);
      g_assert_true (gtk_widget_get_visible (child (fixture, "subdomain_row")) == rows[i].subdomain);
      g_assert_true (gtk_widget_get_visible (child (fixture, "dashboard_row")) == rows[i].subdomain);
      g_assert_true (gtk_widget_get_visible (child (fixture, "client_id_row")) == rows[i].client_id);
      g_assert_true (gtk_widget_get_visible (child (fixture, "secret_row")) == rows[i].client_id);
      g_assert_true (gtk_widget_get_visible (child (fixture, "addresses_row")) == rows[i].addresses);
      g_assert_true (gtk_widget_get_visible (child (fixture, "other_scopes_row")) == rows[i].other_scopes);
      g_assert_true (gtk_switch_get_active (child (fixture, "pkce_switch")) == rows[i].pkce);
    }

  choose_kind (fixture, LK_CONNECTION_KIND_CUSTOM);
  type (fixture, "name", "Elsewhere");
  type (fixture, "client_id", "42");
  g_assert_null (note_of (fixture, "client_id"));
  adw_expander_row_set_expanded (child (fixture, "addresses_row"), FALSE);
  press_save (fixture);
  g_assert_nonnull (note_of (fixture, "authorize"));
  g_assert_nonnull (note_of (fixture, "token"));
  g_assert_nonnull (note_of (fixture, "api"));
  g_assert_null (note_of (fixture, "graphql"));
  g_assert_true (adw_expander_row_get_expanded (child (fixture, "addresses_row")));

  /* Only what the grant needs. */
  set_check (fixture, "implicit_check", TRUE);
  g_assert_null (note_of (fixture, "token"));
  set_check (fixture, "credentials_check", TRUE);
  g_assert_nonnull (note_of (fixture, "token"));
  g_assert_null (note_of (fixture, "authorize"));

  type (fixture, "api", "not an address");
  type (fixture, "issuer", "https://id.example");
  choose_kind (fixture, LK_CONNECTION_KIND_PRACTICE);
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);
  g_assert_null (lk_connection_get_issuer (saved (fixture)));
  g_assert_cmpint (lk_connection_get_kind (saved (fixture)), ==, LK_CONNECTION_KIND_PRACTICE);
}

static void
test_custom (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autofree char *scopes = NULL;
  LkConnection *connection;

  choose_kind (fixture, LK_CONNECTION_KIND_CUSTOM);
  type (fixture, "name", "Elsewhere");
  type (fixture, "client_id", "desk");
  type (fixture, "authorize", "https://id.example/authorize");
  type (fixture, "token", "https://id.example/token");
  type (fixture, "api", "https://api.example/v1/");
  type (fixture, "issuer", "https://id.example");
  set_check (fixture, "write_check", FALSE);
  type (fixture, "other_scopes", "openid,  profile read");
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);

  connection = saved (fixture);
  endpoints = lk_connection_get_endpoints (connection);
  scopes = g_strjoinv (" ", (char **) lk_connection_get_scopes (connection));
  g_assert_cmpstr (endpoints->token, ==, "https://id.example/token");
  g_assert_cmpstr (endpoints->api, ==, "https://api.example/v1");
  g_assert_cmpstr (lk_connection_get_issuer (connection), ==, "https://id.example");
  g_assert_cmpint (lk_connection_get_pkce (connection), ==, LK_PKCE_S256);
  g_assert_cmpstr (scopes, ==, "read openid profile");

  open_dialog (fixture, connection, NULL);
  g_assert_cmpstr (text_of (fixture, "other_scopes"), ==, "openid profile");
  g_assert_cmpstr (text_of (fixture, "api"), ==, "https://api.example/v1/");
}

static gboolean
has_focus (Fixture    *fixture,
           gpointer    widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->dialog));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
test_save_too_early (Fixture       *fixture,
                     gconstpointer  data)
{
  press_save (fixture);
  g_assert_false (is_closed (fixture));
  g_assert_nonnull (note_of (fixture, "name"));
  g_assert_nonnull (note_of (fixture, "subdomain"));
  g_assert_nonnull (note_of (fixture, "client_id"));
  g_assert_null (note_of (fixture, "redirect"));
  g_assert_true (has_focus (fixture, child (fixture, "name_row")));

  fill_in (fixture);
  set_check (fixture, "read_check", FALSE);
  set_check (fixture, "write_check", FALSE);
  press_save (fixture);
  g_assert_true (has_focus (fixture, child (fixture, "read_check")));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lk_workspace_get_connections (fixture->workspace))), ==, 0);
}

static void
test_save_and_reopen (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "connections.json", NULL);
  g_autoptr(LkConnectionList) again = lk_connection_list_new (path);
  g_autofree char *made_up = g_strdup_printf ("secret-%u", g_random_int ());
  g_autofree char *padded = g_strdup_printf (" %s\n", made_up);
  g_autofree char *contents = NULL;
  g_autoptr(LkSecret) kept = NULL;
  g_autoptr(GAsyncResult) looked_up = NULL;
  g_autoptr(GError) error = NULL;
  LkConnection *connection;
  LkVaultPlace place;

  fill_in (fixture);
  paste (fixture, "secret", padded);
  set_check (fixture, "implicit_check", TRUE);
  set_check (fixture, "chat_check", TRUE);
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);

  connection = saved (fixture);
  g_assert_cmpstr (lk_connection_get_name (connection), ==, "Acme support");
  g_assert_cmpstr (lk_connection_get_subdomain (connection), ==, "acme");
  g_assert_cmpstr (lk_connection_get_client_id (connection), ==, "kn0wn");
  g_assert_cmpint (lk_connection_get_grant (connection), ==, LK_GRANT_IMPLICIT);
  g_assert_true (lk_connection_has_scope (connection, "chat"));

  lk_vault_lookup_async (lk_workspace_get_vault (fixture->workspace), lk_connection_get_id (connection),
                         LK_VAULT_KIND_CLIENT_SECRET, NULL, lk_test_async_cb, &looked_up);
  lk_test_wait (&looked_up);
  kept = lk_vault_lookup_finish (lk_workspace_get_vault (fixture->workspace), looked_up, &place, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, made_up);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_null (strstr (contents, made_up));

  open_dialog (fixture, connection, NULL);
  g_assert_cmpstr (text_of (fixture, "name"), ==, "Acme support");
  g_assert_cmpstr (text_of (fixture, "subdomain"), ==, "acme");
  g_assert_cmpstr (text_of (fixture, "secret"), ==, "");
  g_assert_true (gtk_check_button_get_active (child (fixture, "implicit_check")));
  g_assert_true (gtk_check_button_get_active (child (fixture, "chat_check")));

  /* Closed without Save, nothing has changed; with it, the same connection has. */
  type (fixture, "name", "Acme sales");
  close_dialog (fixture);
  g_assert_cmpstr (lk_connection_get_name (saved (fixture)), ==, "Acme support");

  open_dialog (fixture, connection, NULL);
  type (fixture, "name", "Acme sales");
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);
  g_assert_true (saved (fixture) == connection);
  g_assert_cmpstr (lk_connection_get_name (connection), ==, "Acme sales");
  g_assert_true (lk_connection_list_load (again, NULL, NULL));
  g_assert_nonnull (lk_connection_list_get_by_name (again, "Acme sales"));
}

/* Every choice is saved, and shown when the form is opened again, also one that is not the default of the kind. */
static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const switches[] = { "pkce_switch", "basic_switch", "state_switch" };
  LkClientAuth client_auth;
  LkConnection *connection;

  fill_in (fixture);
  set_check (fixture, "credentials_check", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    gtk_switch_set_active (child (fixture, switches[i]), TRUE);
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);

  connection = saved (fixture);
  g_object_get (connection, "client-auth", &client_auth, NULL);
  g_assert_cmpint (lk_connection_get_grant (connection), ==, LK_GRANT_CLIENT_CREDENTIALS);
  g_assert_cmpint (lk_connection_get_pkce (connection), ==, LK_PKCE_S256);
  g_assert_cmpint (client_auth, ==, LK_CLIENT_AUTH_BASIC);
  g_assert_true (lk_connection_get_no_state_echo (connection));

  open_dialog (fixture, connection, NULL);
  g_assert_true (gtk_check_button_get_active (child (fixture, "credentials_check")));
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_assert_true (gtk_switch_get_active (child (fixture, switches[i])));
      gtk_switch_set_active (child (fixture, switches[i]), FALSE);
    }
  choose_kind (fixture, LK_CONNECTION_KIND_CUSTOM);
  g_assert_false (gtk_switch_get_active (child (fixture, "pkce_switch")));
  choose_kind (fixture, LK_CONNECTION_KIND_INTEGRATED);
  set_check (fixture, "code_check", TRUE);
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);

  g_object_get (connection, "client-auth", &client_auth, NULL);
  g_assert_cmpint (lk_connection_get_grant (connection), ==, LK_GRANT_CODE);
  g_assert_cmpint (lk_connection_get_pkce (connection), ==, LK_PKCE_OFF);
  g_assert_cmpint (client_auth, ==, LK_CLIENT_AUTH_POST);
  g_assert_false (lk_connection_get_no_state_echo (connection));
}

/* The disk is full: the dialog says so and stays, and nothing else shows what was not saved. */
static void
test_failed_save (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkInfoBar *bar;
  LkConnection *connection;
  struct rlimit limit;
  struct rlimit none;

  fill_in (fixture);
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);
  connection = saved (fixture);

  open_dialog (fixture, connection, NULL);
  type (fixture, "name", "Never saved");
  bar = GTK_INFO_BAR (gtk_widget_get_template_child (GTK_WIDGET (fixture->dialog), LK_TYPE_CONNECTION_DIALOG,
                                                     "failure_bar"));
  g_assert_false (gtk_info_bar_get_revealed (bar));

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  none = limit;
  none.rlim_cur = 0;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  press_save (fixture);
  while (!gtk_info_bar_get_revealed (bar))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_false (is_closed (fixture));
  g_assert_cmpstr (text_of (fixture, "name"), ==, "Never saved");
  g_assert_cmpstr (lk_connection_get_name (connection), ==, "Acme support");

  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);
  g_assert_cmpstr (lk_connection_get_name (saved (fixture)), ==, "Never saved");
}

static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *field;
    const char *id;
  } rows[] = {
    { NULL, "name_row" },
    { "", "name_row" },
    { "subdomain", "subdomain_row" },
    { "redirect-uri", "redirect_row" },
    { "client-id", "client_id_row" },
    { "client-secret", "secret_row" },
    { "kind", "kind_row" },
    { "scopes", "read_check" },
    { "token-url", "token_row" },
  };
  LkConnection *connection;

  fill_in (fixture);
  press_save (fixture);
  lk_test_wait_until (is_closed, fixture, 30);
  connection = saved (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      open_dialog (fixture, connection, rows[i].field);
      g_test_message ("%s", rows[i].field);
      g_assert_true (has_focus (fixture, child (fixture, rows[i].id)));
      close_dialog (fixture);
    }
}

static void
test_redirect_and_dashboard (Fixture       *fixture,
                             gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->form));
  GtkWidget *button = adw_action_row_get_activatable_widget (child (fixture, "dashboard_row"));
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;

  paste (fixture, "redirect", "http://localhost:9999/cb");
  gtk_widget_activate_action (GTK_WIDGET (fixture->form), "connection.copy-redirect", NULL);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, &error));
  g_assert_cmpstr (g_value_get_string (&value), ==, "http://localhost:9999/cb");

  /* The page of an account that is not named cannot be opened. */
  g_assert_false (gtk_widget_get_sensitive (button));
  type (fixture, "subdomain", "acme");
  g_assert_true (gtk_widget_get_sensitive (button));
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, test) g_test_add ("/connection-dialog/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("untouched", test_untouched);
  ADD ("faults", test_faults);
  ADD ("subdomain", test_subdomain);
  ADD ("white-space", test_white_space);
  ADD ("scopes", test_scopes);
  ADD ("kinds", test_kinds);
  ADD ("custom", test_custom);
  ADD ("save-too-early", test_save_too_early);
  ADD ("save-and-reopen", test_save_and_reopen);
  ADD ("choices", test_choices);
  ADD ("failed-save", test_failed_save);
  ADD ("focus", test_focus);
  ADD ("redirect-and-dashboard", test_redirect_and_dashboard);
#undef ADD

  return g_test_run ();
}
