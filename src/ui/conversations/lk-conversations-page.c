/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-conversations-page.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "lk-conversation-row.h"
#include "lk-error-card.h"
#include "lk-format.h"
#include "lk-pill.h"
#include "lk-text.h"

struct _LkConversationsPage
{
  AdwBin parent_instance;

  /* template children */
  LkErrorCard *error_card;
  GtkStack *stack;
  GtkLabel *scopes_label;
  GtkButton *start_button;
  GtkButton *stop_button;
  LkPill *state_pill;
  GtkSpinner *spinner;
  AdwActionRow *session_row;
  GtkLabel *session_label;
  GtkLabel *round_trip_label;
  GtkDropDown *examples_drop_down;
  GtkSourceView *editor;
  GtkLabel *query_error_label;
  GtkWidget *messages_hint;
  GtkListBox *messages_list;

  /* owned */
  LkAccount *account;
  LkConversation *conversation;

  /* cancelled in dispose */
  GCancellable *cancellable;

  gboolean was_open;
};

/* A refused start, while another call shows whether the token works elsewhere. */
typedef struct
{
  GWeakRef *self;
  LkExchange *exchange;
  GError *error;
} Refusal;

static const struct
{
  const char *title;
  const char *query;
} examples[] = {
  { N_("Current User"), "{\n  currentUser {\n    id\n    display_name\n    email\n    status\n  }\n}" },
  { N_("Departments"), "{\n  departments(first: 50) {\n    edges { node { id name status } }\n  }\n}" },
  { N_("Open chats"), "{\n  chats(first: 10) {\n    edges { node { id } }\n  }\n}" },
  { N_("New messages (subscription)"),
    "subscription {\n  message {\n    node {\n      id\n      content\n    }\n  }\n}" },
  { N_("Available Queries"), "{\n  __schema {\n    queryType { fields { name description } }\n  }\n}" },
};

static const struct
{
  const char *text;
  const char *icon_name;
  LkPillTone tone;
} states[] = {
  [LK_CONVERSATION_CLOSED] = { N_("Not Started"), "media-playback-stop-symbolic", LK_PILL_NEUTRAL },
  [LK_CONVERSATION_STARTING] = { N_("Requesting a Session"), "network-transmit-symbolic", LK_PILL_NEUTRAL },
  [LK_CONVERSATION_CONNECTING] = { N_("Opening the Stream"), "network-transmit-receive-symbolic", LK_PILL_NEUTRAL },
  [LK_CONVERSATION_OPEN] = { N_("Connected"), "object-select-symbolic", LK_PILL_SUCCESS },
  [LK_CONVERSATION_ENDED] = { N_("Ended by the Service"), "media-playback-stop-symbolic", LK_PILL_WARNING },
  [LK_CONVERSATION_FAILED] = { N_("Failed"), "dialog-warning-symbolic", LK_PILL_ERROR },
};

enum
{
  PROP_0,
  PROP_ACCOUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LkConversationsPage, lk_conversations_page, ADW_TYPE_BIN)

/* User data of callbacks: a strong reference would keep the page from being disposed of, and so from cancelling the
 * call. */
static GWeakRef *
weak_new (LkConversationsPage *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);

  return weak;
}

/* Returns: (transfer full) (nullable): the page, unless it was disposed of. Takes `weak`. */
static LkConversationsPage *
weak_take (GWeakRef *weak)
{
  LkConversationsPage *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);

  return self;
}

static void
show_failure (LkConversationsPage *self,
              const GError        *error,
              LkExchange          *exchange)
{
  g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (self->account, LK_FLOW_CONVERSATION, exchange, error);

  if (diagnoses != NULL)
    lk_error_card_show (self->error_card, diagnoses, exchange);
}

static void
show_round_trip (LkConversationsPage *self)
{
  gint64 round_trip = lk_conversation_get_round_trip (self->conversation);
  guint n_unanswered = lk_conversation_get_n_unanswered (self->conversation);
  g_autofree char *time = round_trip >= 0 ? lk_format_elapsed (round_trip) : NULL;
  g_autofree char *text = NULL;

  if (lk_conversation_get_state (self->conversation) != LK_CONVERSATION_OPEN)
    text = g_strdup ("–");
  else if (n_unanswered > 1)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u ping without an answer", "%u pings without an answer", n_unanswered),
                            n_unanswered);
  else
    text = time != NULL ? g_steal_pointer (&time) : g_strdup (_("Waiting for the first answer"));

  gtk_label_set_text (self->round_trip_label, text);
}

static void
show_state (LkConversationsPage *self)
{
  LkConversationState state = lk_conversation_get_state (self->conversation);
  const char *session_id = lk_conversation_get_session_id (self->conversation);
  gboolean running = lk_conversation_is_running (self->conversation);
  gboolean busy = state == LK_CONVERSATION_STARTING || state == LK_CONVERSATION_CONNECTING;

  g_assert (LK_IS_CONVERSATIONS_PAGE (self));

  lk_pill_set (self->state_pill, _(states[state].text), states[state].icon_name, states[state].tone);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->start_button), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->stop_button), running);
  gtk_widget_set_visible (GTK_WIDGET (self->session_row), session_id != NULL);
  gtk_label_set_text (self->session_label, session_id != NULL ? session_id : "");
  show_round_trip (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversations.start", !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversations.stop", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversations.send", state == LK_CONVERSATION_OPEN);

  /* The callback of a failed start reports it, with its exchange. */
  if (state == LK_CONVERSATION_FAILED && self->was_open)
    show_failure (self, lk_conversation_get_error (self->conversation), NULL);
  self->was_open = state == LK_CONVERSATION_OPEN;
}

static void
show_messages (LkConversationsPage *self)
{
  guint n_messages = g_list_model_get_n_items (lk_conversation_get_messages (self->conversation));

  g_assert (LK_IS_CONVERSATIONS_PAGE (self));

  gtk_widget_set_visible (self->messages_hint, n_messages == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->messages_list), n_messages > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversations.clear", n_messages > 0);
}

/* Queries that the service would refuse are not offered. */
static void
show_token (LkConversationsPage *self)
{
  LkToken *token = lk_account_get_token (self->account);
  const char *page = "session";

  g_assert (LK_IS_CONVERSATIONS_PAGE (self));

  if (token == NULL)
    {
      page = "no-token";
      lk_conversation_stop (self->conversation);
      lk_error_card_clear (self->error_card);
    }
  else if (!lk_agent_session_has_scopes (token))
    {
      g_autofree char *scopes = lk_text_join_words (lk_token_get_scopes (token));
      /* Translators: %s are scopes, such as "read write" */
      g_autofree char *text = g_strdup_printf (_("The Conversations API needs “read”, “write” and “chat”. "
                                                 "This token has: %s."), scopes);

      page = "scopes";
      gtk_label_set_text (self->scopes_label, text);
    }

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
identified_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Refusal *refusal = user_data;
  g_autoptr(LkConversationsPage) self = weak_take (refusal->self);

  /* Only the success matters: the service records it. */
  lk_account_identify_finish (LK_ACCOUNT (source), result, NULL, NULL);
  if (self != NULL)
    show_failure (self, refusal->error, refusal->exchange);

  g_clear_object (&refusal->exchange);
  g_error_free (refusal->error);
  g_free (refusal);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LkConversationsPage) self = weak_take (user_data);
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  gboolean started = lk_conversation_start_finish (LK_CONVERSATION (source), result, &exchange, &error);
  Refusal *refusal;

  if (self == NULL || started || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!g_error_matches (error, LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_REFUSED)
      || lk_chat_service_get_worked (lk_account_get_service (self->account)))
    {
      show_failure (self, error, exchange);
      return;
    }

  refusal = g_new0 (Refusal, 1);
  refusal->self = weak_new (self);
  refusal->exchange = g_steal_pointer (&exchange);
  refusal->error = g_steal_pointer (&error);
  lk_account_identify_async (self->account, self->cancellable, identified_cb, refusal);
}

static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  LkConversationsPage *self = LK_CONVERSATIONS_PAGE (widget);

  lk_error_card_clear (self->error_card);
  lk_conversation_start_async (self->conversation, self->cancellable, started_cb, weak_new (self));
}

static void
stop_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  lk_conversation_stop (LK_CONVERSATIONS_PAGE (widget)->conversation);
}

static void
show_query_error (LkConversationsPage *self,
                  const char          *text)
{
  gtk_label_set_text (self->query_error_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->query_error_label), *text != '\0');
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(LkConversationsPage) self = weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(LkConversationMessage) answer = NULL;

  /* The answer is listed with the messages. */
  answer = lk_conversation_query_finish (LK_CONVERSATION (source), result, &error);
  if (answer == NULL && self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_query_error (self, error->message);
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  LkConversationsPage *self = LK_CONVERSATIONS_PAGE (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  g_autofree char *query = NULL;

  g_object_get (buffer, "text", &query, NULL);
  show_query_error (self, "");
  lk_conversation_query_async (self->conversation, query, self->cancellable, answered_cb, weak_new (self));
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  lk_conversation_clear_messages (LK_CONVERSATIONS_PAGE (widget)->conversation);
}

static void
retry_cb (LkConversationsPage *self)
{
  g_assert (LK_IS_CONVERSATIONS_PAGE (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "conversations.start", NULL);
}

static void
example_chosen_cb (LkConversationsPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->examples_drop_down);

  g_assert (LK_IS_CONVERSATIONS_PAGE (self));

  if (chosen >= G_N_ELEMENTS (examples))
    return;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)), examples[chosen].query, -1);
  show_query_error (self, "");
}

static void
dark_changed_cb (LkConversationsPage *self)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme;

  g_assert (LK_IS_CONVERSATIONS_PAGE (self));

  scheme = gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                       dark ? "Adwaita-dark" : "Adwaita");
  gtk_source_buffer_set_style_scheme (buffer, scheme);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return lk_conversation_row_new (LK_CONVERSATION_MESSAGE (item));
}

static void
lk_conversations_page_constructed (GObject *object)
{
  LkConversationsPage *self = LK_CONVERSATIONS_PAGE (object);
  GListModel *messages;

  G_OBJECT_CLASS (lk_conversations_page_parent_class)->constructed (object);

  self->conversation = lk_conversation_new (lk_account_get_source (self->account),
                                            lk_account_get_client (self->account));
  messages = lk_conversation_get_messages (self->conversation);
  gtk_list_box_bind_model (self->messages_list, messages, create_row, NULL, NULL);

  g_signal_connect_object (messages, "items-changed", G_CALLBACK (show_messages), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::round-trip", G_CALLBACK (show_round_trip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::n-unanswered", G_CALLBACK (show_round_trip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::token", G_CALLBACK (show_token), self, G_CONNECT_SWAPPED);

  show_messages (self);
  show_state (self);
  show_token (self);
}

static void
lk_conversations_page_dispose (GObject *object)
{
  LkConversationsPage *self = LK_CONVERSATIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->conversation != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->conversation, self);
      lk_conversation_stop (self->conversation);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_CONVERSATIONS_PAGE);
  g_clear_object (&self->conversation);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (lk_conversations_page_parent_class)->dispose (object);
}

static void
lk_conversations_page_finalize (GObject *object)
{
  g_clear_object (&LK_CONVERSATIONS_PAGE (object)->cancellable);

  G_OBJECT_CLASS (lk_conversations_page_parent_class)->finalize (object);
}

static void
lk_conversations_page_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, LK_CONVERSATIONS_PAGE (object)->account);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_conversations_page_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ACCOUNT:
      LK_CONVERSATIONS_PAGE (object)->account = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_conversations_page_class_init (LkConversationsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_conversations_page_constructed;
  object_class->dispose = lk_conversations_page_dispose;
  object_class->finalize = lk_conversations_page_finalize;
  object_class->get_property = lk_conversations_page_get_property;
  object_class->set_property = lk_conversations_page_set_property;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "conversations.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "conversations.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "conversations.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "conversations.clear", NULL, clear_action);

  g_type_ensure (LK_TYPE_ERROR_CARD);
  g_type_ensure (LK_TYPE_PILL);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);

  gtk_widget_class_set_css_name (widget_class, "conversationspage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-conversations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, error_card);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, scopes_label);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, state_pill);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, session_row);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, session_label);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, round_trip_label);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, examples_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, editor);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, query_error_label);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, messages_hint);
  gtk_widget_class_bind_template_child (widget_class, LkConversationsPage, messages_list);
  gtk_widget_class_bind_template_callback (widget_class, example_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
lk_conversations_page_init (LkConversationsPage *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    gtk_string_list_append (titles, _(examples[i].title));
  gtk_drop_down_set_model (self->examples_drop_down, G_LIST_MODEL (titles));
  example_chosen_cb (self);

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self);
}

/**
 * lk_conversations_page_new:
 * @account: the account whose token is used
 *
 * Returns: (transfer floating): a page that starts nothing by itself and never sets the agent online
 */
GtkWidget *
lk_conversations_page_new (LkAccount *account)
{
  return g_object_new (LK_TYPE_CONVERSATIONS_PAGE, "account", account, NULL);
}

/**
 * lk_conversations_page_get_conversation:
 * @self: a page
 *
 * Returns: (transfer none): its conversation
 */
LkConversation *
lk_conversations_page_get_conversation (LkConversationsPage *self)
{
  g_return_val_if_fail (LK_IS_CONVERSATIONS_PAGE (self), NULL);

  return self->conversation;
}
