/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-sidebar.h"

#include <glib/gi18n.h>

#include "lk-connection-row.h"

/* From so many on they do not fit beside one another, and looking takes longer than typing. */
#define MANY_CONNECTIONS 8

struct _LkConnectionSidebar
{
  AdwBin parent_instance;

  /* Template children */
  GtkListBox *list_box;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;

  /* Owned; NULL before lk_connection_sidebar_set_accounts() */
  GListModel *accounts;
  GtkCustomFilter *filter;

  /* Owned: the one that is shown, which a search may leave out of the list; NULL while there is none */
  LkAccount *selected;

  gboolean searchable;

  /* not owned, nullable: the menu of a row while it is open */
  GtkWidget *menu;
};

G_DEFINE_FINAL_TYPE (LkConnectionSidebar, lk_connection_sidebar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SEARCHABLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACCOUNT_SELECTED,
  ACCOUNT_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkListBoxRow *
find_row (LkConnectionSidebar *self,
          LkAccount           *account)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list_box, i)) != NULL; i++)
    {
      if (lk_connection_row_get_account (LK_CONNECTION_ROW (row)) == account)
        return row;
    }

  return NULL;
}

static void
row_selected_cb (LkConnectionSidebar *self,
                 GtkListBoxRow       *row)
{
  LkAccount *account = row != NULL ? lk_connection_row_get_account (LK_CONNECTION_ROW (row)) : NULL;

  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  if (account != NULL && g_set_object (&self->selected, account))
    g_signal_emit (self, signals[ACCOUNT_SELECTED], 0, account);
}

static void
row_activated_cb (LkConnectionSidebar *self,
                  GtkListBoxRow       *row)
{
  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  g_signal_emit (self, signals[ACCOUNT_ACTIVATED], 0, lk_connection_row_get_account (LK_CONNECTION_ROW (row)));
}

static gboolean
filter_account (gpointer item,
                gpointer user_data)
{
  LkConnectionSidebar *self = user_data;

  return lk_connection_row_account_matches (LK_ACCOUNT (item), gtk_editable_get_text (self->search_entry));
}

static void
search_changed_cb (LkConnectionSidebar *self)
{
  GtkListBoxRow *row;

  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  if (self->filter == NULL)
    return;

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);

  /* A row that was left out for a while comes back as a new one. */
  row = find_row (self, self->selected);
  if (row != NULL)
    gtk_list_box_select_row (self->list_box, row);
}

/* Enter in the search field opens the first that is found. */
static void
search_activated_cb (LkConnectionSidebar *self)
{
  GtkListBoxRow *row;

  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  row = gtk_list_box_get_row_at_index (self->list_box, 0);
  if (row == NULL)
    return;

  gtk_list_box_select_row (self->list_box, row);
  row_activated_cb (self, row);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
accounts_changed_cb (LkConnectionSidebar *self)
{
  guint n_accounts = g_list_model_get_n_items (self->accounts);
  gboolean searchable = n_accounts >= MANY_CONNECTIONS;
  gboolean still_there = FALSE;

  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  for (guint i = 0; i < n_accounts && !still_there; i++)
    {
      g_autoptr(LkAccount) account = g_list_model_get_item (self->accounts, i);

      still_there = account == self->selected;
    }
  if (!still_there)
    g_clear_object (&self->selected);

  if (searchable == self->searchable)
    return;

  self->searchable = searchable;
  if (!searchable)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHABLE]);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  /* The list shows the state of each, so each reads its token; this is done once, whoever asks again. */
  lk_account_load_async (LK_ACCOUNT (item), NULL, NULL, NULL);

  return lk_connection_row_new (LK_ACCOUNT (item));
}

static GMenuModel *
build_menu (LkAccount *account)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) change = g_menu_new ();
  g_autoptr(GMenu) end = g_menu_new ();

  g_menu_append (change, _("_Edit Connection…"), "win.connection::edit");
  g_menu_append (change, _("_Duplicate"), "win.connection::duplicate");
  if (lk_account_get_token (account) != NULL)
    g_menu_append (end, _("_Sign Out"), "win.connection::sign-out");
  g_menu_append (end, _("_Remove…"), "win.connection::remove");

  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));

  return G_MENU_MODEL (menu);
}

static gboolean
drop_menu (gpointer user_data)
{
  gtk_widget_unparent (user_data);

  return G_SOURCE_REMOVE;
}

/* Its action is on its way still when the menu closes, so it goes afterwards. */
static void
menu_closed_cb (LkConnectionSidebar *self,
                GtkWidget           *menu)
{
  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  if (self->menu == menu)
    self->menu = NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_menu, g_object_ref (menu), g_object_unref);
}

/* The menu is that of the selected connection, which is the one shown: what it does can be seen. */
static void
open_menu (LkConnectionSidebar *self,
           GtkListBoxRow       *row,
           const GdkRectangle  *where)
{
  g_autoptr(GMenuModel) model = build_menu (lk_connection_row_get_account (LK_CONNECTION_ROW (row)));

  gtk_list_box_select_row (self->list_box, row);

  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (row));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  if (where != NULL)
    gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), where);
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
open_menu_at (LkConnectionSidebar *self,
              double               x,
              double               y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list_box, (int) y);
  double row_x;
  double row_y;

  if (row == NULL || !gtk_widget_translate_coordinates (GTK_WIDGET (self->list_box), GTK_WIDGET (row), x, y, &row_x,
                                                        &row_y))
    return;

  open_menu (self, row, &(GdkRectangle) { (int) row_x, (int) row_y, 1, 1 });
}

static void
pressed_cb (LkConnectionSidebar *self,
            int                  n_presses,
            double               x,
            double               y,
            GtkGesture          *gesture)
{
  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y);
}

static void
long_pressed_cb (LkConnectionSidebar *self,
                 double               x,
                 double               y,
                 GtkGesture          *gesture)
{
  g_assert (LK_IS_CONNECTION_SIDEBAR (self));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkConnectionSidebar *self = LK_CONNECTION_SIDEBAR (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, LK_TYPE_CONNECTION_ROW) : NULL;

  if (row == NULL)
    row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list_box));
  if (row != NULL)
    open_menu (self, GTK_LIST_BOX_ROW (row), NULL);
}

static void
lk_connection_sidebar_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  LkConnectionSidebar *self = LK_CONNECTION_SIDEBAR (object);

  switch (property_id)
    {
    case PROP_SEARCHABLE:
      g_value_set_boolean (value, self->searchable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_connection_sidebar_dispose (GObject *object)
{
  LkConnectionSidebar *self = LK_CONNECTION_SIDEBAR (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->accounts);
  g_clear_object (&self->filter);
  g_clear_object (&self->selected);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CONNECTION_SIDEBAR);

  G_OBJECT_CLASS (lk_connection_sidebar_parent_class)->dispose (object);
}

static void
lk_connection_sidebar_class_init (LkConnectionSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lk_connection_sidebar_get_property;
  object_class->dispose = lk_connection_sidebar_dispose;

  /**
   * LkConnectionSidebar:searchable:
   *
   * Whether there are so many connections that a search is of use.
   */
  properties[PROP_SEARCHABLE] = g_param_spec_boolean ("searchable", NULL, NULL, FALSE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                                                        G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkConnectionSidebar::account-selected:
   * @account: the account to show
   */
  signals[ACCOUNT_SELECTED] = g_signal_new ("account-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, LK_TYPE_ACCOUNT);
  /**
   * LkConnectionSidebar::account-activated:
   * @account: the account that was pressed, selected or not
   */
  signals[ACCOUNT_ACTIVATED] = g_signal_new ("account-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 1, LK_TYPE_ACCOUNT);

  gtk_widget_class_install_action (widget_class, "sidebar.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "sidebar.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "sidebar.menu", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-connection-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, LkConnectionSidebar, list_box);
  gtk_widget_class_bind_template_child (widget_class, LkConnectionSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkConnectionSidebar, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
}

static void
lk_connection_sidebar_init (LkConnectionSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
}

/**
 * lk_connection_sidebar_set_accounts:
 * @self: a sidebar that has none yet
 * @accounts: a list model of LkAccount
 *
 * Shows the accounts in their order, and has each read its token.
 */
void
lk_connection_sidebar_set_accounts (LkConnectionSidebar *self,
                                    GListModel          *accounts)
{
  g_autoptr(GtkFilterListModel) found = NULL;

  g_return_if_fail (LK_IS_CONNECTION_SIDEBAR (self));
  g_return_if_fail (G_IS_LIST_MODEL (accounts));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  self->filter = gtk_custom_filter_new (filter_account, self, NULL);
  found = gtk_filter_list_model_new (g_object_ref (accounts), GTK_FILTER (g_object_ref (self->filter)));
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (found), create_row, NULL, NULL);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
}

/**
 * lk_connection_sidebar_select:
 * @self: a sidebar
 * @connection_id: (nullable): the id of a connection
 *
 * Selects a connection; the first, if that one is not there. A search that leaves it out ends.
 */
void
lk_connection_sidebar_select (LkConnectionSidebar *self,
                              const char          *connection_id)
{
  g_autoptr(LkAccount) found = NULL;
  guint n_accounts;

  g_return_if_fail (LK_IS_CONNECTION_SIDEBAR (self));
  g_return_if_fail (self->accounts != NULL);

  n_accounts = g_list_model_get_n_items (self->accounts);
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr(LkAccount) account = g_list_model_get_item (self->accounts, i);

      if (i == 0 || g_strcmp0 (lk_connection_get_id (lk_account_get_connection (account)), connection_id) == 0)
        g_set_object (&found, account);
    }

  if (found == NULL)
    return;

  if (find_row (self, found) == NULL)
    {
      gtk_editable_set_text (self->search_entry, "");
      search_changed_cb (self);
    }
  gtk_list_box_select_row (self->list_box, find_row (self, found));
}

/**
 * lk_connection_sidebar_get_selected:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the account that is selected
 */
LkAccount *
lk_connection_sidebar_get_selected (LkConnectionSidebar *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION_SIDEBAR (self), NULL);

  return self->selected;
}

/**
 * lk_connection_sidebar_search:
 * @self: a sidebar
 *
 * Opens the search, if it is of use; closes it, if it is open.
 */
void
lk_connection_sidebar_search (LkConnectionSidebar *self)
{
  g_return_if_fail (LK_IS_CONNECTION_SIDEBAR (self));

  if (self->searchable)
    gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}
