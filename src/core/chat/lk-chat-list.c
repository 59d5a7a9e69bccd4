/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-list.h"

struct _LkChatList
{
  GObject parent_instance;

  /* owned */
  GPtrArray *chats;
  GHashTable *ids;      /* not owned: of the chats, which are its values */

  gsize bytes;          /* of their JSON */
};

static void lk_chat_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkChatList, lk_chat_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, lk_chat_list_list_model_init))

static GType
lk_chat_list_get_item_type (GListModel *model)
{
  return LK_TYPE_CHAT;
}

static guint
lk_chat_list_get_n_items (GListModel *model)
{
  return LK_CHAT_LIST (model)->chats->len;
}

static gpointer
lk_chat_list_get_item (GListModel *model,
                       guint       position)
{
  LkChatList *self = LK_CHAT_LIST (model);

  return position < self->chats->len ? g_object_ref (g_ptr_array_index (self->chats, position)) : NULL;
}

static void
lk_chat_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lk_chat_list_get_item_type;
  iface->get_n_items = lk_chat_list_get_n_items;
  iface->get_item = lk_chat_list_get_item;
}

static void
lk_chat_list_finalize (GObject *object)
{
  LkChatList *self = LK_CHAT_LIST (object);

  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->chats);

  G_OBJECT_CLASS (lk_chat_list_parent_class)->finalize (object);
}

static void
lk_chat_list_class_init (LkChatListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_chat_list_finalize;
}

static void
lk_chat_list_init (LkChatList *self)
{
  self->chats = g_ptr_array_new_with_free_func (g_object_unref);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * lk_chat_list_new:
 *
 * Returns: (transfer full): a list with no chats
 */
LkChatList *
lk_chat_list_new (void)
{
  return g_object_new (LK_TYPE_CHAT_LIST, NULL);
}

/**
 * lk_chat_list_add:
 * @self: a list
 * @chats: (element-type LkChat): a page
 *
 * Appends the page. A chat whose id is there already is left out: pages overlap when chats come in while they are read.
 *
 * Returns: how many were new
 */
guint
lk_chat_list_add (LkChatList *self,
                  GPtrArray  *chats)
{
  guint n_before;

  g_return_val_if_fail (LK_IS_CHAT_LIST (self), 0);
  g_return_val_if_fail (chats != NULL, 0);

  n_before = self->chats->len;
  for (guint i = 0; i < chats->len; i++)
    {
      LkChat *chat = g_ptr_array_index (chats, i);

      if (g_hash_table_contains (self->ids, lk_chat_get_id (chat)))
        continue;

      g_hash_table_insert (self->ids, (gpointer) lk_chat_get_id (chat), chat);
      g_ptr_array_add (self->chats, g_object_ref (chat));
      self->bytes += g_bytes_get_size (lk_chat_get_json (chat));
    }

  if (self->chats->len > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->chats->len - n_before);

  return self->chats->len - n_before;
}

/**
 * lk_chat_list_find:
 * @self: a list
 * @id: the id of a chat
 *
 * Returns: (transfer none) (nullable): that chat
 */
LkChat *
lk_chat_list_find (LkChatList *self,
                   const char *id)
{
  g_return_val_if_fail (LK_IS_CHAT_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->ids, id);
}

/**
 * lk_chat_list_replace:
 * @self: a list
 * @chat: a chat
 *
 * Replaces the chat with the same id: more of it is known now.
 *
 * Returns: whether there was one
 */
gboolean
lk_chat_list_replace (LkChatList *self,
                      LkChat     *chat)
{
  LkChat *former;
  guint position;

  g_return_val_if_fail (LK_IS_CHAT_LIST (self), FALSE);
  g_return_val_if_fail (LK_IS_CHAT (chat), FALSE);

  former = lk_chat_list_find (self, lk_chat_get_id (chat));
  if (former == NULL || !g_ptr_array_find (self->chats, former, &position))
    return FALSE;

  g_hash_table_replace (self->ids, (gpointer) lk_chat_get_id (chat), chat);
  self->bytes -= g_bytes_get_size (lk_chat_get_json (former));
  self->bytes += g_bytes_get_size (lk_chat_get_json (chat));
  g_object_unref (former);
  g_ptr_array_index (self->chats, position) = g_object_ref (chat);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);

  return TRUE;
}

/**
 * lk_chat_list_clear:
 * @self: a list
 *
 * Takes all chats out.
 */
void
lk_chat_list_clear (LkChatList *self)
{
  guint n_chats;

  g_return_if_fail (LK_IS_CHAT_LIST (self));

  n_chats = self->chats->len;
  g_hash_table_remove_all (self->ids);
  g_ptr_array_set_size (self->chats, 0);
  self->bytes = 0;

  if (n_chats > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_chats, 0);
}

guint
lk_chat_list_get_n (LkChatList *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LIST (self), 0);

  return self->chats->len;
}

/**
 * lk_chat_list_get_bytes:
 * @self: a list
 *
 * Returns: the size of the chats as the service wrote them
 */
gsize
lk_chat_list_get_bytes (LkChatList *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LIST (self), 0);

  return self->bytes;
}

/**
 * lk_chat_list_dup_chats:
 * @self: a list
 *
 * Returns: (transfer full) (element-type LkChat): a snapshot of the chats, for readers that run while more come in
 */
GPtrArray *
lk_chat_list_dup_chats (LkChatList *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LIST (self), NULL);

  return g_ptr_array_copy (self->chats, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
}
