/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-redact-scan-private.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* One pass over text of any form. It looks for names, not for grammars, since secrets turn up in forms, JSON,
 * headers and URLs, and in one packed into another: a URL in a query is percent-encoded once more, JSON in a JSON
 * string has its quotes escaped once more. So characters are read through those two encodings, to any depth, and the
 * value's end is looked for at the same depth as its beginning. In doubt it hides too much. */

/* So many bytes are looked at together. */
#define BLOCK 64

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
      found = _mm_or_si128 (found, _mm_cmpeq_epi8 (bytes, _mm_set1_epi8 ('<')));
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
    marks |= (guint64) (text[i] != '\0' && strchr ("<:=%\\bBqQ", text[i]) != NULL) << i;

  return marks;
}
#endif

/* Back over the characters of a name. */
static gsize
find_name_start (const LkScan *scan,
                 gsize         from,
                 gsize         at)
{
  while (at > from && _lk_scan_is_name_char (scan->text[at - 1]))
    at--;

  return at;
}

/* The beginning of the name whose value may follow at a mark: before white space and a quote, as _lk_scan_value() goes
 * over them. At the mark itself where there is none. */
static gsize
find_name_before (const LkScan        *scan,
                  const LkNameEndings *endings,
                  gsize                from,
                  gsize                mark)
{
  const char *text = scan->text;
  gsize end = mark;
  gsize start;

  while (end > from && g_ascii_isspace (text[end - 1]))
    end--;
  if (end > from && (text[end - 1] == '"' || text[end - 1] == '\''))
    end--;
  else if (end > from && text[end - 1] == ';')
    for (end--; end > from && mark - end < 8 && text[end] != '&'; end--)
      ;
  if (!lk_name_endings_match (endings, text, from, end))
    return mark;

  start = find_name_start (scan, from, end);

  return start < end ? start : mark;
}

/* The beginning of a tag's name that may be a secret's, behind its prefix; `scan->length` where it is none. */
static gsize
find_tag_name (const LkScan        *scan,
               const LkNameEndings *endings,
               gsize                tag)
{
  gsize start = tag + 1;
  gsize end = start;

  while (end < scan->length && _lk_scan_is_name_char (scan->text[end]))
    end++;
  if (end < scan->length && scan->text[end] == ':')
    for (start = ++end; end < scan->length && _lk_scan_is_name_char (scan->text[end]); end++)
      ;

  return end > start && lk_name_endings_match (endings, scan->text, start, end) ? start : scan->length;
}

/* The beginning of a word that matters without a value's name, at or around a mark; `scan->length` where it is none. */
static gsize
find_word_at (const LkScan *scan,
              gsize         from,
              gsize         mark)
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
      if (start == from || !_lk_scan_is_name_char (scan->text[start - 1]))
        return start;
    }

  return scan->length;
}

/* Over what is written without any encoding and is no word that matters: most of any text. */
static gsize
skip_plain (const LkScan        *scan,
            const LkNameEndings *endings,
            gsize                from)
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
              return start < here ? start : find_name_before (scan, endings, from, here);

            case ':':
            case '=':
              start = find_name_before (scan, endings, from, here);
              if (start < here)
                return start;
              if (scan->length - here > 2 && text[here] == ':' && text[here + 1] == '/' && text[here + 2] == '/')
                return here;
              break;

            case '<':
              start = find_tag_name (scan, endings, here);
              if (start < scan->length)
                return start;
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

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const LkSecretRange *first = a;
  const LkSecretRange *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

/* Sorts them, and makes those that overlap one. */
static void
join_ranges (GArray *ranges)
{
  guint n = 0;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);
      LkSecretRange *last = n > 0 ? &g_array_index (ranges, LkSecretRange, n - 1) : NULL;

      if (last != NULL && range->start < last->end)
        last->end = MAX (last->end, range->end);
      else
        g_array_index (ranges, LkSecretRange, n++) = *range;
    }
  g_array_set_size (ranges, n);
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
 * Returns: (transfer full) (element-type LkSecretRange): the ranges in their order, none of them empty and none
 *   overlapping another
 */
GArray *
lk_redact_find_secrets (const char *text,
                        gsize       length)
{
  LkScan scan = { text, length, g_array_new (FALSE, FALSE, sizeof (LkSecretRange)) };
  LkNameEndings endings;
  gsize at = 0;

  lk_name_endings_init (&endings);

  while ((at = skip_plain (&scan, &endings, at)) < length)
    {
      char folded[LK_SECRET_NAME_MAX] = { 0 };
      gsize n = 0;
      gsize start = at;
      LkScanUnit unit = _lk_scan_read_unit (&scan, at);

      if (!_lk_scan_is_name_char (unit.c))
        {
          if (unit.c == ':' && length - at > 2 && text[at + 1] == '/' && text[at + 2] == '/')
            at = _lk_scan_userinfo (&scan, at + 3);
          else
            at += unit.length;

          continue;
        }

      for (; _lk_scan_is_name_char (unit.c); unit = _lk_scan_read_unit (&scan, at))
        {
          lk_secret_name_fold (unit.c, folded, &n);
          at += unit.length;
        }

      if (lk_secret_name_is_folded (folded))
        at = _lk_scan_value (&scan, start, at, folded);
      else if (g_str_equal (folded, "bearer") || g_str_equal (folded, "basic"))
        at = _lk_scan_credential (&scan, at, "authorization");
      else if (g_str_equal (folded, "value") || g_str_equal (folded, "content"))
        at = _lk_scan_named_value (&scan, start, at);
      else if (g_str_equal (folded, "graphql"))
        at = _lk_scan_stream_path (&scan, at);
    }

  join_ranges (scan.ranges);

  return scan.ranges;
}
