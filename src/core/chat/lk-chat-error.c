/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-service.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (lk-chat-error-quark, lk_chat_error)

static LkChatError
code_of_status (guint status)
{
  switch (status)
    {
    case 401:
      return LK_CHAT_ERROR_UNAUTHORIZED;
    case 403:
      return LK_CHAT_ERROR_FORBIDDEN;
    case 404:
      return LK_CHAT_ERROR_NOT_FOUND;
    case 405:
      return LK_CHAT_ERROR_METHOD;
    case 429:
      return LK_CHAT_ERROR_RATE_LIMITED;
    default:
      return status >= 500 ? LK_CHAT_ERROR_SERVER : LK_CHAT_ERROR_STATUS;
    }
}

/**
 * lk_chat_error_text:
 * @exchange: an exchange with an answer
 *
 * Reads what an error answer says of itself, whatever its shape (zendesk-chat.md section 5), made fit to show.
 *
 * Returns: (transfer full) (nullable): the words; %NULL when it says nothing
 */
char *
lk_chat_error_text (LkExchange *exchange)
{
  g_autofree char *code = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  lk_oauth_error_from_body (exchange, &code, &description);

  if (code != NULL && description != NULL)
    return g_strdup_printf ("%s: %s", code, description);

  return description != NULL ? g_steal_pointer (&description) : g_steal_pointer (&code);
}

/**
 * lk_chat_error_from_exchange:
 * @exchange: an exchange with an answer
 *
 * Turns an answer's status into an error of LK_CHAT_ERROR whose message has the status and what the body says.
 *
 * Returns: (transfer full) (nullable): the error; %NULL for a status of 2xx
 */
GError *
lk_chat_error_from_exchange (LkExchange *exchange)
{
  g_autofree char *text = NULL;
  const char *reason;
  guint status;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  status = lk_exchange_get_status (exchange);
  if (status >= 200 && status < 300)
    return NULL;

  text = lk_chat_error_text (exchange);
  reason = text != NULL ? text : lk_exchange_get_reason (exchange);

  if (reason == NULL || *reason == '\0')
    return g_error_new (LK_CHAT_ERROR, code_of_status (status), _("The service answered with status %u"), status);

  return g_error_new (LK_CHAT_ERROR, code_of_status (status),
                      _("The service answered with status %u: %s"), status, reason);
}
