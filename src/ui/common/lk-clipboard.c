/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-clipboard.h"

#include <glib/gi18n.h>

#include "lk-secret.h"
#include "lk-ui-util.h"

/* The marks that password managers put beside a secret, so that clipboard histories skip it. */
#define HINT_TYPE  "x-kde-passwordManagerHint"
#define HINT_VALUE "secret"

#define LK_TYPE_SECRET_CONTENT (lk_secret_content_get_type ())
G_DECLARE_FINAL_TYPE (LkSecretContent, lk_secret_content, LK, SECRET_CONTENT, GdkContentProvider)

/* The content provider of a copied secret. It has its own timer and is owned by the clipboard alone: when any
 * program copies something else, it is finalized and the secret is wiped. */
struct _LkSecretContent
{
  GdkContentProvider parent_instance;

  /* owned */
  GBytes *bytes;
  guint timer;
  guint seconds;

  /* not owned, nullable: while it is attached */
  GdkClipboard *clipboard;
};

G_DEFINE_FINAL_TYPE (LkSecretContent, lk_secret_content, GDK_TYPE_CONTENT_PROVIDER)

static gboolean
time_is_up_cb (gpointer data)
{
  LkSecretContent *self = data;

  g_assert (LK_IS_SECRET_CONTENT (self));

  self->timer = 0;
  if (self->clipboard != NULL && gdk_clipboard_get_content (self->clipboard) == GDK_CONTENT_PROVIDER (self))
    gdk_clipboard_set_content (self->clipboard, NULL);

  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
lk_secret_content_attach_clipboard (GdkContentProvider *provider,
                                    GdkClipboard       *clipboard)
{
  LkSecretContent *self = LK_SECRET_CONTENT (provider);

  self->clipboard = clipboard;
  self->timer = g_timeout_add_seconds (self->seconds, time_is_up_cb, self);
}

static void
lk_secret_content_detach_clipboard (GdkContentProvider *provider,
                                    GdkClipboard       *clipboard)
{
  LkSecretContent *self = LK_SECRET_CONTENT (provider);

  self->clipboard = NULL;
  g_clear_handle_id (&self->timer, g_source_remove);
}

static GdkContentFormats *
lk_secret_content_ref_formats (GdkContentProvider *provider)
{
  const char *types[] = { "text/plain;charset=utf-8", "text/plain", HINT_TYPE };

  return gdk_content_formats_new (types, G_N_ELEMENTS (types));
}

/* Nothing may be stored by a clipboard manager, which would keep it after the program has quit. */
static GdkContentFormats *
lk_secret_content_ref_storable_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_new (NULL, 0);
}

static void
lk_secret_content_write_mime_type_async (GdkContentProvider  *provider,
                                         const char          *mime_type,
                                         GOutputStream       *stream,
                                         int                  io_priority,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  LkSecretContent *self = LK_SECRET_CONTENT (provider);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  gconstpointer data = HINT_VALUE;
  gsize length = strlen (HINT_VALUE);

  g_task_set_source_tag (task, lk_secret_content_write_mime_type_async);
  g_task_set_priority (task, io_priority);

  if (g_strcmp0 (mime_type, HINT_TYPE) != 0)
    data = g_bytes_get_data (self->bytes, &length);

  g_output_stream_write_all_async (stream, data, length, io_priority, cancellable, written_cb, g_object_ref (task));
}

static gboolean
lk_secret_content_write_mime_type_finish (GdkContentProvider  *provider,
                                          GAsyncResult        *result,
                                          GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lk_secret_content_finalize (GObject *object)
{
  LkSecretContent *self = LK_SECRET_CONTENT (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (lk_secret_content_parent_class)->finalize (object);
}

static void
lk_secret_content_class_init (LkSecretContentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  object_class->finalize = lk_secret_content_finalize;

  provider_class->attach_clipboard = lk_secret_content_attach_clipboard;
  provider_class->detach_clipboard = lk_secret_content_detach_clipboard;
  provider_class->ref_formats = lk_secret_content_ref_formats;
  provider_class->ref_storable_formats = lk_secret_content_ref_storable_formats;
  provider_class->write_mime_type_async = lk_secret_content_write_mime_type_async;
  provider_class->write_mime_type_finish = lk_secret_content_write_mime_type_finish;
}

static void
lk_secret_content_init (LkSecretContent *self)
{
}

/**
 * lk_clipboard_get_seconds:
 * @settings: (nullable): the application's settings; %NULL opens them
 *
 * Returns: the time in seconds that a secret stays on the clipboard, in the range of the schema (SECURITY.md I5)
 */
guint
lk_clipboard_get_seconds (GSettings *settings)
{
  g_autoptr(GSettings) opened = settings == NULL ? g_settings_new (LK_APP_ID) : NULL;

  g_return_val_if_fail (settings == NULL || G_IS_SETTINGS (settings), 1);

  return g_settings_get_uint (settings != NULL ? settings : opened, "clipboard-seconds");
}

/**
 * lk_clipboard_copy_secret:
 * @widget: a widget of the window; a toast says when the clipboard will be cleared
 * @secret: the secret text, or a text with a secret in it
 * @seconds: when to clear it, at least 1: see lk_clipboard_get_seconds()
 *
 * Puts @secret on CLIPBOARD, never on PRIMARY, marked as a secret for clipboard histories, and takes it off again
 * after @seconds unless something else has been copied meanwhile (SECURITY.md I5). At the program's end
 * [func@Lk.clipboard_clear] does so.
 */
void
lk_clipboard_copy_secret (GtkWidget  *widget,
                          const char *secret,
                          guint       seconds)
{
  g_autoptr(LkSecretContent) content = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (secret != NULL);
  g_return_if_fail (seconds > 0);

  content = g_object_new (LK_TYPE_SECRET_CONTENT, NULL);
  content->seconds = seconds;
  content->bytes = lk_secret_bytes_new (g_strdup (secret), strlen (secret));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), GDK_CONTENT_PROVIDER (content));

  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "Copied; cleared in %u second",
                                          "Copied; cleared in %u seconds",
                                          content->seconds),
                             content->seconds);
  lk_ui_show_toast (widget, message);
}

/**
 * lk_clipboard_copy_text:
 * @widget: who copies
 * @text: text with no secret in it
 * @message: (nullable): what the toast says
 *
 * Puts @text on CLIPBOARD, where it stays.
 */
void
lk_clipboard_copy_text (GtkWidget  *widget,
                        const char *text,
                        const char *message)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  if (message != NULL)
    lk_ui_show_toast (widget, message);
}

/**
 * lk_clipboard_copy_bytes:
 * @widget: who copies
 * @text: UTF-8 with no secret in it, of any length; it is not copied in memory
 * @message: (nullable): what the toast says
 *
 * Puts @text on CLIPBOARD, where it stays.
 */
void
lk_clipboard_copy_bytes (GtkWidget  *widget,
                         GBytes     *text,
                         const char *message)
{
  g_autoptr(GdkContentProvider) content = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  content = gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", text);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
  if (message != NULL)
    lk_ui_show_toast (widget, message);
}

/**
 * lk_clipboard_holds_secret:
 * @display: a display
 *
 * Returns: whether the clipboard holds a secret that this program copied
 */
gboolean
lk_clipboard_holds_secret (GdkDisplay *display)
{
  g_return_val_if_fail (GDK_IS_DISPLAY (display), FALSE);

  return LK_IS_SECRET_CONTENT (gdk_clipboard_get_content (gdk_display_get_clipboard (display)));
}

/**
 * lk_clipboard_clear:
 * @display: a display
 *
 * Clears the clipboard if it still holds a secret that this program copied. For the end of the program.
 */
void
lk_clipboard_clear (GdkDisplay *display)
{
  g_return_if_fail (GDK_IS_DISPLAY (display));

  if (lk_clipboard_holds_secret (display))
    gdk_clipboard_set_content (gdk_display_get_clipboard (display), NULL);
}
