/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-error-card.h"

#include <glib/gi18n.h>

#include "lk-clipboard.h"
#include "lk-exchange-window.h"
#include "lk-flow-report.h"
#include "lk-redact.h"
#include "lk-ui-util.h"

/* Bytes of a body in the copied details. */
#define MAX_REPORT_BODY (16 * 1024)

struct _LkErrorCard
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *title_label;
  GtkBox *body_box;
  GtkFlowBox *actions_box;
  GtkWidget *others_box;
  GtkListBox *others_list;
  GtkWidget *show_exchange_button;

  /* owned */
  GPtrArray *diagnoses;
  LkExchange *exchange;

  /* the running countdown; its button is in actions_box or others_list */
  guint wait_timer;
  guint wait_seconds;
  GtkWidget *wait_button;
};

G_DEFINE_FINAL_TYPE (LkErrorCard, lk_error_card, ADW_TYPE_BIN)

enum
{
  SIGNAL_RETRY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
stop_waiting (LkErrorCard *self)
{
  g_clear_handle_id (&self->wait_timer, g_source_remove);
  self->wait_button = NULL;
}

static void
show_countdown (LkErrorCard *self)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Trying Again in %u Second", "Trying Again in %u Seconds", self->wait_seconds),
      self->wait_seconds);

  gtk_button_set_label (GTK_BUTTON (self->wait_button), text);
}

static gboolean
count_down_cb (gpointer data)
{
  LkErrorCard *self = data;

  g_assert (LK_IS_ERROR_CARD (self));

  self->wait_seconds--;
  if (self->wait_seconds > 0)
    {
      show_countdown (self);
      return G_SOURCE_CONTINUE;
    }

  self->wait_timer = 0;
  self->wait_button = NULL;
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);

  return G_SOURCE_REMOVE;
}

static void
start_waiting (LkErrorCard *self,
               GtkWidget   *button,
               const char  *argument)
{
  guint64 seconds = 1;

  g_ascii_string_to_unsigned (argument != NULL ? argument : "", 10, 1, 24 * 60 * 60, &seconds, NULL);

  stop_waiting (self);
  self->wait_seconds = seconds;
  self->wait_button = button;
  self->wait_timer = g_timeout_add_seconds (1, count_down_cb, self);
  gtk_widget_set_sensitive (button, FALSE);
  show_countdown (self);
}

/* All remedies but the two that retry are actions of the account view. */
static void
run_action (LkErrorCard             *self,
            GtkWidget               *button,
            const LkDiagnosisAction *action)
{
  const char *argument = action->argument != NULL ? action->argument : "";

  switch (action->remedy)
    {
    case LK_REMEDY_NONE:
      break;

    case LK_REMEDY_SIGN_IN:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in", "s", argument);
      break;

    /* The embedded page begins every sign-in with a session of its own. */
    case LK_REMEDY_EMBEDDED_PAGE:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in-embedded", "s", argument);
      break;

    case LK_REMEDY_USE_BROWSER:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in-browser", "s", argument);
      break;

    case LK_REMEDY_EDIT_FIELD:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.edit", "s", argument);
      break;

    case LK_REMEDY_SWITCH_CLIENT_TYPE:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.show-page", "s", "clients");
      break;

    case LK_REMEDY_OPEN_DASHBOARD:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.open-dashboard", NULL);
      break;

    case LK_REMEDY_WAIT:
      start_waiting (self, button, argument);
      break;

    case LK_REMEDY_RETRY:
      g_signal_emit (self, signals[SIGNAL_RETRY], 0);
      break;

    case LK_REMEDY_MOVE_TO_INTEGRATED:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.move-to-integrated", NULL);
      break;

    case LK_REMEDY_GET:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.get", "s", argument);
      break;

    case LK_REMEDY_SHOW_PAGE:
      gtk_widget_activate_action (GTK_WIDGET (self), "account.show-page", "s", argument);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
action_clicked_cb (LkErrorCard *self,
                   GtkButton   *button)
{
  g_assert (LK_IS_ERROR_CARD (self));

  run_action (self, GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "lk-action"));
}

static void
show_exchange_cb (LkErrorCard *self)
{
  g_assert (LK_IS_ERROR_CARD (self));

  if (self->exchange != NULL)
    lk_exchange_window_present (GTK_WIDGET (self), self->exchange);
}

static void
copy_details_cb (LkErrorCard *self)
{
  g_autofree char *report = lk_error_card_get_report (self);

  g_assert (LK_IS_ERROR_CARD (self));

  lk_clipboard_copy_text (GTK_WIDGET (self), report, _("Details copied, without secrets"));
}

/* The text of a diagnosis may quote the service: no label of this card parses markup. */
static void
append_part (GtkBox     *box,
             const char *heading,
             const char *text)
{
  GtkWidget *part;
  GtkWidget *body;

  if (text == NULL || *text == '\0')
    return;

  part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_box_append (GTK_BOX (part), lk_ui_label_new (heading, "caption-heading"));
  body = lk_ui_label_new (text, NULL);
  gtk_label_set_selectable (GTK_LABEL (body), TRUE);
  gtk_box_append (GTK_BOX (part), body);
  gtk_box_append (box, part);
}

static void
append_parts (GtkBox            *box,
              const LkDiagnosis *diagnosis)
{
  append_part (box, _("What happened"), diagnosis->happened);
  append_part (box, _("Why"), diagnosis->why);
  append_part (box, _("What to do"), diagnosis->remedy_text);
}

/* The card keeps the diagnoses, and with them the actions, as long as the buttons. */
static void
append_buttons (LkErrorCard       *self,
                GtkFlowBox        *box,
                const LkDiagnosis *diagnosis,
                gboolean           suggest)
{
  for (guint i = 0; i < diagnosis->actions->len; i++)
    {
      LkDiagnosisAction *action = g_ptr_array_index (diagnosis->actions, i);
      GtkWidget *button = gtk_button_new_with_mnemonic (action->label);
      GtkWidget *child;

      g_object_set_data (G_OBJECT (button), "lk-action", action);
      gtk_widget_add_css_class (button, "pill");
      if (suggest && i == 0)
        gtk_widget_add_css_class (button, "suggested-action");
      g_signal_connect_object (button, "clicked", G_CALLBACK (action_clicked_cb), self, G_CONNECT_SWAPPED);

      gtk_flow_box_insert (box, button, -1);
      child = gtk_widget_get_parent (button);
      gtk_widget_set_focusable (child, FALSE);
      gtk_widget_set_halign (child, GTK_ALIGN_START);
    }

  gtk_widget_set_visible (GTK_WIDGET (box), diagnosis->actions->len > 0);
}

static GtkWidget *
make_candidate_row (LkErrorCard       *self,
                    const LkDiagnosis *diagnosis)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_flow_box_new ();
  GtkWidget *list_row = gtk_list_box_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), diagnosis->title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), _("Also possible"));

  gtk_widget_add_css_class (content, "error-card-candidate");
  append_parts (GTK_BOX (content), diagnosis);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (buttons), 6);
  append_buttons (self, GTK_FLOW_BOX (buttons), diagnosis, FALSE);
  gtk_box_append (GTK_BOX (content), buttons);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), content);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), list_row);

  return row;
}

static void
lk_error_card_dispose (GObject *object)
{
  LkErrorCard *self = LK_ERROR_CARD (object);

  stop_waiting (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_ERROR_CARD);
  g_clear_pointer (&self->diagnoses, g_ptr_array_unref);
  g_clear_object (&self->exchange);

  G_OBJECT_CLASS (lk_error_card_parent_class)->dispose (object);
}

static void
lk_error_card_class_init (LkErrorCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_error_card_dispose;

  /**
   * LkErrorCard::retry:
   * @self: the card
   *
   * The request should be sent again: the user asked for it, or the time that the service asked to wait is over.
   */
  signals[SIGNAL_RETRY] =
      g_signal_new ("retry", LK_TYPE_ERROR_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "errorcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-error-card.ui");
  gtk_widget_class_bind_template_child (widget_class, LkErrorCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, LkErrorCard, body_box);
  gtk_widget_class_bind_template_child (widget_class, LkErrorCard, actions_box);
  gtk_widget_class_bind_template_child (widget_class, LkErrorCard, others_box);
  gtk_widget_class_bind_template_child (widget_class, LkErrorCard, others_list);
  gtk_widget_class_bind_template_child (widget_class, LkErrorCard, show_exchange_button);
  gtk_widget_class_bind_template_callback (widget_class, show_exchange_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_details_cb);
  gtk_widget_class_bind_template_callback (widget_class, lk_error_card_clear);
}

static void
lk_error_card_init (LkErrorCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * lk_error_card_new:
 *
 * Returns: (transfer floating): a card that is hidden until lk_error_card_show()
 */
GtkWidget *
lk_error_card_new (void)
{
  return g_object_new (LK_TYPE_ERROR_CARD, NULL);
}

/**
 * lk_error_card_show:
 * @self: a card
 * @diagnoses: (nullable) (element-type LkDiagnosis): from [func@Lk.diagnose], the most likely first; %NULL clears the
 *   card
 * @exchange: (nullable): the exchange that failed
 *
 * Shows the first diagnosis; the others are below it, collapsed, as further candidates.
 */
void
lk_error_card_show (LkErrorCard *self,
                    GPtrArray   *diagnoses,
                    LkExchange  *exchange)
{
  const LkDiagnosis *first;

  g_return_if_fail (LK_IS_ERROR_CARD (self));
  g_return_if_fail (exchange == NULL || LK_IS_EXCHANGE (exchange));

  if (diagnoses == NULL || diagnoses->len == 0)
    {
      lk_error_card_clear (self);
      return;
    }

  /* Remove the old buttons before the actions that they refer to. */
  g_ptr_array_ref (diagnoses);
  stop_waiting (self);
  lk_ui_remove_all (GTK_WIDGET (self->body_box));
  lk_ui_remove_all (GTK_WIDGET (self->actions_box));
  lk_ui_remove_all (GTK_WIDGET (self->others_list));
  g_clear_pointer (&self->diagnoses, g_ptr_array_unref);
  self->diagnoses = diagnoses;
  g_set_object (&self->exchange, exchange);

  first = g_ptr_array_index (diagnoses, 0);
  gtk_label_set_text (self->title_label, first->title);
  if (!first->certain && diagnoses->len > 1)
    {
      GtkWidget *note = lk_ui_label_new (_("This is the most likely explanation. Others are below."), "dim-label");

      gtk_box_append (self->body_box, note);
    }
  append_parts (self->body_box, first);
  append_buttons (self, self->actions_box, first, TRUE);

  for (guint i = 1; i < diagnoses->len; i++)
    gtk_list_box_append (self->others_list, make_candidate_row (self, g_ptr_array_index (diagnoses, i)));

  gtk_widget_set_visible (self->others_box, diagnoses->len > 1);
  gtk_widget_set_visible (self->show_exchange_button, exchange != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, first->title, -1);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * lk_error_card_clear:
 * @self: a card
 *
 * Hides the card and stops its countdown.
 */
void
lk_error_card_clear (LkErrorCard *self)
{
  g_return_if_fail (LK_IS_ERROR_CARD (self));

  stop_waiting (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  lk_ui_remove_all (GTK_WIDGET (self->body_box));
  lk_ui_remove_all (GTK_WIDGET (self->actions_box));
  lk_ui_remove_all (GTK_WIDGET (self->others_list));
  g_clear_pointer (&self->diagnoses, g_ptr_array_unref);
  g_clear_object (&self->exchange);
}

/**
 * lk_error_card_is_shown:
 * @self: a card
 *
 * Returns: whether the card shows a failure now
 */
gboolean
lk_error_card_is_shown (LkErrorCard *self)
{
  g_return_val_if_fail (LK_IS_ERROR_CARD (self), FALSE);

  return self->diagnoses != NULL;
}

/**
 * lk_error_card_get_report:
 * @self: a card
 *
 * Returns: (transfer full): what “Copy Details” copies: the explanations and the exchange as text, its secrets
 *   hidden
 *   (SECURITY.md I8);
 *   empty when nothing is shown
 */
char *
lk_error_card_get_report (LkErrorCard *self)
{
  g_autoptr(GString) report = g_string_new (NULL);

  g_return_val_if_fail (LK_IS_ERROR_CARD (self), NULL);

  for (guint i = 0; self->diagnoses != NULL && i < self->diagnoses->len; i++)
    {
      const LkDiagnosis *diagnosis = g_ptr_array_index (self->diagnoses, i);
      const char *const parts[] = { diagnosis->title, diagnosis->happened, diagnosis->why, diagnosis->remedy_text };

      g_string_append_printf (report, "[%s]\n", diagnosis->id);
      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        {
          g_autofree char *hidden = parts[j] != NULL ? lk_redact_text (parts[j]) : NULL;

          if (hidden != NULL && *hidden != '\0')
            g_string_append_printf (report, "%s\n", hidden);
        }
      g_string_append_c (report, '\n');
    }

  if (self->exchange != NULL)
    {
      g_autofree char *text = lk_flow_report_step (self->exchange, MAX_REPORT_BODY);

      g_string_append (report, text);
    }

  return g_string_free (g_steal_pointer (&report), FALSE);
}
