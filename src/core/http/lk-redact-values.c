/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind a secret's name: where its value begins and ends, in every form that texts have. */
#include "config.h"

#include "lk-redact-scan-private.h"

#include <string.h>

/* A value after "name: " in prose is taken for a secret from this length on: "error code: 401" is not one. */
#define MIN_PROSE_VALUE 6

/* "Bearer realm=…" and "bearer token" are words, a credential is longer or has more than small letters in it. */
#define MIN_PLAIN_CREDENTIAL 20

/* So far from a value its name is looked for in a tag or an object. */
#define MAX_BESIDE 256

LkScanUnit
_lk_scan_read_unit (const LkScan *scan,
                    gsize         at)
{
  const char *p = scan->text + at;
  gsize left = scan->length - at;
  gsize skip = 0;
  guint value = 0;

  if (left == 0)
    return (LkScanUnit) { 0 };

  if (*p == '%')
    {
      guint depth = 1;

      skip = 1;
      while (skip + 3 < left && p[skip] == '2' && p[skip + 1] == '5')
        {
          skip += 2;
          depth++;
        }

      if (skip + 1 < left && g_ascii_isxdigit (p[skip]) && g_ascii_isxdigit (p[skip + 1]))
        {
          value = (guint) (g_ascii_xdigit_value (p[skip]) << 4 | g_ascii_xdigit_value (p[skip + 1]));
          return (LkScanUnit) { value < 0x80 ? (char) value : '\0', (guint) skip + 2, depth, TRUE };
        }

      return (LkScanUnit) { '%', 1, 0, FALSE };
    }

  /* JSON in an attribute of HTML. */
  if (*p == '&')
    {
      static const struct
      {
        const char *entity;
        char c;
      } quotes[] = { { "&quot;", '"' }, { "&#34;", '"' }, { "&#x22;", '"' }, { "&#39;", '\'' }, { "&apos;", '\'' } };

      for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
        {
          gsize length = strlen (quotes[i].entity);

          if (left >= length && memcmp (p, quotes[i].entity, length) == 0)
            return (LkScanUnit) { quotes[i].c, (guint) length, 0, FALSE };
        }
    }

  if (*p == '\\')
    {
      while (skip < left && p[skip] == '\\')
        skip++;

      if (skip < left && (p[skip] == '"' || p[skip] == '\''))
        return (LkScanUnit) { p[skip], (guint) skip + 1, (guint) skip, FALSE };

      if (skip + 4 < left && p[skip] == 'u')
        {
          for (gsize i = 1; i <= 4; i++)
            {
              if (!g_ascii_isxdigit (p[skip + i]))
                return (LkScanUnit) { '\\', (guint) skip, 0, FALSE };

              value = value << 4 | (guint) g_ascii_xdigit_value (p[skip + i]);
            }

          return (LkScanUnit) { value < 0x80 ? (char) value : '\0', (guint) skip + 5, (guint) skip, FALSE };
        }

      return (LkScanUnit) { '\\', (guint) skip, 0, FALSE };
    }

  return (LkScanUnit) { *p, 1, 0, FALSE };
}

gboolean
_lk_scan_is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

/* token68 of RFC 9110 section 11.2, without its padding */
static gboolean
is_credential_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~+/", c) != NULL);
}

static gsize
skip_space (const LkScan *scan,
            gsize         at)
{
  for (;;)
    {
      LkScanUnit unit = _lk_scan_read_unit (scan, at);

      if (unit.c != ' ' && unit.c != '\t' && unit.c != '\n' && unit.c != '\r')
        return at;

      at += unit.length;
    }
}

static void
add_range (LkScan     *scan,
           gsize       start,
           gsize       end,
           const char *name)
{
  LkSecretRange range = { start, end };

  if (start >= end)
    return;

  g_strlcpy (range.name, name, sizeof range.name);
  g_array_append_val (scan->ranges, range);
}

/* From after the opening quote to before the one that closes it. `n` backslashes stand before a quote of depth `n`; its
 * like inside the value has more: of 2n + 2 backslashes, n escape it and the rest are the value's own. */
static gsize
find_closing_quote (const LkScan *scan,
                    gsize         at,
                    LkScanUnit    quote)
{
  while (at < scan->length)
    {
      gsize start = at;
      LkScanUnit unit = _lk_scan_read_unit (scan, at);

      at += unit.length;

      if (unit.percent != quote.percent || unit.c != quote.c)
        {
          /* A raw delimiter ends whatever was percent-encoded inside it. */
          if (quote.percent && !unit.percent && strchr ("\"'<>& \t\r\n", unit.c) != NULL)
            return start;

          continue;
        }

      if (quote.percent)
        {
          if (unit.depth <= quote.depth)
            return start;
        }
      else if (unit.depth < quote.depth || (unit.depth - quote.depth) % (2 * (quote.depth + 1)) == 0)
        {
          return start + (unit.depth - MIN (unit.depth, quote.depth));
        }
    }

  return scan->length;
}

static gsize
find_unquoted_end (const LkScan *scan,
                   gsize         at,
                   LkScanUnit    separator)
{
  gboolean in_prose = separator.c == ':' && !separator.percent;

  while (at < scan->length)
    {
      LkScanUnit unit = _lk_scan_read_unit (scan, at);

      /* A percent-encoded delimiter ends what is as deep as the separator was; deeper ones belong to the value. */
      if (unit.percent && (!separator.percent || unit.depth > separator.depth))
        {
          at += unit.length;
          continue;
        }

      if (unit.c != '\0' && strchr ("&;#\"'<>\\ \t\r\n", unit.c) != NULL)
        return at;

      if (in_prose && unit.c != '\0' && strchr (",)]}", unit.c) != NULL)
        return at;

      at += unit.length;
    }

  return scan->length;
}

/* "Bearer " and its like: the end of the word and the space after it, or `at` if there is none. */
static gsize
skip_scheme (const LkScan *scan,
             gsize         at)
{
  static const char *const schemes[] = { "Bearer", "Basic", "Digest", "Token" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize length = strlen (schemes[i]);

      if (scan->length - at > length && g_ascii_strncasecmp (scan->text + at, schemes[i], length) == 0)
        {
          gsize after = skip_space (scan, at + length);

          if (after > at + length)
            return after;
        }
    }

  return at;
}

static gsize
find_line_end (const LkScan *scan,
               gsize         at)
{
  while (at < scan->length && scan->text[at] != '\r' && scan->text[at] != '\n')
    at++;

  return at;
}

static gboolean
is_quote (LkScanUnit unit)
{
  return unit.c == '"' || unit.c == '\'';
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether a colon follows, behind the closing quote at `at`: it is a member's name then. */
static gboolean
is_member_name (const LkScan *scan,
                gsize         at)
{
  return _lk_scan_read_unit (scan, skip_space (scan, at + _lk_scan_read_unit (scan, at).length)).c == ':';
}

/* Hides the texts and the longer numbers in an array or object under a secret's name. Under a plural, such as `tokens`,
 * only direct texts are hidden, and objects are read as usual. */
static gsize
scan_container (LkScan     *scan,
                gsize       at,
                const char *name)
{
  gboolean is_list = g_str_has_suffix (name, "s");
  guint n_open = 0;

  while (at < scan->length)
    {
      LkScanUnit unit = _lk_scan_read_unit (scan, at);
      gsize start = at;

      if (unit.c == '{' && is_list)
        return at;

      at += unit.length;

      if (unit.c == '[' || unit.c == '{')
        {
          n_open++;
        }
      else if (unit.c == ']' || unit.c == '}')
        {
          if (--n_open == 0)
            return at;
        }
      else if (unit.c == '"')
        {
          gsize end = find_closing_quote (scan, at, unit);

          if (!is_member_name (scan, end))
            add_range (scan, at, end, name);
          at = end + _lk_scan_read_unit (scan, end).length;
        }
      else if (unit.c != ',' && unit.c != ':' && !is_space (unit.c))
        {
          while (at < scan->length && strchr (",]}\"", scan->text[at]) == NULL && !is_space (scan->text[at]))
            at++;

          if (at - start >= MIN_PROSE_VALUE)
            add_range (scan, start, at, name);
        }
    }

  return at;
}

/* The text of an element of XML or HTML under a secret's name, and of the elements in it. `at` is behind the name. */
static gsize
scan_element (LkScan     *scan,
              gsize       at,
              const char *name)
{
  guint n_open = 1;

  /* Its attributes. */
  while (at < scan->length && scan->text[at] != '>' && scan->text[at] != '<')
    at++;
  if (at == scan->length || scan->text[at] != '>' || scan->text[at - 1] == '/')
    return at;

  while (at < scan->length && n_open > 0)
    {
      gsize start = ++at;
      gsize left;

      while (at < scan->length && scan->text[at] != '<')
        at++;
      if (skip_space (scan, start) < at)
        add_range (scan, start, at, name);
      left = scan->length - at;

      if (left > 9 && memcmp (scan->text + at, "<![CDATA[", 9) == 0)
        {
          const char *end = memmem (scan->text + at, left, "]]>", 3);

          start = at + 9;
          at = end != NULL ? (gsize) (end - scan->text) : scan->length;
          add_range (scan, start, at, name);
          at = MIN (at + 2, scan->length);
        }
      else if (left > 0)
        {
          gboolean is_end = left > 1 && scan->text[at + 1] == '/';

          while (at < scan->length && scan->text[at] != '>')
            at++;
          if (is_end)
            n_open--;
          else
            n_open += at < scan->length && scan->text[at - 1] != '/';
        }
    }

  return at;
}

/* Whether there is a secret's name, in quotes and as the text of an attribute or a member, between the nearest brackets
 * around `from` to `to`: `name="token"`, `"name":"token"`. `folded` gets it. */
static gboolean
find_name_beside (const LkScan *scan,
                  gsize         from,
                  gsize         to,
                  char         *folded)
{
  for (gsize at = from; at < to; at++)
    {
      gsize n = 0;
      gsize next = at + 1;

      if ((scan->text[at] != '"' && scan->text[at] != '\'') || next == to || !_lk_scan_is_name_char (scan->text[next]))
        continue;

      memset (folded, 0, LK_SECRET_NAME_MAX);
      while (next < to && _lk_scan_is_name_char (scan->text[next]))
        lk_secret_name_fold (scan->text[next++], folded, &n);
      if (next < to && (scan->text[next] == '"' || scan->text[next] == '\'' || scan->text[next] == '\\') &&
          lk_secret_name_is_folded (folded) && !is_member_name (scan, next))
        return TRUE;

      at = next - 1;
    }

  return FALSE;
}

/* After "value" or "content", which begins at `start`: its value is hidden where the tag or object has the name of a
 * secret beside it, as in `name="token" value="…"` and `{"name":"token","value":"…"}`. Returns where to go on. */
gsize
_lk_scan_named_value (LkScan *scan,
                      gsize   start,
                      gsize   at)
{
  char folded[LK_SECRET_NAME_MAX];
  gsize next = at;
  gsize first = start;
  gsize end, last;
  LkScanUnit unit = _lk_scan_read_unit (scan, next);

  if (is_quote (unit))
    next += unit.length;
  next = skip_space (scan, next);
  unit = _lk_scan_read_unit (scan, next);
  if (unit.c != '=' && unit.c != ':')
    return at;

  next = skip_space (scan, next + unit.length);
  unit = _lk_scan_read_unit (scan, next);
  if (!is_quote (unit))
    return at;

  next += unit.length;
  end = last = find_closing_quote (scan, next, unit);
  while (first > 0 && start - first < MAX_BESIDE && strchr ("<>{}", scan->text[first - 1]) == NULL)
    first--;
  while (last < scan->length && last - end < MAX_BESIDE && strchr ("<>{}", scan->text[last]) == NULL)
    last++;

  if (!find_name_beside (scan, first, start, folded) && !find_name_beside (scan, end, last, folded))
    return at;

  add_range (scan, next, end, folded);

  return end;
}

/* Whether a name is a tag's: `<token`, `<ns:token`. */
static gboolean
is_tag (const LkScan *scan,
        gsize         start)
{
  if (start > 0 && scan->text[start - 1] == ':')
    for (start--; start > 0 && _lk_scan_is_name_char (scan->text[start - 1]); start--)
      ;

  return start > 0 && scan->text[start - 1] == '<';
}

/* Its value is a line. */
static gboolean
is_header (const char *name)
{
  static const char *const headers[] = { "authorization", "proxyauthorization", "cookie", "setcookie", NULL };

  return g_strv_contains (headers, name);
}

static gboolean
is_code (const char *name)
{
  return g_str_equal (name, "code") || g_str_equal (name, "state");
}

/* A value without quotes, after the separator. Returns its end. */
static gsize
scan_unquoted (LkScan     *scan,
               gsize       at,
               LkScanUnit  separator,
               gboolean    is_quoted,
               const char *name)
{
  LkScanUnit first = _lk_scan_read_unit (scan, at);
  gboolean in_prose = separator.c == ':' && !separator.percent;
  gsize end;

  if (is_header (name) && separator.c == ':')
    {
      end = find_line_end (scan, at);
      add_range (scan, skip_scheme (scan, at), end, name);
      return end;
    }

  end = find_unquoted_end (scan, at, separator);
  /* A number of JSON is no prose, but it may be that of an error. */
  if (is_quoted && !is_code (name) && (g_ascii_isdigit (first.c) || first.c == '-'))
    in_prose = FALSE;
  if (!in_prose || end - at >= MIN_PROSE_VALUE)
    add_range (scan, at, end, name);

  return end;
}

/* After a secret's name, which begins at `start`: finds its value, if it has one there. Returns where to go on. */
gsize
_lk_scan_value (LkScan     *scan,
                gsize       start,
                gsize       at,
                const char *name)
{
  LkScanUnit unit = _lk_scan_read_unit (scan, at);
  gboolean is_quoted = is_quote (unit);
  gsize next = skip_space (scan, is_quoted ? at + unit.length : at);
  LkScanUnit separator = _lk_scan_read_unit (scan, next);
  gsize end;

  if (separator.c != '=' && separator.c != ':')
    return !is_code (name) && is_tag (scan, start) ? scan_element (scan, at, name) : at;

  next += separator.length;

  /* A second colon makes it a word of another language: "state::code". */
  if (separator.c == ':' && _lk_scan_read_unit (scan, next).c == ':')
    return at;

  if (separator.c == ':')
    next = skip_space (scan, next);

  unit = _lk_scan_read_unit (scan, next);

  if (unit.c == '{' && is_code (name))
    return next;

  if (unit.c == '{' || unit.c == '[')
    return scan_container (scan, next, name);

  if (!is_quote (unit))
    return scan_unquoted (scan, next, separator, is_quoted, name);

  next += unit.length;
  end = find_closing_quote (scan, next, unit);
  add_range (scan, is_header (name) ? skip_scheme (scan, next) : next, end, name);

  return end;
}

/* After "Bearer" or "Basic" in running text. */
gsize
_lk_scan_credential (LkScan     *scan,
                     gsize       at,
                     const char *name)
{
  gsize start = skip_space (scan, at);
  gsize end = start;
  gboolean telling = FALSE;

  if (start == at && at < scan->length && scan->text[at] == '+')
    start = end = at + 1;

  if (start == at)
    return at;

  while (end < scan->length && is_credential_char (scan->text[end]))
    {
      telling = telling || (end > start && !g_ascii_islower (scan->text[end]));
      end++;
    }

  while (end < scan->length && scan->text[end] == '=')
    end++;

  /* A parameter of a challenge: realm="…". */
  if (end < scan->length && end > start && scan->text[end - 1] == '=' && scan->text[end] == '"')
    return at;

  if (telling || end - start >= MIN_PLAIN_CREDENTIAL)
    add_range (scan, start, end, name);

  return end;
}

/* The user's part of "scheme://user:password@host". */
gsize
_lk_scan_userinfo (LkScan *scan,
                   gsize   at)
{
  gsize end = at;

  while (end < scan->length && strchr ("/?#\"'<> \t\r\n@", scan->text[end]) == NULL)
    end++;

  if (end < scan->length && scan->text[end] == '@')
    add_range (scan, at, end, "password");

  return at;
}

/* A conversation's address holds its credentials in the path: …/graphql/SESSION:CLIENT (zendesk-chat.md section 6). */
gsize
_lk_scan_stream_path (LkScan *scan,
                      gsize   at)
{
  gsize end = at;

  if (at >= scan->length || scan->text[at] != '/')
    return at;

  for (end = ++at; end < scan->length && strchr ("/?#\"'\\<> \t\r\n", scan->text[end]) == NULL; end++)
    ;

  if (memchr (scan->text + at, ':', end - at) != NULL)
    add_range (scan, at, end, "sessionid");

  return end;
}
