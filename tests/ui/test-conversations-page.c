/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-conversation-row.h"
#include "lk-conversations-page.h"
#include "lk-json-tree-view.h"
#include "lk-test-service.h"
#include "lk-test.h"

#define GRAPHQL_PATH "/graphql/request"

typedef struct
{
  LkTestService *service;
  LkAccount *account;
  GtkWidget *window;
  GtkWidget *page;
  LkConversation *conversation;   /* not owned: the page's */
  char *signed_in;                /* owned, nullable: the scopes of the requested sign-in */
} Fixture;

static void
sign_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  Fixture *fixture = data;

  g_free (fixture->signed_in);
  fixture->signed_in = g_variant_dup_string (parameter, NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  scopes)
{
  const GActionEntry entries[] = { { "sign-in", sign_in_cb, "s", NULL, NULL } };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GError) error = NULL;

  fixture->service = lk_test_service_new (NULL);
  if (scopes != NULL)
    {
      g_auto(GStrv) words = g_strsplit (scopes, " ", -1);

      g_object_set (fixture->service->connection, "scopes", words, NULL);
      lk_test_service_sign_in (fixture->service);
    }

  fixture->account = lk_account_new (fixture->service->connection, LK_VAULT (fixture->service->vault),
                                     fixture->service->client, NULL);
  lk_account_load_async (fixture->account, NULL, lk_test_async_cb, &loaded);
  lk_test_wait (&loaded);
  g_assert_true (lk_account_load_finish (fixture->account, loaded, &error));
  g_assert_no_error (error);

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), fixture);
  fixture->page = lk_conversations_page_new (fixture->account);
  fixture->conversation = lk_conversations_page_get_conversation (LK_CONVERSATIONS_PAGE (fixture->page));
  fixture->window = gtk_window_new ();
  gtk_widget_insert_action_group (fixture->window, "account", G_ACTION_GROUP (group));
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_gone (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page == NULL && fixture->conversation == NULL && fixture->account == NULL;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  scopes)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->conversation), (gpointer *) &fixture->conversation);
  g_object_add_weak_pointer (G_OBJECT (fixture->account), (gpointer *) &fixture->account);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->account);
  /* Pending calls release their references when the connection ends; a silent service would keep them for a minute. */
  lk_test_wait_until (is_gone, fixture, 10);
  lk_test_service_free (fixture->service);
  g_free (fixture->signed_in);
}

static LkPracticeServer *
get_server (Fixture *fixture)
{
  return fixture->service->practice->server;
}

/* A visible label whose text matches a pattern with *. */
static GtkWidget *
find_label (GtkWidget  *widget,
            const char *pattern)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;

  if (GTK_IS_LABEL (widget) && g_pattern_match_simple (pattern, gtk_label_get_text (GTK_LABEL (widget))))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, pattern);

      if (found != NULL)
        return found;
    }

  return NULL;
}

typedef struct
{
  GtkWidget *page;
  const char *text;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;

  return find_label (sight->page, sight->text) != NULL;
}

static void
see (Fixture    *fixture,
     const char *text)
{
  Sight sight = { fixture->page, text };

  g_test_message ("waits for “%s”", text);
  lk_test_wait_until (is_seen, &sight, 30);
}

static void
press (Fixture    *fixture,
       const char *label)
{
  GtkWidget *button;

  see (fixture, label);
  button = gtk_widget_get_ancestor (find_label (fixture->page, label), GTK_TYPE_BUTTON);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GtkTextBuffer *
find_buffer (GtkWidget *widget)
{
  GtkTextBuffer *buffer = NULL;

  if (GTK_IS_TEXT_VIEW (widget))
    return gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && buffer == NULL;
       child = gtk_widget_get_next_sibling (child))
    buffer = find_buffer (child);

  return buffer;
}

static void
write_query (Fixture    *fixture,
             const char *query)
{
  gtk_text_buffer_set_text (find_buffer (fixture->page), query, -1);
}

static void
start (Fixture *fixture)
{
  press (fixture, "Start");
  see (fixture, "Connected");
}

static void
test_no_token (Fixture       *fixture,
               gconstpointer  scopes)
{
  see (fixture, "Sign in first");
  see (fixture, "*Zendesk has not extended this API*");
  g_assert_null (find_label (fixture->page, "Start"));
  press (fixture, "Sign In");
  g_assert_cmpstr (fixture->signed_in, ==, "read write chat");
}

static void
test_scopes (Fixture       *fixture,
             gconstpointer  scopes)
{
  see (fixture, "*This token has: read write.*");
  g_assert_null (find_label (fixture->page, "Start"));
  press (fixture, "Sign In Again with Read, Write and Chat");
  g_assert_cmpstr (fixture->signed_in, ==, "read write chat");
  g_assert_cmpuint (lk_practice_server_count_requests (get_server (fixture), "POST", GRAPHQL_PATH), ==, 0);
}

static void
test_session (Fixture       *fixture,
              gconstpointer  scopes)
{
  see (fixture, "Not Started");
  see (fixture, "*newest first*");
  start (fixture);
  see (fixture, lk_conversation_get_session_id (fixture->conversation));
  see (fixture, "* ms*");
  g_assert_null (find_label (fixture->page, "Start"));

  /* The first example is ready to be sent. */
  press (fixture, "Send Query");
  see (fixture, "Query 1");
  see (fixture, "Answer to Query 1");
  g_assert_null (find_label (fixture->page, "*newest first*"));

  press (fixture, "Clear");
  see (fixture, "*newest first*");

  press (fixture, "Stop");
  see (fixture, "Not Started");
  g_assert_null (find_label (fixture->page, "Stop"));
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);

  return found;
}

/* An expanded message shows all of its JSON as literal text. */
static void
test_inspect (Fixture       *fixture,
              gconstpointer  scopes)
{
  GtkWidget *row;

  start (fixture);
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "stream-errors", 1));
  press (fixture, "Send Query");
  see (fixture, "Query 1 Failed");
  see (fixture, "*Internal error: <b>no</b> %s%n*");

  row = find_type (fixture->page, ADW_TYPE_EXPANDER_ROW);
  g_assert_null (find_label (row, "*\"payload\"*"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  see (fixture, "*\"payload\"*");
}

/* A long message is shown as a tree, uncut. */
static void
test_long_message (void)
{
  g_autofree char *filling = g_strnfill (10000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"id\":1,\"payload\":{\"data\":{\"a\":\"%s\"}}}", filling);
  g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));
  g_autoptr(LkConversationMessage) message = NULL;
  GtkWidget *row;

  message = lk_conversation_message_new (LK_CONVERSATION_MESSAGE_REPLY, 1, 1000, json);
  row = g_object_ref_sink (lk_conversation_row_new (message));
  g_assert_null (find_type (row, LK_TYPE_JSON_TREE_VIEW));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  g_assert_nonnull (find_type (row, LK_TYPE_JSON_TREE_VIEW));
  g_object_unref (row);
}

static void
test_wrong_query (Fixture       *fixture,
                  gconstpointer  scopes)
{
  start (fixture);
  write_query (fixture, "mutation { updateAgentStatus(status: ONLINE) { agent { id } } }");
  press (fixture, "Send Query");
  see (fixture, "*could set the agent online*");
  g_assert_cmpuint (g_list_model_get_n_items (lk_conversation_get_messages (fixture->conversation)), ==, 0);

  /* The next message that can be sent clears the explanation. */
  write_query (fixture, "{ departments }");
  press (fixture, "Send Query");
  see (fixture, "Answer to Query 1");
  g_assert_null (find_label (fixture->page, "*could set the agent online*"));
}

/* The page checks by itself whether the token works elsewhere. */
static void
test_unauthorized (Fixture       *fixture,
                   gconstpointer  scopes)
{
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "session-unauthorized", 1));
  press (fixture, "Start");
  see (fixture, "*may not use the Conversations API*");
  see (fixture, "*The same token does work for the REST API*");
  see (fixture, "Failed");
  press (fixture, "Try Again");
  see (fixture, "Connected");
  g_assert_null (find_label (fixture->page, "*may not use the Conversations API*"));
}

static void
test_scope_refused (Fixture       *fixture,
                    gconstpointer  scopes)
{
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "scope-missing", 1));
  press (fixture, "Start");
  see (fixture, "The Conversations API needs three scopes");
  press (fixture, "Sign In with All Three");
  g_assert_cmpstr (fixture->signed_in, ==, "read write chat");
}

static gboolean
has_pong (gpointer conversation)
{
  return lk_conversation_get_round_trip (conversation) >= 0;
}

static void
test_stream_lost (Fixture       *fixture,
                  gconstpointer  scopes)
{
  start (fixture);
  lk_test_wait_until (has_pong, fixture->conversation, 30);
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "stream-dropped", 1));
  press (fixture, "Send Query");
  see (fixture, "The session has lost its stream");
  press (fixture, "Start Again");
  see (fixture, "Connected");
}

static void
test_stream_refused (Fixture       *fixture,
                     gconstpointer  scopes)
{
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "stream-refused", 1));
  press (fixture, "Start");
  see (fixture, "The session has lost its stream");
  see (fixture, "*status 403*");
}

static void
test_ended (Fixture       *fixture,
            gconstpointer  scopes)
{
  start (fixture);
  lk_test_wait_until (has_pong, fixture->conversation, 30);
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "stream-ends", 1));
  press (fixture, "Send Query");
  see (fixture, "Ended by the Service");
  see (fixture, "The Service Ended the Session");
  start (fixture);
}

static void
test_signed_out (Fixture       *fixture,
                 gconstpointer  scopes)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture);
  lk_account_sign_out_async (fixture->account, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (lk_account_sign_out_finish (fixture->account, result, NULL, &error));
  see (fixture, "Sign in first");
  g_assert_false (lk_conversation_is_running (fixture->conversation));
}

/* The window is closed while the service does not answer. */
static void
test_closed_while_starting (Fixture       *fixture,
                            gconstpointer  scopes)
{
  g_assert_true (lk_practice_server_set_fault (get_server (fixture), "silence", 1));
  press (fixture, "Start");
  see (fixture, "Requesting a Session");
}

int
main (int   argc,
      char *argv[])
{
  /* The home is private already (with-display). GLib's isolated folders would hide the MIME database, and with it the
   * loader of icons. */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, scopes, function) \
  g_test_add ("/conversations-page/" path, Fixture, scopes, set_up, function, tear_down)
  ADD ("no-token", NULL, test_no_token);
  ADD ("scopes", "read write", test_scopes);
  ADD ("session", "read write chat", test_session);
  ADD ("inspect", "read write chat", test_inspect);
  ADD ("wrong-query", "read write chat", test_wrong_query);
  ADD ("unauthorized", "read write chat", test_unauthorized);
  ADD ("scope-refused", "read write chat", test_scope_refused);
  ADD ("stream-lost", "read write chat", test_stream_lost);
  ADD ("stream-refused", "read write chat", test_stream_refused);
  ADD ("ended", "read write chat", test_ended);
  ADD ("signed-out", "read write chat", test_signed_out);
  ADD ("closed-while-starting", "read write chat", test_closed_while_starting);

  g_test_add_func ("/conversations-page/long-message", test_long_message);

  return g_test_run ();
}
