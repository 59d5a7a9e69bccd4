/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-redact-scan.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* One pass over text of any form. It looks for names, not for grammars, since secrets turn up in forms, JSON,
 * headers and URLs, and in one packed into another: a URL in a query is percent-encoded once more, JSON in a JSON
 * string has its quotes escaped once more. So characters are read through those two encodings, to any depth, and the
 * value's end is looked for at the same depth as its beginning. In doubt it hides too much. */

/* Folded: lower case, without hyphens and underscores. Sorted, for bsearch (). */
static const char *const secret_names[] = {
  "accesstoken",
  "apikey",
  "assertion",
  "authorization",
  "authtoken",
  "clientassertion",
  "clientsecret",
  "code",
  "codeverifier",
  "cookie",
  "csrftoken",
  "devicecode",
  "idtoken",
  "newpassword",
  "passwd",
  "password",
  "proxyauthorization",
  "refreshtoken",
  "secret",
  "sessionid",
  "setcookie",
  "state",
  "token",
  "websocketurl",
  "xapikey",
  "xauthtoken",
  "xcsrftoken",
};

/* The longest of them, and the most of a longer name that needs to be kept to see that it is none of them. */
#define MAX_NAME (sizeof ((LkSecretRange *) NULL)->name)

/* A value after "name: " in prose is taken for a secret from this length on: "error code: 401" is not one. */
#define MIN_PROSE_VALUE 6

/* "Bearer realm=…" and "bearer token" are words, a credential is longer or has more than small letters in it. */
#define MIN_PLAIN_CREDENTIAL 20

/* What the names of secrets end in: a bit for the third letter from the end, by the two after it. Nearly all other
 * names are told from them by these. */
typedef struct
{
  guint32 thirds[32][32];
} WordEnds;

/* So many bytes are looked at together. */
#define BLOCK 64

/* One character as it is after all encodings, and the bytes it takes up before them. */
typedef struct
{
  char c; /* '\0' at the end, and for what is not ASCII */
  guint length;
  guint depth; /* how often it is percent-encoded; of a quote also the backslashes before it */
  gboolean percent;
} Unit;

typedef struct
{
  const char *text;
  gsize length;
  GArray *ranges;
} Scan;

static int
compare_names (const void *key,
               const void *element)
{
  return strcmp (key, *(const char *const *) element);
}

static gboolean
is_folded_secret (const char *folded)
{
  return bsearch (folded, secret_names, G_N_ELEMENTS (secret_names), sizeof secret_names[0], compare_names) != NULL;
}

static void
fold_char (char   c,
           char  *folded,
           gsize *n)
{
  if (c == '-' || c == '_')
    return;

  /* Of a name that is too long for any of ours one more letter is kept, which makes it none of ours. */
  if (*n < MAX_NAME - 1)
    folded[(*n)++] = g_ascii_tolower (c);
}

static Unit
read_unit (const Scan *scan,
           gsize       at)
{
  const char *p = scan->text + at;
  gsize left = scan->length - at;
  gsize skip = 0;
  guint value = 0;

  if (left == 0)
    return (Unit) { 0 };

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
          return (Unit) { value < 0x80 ? (char) value : '\0', (guint) skip + 2, depth, TRUE };
        }

      return (Unit) { '%', 1, 0, FALSE };
    }

  if (*p == '\\')
    {
      while (skip < left && p[skip] == '\\')
        skip++;

      if (skip < left && (p[skip] == '"' || p[skip] == '\''))
        return (Unit) { p[skip], (guint) skip + 1, (guint) skip, FALSE };

      if (skip + 4 < left && p[skip] == 'u')
        {
          for (gsize i = 1; i <= 4; i++)
            {
              if (!g_ascii_isxdigit (p[skip + i]))
                return (Unit) { '\\', (guint) skip, 0, FALSE };

              value = value << 4 | (guint) g_ascii_xdigit_value (p[skip + i]);
            }

          return (Unit) { value < 0x80 ? (char) value : '\0', (guint) skip + 5, (guint) skip, FALSE };
        }

      return (Unit) { '\\', (guint) skip, 0, FALSE };
    }

  return (Unit) { *p, 1, 0, FALSE };
}

static gboolean
is_name_char (char c)
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
skip_space (const Scan *scan,
            gsize       at)
{
  for (;;)
    {
      Unit unit = read_unit (scan, at);

      if (unit.c != ' ' && unit.c != '\t' && unit.c != '\n' && unit.c != '\r')
        return at;

      at += unit.length;
    }
}

static void
add_range (Scan       *scan,
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
find_closing_quote (const Scan *scan,
                    gsize       at,
                    Unit        quote)
{
  while (at < scan->length)
    {
      gsize start = at;
      Unit unit = read_unit (scan, at);

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
find_unquoted_end (const Scan *scan,
                   gsize       at,
                   Unit        separator)
{
  gboolean in_prose = separator.c == ':' && !separator.percent;

  while (at < scan->length)
    {
      Unit unit = read_unit (scan, at);

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
skip_scheme (const Scan *scan,
             gsize       at)
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
find_line_end (const Scan *scan,
               gsize       at)
{
  while (at < scan->length && scan->text[at] != '\r' && scan->text[at] != '\n')
    at++;

  return at;
}

/* Strings of an array under a secret's name. Stops at its end, or before an object, which is then read as any other. */
static gsize
scan_array (Scan       *scan,
            gsize       at,
            const char *name)
{
  guint n_open = 1;

  while (at < scan->length && n_open > 0)
    {
      Unit unit = read_unit (scan, at);
      gsize start = at;

      if (unit.c == '{')
        return at;

      at += unit.length;

      if (unit.c == '[')
        {
          n_open++;
        }
      else if (unit.c == ']')
        {
          n_open--;
        }
      else if (unit.c == '"')
        {
          gsize end = find_closing_quote (scan, at, unit);

          add_range (scan, at, end, name);
          at = end + read_unit (scan, end).length;
        }
      else if (unit.c != ',' && unit.c != ' ' && unit.c != '\t' && unit.c != '\r' && unit.c != '\n')
        {
          while (at < scan->length && strchr (",]} \t\r\n", scan->text[at]) == NULL)
            at++;

          add_range (scan, start, at, name);
        }
    }

  return at;
}

/* After a secret's name: finds its value, if it has one there. Returns where to go on. */
static gsize
scan_value (Scan       *scan,
            gsize       at,
            const char *name)
{
  gboolean is_header = g_str_equal (name, "authorization") || g_str_equal (name, "proxyauthorization") ||
                       g_str_equal (name, "cookie") || g_str_equal (name, "setcookie");
  gsize next = at;
  gsize end;
  Unit separator, unit;

  unit = read_unit (scan, next);
  if (unit.c == '"' || unit.c == '\'')
    next += unit.length;

  next = skip_space (scan, next);
  separator = read_unit (scan, next);

  if (separator.c != '=' && separator.c != ':')
    return at;

  next += separator.length;

  /* A second colon makes it a word of another language: "state::code". */
  if (separator.c == ':' && read_unit (scan, next).c == ':')
    return at;

  if (separator.c == ':')
    next = skip_space (scan, next);

  unit = read_unit (scan, next);

  if (unit.c == '{')
    return next;

  if (unit.c == '[')
    return scan_array (scan, next + unit.length, name);

  if (unit.c == '"' || unit.c == '\'')
    {
      next += unit.length;
      end = find_closing_quote (scan, next, unit);
      add_range (scan, is_header ? skip_scheme (scan, next) : next, end, name);

      return end;
    }

  if (is_header && separator.c == ':')
    {
      end = find_line_end (scan, next);
      add_range (scan, skip_scheme (scan, next), end, name);

      return end;
    }

  end = find_unquoted_end (scan, next, separator);

  if (separator.c == ':' && !separator.percent && end - next < MIN_PROSE_VALUE)
    return end;

  add_range (scan, next, end, name);

  return end;
}

/* After "Bearer" or "Basic" in running text. */
static gsize
scan_credential (Scan       *scan,
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
static gsize
scan_userinfo (Scan  *scan,
               gsize  at)
{
  gsize end = at;

  while (end < scan->length && strchr ("/?#\"'<> \t\r\n@", scan->text[end]) == NULL)
    end++;

  if (end < scan->length && scan->text[end] == '@')
    add_range (scan, at, end, "password");

  return at;
}

/* A conversation's address holds its credentials in the path: …/graphql/SESSION:CLIENT (zendesk-chat.md section 6). */
static gsize
scan_stream_path (Scan  *scan,
                  gsize  at)
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

/**
 * lk_redact_is_secret_name:
 * @name: the name of a header, parameter or member
 *
 * Returns: whether what goes by that name, in any case, with hyphens or underscores, is hidden
 */
gboolean
lk_redact_is_secret_name (const char *name)
{
  char folded[MAX_NAME] = { 0 };
  gsize n = 0;

  for (const char *p = name; *p != '\0'; p++)
    fold_char (*p, folded, &n);

  return is_folded_secret (folded);
}

static void
word_ends_init (WordEnds *ends)
{
  memset (ends, 0, sizeof *ends);

  for (gsize i = 0; i < G_N_ELEMENTS (secret_names); i++)
    {
      const char *end = secret_names[i] + strlen (secret_names[i]);

      ends->thirds[end[-2] & 31][end[-1] & 31] |= 1u << (end[-3] & 31);
    }
}

/* Whether what ends here may be the name of a secret. Hyphens and underscores in it do not count. */
static inline gboolean
may_matter (const WordEnds *ends,
            const char     *text,
            gsize           from,
            gsize           end)
{
  if (end - from < 3 || text[end - 1] == '_' || text[end - 2] == '_' || text[end - 3] == '_' || text[end - 1] == '-' ||
      text[end - 2] == '-' || text[end - 3] == '-')
    return end > from;

  return (ends->thirds[text[end - 2] & 31][text[end - 1] & 31] >> (text[end - 3] & 31) & 1) != 0;
}

/* Which of BLOCK bytes, and one more, are worth a look: what follows a name that matters, the beginning of an encoding,
 * and what may begin a word that matters by itself or, in "graphql", is rarest in it. */
#ifdef __SSE2__
static inline guint64
find_marks (const char *text)
{
  guint64 marks = 0;

  for (guint i = 0; i < BLOCK; i += 16)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) (text + i));
      __m128i next = _mm_loadu_si128 ((const __m128i *) (const void *) (text + i + 1));
      __m128i small = _mm_or_si128 (bytes, _mm_set1_epi8 (0x20));
      __m128i found, second;

      next = _mm_or_si128 (next, _mm_set1_epi8 (0x20));
      second = _mm_or_si128 (_mm_cmpeq_epi8 (next, _mm_set1_epi8 ('a')), _mm_cmpeq_epi8 (next, _mm_set1_epi8 ('e')));
      found = _mm_and_si128 (_mm_cmpeq_epi8 (small, _mm_set1_epi8 ('b')), second);
      found = _mm_or_si128 (found, _mm_cmpeq_epi8 (small, _mm_set1_epi8 ('q')));
      found = _mm_or_si128 (found, _mm_cmpeq_epi8 (bytes, _mm_set1_epi8 (':')));
      found = _mm_or_si128 (found, _mm_cmpeq_epi8 (bytes, _mm_set1_epi8 ('=')));
      found = _mm_or_si128 (found, _mm_cmpeq_epi8 (bytes, _mm_set1_epi8 ('%')));
      found = _mm_or_si128 (found, _mm_cmpeq_epi8 (bytes, _mm_set1_epi8 ('\\')));
      marks |= (guint64) (guint) _mm_movemask_epi8 (found) << i;
    }

  return marks;
}
#else
static guint64
find_marks (const char *text)
{
  guint64 marks = 0;

  for (guint i = 0; i < BLOCK; i++)
    marks |= (guint64) (text[i] != '\0' && strchr (":=%\\bBqQ", text[i]) != NULL) << i;

  return marks;
}
#endif

/* Back over the characters of a name. */
static gsize
find_name_start (const Scan *scan,
                 gsize       from,
                 gsize       at)
{
  while (at > from && is_name_char (scan->text[at - 1]))
    at--;

  return at;
}

/* The beginning of the name whose value may follow at a mark: before white space and a quote, as scan_value() goes over
 * them. At the mark itself where there is none. */
static gsize
find_name_before (const Scan     *scan,
                  const WordEnds *ends,
                  gsize           from,
                  gsize           mark)
{
  const char *text = scan->text;
  gsize end = mark;
  gsize start;

  while (end > from && g_ascii_isspace (text[end - 1]))
    end--;
  if (end > from && (text[end - 1] == '"' || text[end - 1] == '\''))
    end--;
  if (!may_matter (ends, text, from, end))
    return mark;

  start = find_name_start (scan, from, end);

  return start < end ? start : mark;
}

/* The beginning of a word that matters without a value's name, at or around a mark; `scan->length` where it is none. */
static gsize
find_word_at (const Scan *scan,
              gsize       from,
              gsize       mark)
{
  static const struct
  {
    char mark;
    gsize before;
    const char *word;
  } words[] = {
    { 'b', 0, "bearer" },
    { 'b', 0, "basic" },
    { 'q', 5, "graphql" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i].word);
      gsize start = mark - words[i].before;

      if (g_ascii_tolower (scan->text[mark]) != words[i].mark || mark - from < words[i].before ||
          scan->length - start < length || g_ascii_strncasecmp (scan->text + start, words[i].word, length) != 0)
        continue;

      /* Hyphens and underscores before it are a part of it, another letter makes it another word. */
      while (start > from && (scan->text[start - 1] == '-' || scan->text[start - 1] == '_'))
        start--;
      if (start == from || !is_name_char (scan->text[start - 1]))
        return start;
    }

  return scan->length;
}

/* Over what is written without any encoding and is no word that matters: most of any text. */
static gsize
skip_plain (const Scan     *scan,
            const WordEnds *ends,
            gsize           from)
{
  const char *text = scan->text;

  for (gsize base = from; base < scan->length; base += BLOCK)
    {
      gsize length = MIN (scan->length - base, BLOCK);
      char rest[BLOCK + 1] = { 0 };
      gboolean inside = scan->length - base > BLOCK;

      if (!inside)
        memcpy (rest, text + base, length);

      for (guint64 marks = find_marks (inside ? text + base : rest); marks != 0; marks &= marks - 1)
        {
          gsize here = base + (gsize) __builtin_ctzll (marks);
          gsize start;

          switch (text[here])
            {
            case '%':
            case '\\':
              /* Encoded characters may go on with a word. */
              start = find_name_start (scan, from, here);
              return start < here ? start : find_name_before (scan, ends, from, here);

            case ':':
            case '=':
              start = find_name_before (scan, ends, from, here);
              if (start < here)
                return start;
              if (scan->length - here > 2 && text[here] == ':' && text[here + 1] == '/' && text[here + 2] == '/')
                return here;
              break;

            default:
              start = find_word_at (scan, from, here);
              if (start < scan->length)
                return start;
              break;
            }
        }
    }

  return scan->length;
}

/**
 * lk_redact_find_secrets:
 * @text: text of any form, a NUL is no end of it
 * @length: its length in bytes
 *
 * Finds the values that go by a secret's name in queries, fragments, forms, JSON and headers, also where these are
 * packed into one another; credentials after `Bearer` and `Basic`; user names and passwords in URLs; session ids in
 * the addresses of conversations. Takes time in proportion to @length.
 *
 * Returns: (transfer full) (element-type LkSecretRange): the ranges in their order, none of them empty
 */
GArray *
lk_redact_find_secrets (const char *text,
                        gsize       length)
{
  Scan scan = { text, length, g_array_new (FALSE, FALSE, sizeof (LkSecretRange)) };
  WordEnds ends;
  gsize at = 0;

  word_ends_init (&ends);

  while ((at = skip_plain (&scan, &ends, at)) < length)
    {
      char folded[MAX_NAME] = { 0 };
      gsize n = 0;
      Unit unit = read_unit (&scan, at);

      if (!is_name_char (unit.c))
        {
          if (unit.c == ':' && length - at > 2 && text[at + 1] == '/' && text[at + 2] == '/')
            at = scan_userinfo (&scan, at + 3);
          else
            at += unit.length;

          continue;
        }

      for (; is_name_char (unit.c); unit = read_unit (&scan, at))
        {
          fold_char (unit.c, folded, &n);
          at += unit.length;
        }

      if (is_folded_secret (folded))
        at = scan_value (&scan, at, folded);
      else if (g_str_equal (folded, "bearer") || g_str_equal (folded, "basic"))
        at = scan_credential (&scan, at, "authorization");
      else if (g_str_equal (folded, "graphql"))
        at = scan_stream_path (&scan, at);
    }

  return scan.ranges;
}

/**
 * lk_redact_is_code:
 * @range: a secret
 *
 * Returns: whether it goes by the name of a code or a state. In a sign-in these are secrets; elsewhere they are as
 *   often the code of an error or the state of a chat
 */
gboolean
lk_redact_is_code (const LkSecretRange *range)
{
  return g_str_equal (range->name, "code") || g_str_equal (range->name, "state");
}

/**
 * lk_redact_overwrite:
 * @text: a secret in a longer text
 * @length: its length in bytes
 *
 * Puts a placeholder in its place, which needs no escape anywhere; a number becomes a number, as JSON may want one
 * there.
 */
void
lk_redact_overwrite (char  *text,
                     gsize  length)
{
  gboolean is_number = TRUE;

  for (gsize i = 0; i < length && is_number; i++)
    is_number = g_ascii_isdigit (text[i]);
  memset (text, is_number ? '1' : '*', length);
}

/**
 * lk_redact_overwrite_named:
 * @text: text of any form
 * @length: its length in bytes
 * @with_codes: whether also what goes by the name of a code or a state
 *
 * Overwrites what lk_redact_find_secrets() finds.
 */
void
lk_redact_overwrite_named (char     *text,
                           gsize     length,
                           gboolean  with_codes)
{
  g_autoptr(GArray) ranges = lk_redact_find_secrets (text, length);

  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);

      if (with_codes || !lk_redact_is_code (range))
        lk_redact_overwrite (text + range->start, range->end - range->start);
    }
}
