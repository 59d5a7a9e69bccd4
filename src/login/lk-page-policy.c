/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "lk-page-policy.h"
#include "lk-secret.h"
#include "lk-url.h"
#include "lk-user-agent-error.h"

/* Pages that refuse embedded views, or that lead nowhere. Host and path are of the address, `word` may stand in its
 * query or in the title. Everything that is set must hold. The words are those of the services' own pages. */
static const struct
{
  const char *host;          /* the whole host; NULL: any */
  const char *path_prefix;
  const char *word;          /* lower case */
} refusals[] = {
  { "accounts.google.com", "/signin/rejected", NULL },
  { "accounts.google.com", "/v3/signin/rejected", NULL },
  { "accounts.google.com", "/signin/oauth/error", NULL },
  { "accounts.google.com", "/info/unknownerror", NULL },
  { NULL, NULL, "disallowed_useragent" },
  { NULL, NULL, "browser or app may not be secure" },
  { NULL, NULL, "browser is not supported" },
  { NULL, NULL, "browser not supported" },
  { NULL, NULL, "unsupported browser" },
};

static gboolean
holds_word (const char *text,
            const char *word)
{
  g_autofree char *lower = text != NULL ? g_utf8_strdown (text, -1) : NULL;

  return lower != NULL && strstr (lower, word) != NULL;
}

/**
 * lk_page_policy_allows_uri:
 * @uri: where a page wants to go
 * @scheme: (out) (nullable) (transfer full): the scheme of a refused address, to name it
 *
 * Navigation is free among http and https pages, and about:blank is harmless; all else is refused (SECURITY.md F3).
 * Text that is no address at all is left to WebKit: a page's own frames hold such, and refusing them breaks pages.
 *
 * Returns: %FALSE when the page must not go there
 */
gboolean
lk_page_policy_allows_uri (const char  *uri,
                           char       **scheme)
{
  g_autofree char *parsed = uri != NULL ? g_uri_parse_scheme (uri) : NULL;

  if (scheme != NULL)
    *scheme = NULL;

  if (parsed == NULL || strcmp (uri, "about:blank") == 0)
    return TRUE;

  if (g_ascii_strcasecmp (parsed, "https") == 0 || g_ascii_strcasecmp (parsed, "http") == 0)
    return TRUE;

  if (scheme != NULL)
    *scheme = g_steal_pointer (&parsed);

  return FALSE;
}

static GUri *
parse (const char *uri)
{
  return uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL) : NULL;
}

/**
 * lk_page_policy_get_origin:
 * @uri: a page's address
 *
 * Scheme, host and port, the port when it is not the scheme's own. The host is in its ASCII form, so that letters which
 * look alike do not pass for each other (SECURITY.md J2).
 *
 * Returns: (transfer full) (nullable): the origin; %NULL for what is no http or https address
 */
char *
lk_page_policy_get_origin (const char *uri)
{
  g_autoptr(GUri) parsed = parse (uri);
  g_autofree char *host = NULL;
  gboolean is_ipv6;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0' ||
      (strcmp (g_uri_get_scheme (parsed), "https") != 0 && strcmp (g_uri_get_scheme (parsed), "http") != 0))
    return NULL;

  host = g_hostname_to_ascii (g_uri_get_host (parsed));
  if (host == NULL)
    host = g_uri_escape_string (g_uri_get_host (parsed), NULL, FALSE);
  is_ipv6 = strchr (host, ':') != NULL;

  if (g_uri_get_port (parsed) == -1 ||
      g_uri_get_port (parsed) == (strcmp (g_uri_get_scheme (parsed), "https") == 0 ? 443 : 80))
    return g_strdup_printf ("%s://%s%s%s", g_uri_get_scheme (parsed), is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "");

  return g_strdup_printf ("%s://%s%s%s:%d", g_uri_get_scheme (parsed), is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "",
                          g_uri_get_port (parsed));
}

/**
 * lk_page_policy_get_safety:
 * @uri: a page's address
 *
 * Returns: how the page came here; an https page that WebKit shows at all has a good certificate
 */
LkPageSafety
lk_page_policy_get_safety (const char *uri)
{
  g_autoptr(GUri) parsed = parse (uri);

  if (parsed == NULL)
    return LK_PAGE_SAFETY_NONE;
  if (strcmp (g_uri_get_scheme (parsed), "https") == 0)
    return LK_PAGE_SAFETY_ENCRYPTED;
  if (strcmp (g_uri_get_scheme (parsed), "http") != 0)
    return LK_PAGE_SAFETY_NONE;

  return lk_url_is_loopback (parsed) ? LK_PAGE_SAFETY_THIS_COMPUTER : LK_PAGE_SAFETY_NOT_ENCRYPTED;
}

/**
 * lk_page_policy_find_obstacle:
 * @uri: (nullable): the address of the page that is shown
 * @title: (nullable): its title
 * @status: its HTTP status, or 0 where that is unknown
 *
 * Tells whether the person is stuck: an identity provider that refuses pages inside applications, or an error page with
 * no way on. What stands on the page is never read (SECURITY.md J3).
 *
 * Returns: (transfer full) (nullable): what to tell the person; %NULL when nothing is wrong
 */
char *
lk_page_policy_find_obstacle (const char *uri,
                              const char *title,
                              guint       status)
{
  g_autoptr(GUri) parsed = parse (uri);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (refusals[i].host != NULL && g_strcmp0 (host, refusals[i].host) != 0)
        continue;
      if (refusals[i].path_prefix != NULL && (parsed == NULL ||
                                              !g_str_has_prefix (g_uri_get_path (parsed), refusals[i].path_prefix)))
        continue;
      if (refusals[i].word != NULL && !holds_word (title, refusals[i].word) &&
          (parsed == NULL || !holds_word (g_uri_get_query (parsed), refusals[i].word)))
        continue;

      return g_strdup (_("This login does not work inside an application. Your own browser can do it."));
    }

  if (status == 401 || status == 403)
    return g_strdup_printf (_("%s refuses this page (HTTP %u). Your own browser may get further."),
                            host != NULL ? host : _("The service"), status);
  if (status == 429)
    return g_strdup (_("The service gets too many requests just now (HTTP 429). Wait a minute, then try again."));
  if (status >= 400)
    return g_strdup_printf (_("This is an error page (HTTP %u), and nothing leads on from it. "
                              "Cancel to see what may be wrong."), status);

  return NULL;
}

/* Returns: (nullable): the parameter's value in the query or the fragment of an address */
static char *
dup_parameter (GUri       *uri,
               const char *name)
{
  const char *parts[] = { g_uri_get_query (uri), g_uri_get_fragment (uri) };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr(GHashTable) parameters = NULL;

      if (parts[i] == NULL)
        continue;
      parameters = g_uri_parse_params (parts[i], -1, "&", G_URI_PARAMS_NONE, NULL);
      if (parameters != NULL && g_hash_table_contains (parameters, name))
        return g_strdup (g_hash_table_lookup (parameters, name));
    }

  return NULL;
}

static char *
without_parameters (GUri *uri)
{
  return g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
}

/**
 * lk_page_policy_find_stray_answer:
 * @uri: where a page wants to go
 * @authorize_uri: the authorize page of this sign-in
 * @redirect_uri: where its answer is to come
 *
 * Recognises an answer to this sign-in that goes to another address of this computer: a code, a token or an error with
 * the `state` of @authorize_uri, or with none. Loading it would only show that nothing listens there, and would give
 * the answer to whatever does. Pages of the authorize page's own origin are the service's, and no answer.
 *
 * Returns: (transfer full) (nullable): what to tell the user, without the answer's parameters; %NULL for another page
 */
char *
lk_page_policy_find_stray_answer (const char *uri,
                                  const char *authorize_uri,
                                  const char *redirect_uri)
{
  static const char *const answers[] = { "code", "access_token", "error" };
  g_autoptr(GUri) parsed = parse (uri);
  g_autoptr(GUri) asked = parse (authorize_uri);
  g_autofree char *authorize_origin = lk_page_policy_get_origin (authorize_uri);
  g_autofree char *origin = lk_page_policy_get_origin (uri);
  g_autofree char *expected_state = NULL;
  g_autofree char *state = NULL;

  if (origin == NULL || asked == NULL || !lk_url_is_loopback (parsed) || g_strcmp0 (origin, authorize_origin) == 0)
    return NULL;

  expected_state = dup_parameter (asked, "state");
  state = dup_parameter (parsed, "state");
  if (state != NULL && !lk_secret_equal (expected_state, state))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *value = dup_parameter (parsed, answers[i]);
      g_autofree char *shown = value != NULL ? without_parameters (parsed) : NULL;

      if (shown != NULL)
        return g_strdup_printf (_("The service sent the answer to %s. This connection waits for it at %s."), shown,
                                redirect_uri);
    }

  return NULL;
}

static gboolean
check_folder (const char  *path,
              const char  *variable,
              GError     **error)
{
  /* Access is asked as the effective user, for a real write: a read-only file system refuses it too. */
  if (g_mkdir_with_parents (path, 0700) == 0 && faccessat (AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0)
    return TRUE;

  g_set_error (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_SANDBOX,
               _("The sandbox of the sign-in page needs the folder %s (%s), which cannot be written to: %s"),
               path, variable, g_strerror (errno));

  return FALSE;
}

/**
 * lk_page_policy_check_folders:
 * @error: return location for `LK_USER_AGENT_ERROR_SANDBOX`
 *
 * WebKit builds its sandbox in the cache and runtime folders. Where it cannot, it ends the whole program, so this is
 * asked before the first page.
 *
 * Returns: %FALSE with @error set when a page must not be opened
 */
gboolean
lk_page_policy_check_folders (GError **error)
{
  return check_folder (g_get_user_cache_dir (), "XDG_CACHE_HOME", error) &&
         check_folder (g_get_user_runtime_dir (), "XDG_RUNTIME_DIR", error);
}

/**
 * lk_page_policy_get_languages:
 *
 * Returns: (transfer full) (array zero-terminated=1): the person's languages as web servers know them, the best first
 */
char **
lk_page_policy_get_languages (void)
{
  const char *const *names = g_get_language_names ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n_added = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      /* "de_AT.UTF-8" comes again as "de_AT". */
      if (strpbrk (names[i], ".@") != NULL || strcmp (names[i], "C") == 0 || strcmp (names[i], "POSIX") == 0)
        continue;

      g_strv_builder_add (builder, names[i]);
      n_added++;
    }

  if (n_added == 0)
    g_strv_builder_add (builder, "en");

  return g_strv_builder_end (builder);
}
