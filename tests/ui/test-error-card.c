/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-error-card.h"
#include "lk-test.h"

/* Records every action of a remedy as "name argument". */
typedef struct
{
  GtkWidget *window;
  LkErrorCard *card;
  char *activated;
  guint n_retries;
} Fixture;

static void
free_action (gpointer data)
{
  LkDiagnosisAction *action = data;

  g_free (action->argument);
  g_free (action->label);
  g_free (action);
}

static void
free_diagnosis (gpointer data)
{
  LkDiagnosis *diagnosis = data;

  g_ptr_array_unref (diagnosis->actions);
  g_free (diagnosis->title);
  g_free (diagnosis->happened);
  g_free (diagnosis->why);
  g_free (diagnosis->remedy_text);
  g_free (diagnosis);
}

static LkDiagnosis *
add_diagnosis (GPtrArray  *diagnoses,
               const char *title,
               LkRemedy    remedy,
               const char *argument)
{
  LkDiagnosis *diagnosis = g_new0 (LkDiagnosis, 1);
  LkDiagnosisAction *action = g_new0 (LkDiagnosisAction, 1);

  action->remedy = remedy;
  action->argument = g_strdup (argument);
  action->label = g_strdup ("_Mend");
  diagnosis->id = "unknown";
  diagnosis->title = g_strdup (title);
  diagnosis->happened = g_strdup ("<b>It</b> failed %s%n");
  diagnosis->why = g_strdup ("Because");
  diagnosis->remedy_text = g_strdup ("Mend it");
  diagnosis->actions = g_ptr_array_new_with_free_func (free_action);
  g_ptr_array_add (diagnosis->actions, action);
  g_ptr_array_add (diagnoses, diagnosis);

  return diagnosis;
}

static void
activated_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  Fixture *fixture = data;

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)),
                                        parameter != NULL ? g_variant_get_string (parameter, NULL) : "-");
}

static void
retry_cb (Fixture *fixture)
{
  fixture->n_retries++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const GActionEntry entries[] = {
    { "sign-in", activated_cb, "s", NULL, NULL },
    { "sign-in-embedded", activated_cb, "s", NULL, NULL },
    { "sign-in-browser", activated_cb, "s", NULL, NULL },
    { "move-to-integrated", activated_cb, NULL, NULL, NULL },
    { "edit", activated_cb, "s", NULL, NULL },
    { "show-page", activated_cb, "s", NULL, NULL },
    { "get", activated_cb, "s", NULL, NULL },
    { "open-dashboard", activated_cb, NULL, NULL, NULL },
  };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), fixture);
  fixture->card = LK_ERROR_CARD (lk_error_card_new ());
  g_signal_connect_swapped (fixture->card, "retry", G_CALLBACK (retry_cb), fixture);
  fixture->window = gtk_window_new ();
  gtk_widget_insert_action_group (fixture->window, "account", G_ACTION_GROUP (group));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->card));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->card), (gpointer *) &fixture->card);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (fixture->card);
  g_free (fixture->activated);
}

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_button (Fixture *fixture)
{
  GtkWidget *label = find_label (GTK_WIDGET (fixture->card), "Mend");

  g_assert_nonnull (label);

  return gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
}

static void
test_remedies (Fixture       *fixture,
               gconstpointer  data)
{
  const struct
  {
    LkRemedy remedy;
    const char *argument;
    const char *activated;
  } cases[] = {
    { LK_REMEDY_SIGN_IN, "read write chat", "sign-in read write chat" },
    { LK_REMEDY_EMBEDDED_PAGE, NULL, "sign-in-embedded " },
    { LK_REMEDY_EMBEDDED_PAGE, NULL, "sign-in-embedded " },
    { LK_REMEDY_USE_BROWSER, NULL, "sign-in-browser " },
    { LK_REMEDY_EDIT_FIELD, "subdomain", "edit subdomain" },
    { LK_REMEDY_SWITCH_CLIENT_TYPE, NULL, "show-page clients" },
    { LK_REMEDY_OPEN_DASHBOARD, NULL, "open-dashboard -" },
    { LK_REMEDY_MOVE_TO_INTEGRATED, NULL, "move-to-integrated -" },
    { LK_REMEDY_GET, "agents/me", "get agents/me" },
    { LK_REMEDY_SHOW_PAGE, "activity", "show-page activity" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) diagnoses = g_ptr_array_new_with_free_func (free_diagnosis);

      add_diagnosis (diagnoses, "Failed", cases[i].remedy, cases[i].argument);
      lk_error_card_show (fixture->card, diagnoses, NULL);
      g_signal_emit_by_name (find_button (fixture), "clicked");
      g_assert_cmpstr (fixture->activated, ==, cases[i].activated);
    }

  g_assert_cmpuint (fixture->n_retries, ==, 0);
}

static gboolean
has_retried (gpointer data)
{
  return ((Fixture *) data)->n_retries > 0;
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) diagnoses = g_ptr_array_new_with_free_func (free_diagnosis);

  add_diagnosis (diagnoses, "Failed", LK_REMEDY_RETRY, NULL);
  lk_error_card_show (fixture->card, diagnoses, NULL);
  g_signal_emit_by_name (find_button (fixture), "clicked");
  g_assert_cmpuint (fixture->n_retries, ==, 1);
}

static void
test_wait (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) diagnoses = g_ptr_array_new_with_free_func (free_diagnosis);
  GtkWidget *button;

  add_diagnosis (diagnoses, "Slow down", LK_REMEDY_WAIT, "2");
  lk_error_card_show (fixture->card, diagnoses, NULL);
  button = find_button (fixture);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Trying Again in 2 Seconds");
  g_assert_cmpuint (fixture->n_retries, ==, 0);

  lk_test_wait_until (has_retried, fixture, 30);
  g_assert_cmpuint (fixture->n_retries, ==, 1);
}

/* A cleared card sends nothing later. */
static void
test_wait_cleared (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) diagnoses = g_ptr_array_new_with_free_func (free_diagnosis);

  add_diagnosis (diagnoses, "Slow down", LK_REMEDY_WAIT, "1");
  lk_error_card_show (fixture->card, diagnoses, NULL);
  g_signal_emit_by_name (find_button (fixture), "clicked");
  lk_error_card_clear (fixture->card);
  lk_test_spin (2500);
  g_assert_cmpuint (fixture->n_retries, ==, 0);
}

static void
test_candidates (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) diagnoses = g_ptr_array_new_with_free_func (free_diagnosis);
  g_autofree char *report = NULL;
  GtkWidget *body;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->card)));
  add_diagnosis (diagnoses, "First <i>guess</i>", LK_REMEDY_RETRY, NULL);
  add_diagnosis (diagnoses, "Second <i>guess</i>", LK_REMEDY_RETRY, NULL);
  lk_error_card_show (fixture->card, diagnoses, NULL);

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->card)));
  g_assert_nonnull (find_label (GTK_WIDGET (fixture->card), "First <i>guess</i>"));
  g_assert_nonnull (find_label (GTK_WIDGET (fixture->card), "Second <i>guess</i>"));
  g_assert_nonnull (find_label (GTK_WIDGET (fixture->card), "Also possible"));
  body = find_label (GTK_WIDGET (fixture->card), "<b>It</b> failed %s%n");
  g_assert_nonnull (body);
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (body)));

  report = lk_error_card_get_report (fixture->card);
  g_assert_nonnull (strstr (report, "First <i>guess</i>"));
  g_assert_nonnull (strstr (report, "Second <i>guess</i>"));

  lk_error_card_clear (fixture->card);
  g_assert_false (lk_error_card_is_shown (fixture->card));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->card)));
}

/* Copied details contain no token (SECURITY.md I8). */
static void
test_report (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) diagnoses = g_ptr_array_new_with_free_func (free_diagnosis);
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.example/chats");
  g_autofree char *report = NULL;

  lk_exchange_add_request_header (exchange, "Authorization", "Bearer the-canary");
  lk_exchange_set_response (exchange, 401, "Unauthorized");
  lk_exchange_finish (exchange, NULL);
  add_diagnosis (diagnoses, "Not let in", LK_REMEDY_SIGN_IN, NULL);
  lk_error_card_show (fixture->card, diagnoses, exchange);

  report = lk_error_card_get_report (fixture->card);
  g_assert_nonnull (strstr (report, "https://acme.example/chats"));
  g_assert_nonnull (strstr (report, "401"));
  g_assert_null (strstr (report, "the-canary"));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  adw_init ();

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/error-card/remedies", test_remedies);
  ADD ("/error-card/retry", test_retry);
  ADD ("/error-card/wait", test_wait);
  ADD ("/error-card/wait-cleared", test_wait_cleared);
  ADD ("/error-card/candidates", test_candidates);
  ADD ("/error-card/report", test_report);

  return g_test_run ();
}
