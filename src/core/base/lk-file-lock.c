/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "lk-file-lock.h"

#define RETRY_MILLISECONDS 50

struct _LkFileLock
{
  int fd;
};

typedef struct
{
  LkFileLock *lock;   /* open, not locked yet */
  gint64 deadline;    /* monotonic, microseconds */
} Waiting;

static void
waiting_free (Waiting *waiting)
{
  g_clear_pointer (&waiting->lock, lk_file_lock_release);
  g_free (waiting);
}

static LkFileLock *
open_lock (const char  *path,
           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  LkFileLock *lock;
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("The lock file could not be opened: %s"), g_strerror (code));
      return NULL;
    }

  lock = g_new (LkFileLock, 1);
  lock->fd = fd;

  return lock;
}

/* FALSE once the task has returned. */
static gboolean
keep_trying (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);
  int code;

  if (g_task_return_error_if_cancelled (task))
    return FALSE;

  if (flock (waiting->lock->fd, LOCK_EX | LOCK_NB) == 0)
    {
      g_task_return_pointer (task, g_steal_pointer (&waiting->lock), (GDestroyNotify) lk_file_lock_release);
      return FALSE;
    }

  code = errno;
  if (code != EWOULDBLOCK && code != EINTR)
    {
      g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (code),
                               _("The lock could not be taken: %s"), g_strerror (code));
      return FALSE;
    }

  if (g_get_monotonic_time () >= waiting->deadline)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                               _("Another Latchkey holds it and does not come to an end"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
retry_cb (gpointer user_data)
{
  return keep_trying (user_data) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * lk_file_lock_acquire_async:
 * @path: the lock file, made with its folder where absent; it is never removed, for that would let two in
 * @timeout_seconds: how long to wait for another holder
 * @cancellable: (nullable): ends the wait
 * @callback: called with the lock, or without
 * @user_data: for @callback
 *
 * Takes the lock, or tries again at short intervals; the main loop is never held up. The kernel frees the lock of a
 * process that has ended, and two holders within one process exclude each other too.
 */
void
lk_file_lock_acquire_async (const char          *path,
                            guint                timeout_seconds,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  Waiting *waiting;

  g_return_if_fail (path != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_file_lock_acquire_async);

  waiting = g_new0 (Waiting, 1);
  waiting->lock = open_lock (path, &error);
  waiting->deadline = g_get_monotonic_time () + timeout_seconds * G_TIME_SPAN_SECOND;
  g_task_set_task_data (task, waiting, (GDestroyNotify) waiting_free);

  if (waiting->lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (keep_trying (task))
    {
      g_autoptr(GSource) source = g_timeout_source_new (RETRY_MILLISECONDS);

      g_task_attach_source (task, source, retry_cb);
    }
}

/**
 * lk_file_lock_acquire_finish:
 * @result: the result given to the callback
 * @error: return location for a `G_IO_ERROR`
 *
 * Returns: (transfer full) (nullable): the lock, to be given back with lk_file_lock_release ()
 */
LkFileLock *
lk_file_lock_acquire_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_file_lock_acquire_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_file_lock_release:
 * @self: a lock
 *
 * Gives the lock back and frees it.
 */
void
lk_file_lock_release (LkFileLock *self)
{
  g_return_if_fail (self != NULL);

  /* Closing the only descriptor of the open file gives the lock back. */
  close (self->fd);
  g_free (self);
}
