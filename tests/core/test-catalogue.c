/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-catalogue.h"
#include "lk-json-scan.h"
#include "lk-test.h"

/* What every row promises to the code that draws and sends it. */
static void
test_rows (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_requests, n_reads = 0, group = 0;
  const LkRequest *requests = lk_catalogue_get_requests (&n_requests);

  g_assert_cmpuint (n_requests, ==, 88);
  for (guint i = 0; i < n_requests; i++)
    {
      const LkRequest *request = &requests[i];
      gboolean reads = request->risk == LK_RISK_READS;

      g_test_message ("%s", request->id);
      g_assert_true (g_hash_table_add (ids, (gpointer) request->id));
      g_assert_true (lk_catalogue_find (request->id) == request);
      g_assert_cmpuint (request->group, >=, group);
      group = request->group;
      g_assert_true (reads == g_str_equal (request->method, "GET"));
      n_reads += reads;
      g_assert_true (request->body == NULL || !reads);
      g_assert_true (request->risk != LK_RISK_DESTROYS || request->body == NULL);
      if (request->body != NULL)
        g_assert_true (lk_json_scan (request->body, strlen (request->body), NULL, NULL, NULL));

      for (const LkRequestParameter *p = request->parameters; p != NULL && p->name != NULL; p++)
        {
          g_autofree char *mark = g_strdup_printf ("{%s}", p->name);

          g_assert_true ((strstr (request->path, mark) != NULL) == (p->place == LK_PARAMETER_PATH));
          g_assert_true (p->place != LK_PARAMETER_PATH || p->required);
        }
    }
  g_assert_cmpuint (n_reads, ==, 43);
  g_assert_null (lk_catalogue_find ("chats"));
}

static void
test_paths (void)
{
  const struct
  {
    const char *id;
    const char *values;     /* NAME=VALUE, separated by | */
    const char *path;       /* NULL: refused */
    LkCatalogueError code;
  } cases[] = {
    { "chats.list", "", "chats", 0 },
    { "chats.show", "chat_id= 2104.1.ab ", "chats/2104.1.ab", 0 },
    { "chats.show", "chat_id=../../oauth/tokens", "chats/..%2F..%2Foauth%2Ftokens", 0 },
    { "chats.show", "chat_id=..", NULL, LK_CATALOGUE_ERROR_INVALID_VALUE },
    { "chats.show", "chat_id=.", NULL, LK_CATALOGUE_ERROR_INVALID_VALUE },
    { "chats.show", "chat_id=a?b#c&d", "chats/a%3Fb%23c%26d", 0 },
    { "chats.show", "chat_id=  ", NULL, LK_CATALOGUE_ERROR_MISSING_VALUE },
    { "chats.show", "", NULL, LK_CATALOGUE_ERROR_MISSING_VALUE },
    { "chats.show", "id=1", NULL, LK_CATALOGUE_ERROR_UNKNOWN_NAME },
    { "chats.by-ids", "ids=a, b\tc,,d", "chats?ids=a,b,c,d", 0 },
    { "chats.by-ids", "ids=a&x=1", "chats?ids=a%26x%3D1", 0 },
    { "chats.bulk-delete", "", NULL, LK_CATALOGUE_ERROR_MISSING_VALUE },
    { "chats.bulk-delete", "ids= , ,", NULL, LK_CATALOGUE_ERROR_MISSING_VALUE },
    { "chats.search", "q=type:chat AND tag", "chats/search?q=type%3Achat%20AND%20tag", 0 },
    { "agents.show", "agent_id=12", "agents/12", 0 },
    { "agents.show", "agent_id=me", NULL, LK_CATALOGUE_ERROR_INVALID_VALUE },
    { "agents.show", "agent_id=12/../me", NULL, LK_CATALOGUE_ERROR_INVALID_VALUE },
    { "agents.list", "", "agents?limit=10", 0 },
    { "agents.list", "since_id=5|limit=2", "agents?since_id=5&limit=2", 0 },
    { "departments.by-name", "department_name=Zoë & co/x", "departments/name/Zo%C3%AB%20%26%20co%2Fx", 0 },
    { "incremental.chats", "start_time=5", "incremental/chats?start_time=5&limit=1000&fields=chats(*)", 0 },
    { "realtime.chat-metric", "metric_key=missed_chats|window=30", "stream/chats/missed_chats?window=30", 0 },
    { "realtime.chat-metric", "metric_key=missed_chats|window=31", NULL, LK_CATALOGUE_ERROR_INVALID_VALUE },
    { "realtime.chat-metric", "metric_key=no_metric", NULL, LK_CATALOGUE_ERROR_INVALID_VALUE },
    { "oauth.clients.generate", "client_id=7", "oauth/clients/7/generate_secret", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkRequest *request = lk_catalogue_find (cases[i].id);
      g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_auto(GStrv) pairs = g_strsplit (cases[i].values, "|", -1);
      g_autoptr(GError) error = NULL;
      g_autofree char *path = NULL;

      g_test_message ("%s %s", cases[i].id, cases[i].values);
      for (guint k = 0; pairs[k] != NULL && *pairs[k] != '\0'; k++)
        {
          const char *equals = strchr (pairs[k], '=');

          g_hash_table_insert (values, g_strndup (pairs[k], (gsize) (equals - pairs[k])), g_strdup (equals + 1));
        }

      path = lk_request_make_path (request, values, &error);
      if (cases[i].path == NULL)
        g_assert_error (error, LK_CATALOGUE_ERROR, (int) cases[i].code);
      else
        g_assert_no_error (error);
      g_assert_cmpstr (path, ==, cases[i].path);
    }
}

/* Any request is found by twelve letters at the most, among the first three. */
static void
test_search (void)
{
  const struct
  {
    const char *words;
    const char *first;      /* NULL: nothing is found */
  } cases[] = {
    { "chats", "chats.list" },
    { "shortcut", "shortcuts.list" },
    { "new short", "shortcuts.create" },
    { "delete chat", "chats.delete" },
    { "who am", "agents.me" },
    { "oauth.tok", "oauth.tokens.list" },
    { "BAN AN IP", "bans.create-ip" },
    { "generate", "oauth.clients.generate" },
    { "patch me", "routing.me-update" },
    { "zzz", NULL },
    { "chats zzz", NULL },
  };
  guint n_requests;
  const LkRequest *requests = lk_catalogue_get_requests (&n_requests);
  g_autoptr(GPtrArray) all = lk_catalogue_search ("  ");

  g_assert_cmpuint (all->len, ==, n_requests);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) found = lk_catalogue_search (cases[i].words);

      g_test_message ("%s", cases[i].words);
      if (cases[i].first == NULL)
        {
          g_assert_cmpuint (found->len, ==, 0);
          continue;
        }
      g_assert_cmpuint (found->len, >, 0);
      g_assert_cmpstr (((const LkRequest *) found->pdata[0])->id, ==, cases[i].first);
    }

  for (guint i = 0; i < n_requests; i++)
    {
      g_autofree char *typed = g_strndup (requests[i].title, 12);
      g_autoptr(GPtrArray) found = lk_catalogue_search (typed);
      gboolean seen = FALSE;

      for (guint k = 0; k < MIN (found->len, 8); k++)
        seen |= found->pdata[k] == &requests[i];
      g_test_message ("“%s” finds %s", typed, requests[i].id);
      g_assert_true (seen);
    }
}

static void
test_bodies (void)
{
  const LkRequest *create = lk_catalogue_find ("shortcuts.create");
  const LkRequest *delete = lk_catalogue_find ("shortcuts.delete");
  const struct
  {
    const LkRequest *request;
    const char *body;
    gboolean passes;
  } cases[] = {
    { create, NULL, FALSE },
    { create, "", FALSE },
    { create, create->body, FALSE },
    { create, "{\"name\":\"a\",\"message\":\"\\u2026\"}", FALSE },
    { create, "{\"name\":\"a\",\"message\":\"b\"}", TRUE },
    { delete, NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_true (lk_request_check_body (cases[i].request, cases[i].body, &error) == cases[i].passes);
      if (!cases[i].passes)
        g_assert_error (error, LK_CATALOGUE_ERROR, LK_CATALOGUE_ERROR_UNFINISHED_BODY);
    }
}

static void
test_describe (void)
{
  const struct
  {
    const char *id;
    const char *part;
  } cases[] = {
    { "chats.delete", "There is no undo." },
    { "chats.list", "Nothing is changed." },
    { "agents.create", "An account that was made in Support refuses it." },
    { "realtime.chats", "Enterprise" },
    { "bans.list", "administrator’s token" },
    { "oauth.clients.generate", "not certain" },
  };
  g_autofree char *mine = lk_request_describe (lk_catalogue_find ("agents.me"));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lk_request_describe (lk_catalogue_find (cases[i].id));

      g_test_message ("%s: %s", cases[i].id, text);
      g_assert_nonnull (strstr (text, cases[i].part));
    }
  g_assert_cmpstr (mine, ==, "Reads. Nothing is changed.");
  for (guint group = 0; group < LK_N_REQUEST_GROUPS; group++)
    g_assert_nonnull (lk_request_group_get_title (group));
}

int
main (int    argc,
      char **argv)
{
  lk_test_init (&argc, &argv);
  g_test_add_func ("/catalogue/rows", test_rows);
  g_test_add_func ("/catalogue/paths", test_paths);
  g_test_add_func ("/catalogue/search", test_search);
  g_test_add_func ("/catalogue/bodies", test_bodies);
  g_test_add_func ("/catalogue/describe", test_describe);

  return g_test_run ();
}
