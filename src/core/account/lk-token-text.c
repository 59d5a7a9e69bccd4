/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-token-text.h"

#include <glib/gi18n.h>

#include "lk-curl.h"
#include "lk-format.h"
#include "lk-secret.h"
#include "lk-text.h"

/* When the token ends: what its answer said, else what its entry in oauth/tokens says; -1 unknown. */
static gint64
get_end (LkToken *token,
         gint64   entry_expires)
{
  gint64 expires = lk_token_get_expires_at (token);

  return expires >= 0 ? expires : entry_expires;
}

/**
 * lk_token_text_left:
 * @token: the token held
 * @entry_expires: what its entry in oauth/tokens says of its end, seconds since the epoch; -1: nothing
 * @now: the present, seconds since the epoch
 *
 * Returns: for how many seconds more it lasts; 0 when it has ended, -1 when nobody knows
 */
gint64
lk_token_text_left (LkToken *token,
                    gint64   entry_expires,
                    gint64   now)
{
  gint64 end;

  g_return_val_if_fail (LK_IS_TOKEN (token), -1);

  end = get_end (token, entry_expires);

  return end >= 0 ? MAX (end - now, 0) : -1;
}

/**
 * lk_token_text_title:
 * @left: for how many seconds more the token lasts; 0 when it has ended, -1 when nobody knows
 * @worked: whether a call with it has worked in this run
 *
 * Returns: the first thing to know of it, as a title
 */
const char *
lk_token_text_title (gint64   left,
                     gboolean worked)
{
  if (left == 0)
    return _("Your token has ended");

  return worked ? _("You have a token, and it works") : _("You have a token");
}

/* What will be, or is to be done, when a token is near its end. */
static const char *
get_notice (LkToken  *token,
            gboolean  alive)
{
  if (!lk_token_is_renewable (token))
    return alive ? _("Sign in again before that to go on without a break.") : _("Sign in again to go on.");

  if (!alive)
    return _("Refresh it to go on; no login page is needed.");

  /* Only an end that the token itself bears is watched. */
  return lk_token_get_expires_at (token) >= 0
         ? _("Latchkey renews it by itself.") : _("Refresh it before that; no login page is needed.");
}

/**
 * lk_token_text_answer:
 * @token: the token held
 * @agent: (nullable): whose it is
 * @entry_expires: what its entry in oauth/tokens says of its end, seconds since the epoch; -1: nothing
 * @now: the present, seconds since the epoch
 *
 * Returns: (transfer full): whose it is and how long it lasts, in a sentence or two
 */
char *
lk_token_text_answer (LkToken *token,
                      LkAgent *agent,
                      gint64   entry_expires,
                      gint64   now)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gint64 end;

  g_return_val_if_fail (LK_IS_TOKEN (token), NULL);

  if (agent != NULL)
    {
      /* Translators: %s is a person's name. */
      g_string_append_printf (text, _("It belongs to %s."), agent->name);
      g_string_append_c (text, ' ');
    }

  end = get_end (token, entry_expires);
  if (end < 0)
    {
      g_string_append (text, _("The service gave no expiry."));
    }
  else
    {
      g_autofree char *when = lk_format_relative (end, now);

      /* Translators: %s is “tomorrow”, “in 3 hours”, “5 minutes ago” and the like. */
      g_string_append_printf (text, end > now ? _("It ends %s.") : _("It ended %s."), when);
      if (end - now <= LK_ACCOUNT_ENDS_SOON_SECONDS)
        {
          g_string_append_c (text, ' ');
          g_string_append (text, get_notice (token, end > now));
        }
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * lk_token_text_scopes:
 * @token: the token held
 * @more: (out) (nullable): whether it grants what was not asked for
 * @less: (out) (nullable): whether it lacks what was asked for
 *
 * Returns: (transfer full): the scopes granted, against those asked for where they differ (SECURITY.md D8)
 */
char *
lk_token_text_scopes (LkToken  *token,
                      gboolean *more,
                      gboolean *less)
{
  const char *const *granted;
  const char *const *asked;
  g_auto(GStrv) lacking = NULL;
  g_auto(GStrv) surplus = NULL;
  g_autofree char *granted_text = NULL;
  g_autofree char *lacking_text = NULL;
  g_autofree char *surplus_text = NULL;

  g_return_val_if_fail (LK_IS_TOKEN (token), NULL);

  granted = lk_token_get_scopes (token);
  asked = lk_token_get_asked_scopes (token);
  lacking = lk_text_missing_words (asked, granted);
  surplus = lk_text_missing_words (granted, asked);
  granted_text = lk_text_join_words (granted);

  if (more != NULL)
    *more = *surplus != NULL;
  if (less != NULL)
    *less = *lacking != NULL;

  if (*granted_text == '\0')
    return g_strdup (_("None"));

  if (!lk_token_are_scopes_said (token))
    /* Translators: %s is a list of scopes. */
    return g_strdup_printf (_("%s — as asked for; the service did not say"), granted_text);

  if (*surplus != NULL)
    {
      surplus_text = lk_text_join_words ((const char *const *) surplus);
      /* Translators: both %s are lists of scopes. */
      return g_strdup_printf (_("%s — more than was asked for: %s"), granted_text, surplus_text);
    }

  if (*lacking != NULL)
    {
      lacking_text = lk_text_join_words ((const char *const *) lacking);
      /* Translators: both %s are lists of scopes. */
      return g_strdup_printf (_("%s — asked for, but not granted: %s"), granted_text, lacking_text);
    }

  return g_steal_pointer (&granted_text);
}

/**
 * lk_token_text_obtained:
 * @token: the token held
 *
 * Returns: how it was got
 */
const char *
lk_token_text_obtained (LkToken *token)
{
  g_return_val_if_fail (LK_IS_TOKEN (token), NULL);

  switch (lk_token_get_obtained (token))
    {
    case LK_TOKEN_OBTAINED_IMPLICIT:
      return _("Straight from the sign-in page");
    case LK_TOKEN_OBTAINED_CODE:
      return _("By a sign-in with a code");
    case LK_TOKEN_OBTAINED_CLIENT_CREDENTIALS:
      return _("With client credentials");
    case LK_TOKEN_OBTAINED_REFRESH:
      return _("By a refresh");
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * lk_token_text_expiry:
 * @token: the token held
 * @entry_expires: what its entry in oauth/tokens says of its end, seconds since the epoch; -1: nothing
 * @now: the present, seconds since the epoch
 *
 * Returns: (transfer full): when it ends, with a countdown
 */
char *
lk_token_text_expiry (LkToken *token,
                      gint64   entry_expires,
                      gint64   now)
{
  gint64 end;
  g_autofree char *date = NULL;
  g_autofree char *remaining = NULL;

  g_return_val_if_fail (LK_IS_TOKEN (token), NULL);

  end = get_end (token, entry_expires);
  if (end < 0)
    return g_strdup (_("The service gave no expiry: it lasts until it is revoked or its agent leaves"));

  date = lk_format_date_time (end);
  if (end <= now)
    /* Translators: %s is a date with its time. */
    return g_strdup_printf (_("Ended on %s"), date);

  remaining = lk_format_remaining (end - now);
  if (lk_token_get_expires_at (token) < 0)
    /* Translators: a date with its time, then a time left such as “1 h 05 min”. */
    return g_strdup_printf (_("%s, as the account’s list of tokens says — %s left"), date, remaining);

  /* Translators: a date with its time, then a time left such as “1 h 05 min”. */
  return g_strdup_printf (_("%s — %s left"), date, remaining);
}

/**
 * lk_token_text_header:
 * @token: the token held
 *
 * Returns: (transfer full): the request header that sends it; a secret, free with lk_secret_free ()
 */
char *
lk_token_text_header (LkToken *token)
{
  g_return_val_if_fail (LK_IS_TOKEN (token), NULL);

  return g_strconcat ("Authorization: Bearer ", lk_token_get_access_token (token), NULL);
}

/**
 * lk_token_text_curl:
 * @connection: whose token it is
 *
 * Returns: (transfer full): a curl command that asks for chats, the token fetched from the keyring as it runs
 */
char *
lk_token_text_curl (LkConnection *connection)
{
  g_autoptr(LkEndpoints) endpoints = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);

  endpoints = lk_connection_get_endpoints (connection);
  url = g_strconcat (endpoints->api, "/chats", NULL);
  exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", url);
  lk_exchange_add_request_header (exchange, "Authorization", "Bearer token");

  return lk_curl_command (exchange, lk_connection_get_name (connection));
}

/**
 * lk_token_text_environment:
 * @connection: whose token it is
 *
 * Returns: (transfer full): a shell line that sets a variable to the token, fetched from the keyring as it runs
 */
char *
lk_token_text_environment (LkConnection *connection)
{
  g_autofree char *command = lk_token_text_command (connection);

  return g_strdup_printf ("export ZENDESK_CHAT_TOKEN=\"$(%s)\"", command);
}

/**
 * lk_token_text_command:
 * @connection: whose token it is
 *
 * Returns: (transfer full): the command that prints the token
 */
char *
lk_token_text_command (LkConnection *connection)
{
  const char *name;
  g_autofree char *quoted = NULL;
  gboolean plain = TRUE;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);

  name = lk_connection_get_name (connection);
  for (const char *p = name; *p != '\0'; p++)
    plain = plain && (g_ascii_isalnum (*p) || (p > name && strchr ("-_.", *p) != NULL));

  quoted = plain && *name != '\0' ? g_strdup (name) : g_shell_quote (name);

  return g_strdup_printf ("latchkey token %s", quoted);
}

/**
 * lk_token_text_grant:
 * @grant: a grant
 *
 * Returns: how a sign-in by it goes, for a person who has never heard of grants
 */
const char *
lk_token_text_grant (LkGrant grant)
{
  switch (grant)
    {
    case LK_GRANT_CODE:
      return _("Log in on the service’s page; a code is exchanged for the token (recommended)");
    case LK_GRANT_IMPLICIT:
      return _("Log in on the service’s page; it hands out the token at once (quick test)");
    case LK_GRANT_CLIENT_CREDENTIALS:
      return _("No login page; the client’s ID and secret are enough (confidential clients)");
    default:
      g_return_val_if_reached (NULL);
    }
}
