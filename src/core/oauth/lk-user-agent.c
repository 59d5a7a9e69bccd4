/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-user-agent.h"

G_DEFINE_INTERFACE (LkUserAgent, lk_user_agent, G_TYPE_OBJECT)

static guint
no_page_status (LkUserAgent *self)
{
  return 0;
}

static void
lk_user_agent_default_init (LkUserAgentInterface *iface)
{
  iface->get_page_status = no_page_status;
}

/**
 * lk_user_agent_authorize_async:
 * @self: a user agent
 * @request: the request whose address it opens
 * @cancellable: (nullable): closes the page
 * @callback: called when the redirect was caught, or the page was left without one
 * @user_data: for @callback
 *
 * Shows the authorize page. One at a time for each user agent.
 */
void
lk_user_agent_authorize_async (LkUserAgent            *self,
                               LkAuthorizationRequest *request,
                               GCancellable           *cancellable,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data)
{
  g_return_if_fail (LK_IS_USER_AGENT (self));
  g_return_if_fail (LK_IS_AUTHORIZATION_REQUEST (request));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LK_USER_AGENT_GET_IFACE (self)->authorize_async (self, request, cancellable, callback, user_data);
}

/**
 * lk_user_agent_authorize_finish:
 * @self: a user agent
 * @result: the result given to the callback
 * @error: return location for a #LkUserAgentError or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the address that the service answered with, not yet judged; a secret, free with
 *   lk_secret_free ()
 */
char *
lk_user_agent_authorize_finish (LkUserAgent   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (LK_IS_USER_AGENT (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return LK_USER_AGENT_GET_IFACE (self)->authorize_finish (self, result, error);
}

/**
 * lk_user_agent_get_page_status:
 * @self: a user agent
 *
 * An authorize page that refuses a client or a redirect URI answers 400 and never redirects; the person can only leave
 * it, and this number is all that is known then.
 *
 * Returns: the HTTP status of the last main page if it was an error (400 and above), else 0
 */
guint
lk_user_agent_get_page_status (LkUserAgent *self)
{
  g_return_val_if_fail (LK_IS_USER_AGENT (self), 0);

  return LK_USER_AGENT_GET_IFACE (self)->get_page_status (self);
}
