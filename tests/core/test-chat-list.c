/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-list.h"

#include <string.h>

#include "lk-test.h"

typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
  guint n_signals;
} Change;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       n_removed,
            guint       n_added,
            Change     *change)
{
  change->position = position;
  change->n_removed = n_removed;
  change->n_added = n_added;
  change->n_signals++;
}

/* `ids`: a letter a chat. */
static GPtrArray *
make_page (const char *ids)
{
  GPtrArray *chats = g_ptr_array_new_with_free_func (g_object_unref);

  for (const char *id = ids; *id != '\0'; id++)
    {
      g_autofree char *text = g_strdup_printf ("{\"id\":\"%c\"}", *id);
      g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));

      g_ptr_array_add (chats, lk_chat_new (json));
    }

  return chats;
}

static char *
read_ids (LkChatList *list)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(LkChat) chat = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append (ids, lk_chat_get_id (chat));
    }

  return g_string_free (ids, FALSE);
}

static void
test_merge (void)
{
  const struct
  {
    const char *page;
    guint n_new;
    const char *all;
    guint position;
    guint n_signals;
  } steps[] = {
    { "abc", 3, "abc", 0, 1 },
    { "cde", 2, "abcde", 3, 2 },
    { "", 0, "abcde", 3, 2 },
    { "edcba", 0, "abcde", 3, 2 },
    { "ffg", 2, "abcdefg", 5, 3 },
  };
  g_autoptr(LkChatList) list = lk_chat_list_new ();
  Change change = { 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &change);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == LK_TYPE_CHAT);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GPtrArray) page = make_page (steps[i].page);
      g_autofree char *ids = NULL;

      g_assert_cmpuint (lk_chat_list_add (list, page), ==, steps[i].n_new);
      ids = read_ids (list);
      g_assert_cmpstr (ids, ==, steps[i].all);
      g_assert_cmpuint (lk_chat_list_get_n (list), ==, strlen (steps[i].all));
      g_assert_cmpuint (change.position, ==, steps[i].position);
      g_assert_cmpuint (change.n_signals, ==, steps[i].n_signals);
      g_assert_cmpuint (change.n_removed, ==, 0);
    }

  g_assert_cmpuint (lk_chat_list_get_bytes (list), ==, 7 * strlen ("{\"id\":\"a\"}"));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 7));
}

static void
test_clear (void)
{
  g_autoptr(LkChatList) list = lk_chat_list_new ();
  g_autoptr(GPtrArray) page = make_page ("ab");
  g_autoptr(GPtrArray) copy = NULL;
  Change change = { 0 };

  lk_chat_list_add (list, page);
  copy = lk_chat_list_dup_chats (list);
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &change);

  lk_chat_list_clear (list);
  g_assert_cmpuint (change.n_removed, ==, 2);
  g_assert_cmpuint (lk_chat_list_get_n (list), ==, 0);
  g_assert_cmpuint (lk_chat_list_get_bytes (list), ==, 0);
  g_assert_cmpuint (copy->len, ==, 2);

  lk_chat_list_clear (list);
  g_assert_cmpuint (change.n_signals, ==, 1);

  /* What was there once may come again. */
  g_assert_cmpuint (lk_chat_list_add (list, page), ==, 2);
}

/* The same chat, of which more is known now. */
static void
test_replace (void)
{
  const char *text = "{\"id\":\"b\",\"rating\":\"good\"}";
  g_autoptr(LkChatList) list = lk_chat_list_new ();
  g_autoptr(GPtrArray) page = make_page ("abc");
  g_autoptr(GPtrArray) other = make_page ("d");
  g_autoptr(GBytes) json = g_bytes_new_static (text, strlen (text));
  g_autoptr(LkChat) whole = lk_chat_new (json);
  g_autofree char *ids = NULL;
  Change change = { 0 };

  lk_chat_list_add (list, page);
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &change);

  g_assert_true (lk_chat_list_find (list, "b") == g_ptr_array_index (page, 1));
  g_assert_true (lk_chat_list_replace (list, whole));
  g_assert_true (lk_chat_list_find (list, "b") == whole);
  ids = read_ids (list);
  g_assert_cmpstr (ids, ==, "abc");
  g_assert_cmpuint (change.position, ==, 1);
  g_assert_cmpuint (change.n_removed, ==, 1);
  g_assert_cmpuint (change.n_added, ==, 1);
  g_assert_cmpuint (lk_chat_list_get_bytes (list), ==, 2 * strlen ("{\"id\":\"a\"}") + strlen (text));

  g_assert_null (lk_chat_list_find (list, "d"));
  g_assert_false (lk_chat_list_replace (list, g_ptr_array_index (other, 0)));
  g_assert_cmpuint (change.n_signals, ==, 1);

  /* The former one may go, and its id with it. */
  g_clear_pointer (&page, g_ptr_array_unref);
  page = make_page ("b");
  g_assert_cmpuint (lk_chat_list_add (list, page), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  g_test_add_func ("/chat-list/merge", test_merge);
  g_test_add_func ("/chat-list/replace", test_replace);
  g_test_add_func ("/chat-list/clear", test_clear);

  return g_test_run ();
}
