/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-list.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "lk-file-lock.h"
#include "lk-json-reader.h"
#include "lk-paths.h"

#define FILE_VERSION 1
#define MAX_FILE_BYTES (10 * 1024 * 1024)
#define MAX_CONNECTIONS 1000
#define LOCK_TIMEOUT_SECONDS 30

static const LkJsonLimits limits = { MAX_FILE_BYTES, 16 };

struct _LkConnectionList
{
  GObject parent_instance;

  /* owned */
  char *path;
  GPtrArray *connections;
};

/* One change on its way into the file. */
typedef struct
{
  LkConnectionChange change;
  LkConnection *connection;     /* owned */
  LkConnection *copy;           /* owned */
  LkFileLock *lock;             /* owned, nullable */
  GPtrArray *connections;       /* owned, nullable: what the file holds now */
} Saving;

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkConnectionList, lk_connection_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static int
find (GPtrArray  *connections,
      const char *id)
{
  for (guint i = 0; i < connections->len; i++)
    {
      if (g_str_equal (lk_connection_get_id (connections->pdata[i]), id))
        return (int) i;
    }

  return -1;
}

static void
append (LkConnectionList *self,
        LkConnection     *connection)
{
  g_ptr_array_add (self->connections, g_object_ref (connection));
  g_list_model_items_changed (G_LIST_MODEL (self), self->connections->len - 1, 0, 1);
}

static void
remove_at (LkConnectionList *self,
           guint             index)
{
  g_ptr_array_remove_index (self->connections, index);
  g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
}

/* Reads the file into an array. What is unsound is left out and described in *message. */
static GPtrArray *
read_file (LkConnectionList  *self,
           char             **message,
           GError           **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *contents = NULL;
  GStatBuf info;
  gsize length;

  *message = NULL;

  if (g_stat (self->path, &info) != 0 && errno == ENOENT)
    return g_ptr_array_new_with_free_func (g_object_unref);

  if (info.st_size > MAX_FILE_BYTES)
    {
      *message = g_strdup (_("The file of connections is too large to be one of Latchkey's."));
      return g_ptr_array_new_with_free_func (g_object_unref);
    }

  if (!g_file_get_contents (self->path, &contents, &length, error))
    return NULL;

  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);

  return lk_connection_list_parse (bytes, message);
}

/* Puts a copy of a damaged file aside before anything overwrites it. */
static char *
keep_copy (LkConnectionList  *self,
           GError           **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *copy_path = g_strdup_printf ("%s.damaged-%s", self->path, stamp);
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (self->path, &contents, &length, error)
      || !lk_paths_write_private (copy_path, contents, (gssize) length, error))
    return NULL;

  return g_steal_pointer (&copy_path);
}

static gboolean
save (LkConnectionList  *self,
      GPtrArray         *connections,
      GError           **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, FILE_VERSION);
  json_builder_set_member_name (builder, "connections");
  json_builder_begin_array (builder);
  for (guint i = 0; i < connections->len; i++)
    json_builder_add_value (builder, lk_connection_to_json (connections->pdata[i]));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = lk_json_to_text (root, TRUE);

  return lk_paths_write_private (self->path, text, -1, error);
}

/* Makes the list equal to what is in the file, keeping the objects of connections that are still there. */
static void
take_over (LkConnectionList *self,
           GPtrArray        *connections)
{
  for (guint i = self->connections->len; i > 0; i--)
    {
      if (find (connections, lk_connection_get_id (self->connections->pdata[i - 1])) < 0)
        remove_at (self, i - 1);
    }

  for (guint i = 0; i < connections->len; i++)
    {
      LkConnection *connection = connections->pdata[i];
      int index = find (self->connections, lk_connection_get_id (connection));

      if (index < 0)
        {
          append (self, connection);
        }
      else
        {
          LkConnection *ours = self->connections->pdata[index];

          /* Known to this run alone; the file has neither. */
          g_object_set (connection, "practice-origin", lk_connection_get_practice_origin (ours), NULL);
          if (lk_connection_get_kind (connection) == LK_CONNECTION_KIND_PRACTICE)
            g_object_set (connection, "client-id", lk_connection_get_client_id (ours), NULL);
          lk_connection_assign (ours, connection);
        }
    }
}

/* Reads the file, and keeps a copy of it should it be damaged. */
static GPtrArray *
read_and_keep (LkConnectionList  *self,
               char             **message,
               GError           **error)
{
  g_autoptr(GPtrArray) connections = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *copy_path = NULL;

  connections = read_file (self, &fault, error);
  if (connections == NULL)
    return NULL;

  if (fault != NULL)
    {
      copy_path = keep_copy (self, error);
      if (copy_path == NULL)
        return NULL;

      if (message != NULL)
        /* Translators: first what is wrong, a sentence; then a file's path */
        *message = g_strdup_printf (_("%s A copy was kept: %s"), fault, copy_path);
    }

  return g_steal_pointer (&connections);
}

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_pointer (&saving->lock, lk_file_lock_release);
  g_clear_pointer (&saving->connections, g_ptr_array_unref);
  g_object_unref (saving->connection);
  g_object_unref (saving->copy);
  g_free (saving);
}

static void
apply (GPtrArray *connections,
       Saving    *saving)
{
  int index = find (connections, lk_connection_get_id (saving->copy));

  if (saving->change == LK_CONNECTION_CHANGE_REMOVE)
    {
      if (index >= 0)
        g_ptr_array_remove_index (connections, (guint) index);
    }
  else if (index >= 0)
    {
      lk_connection_assign (connections->pdata[index], saving->copy);
    }
  else
    {
      g_ptr_array_add (connections, g_object_ref (saving->copy));
    }
}

/* In a thread, with the lock taken. The list itself is not touched. */
static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LkConnectionList *self = source;
  Saving *saving = task_data;
  GError *error = NULL;

  saving->connections = read_and_keep (self, NULL, &error);
  if (saving->connections != NULL)
    {
      apply (saving->connections, saving);
      save (self, saving->connections, &error);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* The file first: what could not be saved is not in the list either. */
static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LkConnectionList *self = LK_CONNECTION_LIST (source);
  Saving *saving = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  int index;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* The list takes the object that was given, not its copy. */
  index = find (saving->connections, lk_connection_get_id (saving->connection));
  if (saving->change == LK_CONNECTION_CHANGE_ADD && index >= 0 && saving->connections->pdata[index] == saving->copy)
    {
      g_ptr_array_remove_index (saving->connections, (guint) index);
      g_ptr_array_insert (saving->connections, index, g_object_ref (saving->connection));
    }
  g_clear_pointer (&saving->lock, lk_file_lock_release);
  take_over (self, saving->connections);
  g_task_return_boolean (task, TRUE);
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  g_autoptr(GTask) work = NULL;
  g_autoptr(GError) error = NULL;

  saving->lock = lk_file_lock_acquire_finish (result, &error);
  if (saving->lock == NULL)
    {
      g_prefix_error (&error, "%s ", _("The connections cannot be saved:"));
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  work = g_task_new (g_task_get_source_object (task), NULL, saved_cb, g_object_ref (task));
  g_task_set_source_tag (work, locked_cb);
  g_task_set_task_data (work, saving, NULL);
  g_task_run_in_thread (work, save_thread);
}

static GType
lk_connection_list_get_item_type (GListModel *model)
{
  return LK_TYPE_CONNECTION;
}

static guint
lk_connection_list_get_n_items (GListModel *model)
{
  return LK_CONNECTION_LIST (model)->connections->len;
}

static gpointer
lk_connection_list_get_item (GListModel *model,
                             guint       position)
{
  LkConnectionList *self = LK_CONNECTION_LIST (model);

  return position < self->connections->len ? g_object_ref (self->connections->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = lk_connection_list_get_item_type;
  iface->get_n_items = lk_connection_list_get_n_items;
  iface->get_item = lk_connection_list_get_item;
}

static void
lk_connection_list_finalize (GObject *object)
{
  LkConnectionList *self = LK_CONNECTION_LIST (object);

  g_free (self->path);
  g_ptr_array_unref (self->connections);

  G_OBJECT_CLASS (lk_connection_list_parent_class)->finalize (object);
}

static void
lk_connection_list_class_init (LkConnectionListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_connection_list_finalize;
}

static void
lk_connection_list_init (LkConnectionList *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * lk_connection_list_new:
 * @path: the file it is kept in
 *
 * Makes an empty list; nothing is read yet.
 *
 * Returns: (transfer full): the list
 */
LkConnectionList *
lk_connection_list_new (const char *path)
{
  LkConnectionList *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (LK_TYPE_CONNECTION_LIST, NULL);
  self->path = g_strdup (path);

  return self;
}

/**
 * lk_connection_list_parse:
 * @bytes: what a file of connections holds
 * @message: (out) (nullable): what was wrong with it; %NULL if nothing was
 *
 * Reads it without touching the file. What is unsound is left out.
 *
 * Returns: (transfer full) (element-type LkConnection): what is sound
 */
GPtrArray *
lk_connection_list_parse (GBytes  *bytes,
                          char   **message)
{
  g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonArray *entries;
  guint n_entries;
  guint n_left_out = 0;

  g_return_val_if_fail (bytes != NULL && message != NULL, NULL);

  *message = NULL;
  root = lk_json_parse_object (bytes, &limits, &local_error);
  if (root == NULL)
    {
      *message = g_strdup_printf (_("The file of connections is damaged (%s)."), local_error->message);
      return g_steal_pointer (&connections);
    }

  entries = lk_json_get_array (json_node_get_object (root), "connections");
  if (entries == NULL || lk_json_get_int (json_node_get_object (root), "version", 0) != FILE_VERSION)
    {
      *message = g_strdup (_("The file of connections is not in a form that this version of Latchkey knows."));
      return g_steal_pointer (&connections);
    }

  n_entries = json_array_get_length (entries);
  for (guint i = 0; i < n_entries; i++)
    {
      JsonObject *entry = lk_json_array_get_object (entries, i);
      LkConnection *connection = NULL;

      if (entry != NULL && connections->len < MAX_CONNECTIONS)
        connection = lk_connection_new_from_json (entry, local_error == NULL ? &local_error : NULL);

      if (connection != NULL)
        g_ptr_array_add (connections, connection);
      else
        n_left_out++;
    }

  if (n_left_out > 0)
    *message = g_strdup_printf (ngettext ("%u entry of the file of connections could not be used%s%s.",
                                          "%u entries of the file of connections could not be used%s%s.",
                                          n_left_out),
                                n_left_out,
                                local_error != NULL ? ": " : "",
                                local_error != NULL ? local_error->message : "");

  return g_steal_pointer (&connections);
}

/**
 * lk_connection_list_load:
 * @self: a list
 * @message: (out) (optional): what was left out and where the copy is, in words for its person; %NULL if all was well
 * @error: return location for an error
 *
 * Reads the file. None is an empty list. From a torn or hostile one (over 10 MB, wrong types, refused addresses:
 * SECURITY.md L4) what is sound is kept, and the file is copied aside before anything overwrites it.
 *
 * Sets an error of G_FILE_ERROR or G_IO_ERROR when the file cannot be read or copied.
 *
 * Returns: whether the list is usable
 */
gboolean
lk_connection_list_load (LkConnectionList  *self,
                         char             **message,
                         GError           **error)
{
  g_autoptr(GPtrArray) connections = NULL;

  g_return_val_if_fail (LK_IS_CONNECTION_LIST (self), FALSE);

  if (message != NULL)
    *message = NULL;

  connections = read_and_keep (self, message, error);
  if (connections == NULL)
    return FALSE;

  take_over (self, connections);

  return TRUE;
}

/**
 * lk_connection_list_save_async:
 * @self: a list
 * @change: what is done with @connection
 * @connection: a connection; for a change of one that is listed, that one itself or another with its id
 * @cancellable: (nullable): ends the wait for another process
 * @callback: called when it is saved
 * @user_data: data of @callback
 *
 * Adds, changes or removes one connection, and saves. Another process may have saved meanwhile: under the lock, the
 * file is read again, this one change applied, and the file written (0600, at once or not at all: SECURITY.md H6). A
 * change that cannot be saved is not made. The lock is waited for and the file written off the main loop. The secrets
 * of a connection that is removed are the vault's matter.
 */
void
lk_connection_list_save_async (LkConnectionList     *self,
                               LkConnectionChange    change,
                               LkConnection         *connection,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  g_autofree char *lock_path = NULL;
  GTask *task;
  Saving *saving;

  g_return_if_fail (LK_IS_CONNECTION_LIST (self));
  g_return_if_fail (LK_IS_CONNECTION (connection));

  saving = g_new0 (Saving, 1);
  saving->change = change;
  saving->connection = g_object_ref (connection);
  /* The thread must not read what the main loop may change. */
  saving->copy = g_object_new (LK_TYPE_CONNECTION, "id", lk_connection_get_id (connection), NULL);
  lk_connection_assign (saving->copy, connection);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_connection_list_save_async);
  g_task_set_task_data (task, saving, saving_free);
  lock_path = g_strconcat (self->path, ".lock", NULL);
  lk_file_lock_acquire_async (lock_path, LOCK_TIMEOUT_SECONDS, cancellable, locked_cb, task);
}

/**
 * lk_connection_list_save_finish:
 * @self: a list
 * @result: as given to the callback
 * @error: return location for G_FILE_ERROR, or G_IO_ERROR where the lock cannot be had
 *
 * Returns: whether it is saved
 */
gboolean
lk_connection_list_save_finish (LkConnectionList  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_connection_list_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_connection_list_get_by_id:
 * @self: a list
 * @id: an id
 *
 * Finds a connection by its id.
 *
 * Returns: (transfer none) (nullable): the connection
 */
LkConnection *
lk_connection_list_get_by_id (LkConnectionList *self,
                              const char       *id)
{
  int index;

  g_return_val_if_fail (LK_IS_CONNECTION_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  index = find (self->connections, id);

  return index >= 0 ? self->connections->pdata[index] : NULL;
}

/**
 * lk_connection_list_get_by_name:
 * @self: a list
 * @name: a name as typed
 *
 * Finds a connection by its exact name, else by its name in any case if there is only one such.
 *
 * Returns: (transfer none) (nullable): the connection
 */
LkConnection *
lk_connection_list_get_by_name (LkConnectionList *self,
                                const char       *name)
{
  g_autofree char *folded_name = NULL;
  LkConnection *match = NULL;
  guint n_matches = 0;

  g_return_val_if_fail (LK_IS_CONNECTION_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  folded_name = g_utf8_casefold (name, -1);

  for (guint i = 0; i < self->connections->len; i++)
    {
      LkConnection *connection = self->connections->pdata[i];
      const char *own_name = lk_connection_get_name (connection);
      g_autofree char *folded = own_name != NULL ? g_utf8_casefold (own_name, -1) : NULL;

      if (g_strcmp0 (own_name, name) == 0)
        return connection;

      if (g_strcmp0 (folded, folded_name) == 0)
        {
          match = connection;
          n_matches++;
        }
    }

  return n_matches == 1 ? match : NULL;
}
