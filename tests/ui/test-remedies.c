/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cards' buttons promise is there: every field that a rule sends to takes the focus, and every page and action
 * that one leads to is in the account's view. */
#include "config.h"

#include "lk-account-view.h"
#include "lk-connection-form.h"
#include "lk-diagnosis-tables.h"
#include "lk-error-card.h"
#include "lk-memory-vault.h"
#include "lk-test-connections.h"
#include "lk-test.h"
#include "sabotage.h"

typedef LkRuleTable (*RuleFunc) (void);

static const RuleFunc tables[] = { _lk_diagnosis_app_rules, _lk_diagnosis_oauth_rules, _lk_diagnosis_api_rules };

/* Every argument that some rule gives to a remedy, and what the rules put in by themselves. */
static GPtrArray *
collect_arguments (LkRemedy           remedy,
                   const char *const *more)
{
  GPtrArray *arguments = g_ptr_array_new ();

  for (guint i = 0; more[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) more[i]);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      LkRuleTable table = tables[i] ();

      for (gsize j = 0; j < table.n_rules; j++)
        {
          for (guint k = 0; k < LK_RULE_MAX_ACTIONS; k++)
            {
              const LkRuleAction *action = &table.rules[j].actions[k];

              if (action->remedy == remedy && action->argument != NULL
                  && !g_ptr_array_find_with_equal_func (arguments, action->argument, g_str_equal, NULL))
                g_ptr_array_add (arguments, (gpointer) action->argument);
            }
        }
    }

  return arguments;
}

static gboolean
has_focus (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && gtk_widget_get_mapped (focus);
}

/* What the buttons of a card send to. Each card has to have one, if not this one. */
static void
note_fields (const LkDiagnosis *diagnosis,
             GPtrArray         *fields)
{
  g_assert_cmpuint (diagnosis->actions->len, >, 0);

  for (guint i = 0; i < diagnosis->actions->len; i++)
    {
      const LkDiagnosisAction *action = g_ptr_array_index (diagnosis->actions, i);

      if (action->remedy == LK_REMEDY_EDIT_FIELD && *action->argument != '\0'
          && !g_ptr_array_find_with_equal_func (fields, action->argument, g_str_equal, NULL))
        g_ptr_array_add (fields, g_strdup (action->argument));
    }
}

static gboolean
has_edit (const LkRule *rule)
{
  for (guint i = 0; i < LK_RULE_MAX_ACTIONS; i++)
    {
      if (rule->actions[i].remedy == LK_REMEDY_EDIT_FIELD)
        return TRUE;
    }

  return FALSE;
}

/* Every rule that sends to a field, whether or not it could apply. */
static void
note_fields_of_rules (LkConnection *connection,
                      GPtrArray    *fields)
{
  static const LkFlow flows[] = { LK_FLOW_SIGN_IN, LK_FLOW_REFRESH, LK_FLOW_API, LK_FLOW_CONVERSATION };
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);

  for (guint i = 0; i < G_N_ELEMENTS (tables) * G_N_ELEMENTS (flows); i++)
    {
      const LkSymptom symptom = { .flow = flows[i % G_N_ELEMENTS (flows)], .connection = connection };
      const LkFacts facts = { .symptom = &symptom, .endpoints = endpoints };
      LkRuleTable table = tables[i / G_N_ELEMENTS (flows)] ();

      for (gsize j = 0; j < table.n_rules; j++)
        {
          if (has_edit (&table.rules[j]))
            {
              g_autoptr(LkDiagnosis) diagnosis = _lk_diagnosis_from_rule (&table.rules[j], &facts);

              note_fields (diagnosis, fields);
            }
        }
    }
}

/* Every fault that a connection of this kind can have. */
static void
note_fields_at_fault (LkConnection *connection,
                      GPtrArray    *fields)
{
  guint n_properties;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (connection), &n_properties);

  g_object_set (connection,
                "name", "", "subdomain", "!", "client-id", "\xc2\xa0", "redirect-uri", "!",
                "scopes", (const char *[]) { NULL }, "authorize-url", "!", "token-url", "!", "api-base", "!",
                "graphql-url", "!", "stream-url", "!",
                NULL);

  for (guint i = 0; i < n_properties; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) diagnoses = NULL;

      if (lk_connection_validate_field (connection, properties[i]->name, &error))
        continue;

      diagnoses = lk_diagnose (&(LkSymptom) { .flow = LK_FLOW_SIGN_IN, .connection = connection, .error = error });
      for (guint j = 0; j < diagnoses->len; j++)
        note_fields (g_ptr_array_index (diagnoses, j), fields);
    }
}

static void
assert_takes_focus (LkConnection *draft,
                    const char   *field)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *form = g_object_new (LK_TYPE_CONNECTION_FORM, NULL);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), form);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 500);
  gtk_window_present (GTK_WINDOW (window));
  lk_connection_form_set_draft (LK_CONNECTION_FORM (form), draft, FALSE);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  lk_connection_form_focus (LK_CONNECTION_FORM (form), field);
  /* What hides it opens with an animation. */
  lk_test_wait_until (has_focus, window, 20);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), form));

  gtk_window_destroy (GTK_WINDOW (window));
}

/* For each kind of service: what a card offers to edit is in the form, in sight, and takes the focus. */
static void
test_fields (gconstpointer data)
{
  LkConnectionKind kind = GPOINTER_TO_INT (data);
  g_autoptr(LkConnection) connection = lk_connection_new (kind);
  g_autoptr(LkConnection) draft = lk_connection_new (kind);
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);

  note_fields_of_rules (connection, fields);
  note_fields_at_fault (connection, fields);
  g_assert_cmpuint (fields->len, >=, 5);
  for (guint i = 0; i < fields->len; i++)
    {
      g_test_message ("%s", (const char *) g_ptr_array_index (fields, i));
      assert_takes_focus (draft, g_ptr_array_index (fields, i));
    }
}

typedef struct
{
  LkPracticeHost *host;
  LkWorkspace *workspace;
  GtkWidget *window;
  GtkWidget *view;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(LkVault) vault = lk_memory_vault_new ();
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GSettings) settings = g_settings_new ("io.github.latchkey.Latchkey");
  g_autoptr(GError) error = NULL;

  fixture->host = lk_practice_host_new ();
  fixture->workspace = lk_workspace_new (g_get_user_data_dir (), vault);
  g_object_set (connection, "name", "Practice", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  fixture->view = lk_account_view_new (fixture->workspace,
                                       lk_workspace_get_account (fixture->workspace,
                                                                 lk_connection_get_id (connection)),
                                       fixture->host, settings);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lk_test_spin (200);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lk_test_spin (50);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->host);
}

static AdwViewStack *
find_stack (GtkWidget *widget)
{
  if (ADW_IS_VIEW_STACK (widget))
    return ADW_VIEW_STACK (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwViewStack *found = find_stack (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const by_card[] = { "clients", "token", "chats", NULL };
  g_autoptr(GPtrArray) pages = collect_arguments (LK_REMEDY_SHOW_PAGE, by_card);
  AdwViewStack *stack = find_stack (fixture->view);

  for (guint i = 0; i < pages->len; i++)
    {
      const char *page = g_ptr_array_index (pages, i);

      g_assert_true (gtk_widget_activate_action (fixture->view, "account.show-page", "s", page));
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, page);
    }
}

/* Each is asked for on the page where its answer is seen. */
static void
test_checks (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const none[] = { NULL };
  g_autoptr(GPtrArray) paths = collect_arguments (LK_REMEDY_GET, none);
  AdwViewStack *stack = find_stack (fixture->view);

  g_assert_cmpuint (paths->len, >=, 2);
  for (guint i = 0; i < paths->len; i++)
    {
      adw_view_stack_set_visible_child_name (stack, "token");
      g_assert_true (gtk_widget_activate_action (fixture->view, "account.get", "s", g_ptr_array_index (paths, i)));
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "chats");
    }
}

static GtkWidget *
find_window (const char *type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), type))
        return window;
    }

  return NULL;
}

/* The window that an action has opened, which is closed again. */
static void
assert_opens (Fixture    *fixture,
              const char *action,
              const char *argument,
              const char *type)
{
  GtkWidget *opened;

  if (argument != NULL)
    g_assert_true (gtk_widget_activate_action (fixture->view, action, "s", argument));
  else
    g_assert_true (gtk_widget_activate_action (fixture->view, action, NULL));

  opened = find_window (type);
  if (opened == NULL)
    g_error ("%s opens no %s", action, type);

  gtk_window_destroy (GTK_WINDOW (opened));
  lk_test_spin (50);
}

static void
test_windows (Fixture       *fixture,
              gconstpointer  data)
{
  assert_opens (fixture, "account.edit", "redirect-uri", "LkConnectionDialog");
  assert_opens (fixture, "account.move-to-integrated", NULL, "LkMoveWindow");
  assert_opens (fixture, "account.show-faults", NULL, "LkFaultWindow");
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
has_try_again (gpointer view)
{
  return find_button (view, "_Try Again") != NULL;
}

static guint
count_credentials_requests (LkAccount *account)
{
  GListModel *log = G_LIST_MODEL (lk_http_client_get_log (lk_account_get_client (account)));
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (log); i++)
    {
      g_autoptr(LkExchange) exchange = g_list_model_get_item (log, i);

      GBytes *body = lk_exchange_get_request_body (exchange);

      if (lk_exchange_get_purpose (exchange) == LK_EXCHANGE_PURPOSE_TOKEN
          && g_strstr_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body),
                           "grant_type=client_credentials") != NULL)
        count++;
    }

  return count;
}

static gboolean
is_asked_twice (gpointer account)
{
  return count_credentials_requests (account) == 2;
}

/* Try Again does again what has failed, also where there is a token from before. */
static void
test_try_again (Fixture       *fixture,
                gconstpointer  data)
{
  GListModel *accounts = lk_workspace_get_accounts (fixture->workspace);
  /* Those of the tests before are there too. */
  LkAccount *account = g_list_model_get_item (accounts, g_list_model_get_n_items (accounts) - 1);
  LkConnection *connection = lk_account_get_connection (account);
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (connection);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_new ("an-old-token", "its-refresh-token", "Bearer", (const char *[]) { "read", NULL }, 3600,
                        LK_TOKEN_OBTAINED_CODE, endpoints->token, lk_connection_get_client_id (connection),
                        lk_connection_get_scopes (connection), &error);
  g_assert_no_error (error);
  lk_token_source_store_async (lk_account_get_source (account), token, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_token_source_store_finish (lk_account_get_source (account), result, &error);
  g_assert_no_error (error);

  sabotage_add (lk_practice_host_get_server (fixture->host));
  g_assert_true (lk_practice_server_set_fault (lk_practice_host_get_server (fixture->host), "status-500-html", 1));
  gtk_widget_activate_action (fixture->view, "account.sign-in-client-credentials", NULL);
  lk_test_wait_until (has_try_again, fixture->view, 20);
  g_assert_cmpuint (count_credentials_requests (account), ==, 1);

  g_signal_emit_by_name (find_button (fixture->view, "_Try Again"), "clicked");
  lk_test_wait_until (is_asked_twice, account, 20);
  g_object_unref (account);
}

/* Faults are for the practice account alone. */
static void
test_practice_only (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(GSettings) settings = g_settings_new ("io.github.latchkey.Latchkey");
  g_autoptr(GError) error = NULL;
  GtkWidget *view;

  g_object_set (connection, "name", "Acme", "subdomain", "acme", "client-id", "acme-client", NULL);
  lk_test_save (lk_workspace_get_connections (fixture->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  view = lk_account_view_new (fixture->workspace,
                              lk_workspace_get_account (fixture->workspace, lk_connection_get_id (connection)),
                              fixture->host, settings);
  gtk_window_set_child (GTK_WINDOW (fixture->window), view);
  gtk_widget_activate_action (view, "account.show-faults", NULL);
  g_assert_null (find_window ("LkFaultWindow"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (int kind = LK_CONNECTION_KIND_INTEGRATED; kind <= LK_CONNECTION_KIND_PRACTICE; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/remedies/fields/%s", lk_enum_to_nick (LK_TYPE_CONNECTION_KIND, kind));

      g_test_add_data_func (path, GINT_TO_POINTER (kind), test_fields);
    }
  g_test_add ("/remedies/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/remedies/checks", Fixture, NULL, set_up, test_checks, tear_down);
  g_test_add ("/remedies/windows", Fixture, NULL, set_up, test_windows, tear_down);
  g_test_add ("/remedies/try-again", Fixture, NULL, set_up, test_try_again, tear_down);
  g_test_add ("/remedies/practice-only", Fixture, NULL, set_up, test_practice_only, tear_down);

  return g_test_run ();
}
