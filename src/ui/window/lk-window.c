/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-window.h"

#include <glib/gi18n.h>

#include "lk-account-view.h"
#include "lk-connection-dialog.h"
#include "lk-connection-sidebar.h"
#include "lk-welcome-page.h"

struct _LkWindow
{
  AdwApplicationWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toast_overlay;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar_box;
  LkConnectionSidebar *sidebar;
  GtkStack *content;         /* the welcome page, and a view of each account that was looked at in this run */
  GMenuModel *primary_menu;

  /* owned */
  LkWorkspace *workspace;
  LkPracticeHost *practice_host;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (LkWindow, lk_window, ADW_TYPE_APPLICATION_WINDOW)

#define WELCOME "welcome"

static LkAccountView *
get_account_view (LkWindow *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->content);

  return LK_IS_ACCOUNT_VIEW (child) ? LK_ACCOUNT_VIEW (child) : NULL;
}

static void
folded_cb (LkWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  g_assert (LK_IS_WINDOW (self));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->content)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (LK_IS_ACCOUNT_VIEW (child))
        lk_account_view_set_show_back (LK_ACCOUNT_VIEW (child), folded);
    }
}

/* A view stays when another account is shown: what runs in it goes on, and what it shows is there again. */
static void
account_selected_cb (LkWindow  *self,
                     LkAccount *account)
{
  const char *id = lk_connection_get_id (lk_account_get_connection (account));
  GtkWidget *view = gtk_stack_get_child_by_name (self->content, id);
  g_autofree char *last = g_settings_get_string (self->settings, "last-connection");

  g_assert (LK_IS_WINDOW (self));

  if (view == NULL)
    {
      view = lk_account_view_new (self->workspace, account, self->practice_host, self->settings);
      gtk_stack_add_named (self->content, view, id);
      lk_account_view_set_show_back (LK_ACCOUNT_VIEW (view), adw_leaflet_get_folded (self->leaflet));
    }

  gtk_stack_set_visible_child (self->content, view);
  /* What a start selects is mostly what is kept already: nothing is written then, nor read again by all who watch. */
  if (!g_str_equal (last, id))
    g_settings_set_string (self->settings, "last-connection", id);
}

static void
account_activated_cb (LkWindow *self)
{
  g_assert (LK_IS_WINDOW (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
}

/* What ran in the view of an account that is gone ends with it. */
static void
drop_views (LkWindow *self)
{
  GtkWidget *next;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->content)); child != NULL; child = next)
    {
      LkAccount *account = LK_IS_ACCOUNT_VIEW (child) ? lk_account_view_get_account (LK_ACCOUNT_VIEW (child)) : NULL;

      next = gtk_widget_get_next_sibling (child);
      if (account != NULL &&
          lk_workspace_get_account (self->workspace,
                                    lk_connection_get_id (lk_account_get_connection (account))) != account)
        gtk_stack_remove (self->content, child);
    }
}

/* Made when there is need of it: most starts show a connection. */
static void
show_welcome (LkWindow *self)
{
  if (gtk_stack_get_child_by_name (self->content, WELCOME) == NULL)
    gtk_stack_add_named (self->content, lk_welcome_page_new (self->primary_menu), WELCOME);

  gtk_stack_set_visible_child_name (self->content, WELCOME);
}

/* With no connection there is one thing to do; with a new one, it is the one to look at; with the shown one gone, the
 * first that is left is. */
static void
accounts_changed_cb (GListModel *accounts,
                     guint       position,
                     guint       n_removed,
                     guint       n_added,
                     LkWindow   *self)
{
  g_assert (LK_IS_WINDOW (self));

  gtk_widget_set_visible (self->sidebar_box, g_list_model_get_n_items (accounts) > 0);

  if (g_list_model_get_n_items (accounts) == 0)
    {
      show_welcome (self);
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
    }
  else if (n_added == 1)
    {
      g_autoptr(LkAccount) added = g_list_model_get_item (accounts, position);

      lk_connection_sidebar_select (self->sidebar, lk_connection_get_id (lk_account_get_connection (added)));
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
    }
  else if (lk_connection_sidebar_get_selected (self->sidebar) == NULL)
    {
      lk_connection_sidebar_select (self->sidebar, NULL);
    }

  drop_views (self);
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (g_variant_get_string (parameter, NULL));

  /* A toast's own title is cut where the window is too narrow for it; this one takes more lines. A toast is as wide as
   * it would like to be, whatever room there is: hence a width for the narrowest window. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_overlay_add_toast (LK_WINDOW (widget)->toast_overlay, toast);
}

static void
add_connection_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  lk_connection_dialog_present (widget, LK_WINDOW (widget)->workspace, NULL, NULL);
}

static void
practice_added_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(LkWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lk_connection_list_save_finish (LK_CONNECTION_LIST (source), result, &error) && self->workspace != NULL)
    lk_window_show_notice (self, error->message);
}

static void
add_practice_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);

  g_object_set (connection,
                "name", _("Practice Account"),
                "scopes", (const char *const[]) { "read", "write", "chat", NULL },
                NULL);
  lk_connection_list_save_async (lk_workspace_get_connections (self->workspace), LK_CONNECTION_CHANGE_ADD, connection,
                                 NULL, practice_added_cb, g_object_ref (self));
}

static void
show_connections_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar_box);
}

static void
search_connections_action (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar_box);
  lk_connection_sidebar_search (self->sidebar);
}

/* An action of the shown account's view, from where the view is not: the menu of a connection in the list. */
static void
connection_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LkAccountView *view = get_account_view (LK_WINDOW (widget));
  g_autofree char *name = g_strconcat ("account.", g_variant_get_string (parameter, NULL), NULL);

  if (view == NULL)
    return;

  if (g_str_equal (name, "account.edit"))
    gtk_widget_activate_action (GTK_WIDGET (view), name, "s", "");
  else
    gtk_widget_activate_action (GTK_WIDGET (view), name, NULL);
}

static void
show_nth_page_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  LkAccountView *view = get_account_view (LK_WINDOW (widget));

  if (view != NULL)
    lk_account_view_show_nth_page (view, (guint) g_variant_get_int32 (parameter));
}

static gboolean
lk_window_close_request (GtkWindow *window)
{
  LkWindow *self = LK_WINDOW (window);
  int width;
  int height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));

  return GTK_WINDOW_CLASS (lk_window_parent_class)->close_request (window);
}

static void
lk_window_dispose (GObject *object)
{
  LkWindow *self = LK_WINDOW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->practice_host);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_WINDOW);

  G_OBJECT_CLASS (lk_window_parent_class)->dispose (object);
}

static void
lk_window_class_init (LkWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lk_window_close_request;

  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "win.add-connection", NULL, add_connection_action);
  gtk_widget_class_install_action (widget_class, "win.add-practice", NULL, add_practice_action);
  gtk_widget_class_install_action (widget_class, "win.show-connections", NULL, show_connections_action);
  gtk_widget_class_install_action (widget_class, "win.search-connections", NULL, search_connections_action);
  gtk_widget_class_install_action (widget_class, "win.connection", "s", connection_action);
  gtk_widget_class_install_action (widget_class, "win.show-nth-page", "i", show_nth_page_action);

  /* Not an accelerator of the program: a page with a search of its own comes first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search-connections", NULL);

  g_type_ensure (LK_TYPE_CONNECTION_SIDEBAR);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, sidebar_box);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, content);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, primary_menu);
  gtk_widget_class_bind_template_callback (widget_class, account_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_activated_cb);
}

static void
lk_window_init (LkWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_window_new:
 * @application: the program
 * @workspace: what this run works with
 * @practice_host: who runs the practice server
 * @settings: the program's settings
 *
 * Makes the window at its last size and with its last connection.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lk_window_new (GtkApplication *application,
               LkWorkspace    *workspace,
               LkPracticeHost *practice_host,
               GSettings      *settings)
{
  g_autofree char *last_connection = NULL;
  GListModel *accounts;
  LkWindow *self;

  g_return_val_if_fail (LK_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (LK_IS_PRACTICE_HOST (practice_host), NULL);

  self = g_object_new (LK_TYPE_WINDOW,
                       "application", application,
                       "default-width", g_settings_get_int (settings, "window-width"),
                       "default-height", g_settings_get_int (settings, "window-height"),
                       NULL);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  self->workspace = g_object_ref (workspace);
  self->practice_host = g_object_ref (practice_host);
  self->settings = g_object_ref (settings);
  last_connection = g_settings_get_string (settings, "last-connection");

  accounts = lk_workspace_get_accounts (workspace);
  lk_connection_sidebar_set_accounts (self->sidebar, accounts);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  /* After the list has its row. */
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_AFTER);
  lk_connection_sidebar_select (self->sidebar, last_connection);
  accounts_changed_cb (accounts, 0, 0, 0, self);
  if (g_list_model_get_n_items (accounts) > 0)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));

  return GTK_WIDGET (self);
}

/**
 * lk_window_show_notice:
 * @self: a window
 * @notice: what its person has to know, plain text
 *
 * Says something that is not to be missed.
 */
void
lk_window_show_notice (LkWindow   *self,
                       const char *notice)
{
  GtkWidget *dialog;

  g_return_if_fail (LK_IS_WINDOW (self));
  g_return_if_fail (notice != NULL);

  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("About Your Connections"), notice);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
