/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-redirect-uri.h"
#include "lk-text.h"
#include "lk-url.h"

#define MAX_SHOWN_CHARS 300

#define PARSE_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD)

/* Characters that a URI never holds and that its readers disagree about: a browser takes a backslash for a slash and
 * drops line breaks, GLib does neither. */
static gboolean
is_cleanly_written (const char *uri)
{
  for (const char *p = uri; *p != '\0'; p++)
    {
      if ((guchar) *p <= 0x20 || (guchar) *p >= 0x7f || *p == '\\')
        return FALSE;
    }

  return TRUE;
}

/* GLib decodes a host, so `%6cocalhost` would be localhost to it. */
static gboolean
has_escape_in_authority (const char *base)
{
  const char *authority = strstr (base, "://");

  return authority != NULL && memchr (authority + 3, '%', strcspn (authority + 3, "/")) != NULL;
}

/* Query and fragment are the answer; whatever is wrong with them is for its reader to say. */
static GUri *
parse (const char *uri)
{
  g_autofree char *base = g_strndup (uri, strcspn (uri, "?#"));
  g_autoptr(GUri) parsed = NULL;

  if (!is_cleanly_written (base) || has_escape_in_authority (base))
    return NULL;

  parsed = g_uri_parse (base, PARSE_FLAGS, NULL);
  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return NULL;

  /* g_uri_parse () has lower-cased the scheme. */
  if (!g_str_equal (g_uri_get_scheme (parsed), "http") && !g_str_equal (g_uri_get_scheme (parsed), "https"))
    return NULL;

  return g_steal_pointer (&parsed);
}

static int
effective_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port >= 0)
    return port;

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/* The path as it is written: g_uri_parse () resolves dots in it, so that `/cb/../x` would be `/x`. */
static char *
dup_path (const char *uri)
{
  const char *authority = strstr (uri, "://") + strlen ("://");
  const char *path = authority + strcspn (authority, "/?#");

  return g_strndup (path, strcspn (path, "?#"));
}

static gboolean
is_same_path (const char *a,
              const char *b)
{
  g_autofree char *path_a = dup_path (a);
  g_autofree char *path_b = dup_path (b);

  return g_str_equal (*path_a != '\0' ? path_a : "/", *path_b != '\0' ? path_b : "/");
}

/**
 * lk_redirect_uri_matches:
 * @redirect_uri: the redirect URI that was sent with the authorization request
 * @candidate: an address that the user agent is led to
 *
 * Whether @candidate is the redirect URI with an answer attached. Scheme, host (without regard to case), port and path
 * must be equal; the query and the fragment are the answer and are left out. An address with a user name never
 * matches. For a bare host an empty path and `/` are the same (RFC 3986 section 6.2.3), for some servers add the slash.
 *
 * Returns: %TRUE if it is ours
 */
gboolean
lk_redirect_uri_matches (const char *redirect_uri,
                         const char *candidate)
{
  g_autoptr(GUri) ours = NULL;
  g_autoptr(GUri) theirs = NULL;

  g_return_val_if_fail (redirect_uri != NULL, FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  ours = parse (redirect_uri);
  theirs = parse (candidate);
  if (ours == NULL || theirs == NULL)
    return FALSE;

  return g_uri_get_userinfo (ours) == NULL
         && g_uri_get_userinfo (theirs) == NULL
         && g_str_equal (g_uri_get_scheme (ours), g_uri_get_scheme (theirs))
         && g_ascii_strcasecmp (g_uri_get_host (ours), g_uri_get_host (theirs)) == 0
         && effective_port (ours) == effective_port (theirs)
         && is_same_path (redirect_uri, candidate);
}

/**
 * lk_redirect_uri_get_port:
 * @redirect_uri: a redirect URI
 *
 * Returns: its port; 80 or 443 where none is written; 0 if it is no http or https address, or names port 0
 */
guint16
lk_redirect_uri_get_port (const char *redirect_uri)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (redirect_uri != NULL, 0);

  uri = parse (redirect_uri);

  return uri != NULL ? (guint16) effective_port (uri) : 0;
}

/**
 * lk_redirect_uri_is_loopback:
 * @redirect_uri: a redirect URI
 *
 * Returns: %TRUE if its host is this machine: localhost, 127.0.0.0/8 or `[::1]`
 */
gboolean
lk_redirect_uri_is_loopback (const char *redirect_uri)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (redirect_uri != NULL, FALSE);

  uri = parse (redirect_uri);

  return uri != NULL && lk_url_is_loopback (uri);
}

/* The character at @p as a person can tell it from its neighbours. */
static char *
name_character (const char *p)
{
  gunichar c = g_utf8_get_char (p);
  char utf8[7] = "";

  if (c == '\0')
    return g_strdup (_("the end"));
  if (c == ' ')
    return g_strdup (_("a space"));
  if (c == '/')
    return g_strdup (_("a slash “/”"));

  g_unichar_to_utf8 (c, utf8);

  return g_strdup_printf ("“%s”", utf8);
}

static const char *
name_differing_part (const char *ours,
                     const char *theirs)
{
  g_autoptr(GUri) a = parse (ours);
  g_autoptr(GUri) b = parse (theirs);
  g_autofree char *path_a = NULL;
  g_autofree char *path_b = NULL;

  if (a == NULL || b == NULL)
    return NULL;

  if (!g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b)))
    return _("One is http and the other https.");
  if (g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) != 0)
    return _("The host names differ.");
  if (effective_port (a) != effective_port (b))
    return _("The port numbers differ.");
  if (!is_same_path (ours, theirs))
    return _("The paths differ.");

  path_a = dup_path (ours);
  path_b = dup_path (theirs);
  if (!g_str_equal (path_a, path_b))
    return _("Only the slash at the end differs. That alone is enough for the service to refuse.");

  return _("They mean the same address, but the service compares them character by character.");
}

/**
 * lk_redirect_uri_explain_difference:
 * @ours: the redirect URI that is sent
 * @theirs: the one that it should have been
 *
 * Shows both below each other and says at which character they part.
 *
 * Returns: (transfer full): text in the user's language, several lines, safe to show
 */
char *
lk_redirect_uri_explain_difference (const char *ours,
                                    const char *theirs)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *at_a = NULL;
  g_autofree char *at_b = NULL;
  const char *p, *q, *part;
  GString *text;
  int position = 1;

  g_return_val_if_fail (ours != NULL, NULL);
  g_return_val_if_fail (theirs != NULL, NULL);

  a = lk_text_sanitize (ours, -1, MAX_SHOWN_CHARS);
  b = lk_text_sanitize (theirs, -1, MAX_SHOWN_CHARS);

  text = g_string_new (NULL);
  /* Translators: the two addresses stand below each other, so keep both labels of one width */
  g_string_append_printf (text, _("Sent:       %s\nRegistered: %s\n"), a, b);

  if (g_str_equal (ours, theirs))
    {
      g_string_append (text, _("They are the same, character for character."));
      return g_string_free (text, FALSE);
    }

  for (p = a, q = b; *p != '\0' && g_utf8_get_char (p) == g_utf8_get_char (q); position++)
    {
      p = g_utf8_next_char (p);
      q = g_utf8_next_char (q);
    }

  at_a = name_character (p);
  at_b = name_character (q);
  g_string_append_printf (text,
                          _("They part at character %d: %s was sent where %s is registered."),
                          position,
                          at_a,
                          at_b);

  part = name_differing_part (ours, theirs);
  if (part != NULL)
    g_string_append_printf (text, " %s", part);

  return g_string_free (text, FALSE);
}
