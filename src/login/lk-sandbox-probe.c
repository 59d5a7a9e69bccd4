/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>

#include <glib/gi18n.h>

#include "lk-page-policy.h"
#include "lk-sandbox-probe.h"
#include "lk-text.h"
#include "lk-user-agent-error.h"

/* Where WebKitGTK of the distributions has them compiled in. */
#define BUBBLEWRAP "/usr/bin/bwrap"
#define DBUS_PROXY "/usr/bin/xdg-dbus-proxy"
#define TIMEOUT_SECONDS 10

typedef struct
{
  GSubprocess *process;   /* owned */
  GSource *timer;         /* owned */
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_source_destroy (probe->timer);
  g_source_unref (probe->timer);
  g_subprocess_force_exit (probe->process);
  g_object_unref (probe->process);
  g_free (probe);
}

static gboolean
too_slow_cb (gpointer user_data)
{
  Probe *probe = user_data;

  g_subprocess_force_exit (probe->process);

  return G_SOURCE_REMOVE;
}

static void
return_refusal (GTask      *task,
                const char *reason)
{
  g_autofree char *shown = g_strstrip (lk_text_sanitize (reason, -1, 300));

  g_task_return_new_error (task, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_SANDBOX,
                           _("The sandbox that login pages are shown in cannot start on this computer: %s"),
                           *shown != '\0' ? shown : _("it ended without a word"));
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  g_autoptr(GBytes) words = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_subprocess_communicate_finish (process, result, NULL, &words, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        return_refusal (task, error->message);
    }
  else if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0)
    {
      g_task_return_boolean (task, TRUE);
    }
  else if (g_subprocess_get_if_signaled (process) && g_subprocess_get_term_sig (process) == SIGKILL)
    {
      return_refusal (task, _("it did not answer in time"));
    }
  else
    {
      gsize length;
      const char *data = g_bytes_get_data (words, &length);
      g_autofree char *text = g_strndup (data != NULL ? data : "", length);

      return_refusal (task, text);
    }
}

/**
 * lk_sandbox_probe_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the sandbox has been tried
 * @user_data: data of @callback
 *
 * Runs bubblewrap with the namespaces that WebKit asks for, and in it the bus proxy that the web process needs. Inside
 * Flatpak the portal starts the sandbox, and there is nothing to try.
 */
void
lk_sandbox_probe_async (GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  Probe *probe;

  g_task_set_source_tag (task, lk_sandbox_probe_async);
  if (!lk_page_policy_check_folders (&error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                              BUBBLEWRAP, "--die-with-parent", "--unshare-uts", "--unshare-ipc", "--unshare-pid",
                              "--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev",
                              "--", DBUS_PROXY, "--version", NULL);
  if (process == NULL)
    {
      return_refusal (task, error->message);
      return;
    }

  probe = g_new0 (Probe, 1);
  probe->process = g_object_ref (process);
  probe->timer = g_timeout_source_new_seconds (TIMEOUT_SECONDS);
  g_source_set_callback (probe->timer, too_slow_cb, probe, NULL);
  g_source_attach (probe->timer, g_main_context_get_thread_default ());
  g_task_set_task_data (task, probe, probe_free);
  g_subprocess_communicate_async (process, NULL, cancellable, ended_cb, g_object_ref (task));
}

/**
 * lk_sandbox_probe_finish:
 * @result: as given to the callback
 * @error: return location for LK_USER_AGENT_ERROR_SANDBOX or G_IO_ERROR_CANCELLED
 *
 * Returns: whether a page may be opened
 */
gboolean
lk_sandbox_probe_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_sandbox_probe_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
