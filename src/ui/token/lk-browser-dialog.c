/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-browser-dialog.h"
#include "lk-browser-user-agent.h"

struct _LkBrowserDialog
{
  AdwWindow parent_instance;

  /* Template widgets. */
  GtkLabel    *note_label;
  GtkLabel    *paste_label;
  GtkEditable *paste_entry;

  /* owned */
  LkUserAgent *agent;
  char        *link;     /* what the browser is to open; NULL until it is known */
};

G_DEFINE_FINAL_TYPE (LkBrowserDialog, lk_browser_dialog, ADW_TYPE_WINDOW)

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LkBrowserDialog) self = user_data;

  if (self->note_label != NULL && !gtk_show_uri_full_finish (GTK_WINDOW (source), result, NULL))
    gtk_label_set_label (self->note_label,
                         _("No browser could be opened. Copy the link and open it in a browser on this computer."));
}

/* A browser that does not open is no end: the link can be copied. */
static gboolean
open_uri (const char  *uri,
          gpointer     user_data,
          GError     **error)
{
  GWeakRef *ref = user_data;
  g_autoptr(LkBrowserDialog) self = g_weak_ref_get (ref);

  if (self == NULL)
    return TRUE;

  g_free (self->link);
  self->link = g_strdup (uri);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "browser.copy-link", TRUE);
  gtk_show_uri_full (GTK_WINDOW (self), uri, GDK_CURRENT_TIME, NULL, shown_cb, g_object_ref (self));

  return TRUE;
}

static void
free_weak_ref (gpointer data)
{
  GWeakRef *ref = data;

  g_weak_ref_clear (ref);
  g_free (ref);
}

static void
use_paste_cb (LkBrowserDialog *self)
{
  g_autoptr(GError) error = NULL;

  g_assert (LK_IS_BROWSER_DIALOG (self));

  if (lk_browser_user_agent_deliver_paste (LK_BROWSER_USER_AGENT (self->agent),
                                           gtk_editable_get_text (self->paste_entry), &error))
    {
      gtk_editable_set_text (self->paste_entry, "");
      return;
    }

  gtk_label_set_label (self->paste_label, error->message);
  gtk_widget_add_css_class (GTK_WIDGET (self->paste_label), "error");
  gtk_widget_grab_focus (GTK_WIDGET (self->paste_entry));
}

static void
copy_link_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  LkBrowserDialog *self = LK_BROWSER_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->link);
  gtk_label_set_label (self->note_label, _("The link is copied. Open it in a browser on this computer."));
}

static void
lk_browser_dialog_dispose (GObject *object)
{
  LkBrowserDialog *self = LK_BROWSER_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_BROWSER_DIALOG);
  g_clear_object (&self->agent);

  G_OBJECT_CLASS (lk_browser_dialog_parent_class)->dispose (object);
}

static void
lk_browser_dialog_finalize (GObject *object)
{
  LkBrowserDialog *self = LK_BROWSER_DIALOG (object);

  g_free (self->link);

  G_OBJECT_CLASS (lk_browser_dialog_parent_class)->finalize (object);
}

static void
lk_browser_dialog_class_init (LkBrowserDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_browser_dialog_dispose;
  object_class->finalize = lk_browser_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-browser-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkBrowserDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, LkBrowserDialog, paste_label);
  gtk_widget_class_bind_template_child (widget_class, LkBrowserDialog, paste_entry);
  gtk_widget_class_bind_template_callback (widget_class, use_paste_cb);

  gtk_widget_class_install_action (widget_class, "browser.copy-link", NULL, copy_link_activated);
}

static void
lk_browser_dialog_init (LkBrowserDialog *self)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "browser.copy-link", FALSE);

  g_weak_ref_init (ref, self);
  self->agent = lk_browser_user_agent_new (open_uri, ref, free_weak_ref);
}

/**
 * lk_browser_dialog_new:
 * @parent: (nullable): the window that it belongs to
 * @note: (nullable): why the browser is used, when the person did not choose it
 *
 * Returns: (transfer none): a dialog of GTK's. Closing it is Cancel; who runs the sign-in closes it when that ends
 */
LkBrowserDialog *
lk_browser_dialog_new (GtkWindow  *parent,
                       const char *note)
{
  LkBrowserDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (LK_TYPE_BROWSER_DIALOG, "transient-for", parent, NULL);
  if (note != NULL)
    gtk_label_set_label (self->note_label, note);

  return self;
}

/**
 * lk_browser_dialog_get_user_agent:
 * @self: a dialog
 *
 * Returns: (transfer none): the user agent to sign in with
 */
LkUserAgent *
lk_browser_dialog_get_user_agent (LkBrowserDialog *self)
{
  g_return_val_if_fail (LK_IS_BROWSER_DIALOG (self), NULL);

  return self->agent;
}
