/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A failed call of an account as a symptom: what only the account knows of it is put in here, once for all pages. */
#include "config.h"

#include "lk-account.h"

#include "lk-conversation.h"

static gboolean
is_stream_lost (const GError *error)
{
  return g_error_matches (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_NO_STREAM)
         || g_error_matches (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_LOST)
         || g_error_matches (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_SILENT);
}

/**
 * lk_account_diagnose:
 * @self: an account
 * @flow: what was being done; a sign-in has lk_symptom_from_sign_in() of its own
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
  LkConnection *connection;
  gboolean worked;

  g_return_val_if_fail (LK_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (exchange == NULL || LK_IS_EXCHANGE (exchange), NULL);

  connection = lk_account_get_connection (self);
  worked = lk_chat_service_get_worked (lk_account_get_service (self));

  return lk_diagnose (&(LkSymptom) {
    .flow = flow,
    .connection = connection,
    .token = lk_account_get_token (self),
    .exchange = exchange,
    .error = error,
    .grant = lk_connection_get_grant (connection),
    .code_age = -1,
    .token_worked = worked,
    .rest_works = worked,
    .foreign_page = g_error_matches (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FOREIGN_PAGE),
    .stream_lost = is_stream_lost (error),
    .not_stuck = g_error_matches (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_STUCK),
  });
}
