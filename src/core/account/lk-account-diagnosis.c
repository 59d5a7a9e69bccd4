/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failures of an account, explained with what the account knows: the one place where window and command line ask. */
#include "config.h"

#include "lk-account.h"

/**
 * lk_account_diagnose:
 * @self: an account
 * @flow: what was being done; a sign-in has lk_account_diagnose_sign_in()
 * @exchange: (nullable): the exchange that failed, or whose answer may want explaining
 * @error: (nullable): the error
 *
 * Explains a failure with what is known of the account: its connection, its token, and whether the REST API has taken
 * that token in this run.
 *
 * Returns: (transfer full) (nullable) (element-type LkDiagnosis): as lk_diagnose()
 */
GPtrArray *
lk_account_diagnose (LkAccount    *self,
                     LkFlow        flow,
                     LkExchange   *exchange,
                     const GError *error)
{
  LkSymptom symptom;

  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (exchange == NULL || LK_IS_EXCHANGE (exchange), NULL);

  lk_symptom_from_call (&symptom, flow, lk_account_get_connection (self), lk_account_get_token (self), exchange, error);
  symptom.token_worked = lk_chat_service_get_worked (lk_account_get_service (self));

  return lk_diagnose (&symptom);
}

/**
 * lk_account_diagnose_sign_in:
 * @self: an account
 * @sign_in: a sign-in of it that has failed
 * @error: what it ended with
 *
 * Explains why a sign-in came to nothing.
 *
 * Returns: (transfer full) (nullable) (element-type LkDiagnosis): as lk_diagnose(); %NULL when the user cancelled
 */
GPtrArray *
lk_account_diagnose_sign_in (LkAccount    *self,
                             LkSignIn     *sign_in,
                             const GError *error)
{
  LkSymptom symptom;

  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (LK_IS_SIGN_IN (sign_in), NULL);

  lk_symptom_from_sign_in (&symptom, sign_in, lk_account_get_connection (self), error);

  return lk_diagnose (&symptom);
}
