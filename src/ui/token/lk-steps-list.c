/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-steps-list.h"

#include <glib/gi18n.h>

#include "lk-pill.h"

struct _LkStepsList
{
  AdwBin parent_instance;

  /* template children */
  AdwActionRow *client_row;
  AdwActionRow *sign_in_row;
  AdwActionRow *test_row;
  AdwActionRow *confidential_row;
  AdwActionRow *credentials_row;
  GtkWidget *dashboard_button;

  /* not owned: children, one a row */
  LkPill *pills[LK_N_STEPS];
};

G_DEFINE_FINAL_TYPE (LkStepsList, lk_steps_list, ADW_TYPE_BIN)

static void
show_state (LkStepsList *self,
            LkStep       step,
            LkStepState  state)
{
  switch (state)
    {
    case LK_STEP_STATE_DONE:
      lk_pill_set (self->pills[step], _("Done"), "object-select-symbolic", LK_PILL_SUCCESS);
      break;

    case LK_STEP_STATE_NEXT:
      lk_pill_set (self->pills[step], _("Next"), "go-next-symbolic", LK_PILL_NEUTRAL);
      break;

    case LK_STEP_STATE_OPTIONAL:
      lk_pill_set (self->pills[step], _("If You Like"), NULL, LK_PILL_NEUTRAL);
      break;

    case LK_STEP_STATE_LATER:
      lk_pill_set (self->pills[step], _("Later"), NULL, LK_PILL_NEUTRAL);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
lk_steps_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_STEPS_LIST);

  G_OBJECT_CLASS (lk_steps_list_parent_class)->dispose (object);
}

static void
lk_steps_list_class_init (LkStepsListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_steps_list_dispose;

  gtk_widget_class_set_css_name (widget_class, "stepslist");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-steps-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LkStepsList, client_row);
  gtk_widget_class_bind_template_child (widget_class, LkStepsList, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, LkStepsList, test_row);
  gtk_widget_class_bind_template_child (widget_class, LkStepsList, confidential_row);
  gtk_widget_class_bind_template_child (widget_class, LkStepsList, credentials_row);
  gtk_widget_class_bind_template_child (widget_class, LkStepsList, dashboard_button);
}

static void
lk_steps_list_init (LkStepsList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  AdwActionRow *const rows[LK_N_STEPS] = {
    self->client_row, self->sign_in_row, self->test_row, self->confidential_row, self->credentials_row,
  };

  for (guint i = 0; i < LK_N_STEPS; i++)
    {
      self->pills[i] = LK_PILL (lk_pill_new ("", NULL, LK_PILL_NEUTRAL));
      adw_action_row_add_prefix (rows[i], GTK_WIDGET (self->pills[i]));
      show_state (self, i, LK_STEP_STATE_LATER);
    }
}

/**
 * lk_steps_list_update:
 * @self: a steps list
 * @account: whose steps they are
 *
 * Shows what is done now (the tutorial's walk: zendesk-chat.md section 8).
 */
void
lk_steps_list_update (LkStepsList *self,
                      LkAccount   *account)
{
  LkConnection *connection;
  LkToken *token;
  gboolean done[LK_N_STEPS];
  gboolean next_given = FALSE;
  g_autoptr(LkEndpoints) endpoints = NULL;
  const char *client_id;

  g_return_if_fail (LK_IS_STEPS_LIST (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  connection = lk_account_get_connection (account);
  token = lk_account_get_token (account);
  endpoints = lk_connection_get_endpoints (connection);
  client_id = lk_connection_get_client_id (connection);

  done[LK_STEP_CLIENT] = client_id != NULL && *client_id != '\0';
  done[LK_STEP_SIGN_IN] = token != NULL && !lk_token_is_expired (token, 0);
  done[LK_STEP_TEST] = done[LK_STEP_SIGN_IN] && lk_chat_service_get_worked (lk_account_get_service (account));
  done[LK_STEP_CONFIDENTIAL] = lk_connection_get_last_client_type (connection) == LK_CLIENT_TYPE_CONFIDENTIAL;
  done[LK_STEP_CREDENTIALS] = done[LK_STEP_SIGN_IN]
                              && lk_token_get_obtained (token) == LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS;

  for (guint i = 0; i < LK_N_STEPS; i++)
    {
      if (done[i])
        {
          show_state (self, i, LK_STEP_STATE_DONE);
        }
      else if (!next_given && i < LK_STEP_CONFIDENTIAL)
        {
          show_state (self, i, LK_STEP_STATE_NEXT);
          next_given = TRUE;
        }
      else
        {
          show_state (self, i, next_given ? LK_STEP_STATE_LATER : LK_STEP_STATE_OPTIONAL);
        }
    }

  gtk_widget_set_visible (self->dashboard_button, endpoints->dashboard != NULL);
}
