/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-loader.h"

#include <glib/gi18n.h>

#include "lk-chat-page.h"
#include "lk-json-scan.h"
#include "lk-rate-limiter.h"

/* Seconds. A longer wait is reported instead. */
#define LONGEST_WAIT (10 * 60)
#define MAX_REFUSALS 5

/* An export names a next page even when it is at its end, for what comes later: pages without chats are followed no
 * further than that. */
#define MAX_EMPTY_PAGES 3

#define DEFAULT_ROOM ((gsize) 1024 * 1024 * 1024)

struct _LkChatLoader
{
  GObject parent_instance;

  /* owned */
  LkChatService *service;
  LkChatList *list;
  char *next_url;      /* owned, nullable */
  GHashTable *visited; /* owned: the addresses of the pages in the list */
  LkRateLimiter *limiter;

  gsize room;

  LkChatEnd end;
  guint n_pages;
  guint n_empty;  /* pages without chats at the end of those loaded */
  gint64 count;   /* what the service said; -1: nothing */
  gint64 resumes; /* when a wait ends, monotonic; 0 while there is none */
  gboolean busy;
};

typedef enum
{
  LOAD_FIRST,
  LOAD_NEXT,
  LOAD_ALL,
  LOAD_WHOLE,
} LoadKind;

/* One call of the loader, over one page or all of them. */
typedef struct
{
  char *path;     /* of the page under way */
  gboolean first; /* its chats replace those in the list */
  gboolean whole; /* a chat that takes the place of its beginning in the list */
  gboolean all;
  guint n_refusals; /* one after the other */
  gboolean has_chats;
  LkExchange *exchange; /* the last there was: it explains a failure */
  GSource *timer;       /* while it waits */
  GSource *waker;       /* ends the wait when it is cancelled */
} Load;

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_RESUMES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LkChatLoader, lk_chat_loader, G_TYPE_OBJECT)

static void
stop_waiting (Load *load)
{
  if (load->timer != NULL)
    g_source_destroy (load->timer);
  if (load->waker != NULL)
    g_source_destroy (load->waker);
  g_clear_pointer (&load->timer, g_source_unref);
  g_clear_pointer (&load->waker, g_source_unref);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  stop_waiting (load);
  g_free (load->path);
  g_clear_object (&load->exchange);
  g_free (load);
}

static void send_page (GTask *task);

static void
set_busy (LkChatLoader *self,
          gboolean      busy)
{
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_resumes (LkChatLoader *self,
             gint64        resumes)
{
  if (self->resumes == resumes)
    return;

  self->resumes = resumes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES]);
}

static void
fail (GTask  *task,
      GError *error)
{
  set_busy (g_task_get_source_object (task), FALSE);
  g_task_return_error (task, error);
}

static void
succeed (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  set_busy (g_task_get_source_object (task), FALSE);
  g_task_return_pointer (task, g_object_ref (load->exchange), g_object_unref);
}

static gboolean
waited_cb (gpointer data)
{
  g_autoptr(GTask) task = g_object_ref (data);

  stop_waiting (g_task_get_task_data (task));
  set_resumes (g_task_get_source_object (task), 0);
  send_page (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  return waited_cb (data);
}

/* Sends the task's page after a delay, or at once when it is cancelled, which then ends it. Takes the task. */
static void
wait_for (GTask  *task,
          gint64  milliseconds)
{
  LkChatLoader *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Load *load = g_task_get_task_data (task);

  load->timer = g_timeout_source_new ((guint) milliseconds);
  g_source_set_callback (load->timer, waited_cb, g_object_ref (task), g_object_unref);
  g_source_attach (load->timer, g_task_get_context (task));
  if (cancellable != NULL)
    {
      load->waker = g_cancellable_source_new (cancellable);
      g_source_set_callback (load->waker, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task), g_object_unref);
      g_source_attach (load->waker, g_task_get_context (task));
    }

  set_resumes (self, g_get_monotonic_time () + milliseconds * 1000);
  g_object_unref (task);
}

/* Takes in a page; what follows it is known afterwards. */
static void
take_page (LkChatLoader *self,
           Load         *load,
           LkChatPage   *page)
{
  g_autofree char *next = NULL;
  guint n_new;

  if (load->first)
    {
      lk_chat_list_clear (self->list);
      g_hash_table_remove_all (self->visited);
      self->n_pages = self->n_empty = 0;
      load->first = FALSE;
    }

  load->has_chats = TRUE;
  g_hash_table_add (self->visited, g_strdup (lk_exchange_get_url (load->exchange)));
  g_free (self->next_url);
  self->next_url = g_steal_pointer (&page->next_url);
  self->count = page->count;
  self->n_pages++;
  self->n_empty = page->chats->len == 0 ? self->n_empty + 1 : 0;

  /* As the address of the pages that were visited is written. One that must not be asked says so when it is. */
  next = self->next_url != NULL ? lk_chat_service_make_url (self->service, self->next_url, NULL) : NULL;
  if (self->next_url == NULL || self->n_empty == MAX_EMPTY_PAGES)
    self->end = LK_CHAT_END_COMPLETE;
  else if (next != NULL && g_hash_table_contains (self->visited, next))
    self->end = self->n_empty > 0 ? LK_CHAT_END_COMPLETE : LK_CHAT_END_REPEATED;
  else
    self->end = LK_CHAT_END_MORE;

  n_new = lk_chat_list_add (self->list, page->chats);
  /* A service that names a next page for ever, each with nothing new, is not followed for ever. */
  if (self->end == LK_CHAT_END_MORE && n_new == 0 && self->n_empty == 0)
    self->end = LK_CHAT_END_REPEATED;
  if (self->end == LK_CHAT_END_MORE && lk_chat_list_get_bytes (self->list) >= self->room)
    self->end = LK_CHAT_END_FULL;
  if (self->end != LK_CHAT_END_MORE)
    g_clear_pointer (&self->next_url, g_free);
}

static void
take_whole (GTask      *task,
            LkChatPage *page)
{
  LkChatLoader *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);

  if (page->chats->len == 1 && lk_chat_list_replace (self->list, g_ptr_array_index (page->chats, 0)))
    {
      load->has_chats = TRUE;
      succeed (task);
      return;
    }

  fail (task, g_error_new_literal (LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER, _("The answer is another chat")));
}

static void
parsed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkChatLoader *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkChatPage) page = lk_chat_page_parse_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  /* An answer without chats, such as an agent or an account, is fine for a first page; one without JSON is not, and a
   * following page must hold chats. */
  if (page == NULL && load->first)
    {
      if (g_error_matches (error, LK_JSON_ERROR, LK_JSON_ERROR_TYPE) ||
          g_error_matches (error, LK_JSON_ERROR, LK_JSON_ERROR_MISSING))
        succeed (task);
      else
        fail (task, g_steal_pointer (&error));
      return;
    }
  if (page == NULL)
    {
      fail (task, load->whole
                  ? g_error_new (LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER,
                                 _("The answer holds no chat: %s"), error->message)
                  : g_error_new (LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER,
                                 _("The next page holds no chats: %s"), error->message));
      return;
    }

  if (load->whole)
    {
      take_whole (task, page);
      return;
    }

  take_page (self, load, page);
  if (!load->all || self->end != LK_CHAT_END_MORE)
    {
      succeed (task);
      return;
    }

  g_free (load->path);
  load->path = g_strdup (self->next_url);
  send_page (g_steal_pointer (&task));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr(LkExchange) answer = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_object (&load->exchange);
  answer = lk_chat_service_send_finish (LK_CHAT_SERVICE (source), result, &load->exchange, &error);
  if (answer == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  /* Only a load of all pages waits; for a single page the service's answer is the result. */
  if (lk_retry_after_is_asked (answer) && load->all && ++load->n_refusals <= MAX_REFUSALS)
    {
      gint64 seconds = lk_retry_after_read (answer);

      if (seconds <= LONGEST_WAIT)
        {
          wait_for (g_steal_pointer (&task), seconds * 1000);
          return;
        }
    }

  if (!lk_exchange_is_success (answer) && !load->first)
    {
      fail (task, lk_chat_error_from_exchange (answer));
      return;
    }
  if (!lk_exchange_is_success (answer) || lk_exchange_get_status (answer) == 204)
    {
      succeed (task);
      return;
    }

  load->n_refusals = 0;
  body = lk_exchange_get_body (answer) != NULL ? g_bytes_ref (lk_exchange_get_body (answer)) : g_bytes_new (NULL, 0);
  lk_chat_page_parse_async (body, cancellable, parsed_cb, g_steal_pointer (&task));
}

/* What the log calls it. */
static const char *
get_label (const Load *load)
{
  if (load->whole)
    return _("Whole chat");

  return load->first ? _("Chats page") : _("Next page of chats");
}

/* Takes the task. */
static void
send_page (GTask *task)
{
  LkChatLoader *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  gint64 delay = lk_rate_limiter_get_delay (self->limiter);

  if (load->all && delay > 0 && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      wait_for (task, delay);
      return;
    }

  lk_rate_limiter_count (self->limiter);
  lk_chat_service_send_async (self->service, "GET", load->path, NULL, NULL, get_label (load),
                              g_task_get_cancellable (task), sent_cb, task);
}

static void
start (LkChatLoader        *self,
       const char          *path,
       LoadKind             kind,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, load, load_free);

  if (self->busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, _("Another request is still under way"));
      return;
    }
  if (path == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no next page"));
      return;
    }

  load->path = g_strdup (path);
  load->first = kind == LOAD_FIRST;
  load->all = kind == LOAD_ALL;
  load->whole = kind == LOAD_WHOLE;
  set_busy (self, TRUE);
  send_page (g_steal_pointer (&task));
}

static void
lk_chat_loader_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkChatLoader *self = LK_CHAT_LOADER (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_RESUMES:
      g_value_set_int64 (value, self->resumes);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_chat_loader_finalize (GObject *object)
{
  LkChatLoader *self = LK_CHAT_LOADER (object);

  g_clear_object (&self->service);
  g_clear_object (&self->list);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_free (self->next_url);
  lk_rate_limiter_free (self->limiter);

  G_OBJECT_CLASS (lk_chat_loader_parent_class)->finalize (object);
}

static void
lk_chat_loader_class_init (LkChatLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lk_chat_loader_get_property;
  object_class->finalize = lk_chat_loader_finalize;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_RESUMES] = g_param_spec_int64 ("resumes", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_chat_loader_init (LkChatLoader *self)
{
  self->list = lk_chat_list_new ();
  self->visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->limiter = lk_rate_limiter_new ();
  self->room = DEFAULT_ROOM;
  self->count = -1;
}

/**
 * lk_chat_loader_new:
 * @service: the REST API of a connection
 *
 * Returns: (transfer full): a loader that has loaded nothing
 */
LkChatLoader *
lk_chat_loader_new (LkChatService *service)
{
  LkChatLoader *self;

  g_return_val_if_fail (LK_IS_CHAT_SERVICE (service), NULL);

  self = g_object_new (LK_TYPE_CHAT_LOADER, NULL);
  self->service = g_object_ref (service);

  return self;
}

/**
 * lk_chat_loader_get_list:
 * @self: a loader
 *
 * Returns: (transfer none): the chats of all pages loaded; the same list for as long as the loader lives
 */
LkChatList *
lk_chat_loader_get_list (LkChatLoader *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), NULL);

  return self->list;
}

/**
 * lk_chat_loader_get_end:
 * @self: a loader
 *
 * Returns: whether there is more, and if not, why
 */
LkChatEnd
lk_chat_loader_get_end (LkChatLoader *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), LK_CHAT_END_NONE);

  return self->end;
}

/**
 * lk_chat_loader_is_busy:
 * @self: a loader
 *
 * Returns: whether a call is under way; its property `busy` notifies
 */
gboolean
lk_chat_loader_is_busy (LkChatLoader *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), FALSE);

  return self->busy;
}

guint
lk_chat_loader_get_n_pages (LkChatLoader *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), 0);

  return self->n_pages;
}

/**
 * lk_chat_loader_get_total:
 * @self: a loader
 *
 * Some lists count all that there is, others the page alone: such a number says nothing of the whole.
 *
 * Returns: how many chats there are to load; 0 when that is not known
 */
guint64
lk_chat_loader_get_total (LkChatLoader *self)
{
  guint n_chats;

  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), 0);

  n_chats = lk_chat_list_get_n (self->list);
  if (self->end != LK_CHAT_END_MORE && self->end != LK_CHAT_END_FULL)
    return n_chats;

  return self->count > n_chats ? (guint64) self->count : 0;
}

/**
 * lk_chat_loader_get_resumes:
 * @self: a loader
 *
 * Returns: while it waits as the service asks: when it goes on, in the microseconds of g_get_monotonic_time(); else 0.
 *   Its property `resumes` notifies
 */
gint64
lk_chat_loader_get_resumes (LkChatLoader *self)
{
  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), 0);

  return self->resumes;
}

/**
 * lk_chat_loader_set_rate:
 * @self: a loader
 * @n_requests: how many requests
 * @milliseconds: in how long a time
 *
 * Sets how fast lk_chat_loader_all_async() goes. By itself it keeps just below the service's 200 a minute.
 */
void
lk_chat_loader_set_rate (LkChatLoader *self,
                         guint         n_requests,
                         guint         milliseconds)
{
  g_return_if_fail (LK_IS_CHAT_LOADER (self));
  g_return_if_fail (n_requests > 0);

  lk_rate_limiter_set (self->limiter, n_requests, milliseconds);
}

/**
 * lk_chat_loader_set_room:
 * @self: a loader
 * @bytes: the most JSON of chats to hold; no page is asked for beyond it. 1 GiB unless set
 */
void
lk_chat_loader_set_room (LkChatLoader *self,
                         gsize         bytes)
{
  g_return_if_fail (LK_IS_CHAT_LOADER (self));

  self->room = bytes;
}

/**
 * lk_chat_loader_load_async:
 * @self: a loader
 * @path: a path below the REST base
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Asks for @path. When its answer holds chats, they replace what is in the list; any other answer leaves it as it is.
 */
void
lk_chat_loader_load_async (LkChatLoader        *self,
                           const char          *path,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_LOADER (self));
  g_return_if_fail (path != NULL);

  start (self, path, LOAD_FIRST, cancellable, callback, user_data);
}

/**
 * lk_chat_loader_next_async:
 * @self: a loader
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Asks for the page that the last one names as its next and adds its chats to the list.
 */
void
lk_chat_loader_next_async (LkChatLoader        *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_LOADER (self));

  start (self, self->next_url, LOAD_NEXT, cancellable, callback, user_data);
}

/**
 * lk_chat_loader_all_async:
 * @self: a loader
 * @cancellable: (nullable): a cancellable
 * @callback: called with the last answer
 * @user_data: data of @callback
 *
 * Asks for one next page after the other, to the last. It keeps below the service's limit, and on 429, and on 503 with
 * `Retry-After`, waits as long as the service says. Cancelled or failed, it leaves what is loaded, and the next call
 * goes on from there.
 */
void
lk_chat_loader_all_async (LkChatLoader        *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_LOADER (self));

  start (self, self->next_url, LOAD_ALL, cancellable, callback, user_data);
}

/**
 * lk_chat_loader_whole_async:
 * @self: a loader
 * @path: the path of a single chat, of which the list has the beginning
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: data of @callback
 *
 * Asks for the whole of a chat and replaces what the list has of it. The rest of the list stays.
 */
void
lk_chat_loader_whole_async (LkChatLoader        *self,
                            const char          *path,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (LK_IS_CHAT_LOADER (self));
  g_return_if_fail (path != NULL);

  start (self, path, LOAD_WHOLE, cancellable, callback, user_data);
}

/**
 * lk_chat_loader_finish:
 * @self: a loader
 * @result: the result
 * @exchange: (out) (optional) (nullable): the last exchange there was, on failure too
 * @has_chats: (out) (optional): whether the answer held chats
 * @error: return location for an error
 *
 * Ends any of the calls above. Sets what lk_chat_service_send_finish() sets, G_IO_ERROR_PENDING while another call is
 * under way, G_IO_ERROR_NOT_FOUND where there is no next page, LK_JSON_ERROR for a status of 2xx without JSON,
 * and for a next page or a whole chat LK_CHAT_ERROR by its status.
 *
 * Returns: (transfer full) (nullable): the last exchange, for a first page whatever its status
 */
LkExchange *
lk_chat_loader_finish (LkChatLoader  *self,
                       GAsyncResult  *result,
                       LkExchange   **exchange,
                       gboolean      *has_chats,
                       GError       **error)
{
  Load *load;

  g_return_val_if_fail (LK_IS_CHAT_LOADER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, start), NULL);

  load = g_task_get_task_data (G_TASK (result));
  if (exchange != NULL)
    *exchange = load->exchange != NULL ? g_object_ref (load->exchange) : NULL;
  if (has_chats != NULL)
    *has_chats = load->has_chats;

  return g_task_propagate_pointer (G_TASK (result), error);
}
