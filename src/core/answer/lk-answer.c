/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-answer.h"

#include "lk-redact.h"

/* So much of a longer body is indexed at once, on the main loop: it takes less than a frame. */
#define BEGINNING 65536

struct _LkAnswer
{
  GObject parent_instance;

  LkExchange *exchange;      /* owned, nullable */
  GBytes *body;              /* owned, nullable: as it came */
  GBytes *text;              /* owned, nullable: the body without secrets; the same bytes where it holds none */
  LkJsonIndex *body_index;   /* owned, nullable: of the body */
  LkJsonIndex *beginning;    /* owned, nullable: of the text's beginning, until the whole is read */
  LkJsonIndex *index;        /* owned, nullable: of the text */
  GError *error;             /* owned, nullable: why the body or the text is no JSON */
  GCancellable *cancellable; /* owned: cancelled in dispose */

  LkAnswerState state;
  gboolean body_read; /* the body was indexed, or is no JSON */
};

G_DEFINE_FINAL_TYPE (LkAnswer, lk_answer, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_EXCHANGE,
  PROP_STATE,
  PROP_TEXT,
  PROP_INDEX,
  PROP_INDEX_SO_FAR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static LkAnswerState
find_state (LkAnswer *self)
{
  if (self->index != NULL)
    return LK_ANSWER_JSON;

  if (g_bytes_get_size (self->text) > 0)
    return lk_exchange_is_html (self->exchange) ? LK_ANSWER_HTML : LK_ANSWER_TEXT;

  if (lk_exchange_is_body_dropped (self->exchange))
    return LK_ANSWER_DROPPED;

  return lk_exchange_get_status (self->exchange) == 0 ? LK_ANSWER_FAILED : LK_ANSWER_NO_BODY;
}

static void
end_reading (LkAnswer    *self,
             LkJsonIndex *index)
{
  g_set_object (&self->index, index);
  g_clear_object (&self->beginning);
  g_clear_object (&self->body_index);
  self->state = find_state (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INDEX_SO_FAR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INDEX]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
text_indexed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  LkAnswer *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonIndex) index = lk_json_index_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->error = g_steal_pointer (&error);
  end_reading (self, index);
}

/* Joins the two workers. Without secrets, text and body are the same bytes and have one index. */
static void
join (LkAnswer *self)
{
  if (self->text == NULL)
    return;

  if (self->text != self->body)
    {
      g_clear_error (&self->error);
      if (g_bytes_get_size (self->text) > 0)
        lk_json_index_new_async (self->text, NULL, self->cancellable, text_indexed_cb, self);
      else
        end_reading (self, NULL);
    }
  else if (self->body_read)
    {
      end_reading (self, self->body_index);
    }
}

static void
body_indexed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  LkAnswer *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(LkJsonIndex) index = lk_json_index_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* The body held secrets: its text is indexed in its place. */
  if (self->text != NULL && self->text != self->body)
    return;

  self->body_read = TRUE;
  self->body_index = g_steal_pointer (&index);
  self->error = g_steal_pointer (&error);
  join (self);
}

static void
redacted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  LkAnswer *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = lk_redact_response_finish (LK_EXCHANGE (source), result, &error);

  if (text == NULL)
    return;

  self->text = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  join (self);
}

/* Redacts and indexes at once: either takes a long body a while, and few bodies hold secrets. */
static void
lk_answer_constructed (GObject *object)
{
  LkAnswer *self = LK_ANSWER (object);
  GBytes *body;

  G_OBJECT_CLASS (lk_answer_parent_class)->constructed (object);

  if (self->exchange == NULL)
    return;

  self->state = LK_ANSWER_READING;
  body = lk_exchange_get_body (self->exchange);
  if (body != NULL)
    {
      self->body = g_bytes_ref (body);
      if (g_bytes_get_size (body) > BEGINNING)
        {
          g_autoptr(GBytes) beginning = lk_redact_response_beginning (self->exchange, BEGINNING);

          self->beginning = lk_json_index_new_of_beginning (beginning);
        }
      lk_json_index_new_async (body, NULL, self->cancellable, body_indexed_cb, self);
    }
  lk_redact_response_async (self->exchange, self->cancellable, redacted_cb, self);
}

static void
lk_answer_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkAnswer *self = LK_ANSWER (object);

  switch (prop_id)
    {
    case PROP_EXCHANGE:
      g_value_set_object (value, self->exchange);
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_TEXT:
      g_value_set_boxed (value, self->text);
      break;

    case PROP_INDEX:
      g_value_set_object (value, self->index);
      break;

    case PROP_INDEX_SO_FAR:
      g_value_set_object (value, lk_answer_get_index_so_far (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_answer_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_EXCHANGE:
      LK_ANSWER (object)->exchange = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_answer_dispose (GObject *object)
{
  g_cancellable_cancel (LK_ANSWER (object)->cancellable);

  G_OBJECT_CLASS (lk_answer_parent_class)->dispose (object);
}

static void
lk_answer_finalize (GObject *object)
{
  LkAnswer *self = LK_ANSWER (object);

  g_clear_object (&self->exchange);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_object (&self->body_index);
  g_clear_object (&self->beginning);
  g_clear_object (&self->index);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (lk_answer_parent_class)->finalize (object);
}

static void
lk_answer_class_init (LkAnswerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = lk_answer_constructed;
  object_class->dispose = lk_answer_dispose;
  object_class->finalize = lk_answer_finalize;
  object_class->get_property = lk_answer_get_property;
  object_class->set_property = lk_answer_set_property;

  properties[PROP_EXCHANGE] = g_param_spec_object ("exchange", NULL, NULL, LK_TYPE_EXCHANGE,
                                                   G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, LK_ANSWER_NONE, LK_ANSWER_FAILED, LK_ANSWER_NONE, flags);
  properties[PROP_TEXT] = g_param_spec_boxed ("text", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_INDEX] = g_param_spec_object ("index", NULL, NULL, LK_TYPE_JSON_INDEX, flags);
  properties[PROP_INDEX_SO_FAR] = g_param_spec_object ("index-so-far", NULL, NULL, LK_TYPE_JSON_INDEX, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_answer_init (LkAnswer *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_answer_new:
 * @exchange: (nullable): a finished exchange
 *
 * Starts to read the answer. The properties `index-so-far`, `index` and `state` change in this order, in the
 * thread-default main context, when it is read.
 *
 * Returns: (transfer full): the answer
 */
LkAnswer *
lk_answer_new (LkExchange *exchange)
{
  g_return_val_if_fail (exchange == NULL || LK_IS_EXCHANGE (exchange), NULL);

  return g_object_new (LK_TYPE_ANSWER, "exchange", exchange, NULL);
}

LkExchange *
lk_answer_get_exchange (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), NULL);

  return self->exchange;
}

LkAnswerState
lk_answer_get_state (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), LK_ANSWER_NONE);

  return self->state;
}

/**
 * lk_answer_get_text:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the whole body as valid UTF-8 without secrets; empty where there is no body;
 *   %NULL until it is known
 */
GBytes *
lk_answer_get_text (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), NULL);

  return self->text;
}

/**
 * lk_answer_get_index:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the index of the whole text; %NULL until it is made and where it is no JSON
 */
LkJsonIndex *
lk_answer_get_index (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), NULL);

  return self->index;
}

/**
 * lk_answer_get_index_so_far:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the index of a long text's beginning until all is read, then of all of it; see
 *   lk_json_index_is_unfinished()
 */
LkJsonIndex *
lk_answer_get_index_so_far (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), NULL);

  return self->index != NULL ? self->index : self->beginning;
}

/**
 * lk_answer_get_error:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): why the text is no JSON, in the domain %LK_JSON_ERROR; only when it is read
 */
const GError *
lk_answer_get_error (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), NULL);

  return self->state == LK_ANSWER_READING ? NULL : self->error;
}

/**
 * lk_answer_has_body:
 * @self: an answer
 *
 * Returns: whether it is read and there is a text to look at
 */
gboolean
lk_answer_has_body (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), FALSE);

  return self->state == LK_ANSWER_JSON || self->state == LK_ANSWER_HTML || self->state == LK_ANSWER_TEXT;
}

/**
 * lk_answer_get_file_extension:
 * @self: an answer
 *
 * Returns: what the name of a file with its text ends in, without a dot
 */
const char *
lk_answer_get_file_extension (LkAnswer *self)
{
  g_return_val_if_fail (LK_IS_ANSWER (self), NULL);

  if (self->state == LK_ANSWER_JSON)
    return "json";

  return self->exchange != NULL && lk_exchange_is_html (self->exchange) ? "html" : "txt";
}
