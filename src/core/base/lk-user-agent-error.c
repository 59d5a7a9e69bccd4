/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-user-agent-error.h"

G_DEFINE_QUARK (lk-user-agent-error-quark, lk_user_agent_error)

static const char *const nicks[] = {
  [LK_USER_AGENT_ERROR_CANCELLED] = "cancelled",
  [LK_USER_AGENT_ERROR_USE_BROWSER] = "use-browser",
  [LK_USER_AGENT_ERROR_UNREACHABLE] = "unreachable",
  [LK_USER_AGENT_ERROR_TLS] = "tls",
  [LK_USER_AGENT_ERROR_REFUSED_URL] = "refused-url",
  [LK_USER_AGENT_ERROR_CRASHED] = "crashed",
  [LK_USER_AGENT_ERROR_UNAVAILABLE] = "unavailable",
  [LK_USER_AGENT_ERROR_PORT_BUSY] = "port-busy",
  [LK_USER_AGENT_ERROR_TIMED_OUT] = "timed-out",
  [LK_USER_AGENT_ERROR_SANDBOX] = "sandbox",
  [LK_USER_AGENT_ERROR_OTHER_REDIRECT] = "other-redirect",
};

/**
 * lk_user_agent_error_to_nick:
 * @code: a code
 *
 * Returns: (transfer none): its name between the programs
 */
const char *
lk_user_agent_error_to_nick (LkUserAgentError code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (nicks), NULL);

  return nicks[code];
}

/**
 * lk_user_agent_error_from_nick:
 * @nick: a name
 * @code: (out): its code
 *
 * Returns: whether there is a code of that name
 */
gboolean
lk_user_agent_error_from_nick (const char       *nick,
                               LkUserAgentError *code)
{
  g_return_val_if_fail (nick != NULL && code != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      if (g_str_equal (nicks[i], nick))
        {
          *code = i;
          return TRUE;
        }
    }

  return FALSE;
}
