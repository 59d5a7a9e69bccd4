/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: what every processor says is what the plain statement of the grammar says, in one go and in parts; what the
 * index says holds together; what stands in it is found. The input is the document. */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "lk-json-matcher.h"
#include "lk-json-path.h"
#include "lk-json-reader.h"
#include "lk-json-scan-private.h"
#include "lk-test-json-parts.h"

#define MAX_DEPTH 64
#define MAX_VALUES 40

typedef struct
{
  LkJsonIndex *index;
  guint        n_left;     /* values to look at */
} Look;

static gboolean
is_wanted (gsize    token,
           gpointer data)
{
  gsize *wanted = data;

  if (token == *wanted)
    *wanted = LK_JSON_NOWHERE;

  return *wanted != LK_JSON_NOWHERE;
}

/* A key or scalar is found by a part of what it says. */
static void
check_search (LkJsonIndex *index,
              gsize        token)
{
  g_autofree char *text = lk_json_index_dup_text (index, token);
  g_autofree char *part = NULL;
  g_autoptr(LkJsonMatcher) matcher = NULL;
  glong length = g_utf8_strlen (text, -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));

  /* What no text can hold is shown as it is written, with a backslash, and cannot be searched for. */
  if (length == 0 || strstr (text, "\\u") != NULL)
    return;

  part = g_utf8_substring (text, length / 3, length - length / 4);
  matcher = lk_json_matcher_new (part);

  for (LkJsonProcessor processor = 0; processor <= lk_json_processor_best (); processor++)
    {
      gsize wanted = token;

      lk_json_matcher_run (matcher, index, processor, NULL, is_wanted, &wanted);
      g_assert_cmpuint (wanted, ==, LK_JSON_NOWHERE);
    }
}

static void
check_path (LkJsonIndex       *index,
            const LkJsonValue *value)
{
  g_autofree char *text = lk_json_index_get_path (index, value->start);
  g_autofree char *pointer = lk_json_index_get_pointer (index, value->start);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonPath) path = lk_json_path_new (text, &error);
  g_autoptr(GArray) values = NULL;
  gboolean found = FALSE;

  g_assert_true (g_utf8_validate (pointer, -1, NULL));
  /* A query cannot write half of a surrogate pair. */
  if (path == NULL)
    {
      g_assert_nonnull (strstr (error->message, "surrogate"));
      return;
    }

  values = lk_json_path_find (path, index, G_MAXUINT, NULL, NULL, &error);
  for (guint i = 0; i < values->len; i++)
    {
      LkJsonValue *one = &g_array_index (values, LkJsonValue, i);

      found |= one->start == value->start && one->key == value->key && one->place == value->place;
    }
  g_assert_true (found);
}

static void
check_value (Look              *look,
             const LkJsonValue *value)
{
  LkJsonIndex *index = look->index;
  g_autofree char *json = lk_json_index_dup_json (index, value->start);
  LkJsonValue child;
  LkJsonValue parent;
  gsize n = 0;

  if (look->n_left == 0)
    return;
  look->n_left--;

  g_assert_true (lk_json_scan (json, strlen (json), NULL, NULL, NULL));
  check_path (index, value);
  if (value->key != LK_JSON_NOWHERE)
    check_search (index, value->key);

  if (!lk_json_index_is_container (index, value->start))
    {
      check_search (index, value->start);
      return;
    }

  for (gboolean there = lk_json_index_get_child (index, value->start, 0, &child); there;
       there = lk_json_index_get_next (index, &child, &child))
    {
      LkJsonValue same;

      g_assert_true (lk_json_index_get_child (index, value->start, n, &same));
      g_assert_true (same.start == child.start && same.key == child.key && same.place == n);
      g_assert_true (lk_json_index_get_parent (index, child.start, &parent));
      g_assert_true (parent.start == value->start && parent.key == value->key && parent.place == value->place);
      n++;
      check_value (look, &child);
    }

  g_assert_cmpuint (n, ==, lk_json_index_get_n_children (index, value->start));
  g_assert_false (lk_json_index_get_child (index, value->start, n, &child));
}

/* The same behind so many others that a part begins in the midst of it. */
static void
check_parts (const char *data,
             gsize       size)
{
  static const char filler[] = "{\"a\":[1,\"{\\\"\"]},";
  g_autoptr(GString) text = g_string_new ("[");

  while (text->len + size / 2 < 2 * LK_JSON_CHUNK)
    g_string_append (text, filler);
  g_string_append_len (text, data, size);
  while (text->len < 3 * LK_JSON_CHUNK)
    g_string_append (text, ",[null]");
  g_string_append_c (text, ']');

  lk_test_json_parts (lk_json_processor_best (), text->str, text->len, MAX_DEPTH, 1, 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const LkJsonLimits limits = { 0, MAX_DEPTH };
  /* At its very end reading past it is seen. */
  g_autofree char *text = g_memdup2 (data, size);
  const char *start = text != NULL ? text : "";
  g_autoptr(GBytes) bytes = g_bytes_new_static (start, size);
  g_autoptr(GBytes) unmarked = lk_json_skip_mark (bytes);
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  LkJsonPosition position = { 0 };
  gboolean valid = lk_json_explain (start, size, MAX_DEPTH, &position, &error);
  gboolean readable;
  gsize mark_size;

  g_assert_true (valid || position.offset <= size);

  for (LkJsonProcessor processor = 0; processor <= lk_json_processor_best (); processor++)
    {
      g_autoptr(LkJsonMap) map = NULL;

      g_assert_cmpint (lk_json_machine_run (processor, start, size, MAX_DEPTH, NULL, NULL), ==, valid);
      g_assert_cmpint (lk_json_machine_run (processor, start, size, MAX_DEPTH, NULL, &map), ==, valid);
    }

  lk_test_json_parts (lk_json_processor_best (), start, size, MAX_DEPTH, 1, 1);
  check_parts (start, size);

  /* The readers skip a byte order mark, which the grammar does not have. */
  mark_size = size - g_bytes_get_size (unmarked);
  readable = lk_json_explain (start + mark_size, size - mark_size, MAX_DEPTH, NULL, NULL);
  index = lk_json_index_new (bytes, &limits, NULL, NULL);
  g_assert_true ((index != NULL) == readable);
  node = lk_json_parse (bytes, &limits, NULL);
  g_assert_true (readable || node == NULL);

  if (readable)
    {
      Look look = { .index = index, .n_left = MAX_VALUES };
      LkJsonValue root = lk_json_index_get_root (index);

      check_value (&look, &root);
    }

  return 0;
}
