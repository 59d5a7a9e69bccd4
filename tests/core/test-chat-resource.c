/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-resource.h"

#include "lk-test.h"

static void
test_paths (void)
{
  const struct
  {
    const char *id;
    const char *values[LK_CHAT_MAX_PARAMETERS];
    const char *path;      /* NULL: refused */
    guint wrong;
  } cases[] = {
    { "chats", { NULL }, "chats", 0 },
    { "me", { NULL }, "agents/me", 0 },
    { "account", { NULL }, "account", 0 },
    { "chat", { " 2605.1.ab " }, "chats/2605.1.ab", 0 },
    { "chat", { "../../oauth/tokens" }, "chats/..%2F..%2Foauth%2Ftokens", 0 },
    { "chat", { "a?b#c&d" }, "chats/a%3Fb%23c%26d", 0 },
    { "chat", { "  " }, NULL, 0 },
    { "ids", { "a, b\tc,,d\n" }, "chats?ids=a,b,c,d", 0 },
    { "ids", { "a&x=1" }, "chats?ids=a%26x%3D1", 0 },
    { "ids", { " , " }, NULL, 0 },
    { "search", { "lemon tree & more" }, "chats/search?q=lemon%20tree%20%26%20more", 0 },
    { "search", { "Zoë" }, "chats/search?q=Zo%C3%AB", 0 },
    { "search", { "" }, NULL, 0 },
    { "incremental", { "", "1000", "chats(*)" }, "incremental/chats?start_time=0&limit=1000&fields=chats(*)", 0 },
    { "incremental", { "1777885631", "1", "chats(id,type)" },
      "incremental/chats?start_time=1777885631&limit=1&fields=chats(id,type)", 0 },
    { "incremental", { "2026-05-04", "10", "chats(*)" },
      "incremental/chats?start_time=1777852800&limit=10&fields=chats(*)", 0 },
    { "incremental", { "2026-05-04T09:07:11Z", "10", "chats(*)" },
      "incremental/chats?start_time=1777885631&limit=10&fields=chats(*)", 0 },
    { "incremental", { "yesterday", "10", "chats(*)" }, NULL, 0 },
    { "incremental", { "1969-01-01", "10", "chats(*)" }, NULL, 0 },
    { "incremental", { "-5", "10", "chats(*)" }, NULL, 0 },
    { "incremental", { "", "0", "chats(*)" }, NULL, 1 },
    { "incremental", { "", "1001", "chats(*)" }, NULL, 1 },
    { "incremental", { "", "", "chats(*)" }, NULL, 1 },
    { "incremental", { "", "10", "" }, NULL, 2 },
    { "path", { "departments" }, "departments", 0 },
    { "path", { "/departments?x=1&y=a b" }, "departments?x=1&y=a%20b", 0 },
    { "path", { "oauth/clients/%41" }, "oauth/clients/%41", 0 },
    { "path", { "chats?from=../x" }, "chats?from=../x", 0 },
    { "path", { "" }, NULL, 0 },
    { "path", { "/" }, NULL, 0 },
    { "path", { "https://elsewhere.test/" }, NULL, 0 },
    { "path", { "//elsewhere.test/" }, NULL, 0 },
    { "path", { "///elsewhere.test/" }, NULL, 0 },
    { "path", { "chats#x" }, NULL, 0 },
    { "path", { "../oauth" }, NULL, 0 },
    { "path", { "chats/../../x" }, NULL, 0 },
    { "path", { "chats/%2e%2E/x" }, NULL, 0 },
    { "path", { "chats/..%2fx" }, NULL, 0 },
    { "path", { "chats\\..\\x" }, NULL, 0 },
    { "path", { "./chats" }, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = NULL;
      guint wrong = 99;

      path = lk_chat_resource_make_path (lk_chat_resource_find (cases[i].id), cases[i].values, &wrong, &error);
      g_assert_cmpstr (path, ==, cases[i].path);
      if (path == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
          g_assert_cmpuint (wrong, ==, cases[i].wrong);
        }
      else
        {
          g_assert_no_error (error);
        }
    }
}

static void
test_table (void)
{
  guint n_resources;
  const LkChatResource *resources = lk_chat_resources (&n_resources);

  for (guint i = 0; i < n_resources; i++)
    {
      g_assert_true (lk_chat_resource_find (resources[i].id) == &resources[i]);
      g_assert_cmpuint (resources[i].n_parameters, <=, LK_CHAT_MAX_PARAMETERS);
      for (guint j = 0; j < resources[i].n_parameters; j++)
        {
          g_assert_nonnull (resources[i].parameters[j].title);
          g_assert_nonnull (resources[i].parameters[j].help);
        }
    }

  g_assert_null (lk_chat_resource_find ("absent"));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  g_test_add_func ("/chat-resource/paths", test_paths);
  g_test_add_func ("/chat-resource/table", test_table);

  return g_test_run ();
}
