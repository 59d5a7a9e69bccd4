/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "lk-json-row-view.h"
#include "lk-json-tree-view.h"
#include "lk-raw-page.h"
#include "lk-raw-view.h"
#include "lk-response-view.h"
#include "lk-test-widgets.h"
#include "lk-test.h"

typedef struct
{
  GtkWidget *view;
  GtkWidget *window;
  GtkStack *stack;
} Fixture;

/* A drop-down has a stack of its own. */
static GtkStack *
find_stack (GtkWidget *widget)
{
  GtkStack *found = NULL;

  if (GTK_IS_STACK (widget) && gtk_stack_get_child_by_name (GTK_STACK (widget), "raw") != NULL)
    return GTK_STACK (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_stack (child);

  return found;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->view = lk_response_view_new ();
  fixture->window = lk_test_window_new (fixture->view, 700, 600);
  fixture->stack = find_stack (fixture->view);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lk_test_spin (100);
  g_assert_null (fixture->view);
}

static LkExchange *
exchange_new (guint       status,
              const char *reason,
              const char *type,
              const char *body,
              gsize       length)
{
  LkExchange *exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/api/v2/chat/chats");
  g_autoptr(GBytes) bytes = g_bytes_new (body, length);

  lk_exchange_set_response (exchange, status, reason);
  if (type != NULL)
    lk_exchange_add_response_header (exchange, "Content-Type", type);
  lk_exchange_set_body (exchange, bytes, length);
  lk_exchange_finish (exchange, NULL);

  return exchange;
}

static gboolean
is_read (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *tree = gtk_stack_get_child_by_name (fixture->stack, "tree");

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (tree)), "busy") != 0;
}

/* Every kind of body has a page that names it, and the text of what is not JSON is shown at once. */
static void
test_bodies (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    const char *type;
    const char *body;
    gsize length;
    const char *view;         /* the view that is shown by itself */
    const char *shown;
    const char *told;         /* shown instead of the tree */
  } cases[] = {
    { "application/json", "{\"chats\":[{},{}],\"count\":2}", 27, "tree", "2 keys", NULL },
    { "application/json", "{\"error\":\"Unauthorized\"}", 24, "tree", "“Unauthorized”", NULL },
    { "text/html; charset=utf-8", "<html><b>Off</b>", 16, "raw", "<b>Off</b>", "A Web Page, Not Data" },
    { "application/json", "{\"a\":1,}", 8, "raw", "{\"a\":1,}", "Not JSON" },
    { "text/plain", "caf\xe9", 4, "raw", "caf\xef\xbf\xbd", "Not JSON" },
    { NULL, "plain words", 11, "raw", "plain words", "Not JSON" },
    { NULL, "", 0, "tree", "No Body", "No Body" },
    { "application/json", "[7]", 3, "tree", "number", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = exchange_new (200, "OK", cases[i].type, cases[i].body, cases[i].length);

      g_object_set (fixture->view, "exchange", exchange, NULL);
      lk_test_wait_until (is_read, fixture, 20);
      lk_test_wait_for_text (fixture->view, cases[i].shown);
      g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, cases[i].view);

      if (cases[i].told != NULL)
        {
          gtk_stack_set_visible_child_name (fixture->stack, "tree");
          lk_test_wait_for_text (fixture->view, cases[i].told);
        }
      gtk_widget_activate_action (fixture->view, "response.show-view", "s", cases[i].view);
    }
}

/* Raw stays visible if the user chose it. */
static void
test_choice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LkExchange) first = exchange_new (200, "OK", "application/json", "[1]", 3);
  g_autoptr(LkExchange) second = exchange_new (200, "OK", "application/json", "[2,\"two\"]", 9);

  g_object_set (fixture->view, "exchange", first, NULL);
  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");
  lk_test_wait_for_text (fixture->view, "1");
  g_object_set (fixture->view, "exchange", second, NULL);
  lk_test_wait_for_text (fixture->view, "\"two\"");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "raw");
}

static gboolean
has_raw_text (gpointer data)
{
  return lk_raw_page_get_text (data) != NULL;
}

/* Formatted and original text are both complete. */
static void
test_layouts (Fixture       *fixture,
              gconstpointer  data)
{
  static const char body[] = "{\"a\":1,\"a\":[1.50,\"x\"]}";
  g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", body, strlen (body));
  GtkWidget *button = lk_test_find_type (lk_test_find_type (fixture->view, LK_TYPE_RAW_PAGE), GTK_TYPE_TOGGLE_BUTTON);

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");
  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_for_text (fixture->view, "{\n  \"a\": 1,\n  \"a\": [\n    1.50,\n    \"x\"\n  ]\n}\n");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_next_sibling (button)), TRUE);
  lk_test_wait_for_text (fixture->view, body);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  lk_test_wait_for_text (fixture->view, "  ]\n}");
}

/* Texts beyond the limits of GtkSourceView, single lines included, are shown whole. */
static void
test_no_cut (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    gsize n;
    const char *piece;
  } cases[] = { { 20000, "x" }, { 3 * 1000 * 1000, "y" }, { 400 * 1000, "<br>\n" } };
  GtkWidget *page = lk_test_find_type (fixture->view, LK_TYPE_RAW_PAGE);

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) body = g_string_new (NULL);
      g_autoptr(LkExchange) exchange = NULL;
      LkRawText *text;

      for (gsize k = 0; k < cases[i].n; k++)
        g_string_append (body, cases[i].piece);
      exchange = exchange_new (200, "OK", "text/html", body->str, body->len);
      g_object_set (fixture->view, "exchange", exchange, NULL);
      lk_test_wait_until (has_raw_text, page, 20);

      text = lk_raw_page_get_text (LK_RAW_PAGE (page));
      g_assert_cmpuint (g_bytes_get_size (lk_raw_text_get_bytes (text)), ==, body->len);
      g_assert_true (gtk_widget_get_mapped (lk_test_find_type (page, LK_TYPE_RAW_VIEW)));
      lk_raw_page_select (LK_RAW_PAGE (page), body->len - 1, body->len);
      gtk_test_widget_wait_for_draw (fixture->window);
    }
}

/* The longest time between two iterations of the main loop. */
typedef struct
{
  gint64 last;
  gint64 longest;
} Pulse;

static gboolean
pulse_cb (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = g_get_monotonic_time ();

  if (pulse->last != 0)
    pulse->longest = MAX (pulse->longest, now - pulse->last);
  pulse->last = now;

  return G_SOURCE_CONTINUE;
}

static gint64
measure_load (Fixture    *fixture,
              LkExchange *exchange)
{
  GtkWidget *page = lk_test_find_type (fixture->view, LK_TYPE_RAW_PAGE);
  Pulse pulse = { 0, 0 };
  guint source;

  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "tree");
  source = g_timeout_add (1, pulse_cb, &pulse);
  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_until (is_read, fixture, 60);
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "raw");
  lk_test_wait_until (has_raw_text, page, 60);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_source_remove (source);

  return pulse.longest;
}

/* 100 MB are read, indexed and formatted while the window stays as responsive as with a short body that is just too
 * long for GtkSourceView. */
static void
test_vast (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GString) body = g_string_sized_new (101 * 1000 * 1000);
  g_autoptr(GString) small = g_string_new ("[0");
  g_autoptr(LkExchange) vast = NULL;
  g_autoptr(LkExchange) reference = NULL;
  gint64 expected = 0;
  gint64 longest;

  g_string_append (body, "{\"chats\":[{\"id\":\"first\"}");
  for (guint i = 0; body->len < 100 * 1000 * 1000; i++)
    g_string_append_printf (body, ",{\"id\":\"2026.%u\",\"type\":\"chat\",\"visitor\":{\"name\":\"Visitor %u\","
                            "\"notes\":"
                            "\"A few words that are as long as notes are now and then\"},\"duration\":%u}", i, i, i);
  g_string_append (body, "]}");
  while (small->len < 1100 * 1000)
    g_string_append (small, ",1");
  g_string_append_c (small, ']');
  vast = exchange_new (200, "OK", "application/json", body->str, body->len);
  reference = exchange_new (200, "OK", "application/json", small->str, small->len);

  for (guint i = 0; i < 3; i++)
    expected = MAX (expected, measure_load (fixture, reference));
  longest = measure_load (fixture, vast);
  g_test_message ("longest pause: %" G_GINT64_FORMAT " ms, with a short body %" G_GINT64_FORMAT " ms", longest / 1000,
                  expected / 1000);

  /* Any of the steps would take many times as long on the main loop; a busy machine may double a pause. */
  g_assert_cmpint (longest, <=, 3 * expected + 250 * 1000);
}

static void
test_no_answer (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(LkExchange) exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/");
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Connection refused");

  lk_exchange_finish (exchange, error);
  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_for_text (fixture->view, "Connection refused");
}

static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", "[1]", 3);

  lk_exchange_drop_body (exchange);
  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_for_text (fixture->view, "No Longer in Memory");
}

/* The account's list of tokens contains whole tokens; no view shows one. */
static void
test_secret (Fixture       *fixture,
             gconstpointer  data)
{
  /* made up for a test */
  static const char body[] = "[{\"id\":77,\"access_token\":\"CANARY-1234567890\"}]";
  static const char *const views[] = { "tree", "raw", "headers" };
  g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", body, strlen (body));

  lk_exchange_add_response_header (exchange, "Set-Cookie", "session=CANARY-1234567890");
  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_for_text (fixture->view, "1 item");

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *shown = NULL;

      gtk_widget_activate_action (fixture->view, "response.show-view", "s", views[i]);
      if (i == 0)
        gtk_widget_activate_action (lk_test_find_type (fixture->view, LK_TYPE_JSON_TREE_VIEW), "json.expand-all", NULL);
      lk_test_wait_for_text (fixture->view, i == 0 ? "characters hidden" : "hidden]");
      shown = lk_test_dup_text (fixture->view);
      g_assert_null (strstr (shown, "CANARY"));
    }
}

static GListModel *
get_rows (Fixture *fixture)
{
  GtkWidget *list = lk_test_find_type (lk_test_find_type (fixture->view, LK_TYPE_JSON_TREE_VIEW), GTK_TYPE_LIST_VIEW);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

static char *
say_row (Fixture *fixture,
         guint    position)
{
  g_autoptr(LkJsonRow) row = g_list_model_get_item (get_rows (fixture), position);

  return lk_json_row_view_say (row);
}

static gboolean
has_end (gpointer data)
{
  GListModel *rows = get_rows (data);
  g_autoptr(LkJsonRow) last = g_list_model_get_item (rows, g_list_model_get_n_items (rows) - 1);
  g_autofree char *said = lk_json_row_view_say (last);

  return g_str_has_prefix (said, "$.count");
}

/* The first rows of a long answer are shown at once; expanded and selected rows stay when the rest arrives. */
static void
test_beginning (Fixture       *fixture,
                gconstpointer  data)
{
  /* made up for a test */
  g_autoptr(GString) body = g_string_new ("{\"chats\":[{\"access_token\":\"CANARY-1234567890\"}");
  g_autoptr(LkExchange) exchange = NULL;
  GtkWidget *tree = lk_test_find_type (fixture->view, LK_TYPE_JSON_TREE_VIEW);
  GtkSingleSelection *selection;
  g_autoptr(LkJsonRow) first = NULL;
  g_autofree char *said = NULL;
  g_autofree char *begun = NULL;
  g_autofree char *whole = NULL;
  guint n_begun;

  for (guint i = 1; i < 20000; i++)
    g_string_append_printf (body, ",{\"id\":%u,\"access_token\":\"CANARY-1234567890\"}", i);
  g_string_append (body, "],\"count\":20000}");
  exchange = exchange_new (200, "OK", "application/json", body->str, body->len);

  g_object_set (fixture->view, "exchange", exchange, NULL);
  g_assert_true (is_read (fixture));
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 2);
  begun = say_row (fixture, 1);
  g_assert_nonnull (strstr (begun, "so far"));

  gtk_widget_activate_action (lk_test_find_type (tree, GTK_TYPE_LIST_VIEW), "list.activate-item", "u", 1);
  n_begun = g_list_model_get_n_items (get_rows (fixture));
  g_assert_cmpuint (n_begun, >, 100);
  selection = GTK_SINGLE_SELECTION (get_rows (fixture));
  gtk_single_selection_set_selected (selection, 2);
  first = g_object_ref (gtk_single_selection_get_selected_item (selection));
  said = lk_json_row_view_say (first);
  g_assert_true (g_str_has_prefix (said, "$.chats[0], object, 1 key, 1 of "));

  /* An incomplete value is not copied. */
  gtk_single_selection_set_selected (selection, 1);
  gtk_widget_activate_action (tree, "json.copy-json", NULL);
  g_assert_null (gdk_clipboard_get_content (gtk_widget_get_clipboard (tree)));
  gtk_single_selection_set_selected (selection, 2);

  /* Nor can it be searched: the search would switch to a view that is still empty. */
  gtk_widget_activate_action (fixture->view, "response.find", NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "tree");

  lk_test_wait_until (has_end, fixture, 60);
  g_assert_true (GTK_SINGLE_SELECTION (get_rows (fixture)) == selection);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 20003);
  g_assert_true (gtk_single_selection_get_selected_item (selection) == first);
  g_free (said);
  said = lk_json_row_view_say (first);
  g_assert_cmpstr (said, ==, "$.chats[0], object, 1 key, 1 of 20000");
  whole = say_row (fixture, 1);
  g_assert_nonnull (strstr (whole, "20000 items, 1 of 2"));

  gtk_single_selection_set_selected (selection, 1);
  gtk_widget_activate_action (tree, "json.copy-json", NULL);
  g_assert_nonnull (gdk_clipboard_get_content (gtk_widget_get_clipboard (tree)));
}

static gboolean
has_left_tree (gpointer data)
{
  Fixture *fixture = data;

  return g_str_equal (gtk_stack_get_visible_child_name (fixture->stack), "raw");
}

/* A text that begins like JSON need not be JSON. */
static void
test_false_beginning (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GString) body = g_string_new ("[0");
  g_autoptr(LkExchange) exchange = NULL;

  while (body->len < 200 * 1000)
    g_string_append (body, ",1");
  exchange = exchange_new (200, "OK", "application/json", body->str, body->len);

  g_object_set (fixture->view, "exchange", exchange, NULL);
  g_assert_true (is_read (fixture));
  lk_test_wait_until (has_left_tree, fixture, 60);
  g_assert_null (get_rows (fixture));
  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "tree");
  lk_test_wait_for_text (fixture->view, "Not JSON");
}

/* Of several answers set in a row, the last is shown. */
static void
test_hurry (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *body = g_strdup_printf ("[\"answer %u\"]", i);
      g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", body, strlen (body));

      g_object_set (fixture->view, "exchange", exchange, NULL);
    }

  lk_test_wait_for_text (fixture->view, "“answer 19”");
  lk_test_spin (100);
  g_assert_nonnull (lk_test_find_label (fixture->view, "“answer 19”"));
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_string (gpointer data)
{
  char **text = data;

  return *text != NULL;
}

/* Copied as it was sent, however it is shown, and without secrets. */
static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  /* made up for a test */
  static const char body[] = "{\"n\" : 1.50,\"access_token\":\"CANARY-1234567890\"}";
  g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", body, strlen (body));
  g_autofree char *copied = NULL;

  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_for_text (fixture->view, "2 keys");
  gtk_widget_activate_action (fixture->view, "response.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->view), NULL, clipboard_cb, &copied);
  lk_test_wait_until (has_string, &copied, 20);
  g_assert_cmpstr (copied, ==, "{\"n\" : 1.50,\"access_token\":\"[17 characters hidden]\"}");
}

/* Status, size and the remaining rate limit are shown above every view; the limit only if the service sends it. */
static void
test_strip (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(LkExchange) limited = exchange_new (429, "Too Many Requests", "application/json", "[1]", 3);
  g_autoptr(LkExchange) other = exchange_new (200, "OK", "application/json", "[12]", 4);
  g_autofree char *shown = NULL;

  lk_exchange_add_response_header (limited, "X-Rate-Limit-Remaining", "142");
  g_object_set (fixture->view, "exchange", limited, NULL);
  lk_test_wait_for_text (fixture->view, "429 Too Many Requests");
  lk_test_wait_for_text (fixture->view, "3 bytes");
  lk_test_wait_for_text (fixture->view, "142 requests left");

  g_object_set (fixture->view, "exchange", other, NULL);
  lk_test_wait_for_text (fixture->view, "200 OK");
  lk_test_wait_for_text (fixture->view, "4 bytes");
  shown = lk_test_dup_text (fixture->view);
  g_assert_null (strstr (shown, "requests left"));
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          char         **toast)
{
  g_free (*toast);
  *toast = g_variant_dup_string (parameter, NULL);
}

/* The file is as it was sent, without secrets, and only the user can read it. A failure is reported. */
static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  /* made up for a test */
  static const char body[] = "{\"n\" : 1.50,\"access_token\":\"CANARY-1234567890\"}";
  g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", body, strlen (body));
  g_autoptr(LkExchange) later = exchange_new (200, "OK", "text/plain", "later", 5);
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr(GSimpleAction) action = g_simple_action_new ("toast", G_VARIANT_TYPE_STRING);
  g_autofree char *folder = g_dir_make_tmp ("lk-test-save-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "answer.json", NULL);
  g_autofree char *saved = NULL;
  g_autofree char *toast = NULL;
  GStatBuf info;

  g_signal_connect (action, "activate", G_CALLBACK (toast_cb), &toast);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  g_object_set (fixture->view, "exchange", exchange, NULL);
  lk_test_wait_for_text (fixture->view, "2 keys");

  /* The replaced file is readable by others. */
  g_assert_true (g_file_set_contents_full (path, "before", -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  lk_response_view_save (LK_RESPONSE_VIEW (fixture->view), path);
  g_object_set (fixture->view, "exchange", later, NULL);
  lk_test_wait_until (has_string, &toast, 20);
  g_assert_cmpstr (toast, ==, "Answer saved, without its secrets");
  g_assert_true (g_file_get_contents (path, &saved, NULL, NULL));
  g_assert_cmpstr (saved, ==, "{\"n\" : 1.50,\"access_token\":\"[17 characters hidden]\"}");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 077, ==, 0);

  /* Not writable, even for root. */
  g_clear_pointer (&toast, g_free);
  lk_test_wait_for_text (fixture->view, "later");
  lk_response_view_save (LK_RESPONSE_VIEW (fixture->view), "/proc/answer.txt");
  lk_test_wait_until (has_string, &toast, 20);
  g_assert_true (g_str_has_prefix (toast, "The answer could not be saved: "));
}

static void
test_headers (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "text/plain", "x", 1);
  g_autofree char *shown = NULL;
  GtkWidget *name;

  lk_exchange_add_response_header (exchange, "Strict-Transport-Security", "max-age=1");
  lk_exchange_add_response_header (exchange, "X-Odd", "<b>&\xe2\x80\xae" "bold");
  g_object_set (fixture->view, "exchange", exchange, NULL);
  gtk_widget_activate_action (fixture->view, "response.show-view", "s", "headers");
  lk_test_wait_for_text (fixture->view, "Content-Type\ntext/plain\n");
  shown = lk_test_dup_text (fixture->view);
  g_assert_nonnull (strstr (shown, "X-Odd\n<b>&\xef\xbf\xbd" "bold\n"));

  name = lk_test_find_label (fixture->view, "Strict-Transport-Security");
  while (gtk_widget_get_width (name) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (name))));
}

/* The times are shown as text; a reused connection has no steps of its own. */
static void
test_timing (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    LkExchangeTimes times;
    const char *shown;
    const char *not_shown;
  } cases[] = {
    { { 0, 12000, 34000, 41000, 231000, 56000, 380000 }, "Name look-up\n12 ms\nConnect\n34 ms\n", "Reused" },
    { { 0, -1, -1, -1, 231000, 56000, 290000 }, "Wait\n231 ms\nReceive\n56 ms\nTotal\n290 ms\n", "Connect" },
    { { 0, -1, -1, -1, -1, -1, -1 }, "No times are known", "Total" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = exchange_new (200, "OK", "application/json", "[1]", 3);
      g_autofree char *shown = NULL;

      lk_exchange_set_times (exchange, &cases[i].times);
      g_object_set (fixture->view, "exchange", exchange, NULL);
      gtk_widget_activate_action (fixture->view, "response.show-view", "s", "timing");
      lk_test_wait_for_text (fixture->view, cases[i].shown);
      shown = lk_test_dup_text (fixture->view);
      g_assert_null (strstr (shown, cases[i].not_shown));
    }
}

static void
test_table (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *drop_down = lk_test_find_type (fixture->view, GTK_TYPE_DROP_DOWN);
  GListModel *views = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));
  guint n = g_list_model_get_n_items (views);

  g_object_set (fixture->view, "table", gtk_label_new ("a table"), NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "table");
  views = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));
  g_assert_cmpuint (g_list_model_get_n_items (views), ==, n + 1);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 0);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 2);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "raw");
  gtk_stack_set_visible_child_name (fixture->stack, "tree");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 1);

  g_object_set (fixture->view, "table", NULL, NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "tree");
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/response-view/bodies", test_bodies },
    { "/response-view/choice", test_choice },
    { "/response-view/layouts", test_layouts },
    { "/response-view/no-cut", test_no_cut },
    { "/response-view/vast", test_vast },
    { "/response-view/no-answer", test_no_answer },
    { "/response-view/dropped", test_dropped },
    { "/response-view/secret", test_secret },
    { "/response-view/beginning", test_beginning },
    { "/response-view/false-beginning", test_false_beginning },
    { "/response-view/hurry", test_hurry },
    { "/response-view/copy", test_copy },
    { "/response-view/strip", test_strip },
    { "/response-view/save", test_save },
    { "/response-view/headers", test_headers },
    { "/response-view/timing", test_timing },
    { "/response-view/table", test_table },
  };

  lk_test_widgets_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
