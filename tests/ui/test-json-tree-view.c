/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-json-row-view.h"
#include "lk-json-tree-view.h"
#include "lk-test-widgets.h"
#include "lk-test.h"

typedef struct
{
  GtkWidget *tree;
  GtkWidget *window;
  GtkListView *list;
  LkJsonIndex *index;
} Fixture;

static void
show (Fixture    *fixture,
      const char *text,
      gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;

  g_clear_object (&fixture->index);
  fixture->index = lk_json_index_new (bytes, NULL, NULL, &error);
  g_assert_no_error (error);
  lk_json_tree_view_set_index (LK_JSON_TREE_VIEW (fixture->tree), fixture->index);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  text)
{
  fixture->tree = lk_json_tree_view_new ();
  fixture->window = lk_test_window_new (fixture->tree, 600, 500);
  fixture->list = GTK_LIST_VIEW (lk_test_find_type (fixture->tree, GTK_TYPE_LIST_VIEW));
  show (fixture, text, strlen (text));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  text)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->tree), (gpointer *) &fixture->tree);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (fixture->tree);
  g_assert_finalize_object (fixture->index);
}

static GtkSingleSelection *
get_selection (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->list));
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture)));
}

/* Simulates a key press on the list. */
static gboolean
press (Fixture         *fixture,
       guint            keyval,
       GdkModifierType  state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->list));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }
  gtk_test_widget_wait_for_draw (fixture->window);

  return handled;
}

static LkJsonRowView *
find_row (GtkWidget  *widget,
          const char *path)
{
  LkJsonRowView *found = NULL;

  if (LK_IS_JSON_ROW_VIEW (widget) && lk_json_row_view_get_row (LK_JSON_ROW_VIEW (widget)) != NULL)
    {
      LkJsonRow *row = lk_json_row_view_get_row (LK_JSON_ROW_VIEW (widget));
      g_autofree char *its = lk_json_index_get_path (lk_json_row_get_index (row), lk_json_row_get_value (row)->start);

      return g_str_equal (its, path) ? LK_JSON_ROW_VIEW (widget) : NULL;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, path);

  return found;
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
has_text (gpointer data)
{
  char **text = data;

  return *text != NULL;
}

static void
assert_copies (Fixture    *fixture,
               const char *action,
               const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (gtk_widget_activate_action (fixture->tree, action, NULL));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->tree), NULL, clipboard_cb, &text);
  lk_test_wait_until (has_text, &text, 20);
  g_assert_cmpstr (text, ==, expected);
}

/* Values are shown literally, in one line, and never parsed as anything else. */
static void
test_values (Fixture       *fixture,
             gconstpointer  text)
{
  static const struct
  {
    const char *json;
    const char *shown[3];
  } cases[] = {
    { "{\"chats\":[{},{}],\"count\":2}", { "chats\n2 items  [{}, {}]\narray\n", "count\n2\nnumber\n" } },
    { "{\"a\":{\"b\":1}}", { "a\n1 key  {b: 1}\nobject\n" } },
    { "{\"k\":1,\"k\":2}", { "k\n1\nnumber\n", "k\n2\nnumber\n" } },
    { "[123456789012345678901234567890.000001e999]", { "0\n123456789012345678901234567890.000001e999\nnumber\n" } },
    { "[\"a\\u0000b\"]", { "“a\\u0000b”\nstring\n" } },
    { "[\"\\ud800\"]", { "“\\ud800”\nstring\n" } },
    { "[\"one\\ntwo \\u202e x\"]", { "“one\\ntwo \\u202e x”\nstring\n" } },
    { "[\"<b>&amp;\"]", { "“<b>&amp;”\nstring\n" } },
    { "[true,null,[]]", { "true\nboolean\n", "null\nnull\n", "0 items\narray\n" } },
    { "{\"\":\"\"}", { "“”\nstring\n" } },
    { "7", { "$\n7\nnumber\n" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = NULL;

      show (fixture, cases[i].json, strlen (cases[i].json));
      shown = lk_test_dup_text (GTK_WIDGET (fixture->list));
      for (gsize k = 0; k < G_N_ELEMENTS (cases[i].shown) && cases[i].shown[k] != NULL; k++)
        {
          if (strstr (shown, cases[i].shown[k]) == NULL)
            g_error ("%s is shown as\n%s", cases[i].json, shown);
        }
    }
}

static void
test_long (Fixture       *fixture,
           gconstpointer  text)
{
  g_autoptr(GString) json = g_string_new ("{\"long\":\"");

  for (guint i = 0; i < 5 * 1000 * 1000; i++)
    g_string_append_c (json, 'x');
  g_string_append (json, "\"}");
  show (fixture, json->str, json->len);
  lk_test_wait_for_text (fixture->tree, "x… (5.0\xc2\xa0MB in all)");

  lk_json_tree_view_reveal (LK_JSON_TREE_VIEW (fixture->tree), 8);
  json->str[json->len - 2] = '\0';
  assert_copies (fixture, "json.copy-value", json->str + strlen ("{\"long\":\""));
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  text)
{
  const char *json = text;
  const char *name = strstr (json, "\"A\\");
  const char *visitor = strstr (json, "{\"full");

  g_assert_true (lk_json_tree_view_reveal (LK_JSON_TREE_VIEW (fixture->tree), (gsize) (name - json)));
  assert_copies (fixture, "json.copy-value", "A\tnn");
  assert_copies (fixture, "json.copy-json", "\"A\\tnn\"");
  assert_copies (fixture, "json.copy-path", "$.chats[1].visitor[\"full name\"]");
  assert_copies (fixture, "json.copy-pointer", "/chats/1/visitor/full name");

  g_assert_true (lk_json_tree_view_reveal (LK_JSON_TREE_VIEW (fixture->tree), (gsize) (visitor - json)));
  assert_copies (fixture, "json.copy-value", "{\"full name\" : \"A\\tnn\"}");
}

/* The arrow keys reach all rows, and the focus follows. */
static void
test_keyboard (Fixture       *fixture,
               gconstpointer  text)
{
  GtkSingleSelection *selection = get_selection (fixture);
  GtkWidget *focus;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->list));
  gtk_single_selection_set_selected (selection, 0);
  g_assert_cmpuint (count_rows (fixture), ==, 3);

  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 1);
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 2);

  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_first_child (focus) == GTK_WIDGET (find_row (fixture->tree, "$.chats[0]")));

  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 1);
  g_assert_true (press (fixture, GDK_KEY_asterisk, GDK_SHIFT_MASK));
  g_assert_cmpuint (count_rows (fixture), ==, 7);

  /* Other keys propagate. */
  g_assert_false (press (fixture, GDK_KEY_Down, 0));
  g_assert_false (press (fixture, GDK_KEY_Right, GDK_ALT_MASK));
}

/* Simulates a click on a row, so many pixels from the start of its line. */
static void
press_row (Fixture    *fixture,
           const char *path,
           double      from_start)
{
  GtkWidget *view = GTK_WIDGET (find_row (fixture->tree, path));
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->list));
  gboolean rtl = gtk_widget_get_direction (view) == GTK_TEXT_DIR_RTL;
  double x = rtl ? gtk_widget_get_width (view) - from_start : from_start;
  double y = 5;

  gtk_widget_translate_coordinates (view, GTK_WIDGET (fixture->list), x, y, &x, &y);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) gesture = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (gesture)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
        g_signal_emit_by_name (gesture, "pressed", 1, x, y);
    }
  gtk_test_widget_wait_for_draw (fixture->window);
}

/* A click on the arrow expands and collapses; beside it, or without an arrow, it does not. */
static void
test_arrow (Fixture       *fixture,
            gconstpointer  text)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      gtk_widget_set_default_direction (directions[i]);
      g_assert_cmpuint (count_rows (fixture), ==, 3);

      press_row (fixture, "$.chats", 16 + 8);
      g_assert_cmpuint (count_rows (fixture), ==, 5);
      press_row (fixture, "$.chats", 16 + 30);
      g_assert_cmpuint (count_rows (fixture), ==, 5);
      press_row (fixture, "$.chats", 16 + 8);
      press_row (fixture, "$.count", 16 + 8);
      g_assert_cmpuint (count_rows (fixture), ==, 3);
    }

  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* The accessible name of a row says what it shows. */
static void
test_accessible (Fixture       *fixture,
                 gconstpointer  text)
{
  static const struct
  {
    const char *path;
    const char *said;
  } cases[] = {
    { "$", "$, object, 2 keys, 1 of 1" },
    { "$.chats", "$.chats, array, 2 items, 1 of 2" },
    { "$.chats[1].visitor[\"full name\"]", "$.chats[1].visitor[\"full name\"], string, “A\\tnn”, 1 of 1" },
    { "$.count", "$.count, number, 2, 2 of 2" },
  };
  GtkWidget *item;

  gtk_single_selection_set_selected (get_selection (fixture), 0);
  gtk_widget_activate_action (fixture->tree, "json.expand-all", NULL);
  gtk_test_widget_wait_for_draw (fixture->window);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LkJsonRowView *view = find_row (fixture->tree, cases[i].path);

      g_test_message ("%s", cases[i].path);
      g_assert_nonnull (view);
      item = gtk_widget_get_parent (GTK_WIDGET (view));
      gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_LABEL, cases[i].said);
    }

  item = gtk_widget_get_parent (GTK_WIDGET (find_row (fixture->tree, "$.chats")));
  gtk_test_accessible_assert_state (item, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Left, 0);
  gtk_test_accessible_assert_state (item, GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
}

static void
test_reveal (Fixture       *fixture,
             gconstpointer  text)
{
  const char *json = text;

  g_assert_true (lk_json_tree_view_reveal (LK_JSON_TREE_VIEW (fixture->tree), (gsize) (strstr (json, "\"A\\") - json)));
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (lk_test_find_label (fixture->tree, "“A\\tnn”"));
  g_assert_nonnull (lk_test_find_label (fixture->tree, "$.chats[1].visitor[\"full name\"]"));
}

static void
test_values_alone (Fixture       *fixture,
                   gconstpointer  text)
{
  const char *json = text;
  g_autoptr(GArray) lineage = lk_json_index_get_lineage (fixture->index, (gsize) (strstr (json, "{\"full") - json));
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (LkJsonValue));

  g_array_append_val (values, g_array_index (lineage, LkJsonValue, lineage->len - 1));
  lk_json_tree_view_set_values (LK_JSON_TREE_VIEW (fixture->tree), values);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_nonnull (lk_test_find_label (GTK_WIDGET (fixture->list), "$.chats[1].visitor"));

  lk_json_tree_view_set_values (LK_JSON_TREE_VIEW (fixture->tree), NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 3);
}

/* Keys do nothing in an empty tree and on rows that cannot be expanded. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  text)
{
  static const char *const actions[] = {
    "json.copy-value", "json.copy-json", "json.copy-path", "json.copy-pointer", "json.expand-all", "json.collapse",
  };

  gtk_single_selection_set_selected (get_selection (fixture), 2);
  gtk_widget_activate_action (fixture->tree, "json.expand-all", NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 3);

  lk_json_tree_view_set_index (LK_JSON_TREE_VIEW (fixture->tree), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_activate_action (fixture->tree, actions[i], NULL);
  g_assert_false (press (fixture, GDK_KEY_Right, 0));
  g_assert_false (lk_json_tree_view_reveal (LK_JSON_TREE_VIEW (fixture->tree), 0));
}

/* A million siblings are expanded, and the last of them is revealed. */
static void
test_many (Fixture       *fixture,
           gconstpointer  text)
{
  const guint n = 1000 * 1000;
  g_autoptr(GString) json = g_string_new ("[0");

  for (guint i = 1; i < n; i++)
    g_string_append (json, ",1");
  g_string_append (json, ",\"last\"]");
  show (fixture, json->str, json->len);
  g_assert_cmpuint (count_rows (fixture), ==, n + 2);

  g_assert_true (lk_json_tree_view_reveal (LK_JSON_TREE_VIEW (fixture->tree), json->len - strlen ("\"last\"]")));
  lk_test_wait_for_text (GTK_WIDGET (fixture->list), "1000000\n“last”\n");
}

int
main (int    argc,
      char **argv)
{
  static const char text[] = "{\"chats\": [{}, {\"visitor\": {\"full name\" : \"A\\tnn\"}}], \"count\": 2}";
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer text);
  } tests[] = {
    { "/json-tree-view/values", test_values },
    { "/json-tree-view/long", test_long },
    { "/json-tree-view/copy", test_copy },
    { "/json-tree-view/keyboard", test_keyboard },
    { "/json-tree-view/arrow", test_arrow },
    { "/json-tree-view/accessible", test_accessible },
    { "/json-tree-view/reveal", test_reveal },
    { "/json-tree-view/values-alone", test_values_alone },
    { "/json-tree-view/nothing", test_nothing },
    { "/json-tree-view/many", test_many },
  };

  lk_test_widgets_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, text, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
