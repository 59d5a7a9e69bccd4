/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-diagnosis-tables.h"

/* The person ended it, and knows. But on an error page leaving is all that is left to do: that is no quiet cancel. */
static gboolean
is_quiet_cancel (const LkSymptom *symptom)
{
  if (g_error_matches (symptom->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (symptom->error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_USE_BROWSER))
    return TRUE;

  return g_error_matches (symptom->error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_CANCELLED)
         && symptom->page_status < 400;
}

/**
 * lk_diagnose:
 * @symptom: what is seen
 *
 * Explains a failure by the rules of zendesk-chat.md section 7 and by what the program itself knows. Rules match on
 * error code, grant, host and status, never on a whole sentence of the service. Where several fit, they are ranked and
 * none is called certain.
 *
 * Returns: (transfer full) (nullable) (element-type LkDiagnosis): the most likely first, at least one; %NULL for a
 *   cancel, of which there is nothing to say
 */
GPtrArray *
lk_diagnose (const LkSymptom *symptom)
{
  gboolean is_oauth;

  g_return_val_if_fail (symptom != NULL, NULL);

  if (is_quiet_cancel (symptom))
    return NULL;

  /* What the program itself has seen is surer than what a service's answer may mean. */
  is_oauth = symptom->flow == LK_FLOW_SIGN_IN || symptom->flow == LK_FLOW_REFRESH;

  return _lk_diagnosis_apply (symptom,
                              (const LkRuleTable[]) {
                                _lk_diagnosis_app_rules (),
                                is_oauth ? _lk_diagnosis_oauth_rules () : _lk_diagnosis_api_rules (),
                              }, 2);
}

/**
 * lk_symptom_from_call:
 * @symptom: (out caller-allocates): filled in; it owns nothing, and points into the others
 * @flow: what was being done; a sign-in has lk_symptom_from_sign_in()
 * @connection: the connection
 * @token: (nullable): the token that was used
 * @exchange: (nullable): the exchange that failed, or whose answer may want explaining
 * @error: (nullable): the error
 */
void
lk_symptom_from_call (LkSymptom    *symptom,
                      LkFlow        flow,
                      LkConnection *connection,
                      LkToken      *token,
                      LkExchange   *exchange,
                      const GError *error)
{
  g_return_if_fail (symptom != NULL);
  g_return_if_fail (LK_IS_CONNECTION (connection));

  *symptom = (LkSymptom) {
    .flow = flow,
    .connection = connection,
    .token = token,
    .exchange = exchange,
    .error = error,
    .grant = lk_connection_get_grant (connection),
    .code_age = -1,
  };
}

/**
 * lk_symptom_from_sign_in:
 * @symptom: (out caller-allocates): filled in; it owns nothing, and points into the other three
 * @sign_in: a sign-in that has failed
 * @connection: its connection
 * @error: its error
 */
void
lk_symptom_from_sign_in (LkSymptom    *symptom,
                         LkSignIn     *sign_in,
                         LkConnection *connection,
                         const GError *error)
{
  g_return_if_fail (symptom != NULL);
  g_return_if_fail (LK_IS_SIGN_IN (sign_in));
  g_return_if_fail (LK_IS_CONNECTION (connection));

  *symptom = (LkSymptom) {
    .flow = LK_FLOW_SIGN_IN,
    .connection = connection,
    .exchange = lk_sign_in_get_exchange (sign_in),
    .error = error,
    .oauth_error = lk_sign_in_get_oauth_error (sign_in),
    .oauth_description = lk_sign_in_get_oauth_description (sign_in),
    .grant = lk_sign_in_get_grant (sign_in),
    .page_status = lk_sign_in_get_page_status (sign_in),
    .code_age = lk_sign_in_get_code_age (sign_in),
  };
}

/**
 * lk_diagnosis_free:
 * @self: a diagnosis
 */
void
lk_diagnosis_free (LkDiagnosis *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->happened);
  g_free (self->why);
  g_free (self->remedy_text);
  g_ptr_array_unref (self->actions);
  g_free (self);
}

/**
 * lk_remedy_to_nick:
 * @remedy: a remedy
 *
 * Returns: its name for machines, such as `sign-in`
 */
const char *
lk_remedy_to_nick (LkRemedy remedy)
{
  static const char *const nicks[] = {
    [LK_REMEDY_NONE] = "none",
    [LK_REMEDY_SIGN_IN] = "sign-in",
    [LK_REMEDY_USE_BROWSER] = "use-browser",
    [LK_REMEDY_EMBEDDED_PAGE] = "embedded-page",
    [LK_REMEDY_EDIT_FIELD] = "edit-field",
    [LK_REMEDY_SWITCH_CLIENT_TYPE] = "switch-client-type",
    [LK_REMEDY_OPEN_DASHBOARD] = "open-dashboard",
    [LK_REMEDY_WAIT] = "wait",
    [LK_REMEDY_RETRY] = "retry",
    [LK_REMEDY_MOVE_TO_INTEGRATED] = "move-to-integrated",
    [LK_REMEDY_GET] = "get",
    [LK_REMEDY_SHOW_PAGE] = "show-page",
  };

  g_return_val_if_fail ((guint) remedy < G_N_ELEMENTS (nicks), NULL);

  return nicks[remedy];
}
