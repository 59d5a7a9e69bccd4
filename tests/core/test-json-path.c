/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test.h"

#include <string.h>

#include "lk-json-path.h"
#include "lk-test-json.h"

static LkJsonIndex *
index_new (const char *text,
           gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;
  LkJsonIndex *index = lk_json_index_new (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return index;
}

static const char chats[] =
    "{\"chats\":[{\"id\":1,\"visitor\":{\"name\":\"Ann\"}},{\"id\":2,\"visitor\":{\"name\":\"Bob\"},\"id\":3},7],"
    "\"full name\":{\"a.b\":true,\"\\u00e9\\n\":null},\"*\":0,\"$a\":4}";

/* What is selected, as the body writes it, with a blank between. */
static char *
find (LkJsonPath  *path,
      LkJsonIndex *index)
{
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;
  g_autoptr(GArray) values = lk_json_path_find (path, index, 1000, NULL, &more, &error);
  GString *found = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_false (more);
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *json = lk_json_index_dup_json (index, g_array_index (values, LkJsonValue, i).start);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", json);
    }

  return g_string_free (found, FALSE);
}

/* What people type may lack the "$". */
static void
test_typed (void)
{
  static const struct
  {
    const char *path;
    const char *found;
  } cases[] = {
    { "$.chats[0].id", "1" },
    { "$.chats[1].id", "2 3" },
    { "$.chats[*].visitor.name", "\"Ann\" \"Bob\"" },
    { "$.chats.*.id", "1 2 3" },
    { "chats[*].visitor.name", "\"Ann\" \"Bob\"" },
    { "  $.chats[2] ", "7" },
    { "$.chats[3]", "" },
    { "$.chats.id", "" },
    { "$[0]", "" },
    { "[0]", "" },
    { "$.nothing.at.all", "" },
    { "$[\"full name\"][\"a.b\"]", "true" },
    { "$['full name']['a.b']", "true" },
    { "['full name'].*", "true null" },
    { "['full name'][\"é\\n\"]", "null" },
    { "$[\"full\\u0020name\"][\"\\u00e9\\u000A\"]", "null" },
    { "$[\"*\"]", "0" },
    { "$['$a']", "4" },
    { "$.chats[*][*].name", "\"Ann\" \"Bob\"" },
    { "..name", "\"Ann\" \"Bob\"" },
    { "$.chats[2].id", "" },
  };
  g_autoptr(LkJsonIndex) index = index_new (chats, strlen (chats));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkJsonPath) path = lk_json_path_new_typed (cases[i].path, &error);
      g_autofree char *found = NULL;

      g_assert_no_error (error);
      found = find (path, index);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* The example documents of RFC 9535, by section. */
#define BOOKS                                                                                                          \
  "{\"store\":{\"book\":["                                                                                             \
  "{\"category\":\"reference\",\"author\":\"Nigel Rees\",\"title\":\"Sayings of the Century\",\"price\":8.95},"        \
  "{\"category\":\"fiction\",\"author\":\"Evelyn Waugh\",\"title\":\"Sword of Honour\",\"price\":12.99},"              \
  "{\"category\":\"fiction\",\"author\":\"Herman Melville\",\"title\":\"Moby "                                         \
  "Dick\",\"isbn\":\"0-553-21311-3\",\"price\":8.99},"                                                                 \
  "{\"category\":\"fiction\",\"author\":\"J. R. R. Tolkien\",\"title\":\"The Lord of the "                             \
  "Rings\",\"isbn\":\"0-395-19395-8\",\"price\":22.99}],"                                                              \
  "\"bicycle\":{\"color\":\"red\",\"price\":399}}}"
#define NAMES "{\"o\":{\"j j\":{\"k.k\":3}},\"'\":{\"@\":2}}"
#define WILD "{\"o\":{\"j\":1,\"k\":2},\"a\":[5,3]}"
#define LETTERS "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]"
#define COMPARE "{\"obj\":{\"x\":\"y\"},\"arr\":[2,3]}"
#define FILTER                                                                                                         \
  "{\"a\":[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}],"                                      \
  "\"o\":{\"p\":1,\"q\":2,\"r\":3,\"s\":5,\"t\":{\"u\":6}},\"e\":\"f\"}"
#define DESCEND "{\"o\":{\"j\":1,\"k\":2},\"a\":[5,3,[{\"j\":4},{\"k\":6}]]}"
#define NULLS "{\"a\":null,\"b\":[null],\"c\":[{}],\"null\":1}"
#define TEXTS "[\"\",\"abc\",\"été\",\"\\ud83d\\ude42!\",[1,2,3],{\"a\":1},7,null,true,\"line\\nbreak\"]"

static const struct
{
  const char *document;
  const char *selector;
  const char *found;
} selections[] = {
  /* 1.5 */
  { BOOKS, "$.store.book[*].author", "\"Nigel Rees\" \"Evelyn Waugh\" \"Herman Melville\" \"J. R. R. Tolkien\"" },
  { BOOKS, "$..author", "\"Nigel Rees\" \"Evelyn Waugh\" \"Herman Melville\" \"J. R. R. Tolkien\"" },
  { BOOKS, "$.store..price", "8.95 12.99 8.99 22.99 399" },
  { BOOKS, "$..book[2].author", "\"Herman Melville\"" },
  { BOOKS, "$..book[2].publisher", "" },
  { BOOKS, "$..book[-1].title", "\"The Lord of the Rings\"" },
  { BOOKS, "$..book[0,1].price", "8.95 12.99" },
  { BOOKS, "$..book[:2].price", "8.95 12.99" },
  { BOOKS, "$..book[?@.isbn].price", "8.99 22.99" },
  { BOOKS, "$..book[?@.price<10].title", "\"Sayings of the Century\" \"Moby Dick\"" },

  /* 2.2, 2.3.1, 2.3.2, 2.3.3 */
  { "{\"k\":\"v\"}", "$", "{\"k\":\"v\"}" },
  { "7", "$", "7" },
  { "7", "$.a", "" },
  { "7", "$[0]", "" },
  { "7", "$..*", "" },
  { NAMES, "$.o['j j']", "{\"k.k\":3}" },
  { NAMES, "$.o['j j']['k.k']", "3" },
  { NAMES, "$.o[\"j j\"][\"k.k\"]", "3" },
  { NAMES, "$[\"'\"][\"@\"]", "2" },
  { NAMES, "$['\\''][\"\\u0040\"]", "2" },
  { "{\"a\\u0000b\":1,\"\\ud83d\\ude42\":2,\"☺\":3}", "$['a\\u0000b']", "1" },
  { "{\"a\\u0000b\":1,\"\\ud83d\\ude42\":2,\"☺\":3}", "$[\"\\uD83D\\uDE42\"]", "2" },
  { "{\"a\\u0000b\":1,\"\\ud83d\\ude42\":2,\"☺\":3}", "$.☺", "3" },
  { "{\"\":1,\" \":2}", "$['']", "1" },
  { "{\"\":1,\" \":2}", "$['',' ','']", "1 2 1" },
  { "{\"/\":1,\"\\t\":2,\"\\\\\":3}", "$['\\/','\\t',\"\\\\\"]", "1 2 3" },
  { "{\"_a1\":1}", "$._a1", "1" },
  { WILD, "$[*]", "{\"j\":1,\"k\":2} [5,3]" },
  { WILD, "$.o[*]", "1 2" },
  { WILD, "$.o[*,*]", "1 2 1 2" },
  { WILD, "$.a[*]", "5 3" },
  { WILD, "$.o.*", "1 2" },
  { WILD, "$.a[0,'o',*,1:]", "5 5 3 3" },
  { "[\"a\",\"b\"]", "$[1]", "\"b\"" },
  { "[\"a\",\"b\"]", "$[-2]", "\"a\"" },
  { "[\"a\",\"b\"]", "$[-3]", "" },
  { "[\"a\",\"b\"]", "$[2]", "" },
  { "[\"a\",\"b\"]", "$[9007199254740991]", "" },
  { "[\"a\",\"b\"]", "$[-9007199254740991]", "" },
  { "{\"0\":1}", "$[0]", "" },

  /* 2.3.4 */
  { LETTERS, "$[1:3]", "\"b\" \"c\"" },
  { LETTERS, "$[5:]", "\"f\" \"g\"" },
  { LETTERS, "$[1:5:2]", "\"b\" \"d\"" },
  { LETTERS, "$[5:1:-2]", "\"f\" \"d\"" },
  { LETTERS, "$[::-1]", "\"g\" \"f\" \"e\" \"d\" \"c\" \"b\" \"a\"" },
  { LETTERS, "$[:]", "\"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\"" },
  { LETTERS, "$[::]", "\"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\"" },
  { LETTERS, "$[ 1 : 3 : 1 ]", "\"b\" \"c\"" },
  { LETTERS, "$[-3:]", "\"e\" \"f\" \"g\"" },
  { LETTERS, "$[:-5]", "\"a\" \"b\"" },
  { LETTERS, "$[-2:-4:-1]", "\"f\" \"e\"" },
  { LETTERS, "$[-100:100:3]", "\"a\" \"d\" \"g\"" },
  { LETTERS, "$[100:-100:-3]", "\"g\" \"d\" \"a\"" },
  { LETTERS, "$[:0:-1]", "\"g\" \"f\" \"e\" \"d\" \"c\" \"b\"" },
  { LETTERS, "$[3::-1]", "\"d\" \"c\" \"b\" \"a\"" },
  { LETTERS, "$[3:1]", "" },
  { LETTERS, "$[1:3:-1]", "" },
  { LETTERS, "$[1:5:0]", "" },
  { LETTERS, "$[0:9007199254740991:9007199254740991]", "\"a\"" },
  { LETTERS, "$[:-9007199254740991:-9007199254740991]", "\"g\"" },
  { "{\"a\":1}", "$[:]", "" },
  { "[]", "$[::-1]", "" },

  /* 2.3.5.3 */
  { FILTER, "$.a[?@.b == 'kilo']", "{\"b\":\"kilo\"}" },
  { FILTER, "$.a[?(@.b == 'kilo')]", "{\"b\":\"kilo\"}" },
  { FILTER, "$.a[?@>3.5]", "5 4 6" },
  { FILTER, "$.a[?@.b]", "{\"b\":\"j\"} {\"b\":\"k\"} {\"b\":{}} {\"b\":\"kilo\"}" },
  { FILTER, "$[?@.*]",
    "[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}] "
    "{\"p\":1,\"q\":2,\"r\":3,\"s\":5,\"t\":{\"u\":6}}" },
  { FILTER, "$[?@[?@.b]]", "[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]" },
  { FILTER, "$.o[?@<3, ?@<3]", "1 2 1 2" },
  { FILTER, "$.a[?@<2 || @.b == \"k\"]", "1 {\"b\":\"k\"}" },
  { FILTER, "$.a[?match(@.b, \"[jk]\")]", "{\"b\":\"j\"} {\"b\":\"k\"}" },
  { FILTER, "$.a[?search(@.b, \"[jk]\")]", "{\"b\":\"j\"} {\"b\":\"k\"} {\"b\":\"kilo\"}" },
  { FILTER, "$.o[?@>1 && @<4]", "2 3" },
  { FILTER, "$.o[?@.u || @.x]", "{\"u\":6}" },
  { FILTER, "$.a[?@.b == $.x]", "3 5 1 2 4 6" },
  { FILTER, "$.a[?@ == @]", "3 5 1 2 4 6 {\"b\":\"j\"} {\"b\":\"k\"} {\"b\":{}} {\"b\":\"kilo\"}" },
  { FILTER, "$.a[?!@.b && @>4]", "5 6" },
  { FILTER, "$.a[? ! ( @ > 1 && @ < 6 ) && !@.b ]", "1 6" },
  { FILTER, "$.a[?@ == 1 || @ == 2 && @ == 3]", "1" },
  { FILTER, "$.a[?(@ == 1 || @ == 2) && @ == 2]", "2" },
  { FILTER, "$.a[?$.e=='f' && @==3]", "3" },
  { FILTER, "$.e[?@]", "" },

  /* 2.3.5.2.2: comparison */
  { COMPARE, "$[?$.absent1 == $.absent2]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.absent1 <= $.absent2]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.absent == 'g']", "" },
  { COMPARE, "$[?$.absent1 != $.absent2]", "" },
  { COMPARE, "$[?$.absent != 'g']", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?1 <= 2]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?1 > 2]", "" },
  { COMPARE, "$[?13 == '13']", "" },
  { COMPARE, "$[?'a' <= 'b']", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?'a' > 'b']", "" },
  { COMPARE, "$[?'ab' > 'a']", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?'\\uffff' < '\\ud83d\\ude42']", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.obj == $.arr]", "" },
  { COMPARE, "$[?$.obj != $.arr]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.obj == $.obj]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.obj != $.obj]", "" },
  { COMPARE, "$[?$.arr == $.arr]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.obj == 17]", "" },
  { COMPARE, "$[?$.obj != 17]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.obj <= $.arr]", "" },
  { COMPARE, "$[?$.obj < $.arr]", "" },
  { COMPARE, "$[?$.obj <= $.obj]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?$.arr <= $.arr]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?1 <= $.arr]", "" },
  { COMPARE, "$[?1 >= $.arr]", "" },
  { COMPARE, "$[?true <= true]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?true > true]", "" },
  { COMPARE, "$[?null == null]", "{\"x\":\"y\"} [2,3]" },
  { COMPARE, "$[?false == null]", "" },
  { "[1,1.0,10e-1,\"1\",-0,0]", "$[?@==1]", "1 1.0 10e-1" },
  { "[1,1.0,10e-1,\"1\",-0,0]", "$[?@==-0]", "-0 0" },
  { "[1,100,1e2]", "$[?@==1E+2]", "100 1e2" },
  { "[{\"a\":{\"x\":1,\"y\":[2,{\"z\":3}]},\"b\":{\"y\":[2.0,{\"z\":3}],\"x\":1}}]", "$[?@.a==@.b]",
    "{\"a\":{\"x\":1,\"y\":[2,{\"z\":3}]},\"b\":{\"y\":[2.0,{\"z\":3}],\"x\":1}}" },
  { "[{\"a\":[1,2],\"b\":[2,1]},{\"a\":{\"x\":1},\"b\":{\"x\":1,\"y\":2}},{\"a\":{\"x\":1},\"b\":{\"y\":1}}]",
    "$[?@.a==@.b]", "" },
  { "[\"caf\\u00e9\",\"café\"]", "$[?@=='café']", "\"caf\\u00e9\" \"café\"" },
  { "[[1],[2]]", "$[?@[0]==2]", "[2]" },
  { "[[1],[2]]", "$[?@ [0] == 2]", "[2]" },

  /* 2.4: functions */
  { TEXTS, "$[?length(@) == 3]", "\"abc\" \"été\" [1,2,3]" },
  { TEXTS, "$[?length(@) == 2]", "\"\\ud83d\\ude42!\"" },
  { TEXTS, "$[?length(@) < 2]", "\"\" {\"a\":1}" },
  { TEXTS, "$[?length(@) == length(1)]", "7 null true" },
  { TEXTS, "$[?length('abc') == length(@)]", "\"abc\" \"été\" [1,2,3]" },
  { TEXTS, "$[?count(@.*) == 3]", "[1,2,3]" },
  { TEXTS, "$[?count(@) == 1 && @ == 7]", "7" },
  { TEXTS, "$[?count( @['a','a'] )==2]", "{\"a\":1}" },
  { TEXTS, "$[?match(@, 'a.c')]", "\"abc\"" },
  { TEXTS, "$[?match(@, 'a')]", "" },
  { TEXTS, "$[?match(@, '.t.')]", "\"été\"" },
  { TEXTS, "$[?match(@, '.!')]", "\"\\ud83d\\ude42!\"" },
  { TEXTS, "$[?match(@, 'line.break')]", "" },
  { TEXTS, "$[?search(@, 'line\\nbreak')]", "\"line\\nbreak\"" },
  { TEXTS, "$[?search(@, 'b|!')]", "\"abc\" \"\\ud83d\\ude42!\" \"line\\nbreak\"" },
  { TEXTS, "$[?search(@, '(')]", "" },
  { TEXTS, "$[?!search(@, '(') && @ == 7]", "7" },
  { TEXTS, "$[?match(@, '')]", "\"\"" },
  { TEXTS, "$[?value(@.a) == 1]", "{\"a\":1}" },
  { TEXTS, "$[?value(@.*) == 1]", "{\"a\":1}" },
  { TEXTS, "$[?value($..a) == 1 && @ == null]", "null" },
  { "[{\"t\":\"aab\",\"r\":\"a*b\"},{\"t\":\"b\",\"r\":\"c\"},{\"t\":\"b\",\"r\":\"[\"},{\"t\":\"b\"}]",
    "$[?match(@.t, @.r)]", "{\"t\":\"aab\",\"r\":\"a*b\"}" },
  { "[{\"d\":\"2026-05-01\"},{\"d\":\"2026-06-01\"}]", "$[?match(@.d, \"2026-05-[0-9]{2}\")].d", "\"2026-05-01\"" },

  /* 2.5.1, 2.5.2: segments */
  { LETTERS, "$[0, 3]", "\"a\" \"d\"" },
  { LETTERS, "$[0:2, 5]", "\"a\" \"b\" \"f\"" },
  { LETTERS, "$[0, 0]", "\"a\" \"a\"" },
  { DESCEND, "$..j", "1 4" },
  { DESCEND, "$..[0]", "5 {\"j\":4}" },
  { DESCEND, "$..[*]",
    "{\"j\":1,\"k\":2} [5,3,[{\"j\":4},{\"k\":6}]] 1 2 5 3 [{\"j\":4},{\"k\":6}] {\"j\":4} {\"k\":6} 4 6" },
  { DESCEND, "$..*",
    "{\"j\":1,\"k\":2} [5,3,[{\"j\":4},{\"k\":6}]] 1 2 5 3 [{\"j\":4},{\"k\":6}] {\"j\":4} {\"k\":6} 4 6" },
  { DESCEND, "$..o", "{\"j\":1,\"k\":2}" },
  { DESCEND, "$.o..[*, *]", "1 2 1 2" },
  { DESCEND, "$.a..[0, 1]", "5 3 {\"j\":4} {\"k\":6}" },
  { DESCEND, "$ .a\n[ 2 ]\t[1]\r.k", "6" },
  { "[[[1]],[2]]", "$..[0]..[0]", "[1] 1 1" },

  /* 2.6 */
  { NULLS, "$.a", "null" },
  { NULLS, "$.a[0]", "" },
  { NULLS, "$.a.d", "" },
  { NULLS, "$.b[0]", "null" },
  { NULLS, "$.b[*]", "null" },
  { NULLS, "$.b[?@]", "null" },
  { NULLS, "$.b[?@==null]", "null" },
  { NULLS, "$.c[?@.d==null]", "" },
  { NULLS, "$.null", "1" },
};

static void
test_selected (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (selections); i++)
    {
      g_autoptr(LkJsonIndex) index = index_new (selections[i].document, strlen (selections[i].document));
      g_autoptr(GError) error = NULL;
      g_autoptr(LkJsonPath) path = lk_json_path_new (selections[i].selector, &error);
      g_autofree char *found = NULL;

      g_test_message ("%s", selections[i].selector);
      g_assert_no_error (error);
      found = find (path, index);
      g_assert_cmpstr (found, ==, selections[i].found);
    }
}

static const struct
{
  const char *path;
  guint character;
} refusals[] = {
  { "", 1 },
  { " $", 1 },
  { "$ ", 2 },
  { "$.a ", 4 },
  { "a", 1 },
  { "@.a", 1 },
  { "$a", 2 },
  { "$.", 3 },
  { "$. a", 3 },
  { "$.1", 3 },
  { "$.a-b", 4 },
  { "$.$a", 3 },
  { "$.é...a", 6 },
  { "$..", 4 },
  { "$.. a", 4 },
  { "$...a", 4 },
  { "$.'a'", 3 },
  { "$['a'].['b']", 8 },
  { "$[", 3 },
  { "$[]", 3 },
  { "$[a]", 3 },
  { "$[1", 4 },
  { "$[1]a", 5 },
  { "$[1,]", 5 },
  { "$[,1]", 3 },
  { "$[01]", 3 },
  { "$[-0]", 3 },
  { "$[-]", 4 },
  { "$[- 1]", 4 },
  { "$[1.0]", 4 },
  { "$[1e0]", 4 },
  { "$[+1]", 3 },
  { "$[9007199254740992]", 3 },
  { "$[-9007199254740992]", 3 },
  { "$[99999999999999999999999]", 3 },
  { "$[1:2:3:4]", 8 },
  { "$[01:]", 3 },
  { "$[:-0]", 4 },
  { "$[::00]", 5 },
  { "$[1:a]", 5 },
  { "$[\"a]", 6 },
  { "$[\"a\\", 6 },
  { "$[\"a\\u12\"]", 9 },
  { "$[\"a\"", 6 },
  { "$['\\\"']", 5 },
  { "$[\"\\'\"]", 5 },
  { "$[\"\\x\"]", 5 },
  { "$[\"\\U0041\"]", 5 },
  { "$[\"\t\"]", 4 },
  { "$[\"\\ud800\"]", 6 },
  { "$[\"\\ud800\\n\"]", 6 },
  { "$[\"\\ud800\\u0041\"]", 6 },
  { "$[\"\\udc00\"]", 6 },
  { "$[*", 4 },
  { "$[**]", 4 },

  { "$[?]", 4 },
  { "$[?()]", 5 },
  { "$[?@.a", 7 },
  { "$[?@.a==]", 9 },
  { "$[?==1]", 4 },
  { "$[?@.a=1]", 7 },
  { "$[?@.a===1]", 9 },
  { "$[?@.a<>1]", 8 },
  { "$[?@.a && ]", 11 },
  { "$[?@.a & @.b]", 8 },
  { "$[?@.a and @.b]", 8 },
  { "$[?(@.a]", 8 },
  { "$[?@.a)]", 7 },
  { "$[?!]", 5 },
  { "$[?!!@.a]", 5 },
  { "$[?!@.a==1]", 8 },
  { "$[?true]", 8 },
  { "$[?'a']", 7 },
  { "$[?1]", 5 },
  { "$[?null && @.a]", 8 },
  { "$[?@.a==True]", 9 },
  { "$[?@.a==NULL]", 9 },
  { "$[?@.a==nothing]", 9 },
  { "$[?@.a==01]", 9 },
  { "$[?@.a==.5]", 9 },
  { "$[?@.a==1.]", 11 },
  { "$[?@.a==1e]", 11 },
  { "$[?@.a==-]", 10 },
  { "$[?@.a==+1]", 9 },
  { "$[?@.a==[1]]", 9 },
  { "$[?@.a=={}]", 9 },
  { "$[?@.*==1]", 4 },
  { "$[?@..a==1]", 4 },
  { "$[?@[0:1]==1]", 4 },
  { "$[?@[0,1]==1]", 4 },
  { "$[?1==@.*]", 7 },
  { "$[?1==$..a]", 7 },
  { "$[?@.a==(1)]", 9 },
  { "$[?1==1==1]", 8 },

  { "$[?length(@)]", 13 },
  { "$[?length (@)==1]", 4 },
  { "$[?length()==1]", 11 },
  { "$[?length(@.*)==1]", 11 },
  { "$[?length(@,@)==1]", 12 },
  { "$[?length(@]", 12 },
  { "$[?count(1)==1]", 10 },
  { "$[?count('a')==1]", 10 },
  { "$[?count(value(@))==1]", 10 },
  { "$[?count(@.*)]", 14 },
  { "$[?match(@.a)]", 13 },
  { "$[?match(@.a,'b')==true]", 4 },
  { "$[?true==match(@.a,'b')]", 10 },
  { "$[?match(@.*,'b')]", 10 },
  { "$[?match(@.a,match(@.a,'b'))]", 14 },
  { "$[?search(@.a,'b','c')]", 18 },
  { "$[?value(@.a)]", 14 },
  { "$[?value('a')=='a']", 10 },
  { "$[?nosuch(@.a)]", 4 },
  { "$[?Length(@)==1]", 4 },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *at = g_strdup_printf ("(character %u)", refusals[i].character);
      g_autoptr(GError) error = NULL;
      g_autoptr(LkJsonPath) path = lk_json_path_new (refusals[i].path, &error);

      g_test_message ("%s: %s", refusals[i].path, error != NULL ? error->message : "accepted");
      g_assert_null (path);
      g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX);
      g_assert_nonnull (strstr (error->message, at));
    }
}

/* Nesting is limited, so that no query overflows the stack. */
static void
test_deep (void)
{
  static const char *const pieces[][2] = { { "$[?@", "]" }, { "(", ")" }, { "length(", ")" }, { "!(", ")" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) selector = g_string_new ("$[?");
      g_autoptr(GError) error = NULL;

      for (guint k = 0; k < 100000; k++)
        g_string_append (selector, i == 0 ? "@[?" : pieces[i][0]);
      g_string_append (selector, "@");
      g_assert_null (lk_json_path_new (selector->str, &error));
      g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX);
    }
}

/* RFC 9535 section 2.7 */
static void
test_normalized (void)
{
  static const char document[] = "{\"a\":[1,{\"b\":2}],\"it's\":3,\"\\\"\\\\\\/"
                                 "\":4,\"\\u000b\\n\\u001f\\u007f\":5,\"\\u0061\\u00e9\":6,\"\":[[7]]}";
  static const char *const paths[] = {
    "$['a']", "$['it\\'s']", "$['\"\\\\/']", "$['\\u000b\\n\\u001f\x7f']", "$['aé']", "$['']",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members = lk_json_path_query ("$.*", document, &error);
  g_autoptr(GPtrArray) numbers = lk_json_path_query ("$..[?@>0]", document, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (members->len, ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < members->len; i++)
    {
      LkJsonPathMatch *match = g_ptr_array_index (members, i);
      g_autoptr(GPtrArray) again = lk_json_path_query (match->path, document, &error);

      g_assert_cmpstr (match->path, ==, paths[i]);
      g_assert_no_error (error);
      g_assert_cmpuint (again->len, ==, 1);
      g_assert_cmpstr (((LkJsonPathMatch *) again->pdata[0])->json, ==, match->json);
    }

  g_assert_cmpuint (numbers->len, ==, 7);
  g_assert_cmpstr (((LkJsonPathMatch *) numbers->pdata[4])->path, ==, "$['a'][0]");
  g_assert_cmpstr (((LkJsonPathMatch *) numbers->pdata[5])->path, ==, "$['a'][1]['b']");
  g_assert_cmpstr (((LkJsonPathMatch *) numbers->pdata[6])->path, ==, "$[''][0][0]");

  g_assert_null (lk_json_path_query ("$", "{", &error));
  g_assert_error (error, LK_JSON_ERROR, LK_JSON_ERROR_SYNTAX);
}

/* The path that the index names for a value finds that value; of doubled keys, it and the others. */
static void
find_again (LkJsonIndex *index,
            LkJsonValue  value,
            gboolean     unique)
{
  g_autofree char *text = lk_json_index_get_path (index, value.start);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonPath) path = lk_json_path_new (text, &error);
  g_autoptr(GArray) values = NULL;
  gboolean found = FALSE;
  LkJsonValue child;

  /* A query cannot write half of a surrogate pair. */
  if (path == NULL)
    {
      g_assert_nonnull (strstr (error->message, "surrogate"));
      return;
    }

  values = lk_json_path_find (path, index, G_MAXUINT, NULL, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < values->len; i++)
    {
      LkJsonValue *one = &g_array_index (values, LkJsonValue, i);

      found |= one->start == value.start && one->key == value.key && one->place == value.place;
    }
  g_assert_true (found);
  g_assert_true (!unique || values->len == 1);

  /* Not each of very many, which were each compared with each. */
  for (gsize i = 0; lk_json_index_get_child (index, value.start, i, &child); i = i < 20 ? i + 1 : i * 2)
    find_again (index, child, unique);
}

static void
test_property (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (31415);

  for (guint i = 0; i < 300; i++)
    {
      gboolean hostile = i % 2 != 0;
      g_autoptr(GString) json = lk_test_json_random (random, hostile);
      g_autoptr(LkJsonIndex) index = index_new (json->str, json->len);

      find_again (index, lk_json_index_get_root (index), !hostile);
    }
}

static void
test_many (void)
{
  g_autoptr(LkJsonIndex) index = index_new (chats, strlen (chats));
  g_autoptr(LkJsonPath) path = lk_json_path_new ("$.chats[*].id", NULL);
  g_autoptr(GArray) two = NULL;
  g_autoptr(GArray) three = NULL;
  gboolean more = FALSE;

  two = lk_json_path_find (path, index, 2, NULL, &more, NULL);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_true (more);

  three = lk_json_path_find (path, index, 3, NULL, &more, NULL);
  g_assert_cmpuint (three->len, ==, 3);
  g_assert_false (more);
}

static void
test_async (void)
{
  g_autoptr(LkJsonIndex) index = index_new (chats, strlen (chats));
  g_autoptr(LkJsonPath) path = lk_json_path_new ("$.chats[*].visitor", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GArray) values = NULL;
  g_autoptr(GArray) nested = NULL;
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;

  lk_json_path_find_async (path, index, 10, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  values = lk_json_path_find_finish (result, &more, &error);
  g_assert_no_error (error);
  g_assert_false (more);
  g_clear_object (&result);

  g_assert_cmpuint (values->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (lk_json_index_get_value_type (index, g_array_index (values, LkJsonValue, i).start), ==,
                     LK_JSON_OBJECT);

  /* For a tree: in the order of the body, none twice, none in another. */
  lk_json_path_unref (path);
  path = lk_json_path_new ("$.chats[2,0,0]..*", NULL);
  lk_json_path_find_async (path, index, 10, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  nested = lk_json_path_find_finish (result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nested->len, ==, 2);
  for (guint i = 0; i < nested->len; i++)
    {
      g_autofree char *json = lk_json_index_dup_json (index, g_array_index (nested, LkJsonValue, i).start);

      g_assert_cmpstr (json, ==, i == 0 ? "1" : "{\"name\":\"Ann\"}");
    }
  g_clear_object (&result);

  g_cancellable_cancel (cancellable);
  lk_json_path_find_async (path, index, 10, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_json_path_find_finish (result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/json/path/typed", test_typed);
  g_test_add_func ("/json/path/selected", test_selected);
  g_test_add_func ("/json/path/refused", test_refused);
  g_test_add_func ("/json/path/deep", test_deep);
  g_test_add_func ("/json/path/normalized", test_normalized);
  g_test_add_func ("/json/path/property", test_property);
  g_test_add_func ("/json/path/many", test_many);
  g_test_add_func ("/json/path/async", test_async);

  return g_test_run ();
}
