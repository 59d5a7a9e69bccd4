/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-fault-window.h"

#include <glib/gi18n.h>

#include "lk-text.h"
#include "lk-ui-util.h"

struct _LkFaultWindow
{
  AdwWindow parent_instance;

  /* template children */
  GtkEditable *search_entry;
  GtkStack *stack;
  AdwPreferencesPage *page;
  GtkWidget *armed_group;
  AdwActionRow *armed_row;
  GtkWidget *intro_group;

  /* owned */
  LkPracticeHost *host;
  LkConnection *connection;
  GPtrArray *rows;         /* owned: of AdwActionRow, not owned, in their order */

  /* not owned, nullable: whose window shows the toast; NULL once it is gone */
  GtkWidget *parent;
};

G_DEFINE_FINAL_TYPE (LkFaultWindow, lk_fault_window, ADW_TYPE_WINDOW)

/* The groups of lk_practice_faults(), in their order. */
static const struct
{
  const char *name;
  const char *title;
  const char *when;
} groups[] = {
  { "authorize", N_("Sign-In Page"), N_("Comes with the next sign-in") },
  { "token", N_("Getting a Token"),
    N_("Comes when a token is asked for: signing in with a code, refreshing, or client credentials") },
  { "api", N_("Calls"), N_("Comes with the next call, such as Send on the Chats page") },
  { "conversation", N_("Conversations"), N_("Comes with the next session on the Conversations page") },
  { "transport", N_("Network"), N_("Comes with whatever is asked for next: a token, a call or a session") },
};

static const char *
get_when (const LkPracticeFault *fault)
{
  if (fault->condition != NULL)
    return _(fault->condition);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (g_str_equal (groups[i].name, fault->group))
        return _(groups[i].when);
    }

  g_assert_not_reached ();
}

static void
show_armed (LkFaultWindow *self)
{
  const LkPracticeFault *fault = lk_practice_host_get_fault (self->host);

  gtk_widget_set_visible (self->armed_group, fault != NULL);
  if (fault != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->armed_row), _(fault->title));
      adw_action_row_set_subtitle (self->armed_row, get_when (fault));
    }
}

static void
arm (LkFaultWindow     *self,
     const LkPracticeFault *fault)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *message = NULL;

  if (lk_practice_host_set_fault (self->host, self->connection, fault->name, &error))
    /* Translators: what will go wrong, then when it will */
    message = g_strdup_printf (_("%s. %s"), _(fault->title), get_when (fault));
  else
    message = g_strdup (error->message);

  if (self->parent != NULL)
    lk_ui_show_toast (self->parent, message);
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (LkFaultWindow *self,
                  AdwActionRow      *row)
{
  g_assert (LK_IS_FAULT_WINDOW (self));

  arm (self, g_object_get_data (G_OBJECT (row), "lk-fault"));
}

static void
clear_cb (LkFaultWindow *self)
{
  g_assert (LK_IS_FAULT_WINDOW (self));

  lk_practice_host_clear_fault (self->host, self->connection);
  show_armed (self);
  if (self->parent != NULL)
    lk_ui_show_toast (self->parent, _("Nothing goes wrong any more"));
}

/* Whether every word that is looked for is there. */
static gboolean
matches (const char        *text,
         const char *const *words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strstr (folded, words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
search_changed_cb (LkFaultWindow *self)
{
  g_autofree char *folded = NULL;
  g_auto(GStrv) words = NULL;
  guint n_found = 0;

  g_assert (LK_IS_FAULT_WINDOW (self));

  folded = g_utf8_casefold (gtk_editable_get_text (self->search_entry), -1);
  words = lk_text_split_words (folded);
  gtk_widget_set_visible (self->intro_group, words[0] == NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      gboolean found = matches (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                (const char *const *) words);

      gtk_widget_set_visible (row, found);
      n_found += found;
    }

  /* A heading without a row below it would only be in the way. */
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      GtkWidget *group = NULL;
      gboolean used = FALSE;

      for (guint j = 0; j < self->rows->len; j++)
        {
          GtkWidget *row = g_ptr_array_index (self->rows, j);
          const LkPracticeFault *fault = g_object_get_data (G_OBJECT (row), "lk-fault");

          if (!g_str_equal (fault->group, groups[i].name))
            continue;

          group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);
          used = used || gtk_widget_get_visible (row);
        }
      gtk_widget_set_visible (group, used);
    }

  gtk_stack_set_visible_child_name (self->stack, n_found > 0 ? "list" : "nothing");
}

/* The first one that was found. */
static void
search_activated_cb (LkFaultWindow *self)
{
  g_assert (LK_IS_FAULT_WINDOW (self));

  /* The search itself waits a moment after the last key. */
  search_changed_cb (self);
  for (guint i = 0; *gtk_editable_get_text (self->search_entry) != '\0' && i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (gtk_widget_get_visible (row))
        {
          arm (self, g_object_get_data (G_OBJECT (row), "lk-fault"));
          return;
        }
    }
}

static void
search_stopped_cb (LkFaultWindow *self)
{
  g_assert (LK_IS_FAULT_WINDOW (self));

  if (*gtk_editable_get_text (self->search_entry) != '\0')
    gtk_editable_set_text (self->search_entry, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
make_row (LkFaultWindow     *self,
          const LkPracticeFault *fault)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(fault->title));
  if (fault->condition != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(fault->condition));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "lk-fault", (gpointer) fault);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);

  return row;
}

static void
add_groups (LkFaultWindow *self)
{
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(groups[i].title));
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _(groups[i].when));
      for (guint j = 0; j < n_faults; j++)
        {
          if (g_str_equal (faults[j].group, groups[i].name))
            adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, &faults[j]));
        }
      adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
    }
}

static void
lk_fault_window_dispose (GObject *object)
{
  LkFaultWindow *self = LK_FAULT_WINDOW (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->host);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_FAULT_WINDOW);

  G_OBJECT_CLASS (lk_fault_window_parent_class)->dispose (object);
}

static void
lk_fault_window_class_init (LkFaultWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_fault_window_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-fault-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkFaultWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkFaultWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LkFaultWindow, page);
  gtk_widget_class_bind_template_child (widget_class, LkFaultWindow, armed_group);
  gtk_widget_class_bind_template_child (widget_class, LkFaultWindow, armed_row);
  gtk_widget_class_bind_template_child (widget_class, LkFaultWindow, intro_group);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
lk_fault_window_init (LkFaultWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_groups (self);
}

/**
 * lk_fault_window_present:
 * @parent: a widget of the window that it belongs to, and that shows what was chosen
 * @host: who runs the practice server
 * @connection: the practice connection
 *
 * Returns: (transfer none): the window, which is shown and goes when it is closed
 */
GtkWidget *
lk_fault_window_present (GtkWidget      *parent,
                             LkPracticeHost *host,
                             LkConnection   *connection)
{
  LkFaultWindow *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (LK_IS_PRACTICE_HOST (host), NULL);
  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);

  self = g_object_new (LK_TYPE_FAULT_WINDOW, "transient-for", gtk_widget_get_root (parent), NULL);
  self->host = g_object_ref (host);
  self->connection = g_object_ref (connection);
  g_set_weak_pointer (&self->parent, parent);
  show_armed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_window_present (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}
