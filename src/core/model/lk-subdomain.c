/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-subdomain.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-connection.h"

#define MAX_LABEL 63

static const char *const service_hosts[] = { ".zendesk.com", ".zopim.com" };

/**
 * lk_subdomain_is_valid:
 * @label: (nullable): a subdomain
 *
 * Tells whether a label can stand in a host name (RFC 1123 section 2.1).
 *
 * Returns: whether it can
 */
gboolean
lk_subdomain_is_valid (const char *label)
{
  gsize length = label != NULL ? strlen (label) : 0;

  if (length == 0 || length > MAX_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (label[i]) && !g_ascii_islower (label[i]) && label[i] != '-')
        return FALSE;
    }

  return TRUE;
}

/**
 * lk_subdomain_from_text:
 * @text: what was typed or pasted
 * @changed: (out) (optional): whether @text was more than the label
 * @error: return location for an error
 *
 * Finds the account's label in what people paste: `https://acme.zendesk.com/agent/` gives `acme`. The service answers
 * HTTP 400 to anything but the bare label (zendesk-chat.md section 2).
 *
 * Sets LK_CONNECTION_ERROR_SUBDOMAIN when there is no label in @text.
 *
 * Returns: (transfer full): the label
 */
char *
lk_subdomain_from_text (const char  *text,
                        gboolean    *changed,
                        GError     **error)
{
  g_autofree char *host = g_strstrip (g_utf8_strdown (text, -1));
  const char *start = host;
  const char *scheme_end = strstr (host, "://");
  gboolean of_service = FALSE;

  if (scheme_end != NULL)
    start = scheme_end + 3;

  g_autofree char *label = g_strndup (start, strcspn (start, "/?#:"));

  for (guint i = 0; i < G_N_ELEMENTS (service_hosts) && !of_service; i++)
    {
      if (g_str_has_suffix (label, service_hosts[i]))
        {
          label[strlen (label) - strlen (service_hosts[i])] = '\0';
          of_service = TRUE;
        }
    }

  if (changed != NULL)
    *changed = g_strcmp0 (label, text) != 0;

  if (*label == '\0')
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SUBDOMAIN,
                           _("Enter the first part of your Zendesk address: “acme” for acme.zendesk.com"));
      return NULL;
    }

  if (strchr (label, '.') != NULL)
    {
      g_set_error (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SUBDOMAIN,
                   _("“%s” is not an address at zendesk.com. Enter its first part alone, such as “acme”"), label);
      return NULL;
    }

  if (!lk_subdomain_is_valid (label))
    {
      g_set_error_literal (error, LK_CONNECTION_ERROR, LK_CONNECTION_ERROR_SUBDOMAIN,
                           _("A subdomain has only letters, digits and hyphens"));
      return NULL;
    }

  return g_steal_pointer (&label);
}
