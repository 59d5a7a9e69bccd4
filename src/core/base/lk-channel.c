/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message is the length of what follows in four bytes, in the machine's order, and a serialized GVariant of type
 * (sas): a name and its arguments. Whatever is too long or malformed ends the channel. */
#include "config.h"

#include <string.h>

#include "lk-channel.h"
#include "lk-secret.h"

#define MAX_LENGTH (256 * 1024)
#define MESSAGE_TYPE G_VARIANT_TYPE ("(sas)")

struct _LkChannel
{
  GObject parent_instance;

  GIOStream *stream;           /* owned */
  GCancellable *cancellable;   /* owned: ends reading and writing */
  GQueue outgoing;             /* owned: of GBytes, the first is being written */
  char *incoming;              /* owned, nullable: it may hold a secret */
  guint32 length;              /* of the message that is being read */
  gboolean started;
  gboolean closed;
};

enum
{
  SIGNAL_MESSAGE,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LkChannel, lk_channel, G_TYPE_OBJECT)

static void read_length (LkChannel *self);
static void write_first (LkChannel *self);

static void
wipe_incoming (LkChannel *self)
{
  if (self->incoming != NULL)
    lk_secret_wipe (self->incoming, self->length);
  g_clear_pointer (&self->incoming, g_free);
}

static void
end (LkChannel *self)
{
  if (self->closed)
    return;

  lk_channel_close (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* Returns: FALSE for what is no message */
static gboolean
deliver (LkChannel *self)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (self->incoming, self->length);
  g_autoptr(GVariant) message = g_variant_ref_sink (g_variant_new_from_bytes (MESSAGE_TYPE, bytes, FALSE));
  g_autofree const char **arguments = NULL;
  const char *name;

  if (!g_variant_is_normal_form (message))
    return FALSE;

  g_variant_get (message, "(&s^a&s)", &name, &arguments);
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, name, arguments);

  return TRUE;
}

static void
body_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LkChannel) self = user_data;
  gsize n_read = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n_read, NULL) || n_read < self->length
      || self->closed || !deliver (self))
    {
      wipe_incoming (self);
      end (self);
      return;
    }

  wipe_incoming (self);
  if (!self->closed)
    read_length (self);
}

static void
length_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(LkChannel) self = user_data;
  gsize n_read = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n_read, NULL) || n_read < sizeof self->length
      || self->closed || self->length == 0 || self->length > MAX_LENGTH)
    {
      end (self);
      return;
    }

  self->incoming = g_malloc (self->length);
  g_input_stream_read_all_async (G_INPUT_STREAM (source), self->incoming, self->length, G_PRIORITY_DEFAULT,
                                 self->cancellable, body_read_cb, g_object_ref (self));
}

static void
read_length (LkChannel *self)
{
  g_input_stream_read_all_async (g_io_stream_get_input_stream (self->stream), &self->length, sizeof self->length,
                                 G_PRIORITY_DEFAULT, self->cancellable, length_read_cb, g_object_ref (self));
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LkChannel) self = user_data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    {
      end (self);
      return;
    }

  g_bytes_unref (g_queue_pop_head (&self->outgoing));
  if (!g_queue_is_empty (&self->outgoing))
    write_first (self);
}

static void
write_first (LkChannel *self)
{
  gsize length;
  const char *data = g_bytes_get_data (g_queue_peek_head (&self->outgoing), &length);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), data, length, G_PRIORITY_DEFAULT,
                                   self->cancellable, written_cb, g_object_ref (self));
}

static void
lk_channel_finalize (GObject *object)
{
  LkChannel *self = LK_CHANNEL (object);

  wipe_incoming (self);
  g_queue_clear_full (&self->outgoing, (GDestroyNotify) g_bytes_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stream);

  G_OBJECT_CLASS (lk_channel_parent_class)->finalize (object);
}

static void
lk_channel_class_init (LkChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_channel_finalize;

  /**
   * LkChannel::message:
   * @self: a channel
   * @name: what it is about
   * @arguments: (array zero-terminated=1): its arguments
   *
   * A message has come. The strings may hold a secret and end with the handler.
   */
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 2,
                                          G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                                          G_TYPE_STRV | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * LkChannel::closed:
   * @self: a channel
   *
   * The other side has gone, or has sent what is no message. Not emitted after lk_channel_close().
   */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
lk_channel_init (LkChannel *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->outgoing);
}

/**
 * lk_channel_open:
 * @fd: a connected socket; on success it belongs to the channel
 * @error: return location for G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a channel over it, which reads nothing before lk_channel_start()
 */
LkChannel *
lk_channel_open (int      fd,
                 GError **error)
{
  g_autoptr(GSocket) socket = g_socket_new_from_fd (fd, error);
  LkChannel *self;

  if (socket == NULL)
    return NULL;

  self = g_object_new (LK_TYPE_CHANNEL, NULL);
  self->stream = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));

  return self;
}

/**
 * lk_channel_start:
 * @self: a channel
 *
 * Begins to read, when the handlers of ::message and ::closed are connected.
 */
void
lk_channel_start (LkChannel *self)
{
  g_return_if_fail (LK_IS_CHANNEL (self));
  g_return_if_fail (!self->started && !self->closed);

  self->started = TRUE;
  read_length (self);
}

/**
 * lk_channel_send:
 * @self: a channel
 * @name: what it is about
 * @arguments: (nullable) (array zero-terminated=1): UTF-8 strings
 *
 * Sends a message behind those that are on their way. The copy that is sent is wiped afterwards. Nothing happens on a
 * channel that is closed.
 */
void
lk_channel_send (LkChannel         *self,
                 const char        *name,
                 const char *const *arguments)
{
  static const char *const none[] = { NULL };
  g_autoptr(GVariant) message = NULL;
  guint32 length;
  char *data;

  g_return_if_fail (LK_IS_CHANNEL (self));
  g_return_if_fail (name != NULL);

  if (self->closed)
    return;

  message = g_variant_ref_sink (g_variant_new ("(s^as)", name, arguments != NULL ? arguments : none));
  length = (guint32) g_variant_get_size (message);
  data = g_malloc (sizeof length + length);
  memcpy (data, &length, sizeof length);
  g_variant_store (message, data + sizeof length);
  lk_secret_wipe ((gpointer) g_variant_get_data (message), length);

  g_queue_push_tail (&self->outgoing, lk_secret_bytes_new (data, sizeof length + length));
  if (g_queue_get_length (&self->outgoing) == 1)
    write_first (self);
}

/**
 * lk_channel_close:
 * @self: a channel
 *
 * Ends the channel. What was not sent yet is dropped.
 */
void
lk_channel_close (LkChannel *self)
{
  g_return_if_fail (LK_IS_CHANNEL (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}
