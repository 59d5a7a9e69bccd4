/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-page.h"
#include "lk-chat.h"
#include "lk-json-scan.h"
#include "lk-test.h"

static LkChatPage *
parse (const char  *text,
       GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return lk_chat_page_parse (bytes, NULL, error);
}

static void
test_shapes (void)
{
  const struct
  {
    const char *text;
    guint n_chats;
    const char *next_url;
    gint64 count;
  } cases[] = {
    { "{\"chats\":[]}", 0, NULL, -1 },
    { "{\"chats\":[{\"id\":\"a\"},{\"id\":7}],\"next_url\":\"https://acme.test/2\"}", 2, "https://acme.test/2", -1 },
    { "{\"chats\":[{\"id\":\"a\"}],\"next_url\":null,\"count\":9}", 1, NULL, 9 },
    { "{\"chats\":[{\"id\":\"a\"}],\"next_page\":\"https://acme.test/3\"}", 1, "https://acme.test/3", -1 },
    { "{\"chats\":[{\"id\":\"a\"}],\"next_url\":7,\"count\":\"many\"}", 1, NULL, -1 },
    { "{\"results\":[{\"id\":\"a\"}],\"count\":1}", 1, NULL, 1 },
    { "{\"docs\":{\"a\":{\"id\":\"a\"},\"b\":null}}", 1, NULL, -1 },
    { "{\"id\":\"a\",\"visitor\":{},\"history\":[]}", 1, NULL, -1 },
    { "{\"chats\":[{\"id\":\"a\"}],\"chats\":[],\"count\":-1}", 0, NULL, -1 },
    { "{\"chats\":[null,7,\"x\",[],{},{\"id\":true}]}", 0, NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(LkChatPage) page = parse (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->chats->len, ==, cases[i].n_chats);
      g_assert_cmpstr (page->next_url, ==, cases[i].next_url);
      g_assert_cmpint (page->count, ==, cases[i].count);
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
      g_autoptr(LkChatPage) page = parse (cases[i].text, &error);

      g_assert_null (page);
      g_assert_error (error, LK_JSON_ERROR, cases[i].code);
    }
}

static void
test_members (void)
{
  g_autoptr(LkChatPage) page = NULL;
  GPtrArray *chats;
  LkChat *chat;
  LkChat *message;
  LkChat *odd;

  page = parse ("{\"chats\":["
                 "{\"id\":\"c1\",\"type\":\"chat\",\"timestamp\":\"2026-05-04T09:07:11\",\"duration\":95,"
                 " \"missed\":false,"
                 " \"unread\":true,\"rating\":\"good\",\"department_name\":\"Sales\","
                 " \"agent_names\":[\"Ann\",7,\"Bo\"],"
                 " \"visitor\":{\"name\":\"Zoë\",\"email\":\"zoe@example.test\"}},"
                 "{\"id\":\"c2\",\"type\":\"offline_msg\",\"visitor\":{\"name\":\"\",\"email\":\"x@example.test\"},"
                 " \"missed\":true},"
                 "{\"id\":3,\"type\":7,\"timestamp\":{},"
                 " \"duration\":\"long\",\"missed\":\"yes\",\"agent_names\":\"Ann\","
                 " \"visitor\":[],\"rating\":\"a\\u202eb\"}]}", NULL);
  chats = page->chats;
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
  g_assert_cmpstr (lk_chat_get_kind (chat), ==, "chat");
  g_assert_cmpstr (lk_chat_get_kind (message), ==, "offline_msg");
  g_assert_cmpstr (lk_chat_get_kind (odd), ==, "");
  g_assert_null (lk_chat_get_started (odd));
  g_assert_cmpint (lk_chat_get_duration (odd), ==, -1);
  g_assert_false (lk_chat_is_missed (odd));
  g_assert_cmpstr (lk_chat_get_agents (odd), ==, "");
  g_assert_null (strstr (lk_chat_get_rating (odd), "\u202e"));
}

/* What the filter looks through: all that was said too, however far on. */
static void
test_matches (void)
{
  const struct
  {
    const char *text;
    const char *folded;
    gboolean matches;
  } cases[] = {
    { "{\"id\":\"C1\"}", "c1", TRUE },
    { "{\"id\":1,\"visitor\":{\"name\":\"Vi\",\"email\":\"VI@example.test\",\"phone\":\"+49 30\"}}", "vi@", TRUE },
    { "{\"id\":1,\"visitor\":{\"phone\":\"+49 30\"}}", "+49", TRUE },
    { "{\"id\":1,\"tags\":[\"Seeds\"]}", "seeds", TRUE },
    { "{\"id\":1,\"comment\":\"Quick\"}", "quick", TRUE },
    { "{\"id\":1,\"message\":\"Call ME\"}", "me", TRUE },
    { "{\"id\":1,\"preview\":\"Hello\"}", "hello", TRUE },
    { "{\"id\":1,\"history\":[7,{\"type\":\"chat.msg\",\"msg\":\"One\"},{\"msg\":\"The ÄPFEL\"}]}", "äpfel", TRUE },
    /* Neither the names of members nor two texts as one. */
    { "{\"id\":1,\"history\":[{\"msg\":\"One\"},{\"msg\":\"Two\"}]}", "history", FALSE },
    { "{\"id\":1,\"history\":[{\"msg\":\"One\"},{\"msg\":\"Two\"}]}", "onetwo", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) json = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr(LkChat) chat = lk_chat_new (json);

      g_assert_cmpint (lk_chat_matches (chat, cases[i].folded), ==, cases[i].matches);
    }
}

static void
test_first_words (void)
{
  const struct
  {
    const char *text;
    const char *words;
    gboolean found;
  } cases[] = {
    { "{\"id\":1,\"preview\":\"Hello\"}", "Hello", TRUE },
    { "{\"id\":1,\"history\":[{\"type\":\"chat.memberjoin\"},{\"msg\":\"One\\nline\"},{\"msg\":\"Two\"}]}",
      "One line", FALSE },
    { "{\"id\":1,\"message\":\"Call me\",\"history\":[]}", "Call me", FALSE },
    { "{\"id\":1,\"preview\":\"Hello\",\"history\":[]}", "Hello", FALSE },
    { "{\"id\":1,\"preview\":7,\"history\":[7]}", "", FALSE },
    { "{\"id\":1}", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) json = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr(LkChat) chat = lk_chat_new (json);

      g_assert_cmpstr (lk_chat_get_first_words (chat), ==, cases[i].words);
      g_assert_cmpint (lk_chat_is_found (chat), ==, cases[i].found);
    }
}

/* The chat as it was written: no number rounded, no key lost, in one line. */
static void
test_json (void)
{
  g_autoptr(LkChatPage) page = NULL;
  GBytes *json;

  page = parse ("{\"chats\": [\n  {\"id\": \"a\",\r\n   \"n\": 1.00000000000000000001e3, \"n\": 2,"
                " \"t\": \"x\\ny\"}\n]}", NULL);
  g_assert_cmpuint (page->chats->len, ==, 1);
  json = lk_chat_get_json (page->chats->pdata[0]);
  g_assert_cmpmem (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                   "{\"id\": \"a\",     \"n\": 1.00000000000000000001e3, \"n\": 2, \"t\": \"x\\ny\"}", 67);
}

static void
test_first_response (void)
{
  const struct
  {
    const char *text;
    gint64 seconds;
  } cases[] = {
    { "{\"id\":1,\"response_time\":{\"first\":12}}", 12 },
    { "{\"id\":1,\"response_time\":{\"first\":12.6}}", 13 },
    { "{\"id\":1,\"response_time\":{\"first\":0}}", 0 },
    { "{\"id\":1,\"response_time\":{\"first\":-3}}", -1 },
    { "{\"id\":1,\"response_time\":{\"first\":1e300}}", -1 },
    { "{\"id\":1,\"response_time\":{\"first\":null}}", -1 },
    { "{\"id\":1,\"response_time\":[]}", -1 },
    { "{\"id\":1}", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) json = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr(LkChat) chat = lk_chat_new (json);

      g_assert_cmpint (lk_chat_get_first_response (chat), ==, cases[i].seconds);
    }
}

static void
test_async (void)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"chats\":[{\"id\":\"a\"}]}", 22);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) cancelled = NULL;
  g_autoptr(LkChatPage) page = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_page_parse_async (body, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  page = lk_chat_page_parse_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->chats->len, ==, 1);

  g_cancellable_cancel (cancellable);
  lk_chat_page_parse_async (body, cancellable, lk_test_async_cb, &cancelled);
  lk_test_wait (&cancelled);
  g_assert_null (lk_chat_page_parse_finish (cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/chat-page/shapes", test_shapes);
  g_test_add_func ("/chat-page/refused", test_refused);
  g_test_add_func ("/chat-page/members", test_members);
  g_test_add_func ("/chat-page/matches", test_matches);
  g_test_add_func ("/chat-page/first-words", test_first_words);
  g_test_add_func ("/chat-page/json", test_json);
  g_test_add_func ("/chat-page/first-response", test_first_response);
  g_test_add_func ("/chat-page/async", test_async);

  return g_test_run ();
}
