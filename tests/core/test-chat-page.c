/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-chat-page.h"
#include "lk-chat.h"
#include "lk-json-scan.h"
#include "lk-test.h"

static GPtrArray *
parse (const char  *text,
       char       **next_url,
       GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return lk_chat_page_parse (bytes, next_url, error);
}

static void
test_shapes (void)
{
  const struct
  {
    const char *text;
    guint n_chats;
    const char *next_url;
  } cases[] = {
    { "{\"chats\":[]}", 0, NULL },
    { "{\"chats\":[{\"id\":\"a\"},{\"id\":7}],\"next_url\":\"https://acme.test/2\"}", 2, "https://acme.test/2" },
    { "{\"chats\":[{\"id\":\"a\"}],\"next_url\":null}", 1, NULL },
    { "{\"chats\":[{\"id\":\"a\"}],\"next_page\":\"https://acme.test/3\"}", 1, "https://acme.test/3" },
    { "{\"chats\":[{\"id\":\"a\"}],\"next_url\":7}", 1, NULL },
    { "{\"results\":[{\"id\":\"a\"}],\"count\":1}", 1, NULL },
    { "{\"docs\":{\"a\":{\"id\":\"a\"},\"b\":null}}", 1, NULL },
    { "{\"id\":\"a\",\"visitor\":{},\"history\":[]}", 1, NULL },
    { "{\"chats\":[null,7,\"x\",[],{},{\"id\":true}]}", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *next_url = NULL;
      g_autoptr(GPtrArray) chats = parse (cases[i].text, &next_url, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (chats->len, ==, cases[i].n_chats);
      g_assert_cmpstr (next_url, ==, cases[i].next_url);
    }
}

static void
test_refused (void)
{
  const struct
  {
    const char *text;
    int code;
  } cases[] = {
    { "", LK_JSON_ERROR_EMPTY },
    { "<html>", LK_JSON_ERROR_SYNTAX },
    { "[]", LK_JSON_ERROR_TYPE },
    { "{}", LK_JSON_ERROR_MISSING },
    { "{\"chats\":{}}", LK_JSON_ERROR_MISSING },
    { "{\"id\":1,\"email\":\"a@b.test\"}", LK_JSON_ERROR_MISSING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *next_url = NULL;
      g_autoptr(GPtrArray) chats = parse (cases[i].text, &next_url, &error);

      g_assert_null (chats);
      g_assert_error (error, LK_JSON_ERROR, cases[i].code);
      g_assert_null (next_url);
    }
}

static void
test_members (void)
{
  g_autoptr(GPtrArray) chats = NULL;
  LkChat *chat;
  LkChat *message;
  LkChat *odd;

  chats = parse ("{\"chats\":["
                 "{\"id\":\"c1\",\"type\":\"chat\",\"timestamp\":\"2026-05-04T09:07:11\",\"duration\":95,"
                 " \"missed\":false,"
                 " \"unread\":true,\"rating\":\"good\",\"department_name\":\"Sales\","
                 " \"agent_names\":[\"Ann\",7,\"Bo\"],"
                 " \"visitor\":{\"name\":\"Zoë\",\"email\":\"zoe@example.test\"}},"
                 "{\"id\":\"c2\",\"type\":\"offline_msg\",\"visitor\":{\"name\":\"\",\"email\":\"x@example.test\"},"
                 " \"missed\":true},"
                 "{\"id\":3,\"type\":7,\"timestamp\":{},"
                 " \"duration\":\"long\",\"missed\":\"yes\",\"agent_names\":\"Ann\","
                 " \"visitor\":[],\"rating\":\"a\\u202eb\"}]}", NULL, NULL);
  g_assert_cmpuint (chats->len, ==, 3);
  chat = g_ptr_array_index (chats, 0);
  message = g_ptr_array_index (chats, 1);
  odd = g_ptr_array_index (chats, 2);

  g_assert_cmpstr (lk_chat_get_id (chat), ==, "c1");
  g_assert_false (lk_chat_is_offline (chat));
  g_assert_cmpstr (lk_chat_get_visitor (chat), ==, "Zoë");
  g_assert_cmpstr (lk_chat_get_department (chat), ==, "Sales");
  g_assert_cmpstr (lk_chat_get_agents (chat), ==, "Ann, Bo");
  g_assert_cmpint (g_date_time_to_unix (lk_chat_get_started (chat)), ==, 1777885631);
  g_assert_cmpint (lk_chat_get_duration (chat), ==, 95);
  g_assert_cmpstr (lk_chat_get_rating (chat), ==, "good");
  g_assert_false (lk_chat_is_missed (chat));
  g_assert_true (lk_chat_is_unread (chat));
  g_assert_true (lk_chat_matches (chat, "zoë"));
  g_assert_false (lk_chat_matches (chat, "bob"));

  g_assert_true (lk_chat_is_offline (message));
  g_assert_true (lk_chat_is_missed (message));
  g_assert_cmpstr (lk_chat_get_visitor (message), ==, "x@example.test");

  g_assert_cmpstr (lk_chat_get_id (odd), ==, "3");
  g_assert_false (lk_chat_is_offline (odd));
  g_assert_null (lk_chat_get_started (odd));
  g_assert_cmpint (lk_chat_get_duration (odd), ==, -1);
  g_assert_false (lk_chat_is_missed (odd));
  g_assert_cmpstr (lk_chat_get_agents (odd), ==, "");
  g_assert_null (strstr (lk_chat_get_rating (odd), "\u202e"));
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/chat-page/shapes", test_shapes);
  g_test_add_func ("/chat-page/refused", test_refused);
  g_test_add_func ("/chat-page/members", test_members);

  return g_test_run ();
}
