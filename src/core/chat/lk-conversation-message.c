/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-conversation-message.h"

struct _LkConversationMessage
{
  GObject parent_instance;

  GBytes *json;                     /* owned */
  LkConversationMessageKind kind;
  gint64 id;
  gint64 time;                      /* microseconds since the epoch */
  gint64 took;                      /* microseconds */
};

G_DEFINE_FINAL_TYPE (LkConversationMessage, lk_conversation_message, G_TYPE_OBJECT)

static void
lk_conversation_message_finalize (GObject *object)
{
  LkConversationMessage *self = LK_CONVERSATION_MESSAGE (object);

  g_clear_pointer (&self->json, g_bytes_unref);

  G_OBJECT_CLASS (lk_conversation_message_parent_class)->finalize (object);
}

static void
lk_conversation_message_class_init (LkConversationMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_conversation_message_finalize;
}

static void
lk_conversation_message_init (LkConversationMessage *self)
{
  self->time = g_get_real_time ();
}

/**
 * lk_conversation_message_new:
 * @kind: what it is
 * @id: of the query it is or answers; -1 for none
 * @took: microseconds from the query to its answer; -1 for none
 * @json: the message as it went over the stream: a scanned JSON object
 *
 * Makes a message of this moment.
 *
 * Returns: (transfer full): the message
 */
LkConversationMessage *
lk_conversation_message_new (LkConversationMessageKind  kind,
                             gint64                     id,
                             gint64                     took,
                             GBytes                    *json)
{
  LkConversationMessage *self;

  g_return_val_if_fail (json != NULL, NULL);

  self = g_object_new (LK_TYPE_CONVERSATION_MESSAGE, NULL);
  self->kind = kind;
  self->id = id;
  self->took = took;
  self->json = g_bytes_ref (json);

  return self;
}

LkConversationMessageKind
lk_conversation_message_get_kind (LkConversationMessage *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION_MESSAGE (self), LK_CONVERSATION_MESSAGE_OTHER);

  return self->kind;
}

/**
 * lk_conversation_message_get_id:
 * @self: a message
 *
 * Returns: the id of the query it is or answers; -1 for none
 */
gint64
lk_conversation_message_get_id (LkConversationMessage *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION_MESSAGE (self), -1);

  return self->id;
}

/**
 * lk_conversation_message_get_time:
 * @self: a message
 *
 * Returns: when it came or went, in microseconds since the epoch
 */
gint64
lk_conversation_message_get_time (LkConversationMessage *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION_MESSAGE (self), 0);

  return self->time;
}

/**
 * lk_conversation_message_get_took:
 * @self: a message
 *
 * Returns: microseconds from the query to this answer; -1 if it is none
 */
gint64
lk_conversation_message_get_took (LkConversationMessage *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION_MESSAGE (self), -1);

  return self->took;
}

/**
 * lk_conversation_message_get_json:
 * @self: a message
 *
 * Returns: (transfer none): the message as it went over the stream
 */
GBytes *
lk_conversation_message_get_json (LkConversationMessage *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATION_MESSAGE (self), NULL);

  return self->json;
}
