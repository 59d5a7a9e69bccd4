/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-page.h"

#include "lk-test-connections.h"
#include "lk-test.h"

#define WAIT_SECONDS 20

typedef struct
{
  LkTestPage *page;
  const char *text;
  gboolean    wanted;
} Sight;

void
lk_test_page_set_secret (LkTestPage *self,
                         const char *secret)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_account_set_secret_async (self->account, secret, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_account_set_secret_finish (self->account, result, &error);
  g_assert_no_error (error);
}

LkTestPage *
lk_test_page_new (void)
{
  static const char *const scopes[] = { "read", "write", NULL };
  LkTestPage *self = g_new0 (LkTestPage, 1);
  g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_PRACTICE);
  g_autofree char *folder = g_dir_make_tmp ("lk-test-page-XXXXXX", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  self->practice = practice_client_new ();
  self->toasts = g_ptr_array_new_with_free_func (g_free);
  self->actions = g_ptr_array_new_with_free_func (g_free);
  self->vault = lk_test_vault_new (NULL);
  self->workspace = lk_workspace_new (folder, LK_VAULT (self->vault));
  g_object_set (connection,
                "name", "My Account",
                "subdomain", "practice",
                "scopes", scopes,
                "client-id", lk_practice_server_get_client_id (self->practice->server),
                "practice-origin", lk_practice_server_get_origin (self->practice->server),
                NULL);
  lk_test_save (lk_workspace_get_connections (self->workspace), LK_CONNECTION_CHANGE_ADD, connection, &error);
  g_assert_no_error (error);
  self->connection = connection;
  self->account = lk_workspace_get_account (self->workspace, lk_connection_get_id (connection));

  lk_account_load_async (self->account, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_account_load_finish (self->account, result, &error);
  g_assert_no_error (error);
  lk_test_page_set_secret (self, lk_practice_server_get_client_secret (self->practice->server));

  return self;
}

void
lk_test_page_free (LkTestPage *self)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  /* What was asked for and not waited for comes to its end. */
  lk_test_spin (100);
  g_object_unref (self->workspace);
  g_object_unref (self->vault);
  practice_client_free (self->practice);
  g_ptr_array_unref (self->toasts);
  g_ptr_array_unref (self->actions);
  g_free (self);
}

void
lk_test_page_store (LkTestPage *self,
                    LkToken    *token)
{
  LkTokenSource *source = lk_account_get_source (self->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_token_source_store_async (source, token, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_token_source_store_finish (source, result, &error);
  g_assert_no_error (error);
}

/* A token that the practice account has really issued. */
static void
issue (LkTestPage        *self,
       const char        *access,
       const char        *refresh,
       const char *const *scopes,
       gint64             expires_in,
       LkTokenObtained    obtained)
{
  g_autoptr(LkEndpoints) endpoints = lk_connection_get_endpoints (self->connection);
  g_autoptr(LkToken) token = NULL;
  g_autoptr(GError) error = NULL;

  token = lk_token_new (access, refresh, "Bearer", scopes, expires_in, obtained,
                        obtained == LK_TOKEN_OBTAINED_IMPLICIT ? endpoints->authorize : endpoints->token,
                        lk_connection_get_client_id (self->connection),
                        lk_connection_get_scopes (self->connection), &error);
  g_assert_no_error (error);
  lk_test_page_store (self, token);
}

/* Signs in by the implicit grant: `expires_in` is what the app believes, -1 for an answer that gave no expiry. */
void
lk_test_page_sign_in (LkTestPage *self,
                      const char *scopes,
                      gint64      expires_in)
{
  g_autofree char *location = practice_client_allow (self->practice, "token", scopes, "");
  g_autofree char *access = practice_client_parameter (location, "access_token");
  g_auto(GStrv) words = g_strsplit (scopes, " ", -1);

  issue (self, access, NULL, (const char *const *) words, expires_in, LK_TOKEN_OBTAINED_IMPLICIT);
}

/* Signs in by the code grant, which gives a refresh token. */
void
lk_test_page_renewable (LkTestPage *self,
                        gint64      expires_in)
{
  static const char *const scopes[] = { "read", "write", "chat", NULL };
  g_autofree char *refresh = practice_client_sign_in (self->practice);

  issue (self, self->practice->bearer, refresh, scopes, expires_in, LK_TOKEN_OBTAINED_CODE);
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  LkTestPage *self = user_data;

  g_ptr_array_add (self->toasts, g_variant_dup_string (parameter, NULL));
}

static void
account_action_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LkTestPage *self = user_data;

  g_ptr_array_add (self->actions, parameter == NULL
                                  ? g_strdup (g_action_get_name (G_ACTION (action)))
                                  : g_strdup_printf ("%s:%s", g_action_get_name (G_ACTION (action)),
                                                     g_variant_get_string (parameter, NULL)));
}

/* The actions that the window and the account's view have: they only note that they were asked for. */
static void
insert_actions (LkTestPage *self)
{
  static const GActionEntry account[] = {
    { .name = "sign-in", .activate = account_action_cb, .parameter_type = "s" },
    { .name = "sign-in-page", .activate = account_action_cb, .parameter_type = "s" },
    { .name = "sign-in-browser", .activate = account_action_cb, .parameter_type = "s" },
    { .name = "sign-in-client-credentials", .activate = account_action_cb },
    { .name = "refresh", .activate = account_action_cb },
    { .name = "sign-out", .activate = account_action_cb },
    { .name = "edit", .activate = account_action_cb, .parameter_type = "s" },
    { .name = "show-page", .activate = account_action_cb, .parameter_type = "s" },
    { .name = "open-dashboard", .activate = account_action_cb },
  };
  static const GActionEntry window[] = {
    { .name = "toast", .activate = toast_cb, .parameter_type = "s" },
    { .name = "show-connection", .activate = account_action_cb, .parameter_type = "s" },
  };
  g_autoptr(GSimpleActionGroup) account_group = g_simple_action_group_new ();
  g_autoptr(GSimpleActionGroup) window_group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (account_group), account, G_N_ELEMENTS (account), self);
  g_action_map_add_action_entries (G_ACTION_MAP (window_group), window, G_N_ELEMENTS (window), self);
  gtk_widget_insert_action_group (self->window, "account", G_ACTION_GROUP (account_group));
  gtk_widget_insert_action_group (self->window, "win", G_ACTION_GROUP (window_group));
}

void
lk_test_page_show (LkTestPage *self,
                   GtkWidget  *page)
{
  self->page = page;
  self->window = gtk_window_new ();
  insert_actions (self);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 700, 900);
  gtk_window_set_child (GTK_WINDOW (self->window), page);
  gtk_window_present (GTK_WINDOW (self->window));
}

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));

  return GTK_IS_EDITABLE (widget) ? gtk_editable_get_text (GTK_EDITABLE (widget)) : NULL;
}

typedef gboolean (*Comparison) (const char *own,
                                const char *text);

static gboolean
holds (const char *own,
       const char *text)
{
  return strstr (own, text) != NULL;
}

static gboolean
is (const char *own,
    const char *text)
{
  return strcmp (own, text) == 0;
}

/* A widget that can be seen now and whose text compares with `text`. */
static GtkWidget *
find_text (GtkWidget  *widget,
           const char *text,
           Comparison  compare)
{
  const char *own = get_text (widget);

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  if (own != NULL && compare (own, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text, compare);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_in_windows (const char *text,
                 Comparison  compare)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *found = gtk_widget_get_mapped (window) ? find_text (window, text, compare) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

gboolean
lk_test_page_sees (LkTestPage *self,
                   const char *text)
{
  return find_in_windows (text, holds) != NULL;
}

static gboolean
is_as_wanted (gpointer data)
{
  const Sight *sight = data;

  return lk_test_page_sees (sight->page, sight->text) == sight->wanted;
}

void
lk_test_page_wait (LkTestPage *self,
                   const char *text)
{
  Sight sight = { self, text, TRUE };

  g_test_message ("waiting for “%s”", text);
  lk_test_wait_until (is_as_wanted, &sight, WAIT_SECONDS);
}

void
lk_test_page_wait_gone (LkTestPage *self,
                        const char *text)
{
  Sight sight = { self, text, FALSE };

  g_test_message ("waiting for “%s” to go", text);
  lk_test_wait_until (is_as_wanted, &sight, WAIT_SECONDS);
}

/* The widget of `type` around what is labelled `label` and nothing more; NULL when none can be seen. */
GtkWidget *
lk_test_page_find (LkTestPage *self,
                   GType       type,
                   const char *label)
{
  GtkWidget *found = find_in_windows (label, is);

  if (found == NULL || g_type_is_a (G_OBJECT_TYPE (found), type))
    return found;

  return gtk_widget_get_ancestor (found, type);
}

/* Presses what can be pressed with that text on it. */
void
lk_test_page_press (LkTestPage *self,
                    const char *label)
{
  GtkWidget *button;

  lk_test_page_wait (self, label);
  button = lk_test_page_find (self, GTK_TYPE_BUTTON, label);
  if (button == NULL)
    button = lk_test_page_find (self, GTK_TYPE_CHECK_BUTTON, label);
  if (button == NULL)
    button = lk_test_page_find (self, GTK_TYPE_LIST_BOX_ROW, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_test_message ("pressing “%s”", label);
  gtk_widget_activate (button);
  /* An activation presses the button down for a moment first. */
  lk_test_spin (300);
}

static GtkWidget *
find_tip (GtkWidget  *widget,
          const char *tip)
{
  if (gtk_widget_get_mapped (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tip) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tip (child, tip);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Presses the page's button that has an icon alone. */
void
lk_test_page_press_tip (LkTestPage *self,
                        const char *tip)
{
  GtkWidget *button = find_tip (self->page, tip);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_widget_activate (button);
  lk_test_spin (300);
}

/* Types into the entry whose title is `title`. */
void
lk_test_page_type (LkTestPage *self,
                   const char *title,
                   const char *text)
{
  GtkWidget *entry = lk_test_page_find (self, GTK_TYPE_EDITABLE, title);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static gboolean
has (GPtrArray  *texts,
     const char *text)
{
  for (guint i = 0; i < texts->len; i++)
    {
      if (strstr (g_ptr_array_index (texts, i), text) != NULL)
        return TRUE;
    }

  return FALSE;
}

gboolean
lk_test_page_said (LkTestPage *self,
                   const char *toast)
{
  return has (self->toasts, toast);
}

gboolean
lk_test_page_asked (LkTestPage *self,
                    const char *action)
{
  return has (self->actions, action);
}
