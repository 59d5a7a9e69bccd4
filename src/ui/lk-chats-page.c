/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chats-page.h"

#include <glib/gi18n.h>

#include "lk-chat-page.h"
#include "lk-chats-table.h"
#include "lk-error-card.h"
#include "lk-response-view.h"
#include "lk-ui-util.h"

struct _LkChatsPage
{
  AdwBin parent_instance;

  /* template children */
  GtkDropDown *resource_drop_down;
  GtkEntry *parameter_entry;
  GtkLabel *help_label;
  GtkWidget *spinner;
  LkErrorCard *error_card;
  GtkStack *stack;
  LkResponseView *response_view;

  /* owned */
  LkAccount *account;
  char *next_url;              /* nullable */
  char *last_path;             /* nullable: what a retry sends again */
  LkChatsTable *table;

  /* cancelled when the page goes or Cancel is pressed; NULL while nothing runs */
  GCancellable *cancellable;

  gboolean appending;          /* a next page is under way */
};

G_DEFINE_FINAL_TYPE (LkChatsPage, lk_chats_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What can be asked for (zendesk-chat.md section 5). The mark {} is where the parameter goes. */
static const struct
{
  const char *title;
  const char *path;
  const char *hint;      /* NULL: no parameter */
  const char *help;
  const char *allowed;   /* characters of the parameter that are not escaped; NULL: none at all is */
} resources[] = {
  { N_("Chats"), "chats", NULL, N_("The account’s chats, newest first, a page at a time."), "" },
  { N_("One Chat"), "chats/{}", N_("Chat ID"), N_("One chat with all that was said in it."), "" },
  { N_("Chats by ID"), "chats?ids={}", N_("IDs with commas between them"), N_("Several chats at once."), "," },
  { N_("Search"), "chats/search?q={}", N_("What to look for"), N_("Words, or terms such as type:chat."), "" },
  { N_("Incremental Export"), "incremental/chats?start_time={}&limit=1000&fields=chats(*)",
    N_("Start, in seconds since 1970"), N_("Everything that changed since then, up to 1000 chats a page."), "" },
  { N_("Who Am I"), "agents/me", NULL, N_("The agent whose token this is."), "" },
  { N_("Account"), "account", NULL, N_("The account and its plan."), "" },
  { N_("Any GET Path"), "{}", N_("Path below the REST base"), N_("Such as departments or shortcuts."), NULL },
};

static void
show_running (LkChatsPage *self)
{
  gboolean running = self->cancellable != NULL;

  gtk_widget_set_visible (self->spinner, running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chats.send", !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chats.cancel", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chats.next", !running && self->next_url != NULL);
}

static void
show_diagnosis (LkChatsPage  *self,
                LkExchange   *exchange,
                const GError *error)
{
  g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (self->account, LK_FLOW_API, exchange, error);

  lk_error_card_show (self->error_card, diagnoses, exchange);
}

static void
show_answer (LkChatsPage *self,
             LkExchange  *exchange)
{
  g_autoptr(LkChatPage) page = NULL;
  GBytes *body = lk_exchange_get_body (exchange);
  GPtrArray *chats = NULL;

  gtk_stack_set_visible_child_name (self->stack, "answer");
  g_clear_pointer (&self->next_url, g_free);

  if (lk_exchange_is_success (exchange) && body != NULL)
    page = lk_chat_page_parse (body, NULL, NULL);
  if (page != NULL)
    {
      chats = page->chats;
      self->next_url = g_strdup (page->next_url);
    }

  /* An answer that holds no chats, such as an agent, has no table; a further page that failed leaves what is loaded. */
  if (chats != NULL && self->appending)
    lk_chats_table_add_chats (self->table, chats);
  else if (chats != NULL)
    lk_chats_table_set_chats (self->table, chats);

  if (chats != NULL || !self->appending)
    g_object_set (self->response_view, "table", chats != NULL ? self->table : NULL, NULL);
  g_object_set (self->response_view, "exchange", exchange, NULL);

  if (!lk_exchange_is_success (exchange) || (chats != NULL && lk_chats_table_get_n_chats (self->table) == 0))
    show_diagnosis (self, exchange, NULL);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(LkChatsPage) self = data;
  g_autoptr(LkExchange) answer = NULL;
  g_autoptr(LkExchange) partial = NULL;
  g_autoptr(GError) error = NULL;

  answer = lk_chat_service_send_finish (LK_CHAT_SERVICE (source), result, &partial, &error);
  if (self->account == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (answer != NULL)
    show_answer (self, answer);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_diagnosis (self, partial, error);

  show_running (self);
}

static void
send_path (LkChatsPage *self,
           const char  *path,
           gboolean     appending)
{
  g_autofree char *copy = g_strdup (path);

  if (self->cancellable != NULL)
    return;

  g_free (self->last_path);
  self->last_path = g_steal_pointer (&copy);
  self->appending = appending;
  self->cancellable = g_cancellable_new ();
  lk_error_card_clear (self->error_card);
  show_running (self);

  lk_chat_service_send_async (lk_account_get_service (self->account), "GET", self->last_path, NULL, NULL,
                              _("Chats page"), self->cancellable, sent_cb, g_object_ref (self));
}

static void
resource_changed_cb (LkChatsPage *self)
{
  guint resource = gtk_drop_down_get_selected (self->resource_drop_down);

  g_assert (LK_IS_CHATS_PAGE (self));

  if (resource >= G_N_ELEMENTS (resources))
    return;

  gtk_label_set_text (self->help_label, _(resources[resource].help));
  gtk_widget_set_visible (GTK_WIDGET (self->parameter_entry), resources[resource].hint != NULL);
  if (resources[resource].hint != NULL)
    {
      gtk_entry_set_placeholder_text (self->parameter_entry, _(resources[resource].hint));
      lk_ui_name_control (GTK_WIDGET (self->parameter_entry), _(resources[resource].hint), NULL);
    }
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkChatsPage *self = LK_CHATS_PAGE (widget);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->parameter_entry));
  g_autofree char *path = lk_chats_page_make_path (gtk_drop_down_get_selected (self->resource_drop_down), text);

  if (path != NULL)
    send_path (self, path, FALSE);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->parameter_entry));
}

static void
entry_activated_cb (LkChatsPage *self)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  send_action (GTK_WIDGET (self), "chats.send", NULL);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_cancellable_cancel (LK_CHATS_PAGE (widget)->cancellable);
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkChatsPage *self = LK_CHATS_PAGE (widget);

  if (self->next_url != NULL)
    send_path (self, self->next_url, TRUE);
}

static void
retry_cb (LkChatsPage *self)
{
  g_assert (LK_IS_CHATS_PAGE (self));

  if (self->last_path != NULL)
    send_path (self, self->last_path, self->appending);
}

static void
lk_chats_page_dispose (GObject *object)
{
  LkChatsPage *self = LK_CHATS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CHATS_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->table);
  g_clear_object (&self->account);
  g_clear_pointer (&self->next_url, g_free);
  g_clear_pointer (&self->last_path, g_free);

  G_OBJECT_CLASS (lk_chats_page_parent_class)->dispose (object);
}

static void
lk_chats_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, LK_CHATS_PAGE (object)->account);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_chats_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      LK_CHATS_PAGE (object)->account = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_chats_page_class_init (LkChatsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_chats_page_dispose;
  object_class->get_property = lk_chats_page_get_property;
  object_class->set_property = lk_chats_page_set_property;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "chats.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "chats.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "chats.next", NULL, next_action);

  g_type_ensure (LK_TYPE_ERROR_CARD);
  g_type_ensure (LK_TYPE_RESPONSE_VIEW);

  gtk_widget_class_set_css_name (widget_class, "chatspage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-chats-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, resource_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, parameter_entry);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, help_label);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkChatsPage, response_view);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, resource_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
lk_chats_page_init (LkChatsPage *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    gtk_string_list_append (titles, _(resources[i].title));

  self->table = LK_CHATS_TABLE (g_object_ref_sink (lk_chats_table_new ()));
  gtk_drop_down_set_model (self->resource_drop_down, G_LIST_MODEL (titles));
  resource_changed_cb (self);
  show_running (self);
}

/**
 * lk_chats_page_new:
 * @account: whose chats they are
 *
 * Returns: (transfer floating): a page that sends nothing by itself
 */
GtkWidget *
lk_chats_page_new (LkAccount *account)
{
  return g_object_new (LK_TYPE_CHATS_PAGE, "account", account, NULL);
}

/**
 * lk_chats_page_send_path:
 * @self: a chats page
 * @path: a path below the REST base
 *
 * Sends GET @path at once, as if it had been typed as “Any GET Path”; nothing while another request runs.
 */
void
lk_chats_page_send_path (LkChatsPage *self,
                         const char  *path)
{
  g_return_if_fail (LK_IS_CHATS_PAGE (self));
  g_return_if_fail (path != NULL);

  gtk_drop_down_set_selected (self->resource_drop_down, G_N_ELEMENTS (resources) - 1);
  gtk_editable_set_text (GTK_EDITABLE (self->parameter_entry), path);
  send_path (self, path, FALSE);
}

/**
 * lk_chats_page_make_path:
 * @resource: the index of a resource of the page's chooser
 * @parameter: what was typed for it
 *
 * Returns: (transfer full) (nullable): the path to send, @parameter escaped in it; `NULL` when a parameter is needed
 *   and there is none, or when
 *   a path of the person's own is an address of another place
 */
char *
lk_chats_page_make_path (guint       resource,
                         const char *parameter)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;
  g_auto(GStrv) parts = NULL;

  g_return_val_if_fail (parameter != NULL, NULL);

  if (resource >= G_N_ELEMENTS (resources))
    return NULL;
  if (resources[resource].hint == NULL)
    return g_strdup (resources[resource].path);

  text = g_strstrip (g_strdup (parameter));
  if (*text == '\0')
    return NULL;

  if (resources[resource].allowed == NULL)
    return strstr (text, "://") == NULL && !g_str_has_prefix (text, "//") ? g_steal_pointer (&text) : NULL;

  escaped = g_uri_escape_string (text, resources[resource].allowed, FALSE);
  parts = g_strsplit (resources[resource].path, "{}", 2);

  return g_strconcat (parts[0], escaped, parts[1], NULL);
}
