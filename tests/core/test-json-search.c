/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-matcher.h"
#include "lk-json-search.h"
#include "lk-json-string.h"
#include "lk-search.h"
#include "lk-test-json.h"

static LkJsonIndex *
index_new (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  LkJsonIndex *index = lk_json_index_new (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return index;
}

static gboolean
take_hit (gsize    token,
          gpointer data)
{
  g_array_append_val ((GArray *) data, token);

  return TRUE;
}

static GArray *
find_all (LkJsonIndex     *index,
          const char      *text,
          LkJsonProcessor  processor)
{
  g_autoptr(LkJsonMatcher) matcher = lk_json_matcher_new (text);
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (gsize));

  lk_json_matcher_run (matcher, index, processor, NULL, take_hit, hits);

  return hits;
}

static void
test_table (void)
{
  static const struct
  {
    const char *json;
    const char *text;
    const char *paths;      /* of the hits; a key with a colon behind */
  } cases[] = {
    { "{\"visitor\":\"Ann\"}", "ann", "$.visitor" },
    { "{\"visitor\":\"Ann\"}", "VISIT", "$.visitor:" },
    { "{\"name\":\"a name\",\"b\":[\"Name\",{\"c\":\"no\"}]}", "name", "$.name: $.name $.b[0]" },
    { "{\"a\":1}", "needle", "" },
    { "[12.50,1e3,true,false,null]", "2.5", "$[0]" },
    { "[12.50,1e3,true,false,null]", "E3", "$[1]" },
    { "[12.50,1e3,true,false,null]", "u", "$[2] $[4]" },
    { "[\"two\\nlines\"]", "o\nl", "$[0]" },
    { "[\"two\\nlines\"]", "nlines", "" },
    { "[\"two\\nlines\"]", "\\n", "" },
    { "[\"back\\\\nslash\"]", "k\\n", "$[0]" },
    { "[\"https:\\/\\/a.example\\/b\"]", "https://A.example/", "$[0]" },
    { "[\"say \\\"hi\\\"\"]", "\"hi\"", "$[0]" },
    { "[\"caf\\u00e9\",\"CAF\\u00C9\",\"café\",\"CAFÉ\",\"cafe\"]", "Café", "$[0] $[1] $[2] $[3]" },
    { "[\"caf\\u00e9\"]", "u00e9", "" },
    { "[\"\\u006eeedle\",\"n\\u0045edle\",\"needl\\u0065\"]", "needle", "$[0] $[1] $[2]" },
    { "[\"straße\",\"STRASSE\",\"Strasse\",\"Stra\\u00dfe\",\"strase\"]", "Straße", "$[0] $[1] $[2] $[3]" },
    { "[\"straße\"]", "s", "$[0]" },
    { "[\"ß\"]", "s", "" },
    { "[\"ΣΊΣΥΦΟΣ\",\"σίσυφος\"]", "Σίσυφος", "$[0] $[1]" },
    { "[\"привет\",\"ПРИВЕТ\"]", "Привет", "$[0] $[1]" },
    { "[\"日本語\",\"\\u65e5\\u672c\"]", "日本", "$[0] $[1]" },
    { "[\"🙂\",\"\\ud83d\\ude42\",\"\\ud83d\"]", "🙂", "$[0] $[1]" },
    { "[\"a\\u0000b\",\"a\\ud800b\"]", "b", "$[0] $[1]" },
    { "{\"a\":\"b\",\"c\":[\"d,e\"]}", ",", "$.c[0]" },
    { "{\"a\":\"b\"}", ":", "" },
    { "{\"a\":\"b\"}", "{", "" },
    { "{\"a\" : \"x y\" , \"b\" : 1 }", " ", "$.a" },
    { "[\"\"]", "a", "" },
    { "\"root\"", "oo", "$" },
    { "[\"aab\",\"aaab\"]", "aab", "$[0] $[1]" },
    { "[\"find\",\"ﬁnd\",\"FIND\"]", "find", "$[0] $[1] $[2]" },
    { "[\"Kelvin\"]", "kelvin", "$[0]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkJsonIndex) index = index_new (cases[i].json);

      for (LkJsonProcessor processor = 0; processor <= lk_json_processor_best (); processor++)
        {
          g_autoptr(GArray) hits = find_all (index, cases[i].text, processor);
          g_autoptr(GString) paths = g_string_new (NULL);

          for (guint j = 0; j < hits->len; j++)
            {
              gsize token = g_array_index (hits, gsize, j);
              g_autofree char *path = NULL;
              gsize start;
              gsize end;
              gboolean is_key;

              g_assert_true (lk_json_index_find_token (index, token, &start, &end, &is_key));
              g_assert_cmpuint (start, ==, token);
              path = lk_json_index_get_path (index, is_key ? lk_json_index_get_keyed (index, token) : token);
              g_string_append_printf (paths, "%s%s%s", j > 0 ? " " : "", path, is_key ? ":" : "");
            }

          g_assert_cmpstr (paths->str, ==, cases[i].paths);
        }
    }
}

/* Every character that is case-folded to something else is found as that, whatever stands around it, and finds it. */
static void
test_folding (void)
{
  static const char *const around[][2] = {
    { "", "" }, { "b", "" }, { "", "b" }, { "bcd", "bcd" }, { "k", "" }, { "s", "f" }
  };
  guint n = 0;

  for (gunichar c = 0x80; c <= 0x10ffff; c++)
    {
      char bytes[7] = "";
      g_autofree char *folded = NULL;

      if (!g_unichar_validate (c) || !g_unichar_isdefined (c))
        continue;

      g_unichar_to_utf8 (c, bytes);
      folded = g_utf8_casefold (bytes, -1);
      /* Cherokee is folded to capitals, which GLib folds back. */
      if (strcmp (bytes, folded) == 0 || (c >= 0x13a0 && c <= 0x13f5))
        continue;

      n++;
      for (gsize i = 0; i < G_N_ELEMENTS (around); i++)
        {
          g_autofree char *written = g_strconcat (around[i][0], bytes, around[i][1], NULL);
          g_autofree char *meant = g_strconcat (around[i][0], folded, around[i][1], NULL);
          g_autofree char *json = g_strdup_printf ("[\"..%s..\",\"..%s..\"]", written, meant);
          g_autoptr(LkJsonIndex) index = index_new (json);
          g_autoptr(GArray) one = find_all (index, written, lk_json_processor_best ());
          g_autoptr(GArray) other = find_all (index, meant, lk_json_processor_best ());

          g_assert_cmpuint (one->len, ==, 2);
          g_assert_cmpuint (other->len, ==, 2);
        }
    }

  g_assert_cmpuint (n, >, 1000);
}

/* The plain statement of what is found: a text of whole characters, case-folded. */
static gboolean
holds (const char *inside,
       gsize       length,
       const char *text)
{
  g_autofree char *wanted = g_utf8_casefold (text, -1);

  for (const char *from = inside; from < inside + length;)
    {
      g_autoptr(GString) folded = g_string_new (NULL);

      for (const char *at = from; at < inside + length && folded->len < strlen (wanted);)
        {
          char bytes[7] = "";
          g_autofree char *one = NULL;

          g_unichar_to_utf8 (lk_json_string_next (&at, inside + length), bytes);
          one = g_utf8_casefold (bytes, -1);
          g_string_append (folded, one);
        }

      if (strcmp (folded->str, wanted) == 0)
        return TRUE;

      lk_json_string_next (&from, inside + length);
    }

  return FALSE;
}

static void
collect (LkJsonIndex *index,
         LkJsonValue  value,
         const char  *text,
         GArray      *hits)
{
  gsize tokens[] = { value.key, lk_json_index_is_container (index, value.start) ? LK_JSON_NOWHERE : value.start };
  const char *data = g_bytes_get_data (lk_json_index_get_bytes (index), NULL);
  LkJsonValue child;
  gboolean there;

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      gsize quote;

      if (tokens[i] == LK_JSON_NOWHERE)
        continue;

      quote = data[tokens[i]] == '"' ? 1 : 0;
      if (holds (data + tokens[i] + quote, lk_json_index_get_end (index, tokens[i]) - tokens[i] - 2 * quote, text))
        g_array_append_val (hits, tokens[i]);
    }

  for (there = lk_json_index_get_child (index, value.start, 0, &child); there;
       there = lk_json_index_get_next (index, &child, &child))
    collect (index, child, text, hits);
}

static void
test_property (void)
{
  static const char *const texts[] = {
    "a", "visitor", "ror", " ", "é", "É", "SS", "日", "本v", "🙂", "\n", "\"", "\\", "/", "\t", "Éa", "name",
    "6789012345", "r", "{", "\\\\", "0", "1.2", "ull", "namevisitor", "9", "e\\", "é\n",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (2718);

  for (guint i = 0; i < 150; i++)
    {
      g_autoptr(GString) json = lk_test_json_random (random, FALSE);
      g_autoptr(LkJsonIndex) index = index_new (json->str);

      for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          g_autoptr(GArray) expected = g_array_new (FALSE, FALSE, sizeof (gsize));

          collect (index, lk_json_index_get_root (index), texts[j], expected);

          for (LkJsonProcessor processor = 0; processor <= lk_json_processor_best (); processor++)
            {
              g_autoptr(GArray) hits = find_all (index, texts[j], processor);

              g_assert_cmpmem (hits->data, hits->len * sizeof (gsize), expected->data, expected->len * sizeof (gsize));
            }
        }
    }
}

/* In a string of 5 MB it is found wherever it stands, plain or escaped, and the string once. */
static void
test_long_string (void)
{
  static const gsize places[] = { 0, 63, 64, 2500000, 5000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *before = g_strnfill (places[i], 'x');
      g_autofree char *after = g_strnfill (5000000 - places[i], 'x');
      g_autofree char *json = g_strdup_printf ("[\"%sNeed\\u006ce needle%s\",\"needl\"]", before, after);
      g_autoptr(LkJsonIndex) index = index_new (json);

      for (LkJsonProcessor processor = 0; processor <= lk_json_processor_best (); processor++)
        {
          g_autoptr(GArray) hits = find_all (index, "needle", processor);

          g_assert_cmpuint (hits->len, ==, 1);
          g_assert_cmpuint (g_array_index (hits, gsize, 0), ==, 1);
        }
    }
}

static gboolean
is_done (gpointer search)
{
  return lk_search_is_done (search);
}

static gboolean
has_hit (gpointer search)
{
  return lk_search_get_n_hits (search) > 0;
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    count)
{
  ++*(guint *) count;
}

static void
test_search (void)
{
  static const char json[] = "{\"id\":\"one\",\"list\":[{\"id\":2},\"the id\"]}";
  static const struct
  {
    guint    start;
    guint    end;
    guint    value;
  } hits[] = { { 1, 5, 6 }, { 21, 25, 26 }, { 29, 37, 29 } };
  g_autoptr(LkJsonIndex) index = index_new (json);
  g_autoptr(LkJsonSearch) json_search = lk_json_search_new (index, "ID");
  LkSearch *search = LK_SEARCH (json_search);
  guint n_done = 0;
  gsize start;
  gsize end;

  g_signal_connect (search, "notify::done", G_CALLBACK (count_cb), &n_done);
  lk_test_wait_until (is_done, search, 10);

  g_assert_cmpuint (n_done, ==, 1);
  g_assert_false (lk_search_has_more (search));
  g_assert_cmpuint (lk_search_get_n_hits (search), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      gboolean is_key;

      g_assert_true (lk_search_get (search, i, &start, &end));
      g_assert_cmpuint (start, ==, hits[i].start);
      g_assert_cmpuint (end, ==, hits[i].end);
      g_assert_cmpuint (lk_search_count_before (search, start), ==, i);
      g_assert_cmpuint (lk_search_find (search, start), ==, i);
      g_assert_cmpuint (lk_search_find (search, start + 1), ==, (i + 1) % 3);

      g_assert_true (lk_json_index_find_token (index, start, &start, &end, &is_key));
      g_assert_cmpint (is_key, ==, hits[i].value != hits[i].start);
      g_assert_cmpuint (is_key ? lk_json_index_get_keyed (index, start) : start, ==, hits[i].value);
    }
  g_assert_false (lk_search_get (search, 3, &start, &end));
  g_assert_false (lk_search_get (search, LK_SEARCH_NO_HIT, &start, &end));
  g_assert_cmpuint (lk_search_find (search, 0), ==, 0);
  g_assert_cmpuint (lk_search_find (search, 13), ==, 1);

  g_assert_true (lk_json_search_find_in_text (json_search, "the Id\\n", &start, &end));
  g_assert_true (start == 4 && end == 6);
  g_assert_false (lk_json_search_find_in_text (json_search, "i\\u0064", &start, &end));

  g_assert_finalize_object (g_steal_pointer (&json_search));
}

static void
test_none (void)
{
  g_autoptr(LkJsonIndex) index = index_new ("[1,2]");
  g_autoptr(LkJsonSearch) empty = lk_json_search_new (index, "");
  g_autoptr(LkSearch) absent = LK_SEARCH (lk_json_search_new (index, "3"));
  guint n_hits = 0;
  gsize start;
  gsize end;

  g_assert_true (lk_search_is_done (LK_SEARCH (empty)));
  g_assert_cmpuint (lk_search_get_n_hits (LK_SEARCH (empty)), ==, 0);
  g_assert_cmpuint (lk_search_find (LK_SEARCH (empty), 0), ==, LK_SEARCH_NO_HIT);
  g_assert_false (lk_json_search_find_in_text (empty, "a", &start, &end));

  g_signal_connect (absent, "notify::n-hits", G_CALLBACK (count_cb), &n_hits);
  lk_test_wait_until (is_done, absent, 10);
  g_assert_cmpuint (lk_search_get_n_hits (absent), ==, 0);
  g_assert_cmpuint (lk_search_find (absent, 0), ==, LK_SEARCH_NO_HIT);
  g_assert_cmpuint (n_hits, ==, 0);
}

/* More hits than are kept; and a search that is dropped while it runs stops and frees the body. */
static void
test_many (void)
{
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(LkJsonIndex) index = NULL;
  g_autoptr(LkSearch) search = NULL;
  gsize start, end;

  for (guint i = 0; i <= LK_JSON_SEARCH_MAX_HITS; i++)
    g_string_append (json, i > 0 ? ",\"x\"" : "\"x\"");
  g_string_append (json, "]");
  index = index_new (json->str);

  search = LK_SEARCH (lk_json_search_new (index, "x"));
  lk_test_wait_until (has_hit, search, 10);
  g_assert_true (lk_search_get (search, 0, &start, &end));
  g_assert_cmpuint (start, ==, 1);
  lk_test_wait_until (is_done, search, 60);
  g_assert_cmpuint (lk_search_get_n_hits (search), ==, LK_JSON_SEARCH_MAX_HITS);
  g_assert_true (lk_search_has_more (search));
  g_clear_object (&search);

  search = LK_SEARCH (lk_json_search_new (index, "x"));
  lk_test_wait_until (has_hit, search, 10);
  g_assert_finalize_object (g_steal_pointer (&search));
  for (guint i = 0; i < 2000 && G_OBJECT (index)->ref_count > 1; i++)
    lk_test_spin (5);
  g_assert_finalize_object (g_steal_pointer (&index));
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/search/table", test_table);
  g_test_add_func ("/json/search/folding", test_folding);
  g_test_add_func ("/json/search/property", test_property);
  g_test_add_func ("/json/search/long-string", test_long_string);
  g_test_add_func ("/json/search/search", test_search);
  g_test_add_func ("/json/search/none", test_none);
  g_test_add_func ("/json/search/many", test_many);

  return g_test_run ();
}
