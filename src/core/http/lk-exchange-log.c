/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-exchange-log.h"

#define DEFAULT_MAX_BYTES ((gsize) 256 * 1024 * 1024)

/* Without its body an exchange is a few kilobytes: enough entries for a day, and still a bound. */
#define MAX_EXCHANGES 5000

struct _LkExchangeLog
{
  GObject parent_instance;

  GPtrArray *exchanges; /* owned: oldest first: the list shows them from the end */
  gsize max_bytes;
  gsize bytes; /* of the bodies held */
  guint n_dropped;
  guint n_forgotten;     /* older exchanges that are not in the list any more */
  guint first_with_body; /* no older exchange holds a body */
};

enum
{
  PROP_0,
  PROP_N_DROPPED,
  PROP_N_FORGOTTEN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void lk_exchange_log_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkExchangeLog,
                               lk_exchange_log,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, lk_exchange_log_list_model_init))

static void keep_bound (LkExchangeLog *self);

static void
exchange_done_cb (LkExchangeLog *self,
                  GParamSpec    *pspec,
                  LkExchange    *exchange)
{
  g_assert (LK_IS_EXCHANGE_LOG (self));
  g_assert (LK_IS_EXCHANGE (exchange));

  g_signal_handlers_disconnect_by_func (exchange, exchange_done_cb, self);

  if (lk_exchange_get_body (exchange) == NULL)
    return;

  self->bytes += lk_exchange_get_body_size (exchange);
  /* Younger exchanges may have finished first, and their bodies may have been dropped. */
  self->first_with_body = 0;
  keep_bound (self);
}

/* Subtracts the body's bytes, whether or not something else still holds the exchange. */
static gboolean
uncount_body (LkExchangeLog *self,
              LkExchange    *exchange)
{
  if (!lk_exchange_is_done (exchange) || lk_exchange_get_body (exchange) == NULL)
    return FALSE;

  self->bytes -= MIN (self->bytes, lk_exchange_get_body_size (exchange));

  return TRUE;
}

static void
keep_bound (LkExchangeLog *self)
{
  guint n_dropped = self->n_dropped;

  for (; self->bytes > self->max_bytes && self->first_with_body < self->exchanges->len; self->first_with_body++)
    {
      LkExchange *exchange = g_ptr_array_index (self->exchanges, self->first_with_body);

      if (!uncount_body (self, exchange))
        continue;

      if (lk_exchange_get_body_size (exchange) == 0)
        continue;

      lk_exchange_drop_body (exchange);
      self->n_dropped++;
    }

  if (self->n_dropped != n_dropped)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DROPPED]);
}

static GType
lk_exchange_log_get_item_type (GListModel *model)
{
  return LK_TYPE_EXCHANGE;
}

static guint
lk_exchange_log_get_n_items (GListModel *model)
{
  LkExchangeLog *self = LK_EXCHANGE_LOG (model);

  return self->exchanges->len;
}

static gpointer
lk_exchange_log_get_item (GListModel *model,
                          guint       position)
{
  LkExchangeLog *self = LK_EXCHANGE_LOG (model);

  if (position >= self->exchanges->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->exchanges, self->exchanges->len - 1 - position));
}

static void
lk_exchange_log_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lk_exchange_log_get_item_type;
  iface->get_n_items = lk_exchange_log_get_n_items;
  iface->get_item = lk_exchange_log_get_item;
}

static void
lk_exchange_log_finalize (GObject *object)
{
  LkExchangeLog *self = LK_EXCHANGE_LOG (object);

  g_ptr_array_unref (self->exchanges);

  G_OBJECT_CLASS (lk_exchange_log_parent_class)->finalize (object);
}

static void
lk_exchange_log_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkExchangeLog *self = LK_EXCHANGE_LOG (object);

  switch (prop_id)
    {
    case PROP_N_DROPPED:
      g_value_set_uint (value, self->n_dropped);
      break;

    case PROP_N_FORGOTTEN:
      g_value_set_uint (value, self->n_forgotten);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_exchange_log_class_init (LkExchangeLogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_exchange_log_finalize;
  object_class->get_property = lk_exchange_log_get_property;

  /**
   * LkExchangeLog:n-dropped:
   *
   * How many bodies were let go to stay within the bound.
   */
  properties[PROP_N_DROPPED] = g_param_spec_uint ("n-dropped", NULL, NULL, 0, G_MAXUINT, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkExchangeLog:n-forgotten:
   *
   * How many exchanges were forgotten altogether, for there were too many.
   */
  properties[PROP_N_FORGOTTEN] = g_param_spec_uint (
      "n-forgotten", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_exchange_log_init (LkExchangeLog *self)
{
  self->exchanges = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * lk_exchange_log_new:
 * @max_bytes: the most bytes of bodies to hold, or 0 for 256 MiB
 *
 * Returns: (transfer full): an empty log
 */
LkExchangeLog *
lk_exchange_log_new (gsize max_bytes)
{
  LkExchangeLog *self = g_object_new (LK_TYPE_EXCHANGE_LOG, NULL);

  self->max_bytes = max_bytes > 0 ? max_bytes : DEFAULT_MAX_BYTES;

  return self;
}

/**
 * lk_exchange_log_add:
 * @self: a log
 * @exchange: an exchange, at its sending
 *
 * Puts the exchange on top. When its body has come, and the bodies held pass the bound, the oldest are dropped; past
 * 5,000 exchanges the oldest is forgotten altogether.
 */
void
lk_exchange_log_add (LkExchangeLog *self,
                     LkExchange    *exchange)
{
  g_return_if_fail (LK_IS_EXCHANGE_LOG (self));
  g_return_if_fail (LK_IS_EXCHANGE (exchange));

  g_ptr_array_add (self->exchanges, g_object_ref (exchange));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);

  if (lk_exchange_is_done (exchange))
    exchange_done_cb (self, NULL, exchange);
  else
    g_signal_connect_object (exchange, "notify::done", G_CALLBACK (exchange_done_cb), self, G_CONNECT_SWAPPED);

  if (self->exchanges->len > MAX_EXCHANGES)
    {
      LkExchange *oldest = g_ptr_array_index (self->exchanges, 0);

      uncount_body (self, oldest);
      g_signal_handlers_disconnect_by_func (oldest, exchange_done_cb, self);
      g_ptr_array_remove_index (self->exchanges, 0);
      self->first_with_body -= MIN (self->first_with_body, 1);
      g_list_model_items_changed (G_LIST_MODEL (self), self->exchanges->len, 1, 0);
      self->n_forgotten++;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FORGOTTEN]);
    }
}

/**
 * lk_exchange_log_clear:
 * @self: a log
 *
 * Forgets all exchanges.
 */
void
lk_exchange_log_clear (LkExchangeLog *self)
{
  guint n_items;

  g_return_if_fail (LK_IS_EXCHANGE_LOG (self));

  n_items = self->exchanges->len;

  for (guint i = 0; i < n_items; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->exchanges, i), exchange_done_cb, self);

  g_ptr_array_set_size (self->exchanges, 0);
  self->bytes = 0;
  self->first_with_body = 0;

  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);

  if (self->n_dropped > 0)
    {
      self->n_dropped = 0;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DROPPED]);
    }
  if (self->n_forgotten > 0)
    {
      self->n_forgotten = 0;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FORGOTTEN]);
    }
}

/**
 * lk_exchange_log_get_bytes:
 * @self: a log
 *
 * Returns: how many bytes of bodies it holds
 */
gsize
lk_exchange_log_get_bytes (LkExchangeLog *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE_LOG (self), 0);

  return self->bytes;
}

/**
 * lk_exchange_log_get_n_dropped:
 * @self: a log
 *
 * Returns: how many bodies were let go of to stay within the bound; its property `n-dropped` notifies
 */
guint
lk_exchange_log_get_n_dropped (LkExchangeLog *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE_LOG (self), 0);

  return self->n_dropped;
}

/**
 * lk_exchange_log_get_n_forgotten:
 * @self: a log
 *
 * Returns: how many exchanges are in the list no more, for there were too many; its property `n-forgotten` notifies
 */
guint
lk_exchange_log_get_n_forgotten (LkExchangeLog *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE_LOG (self), 0);

  return self->n_forgotten;
}
