/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: bench-display JSON-FILE
 *
 * What it costs to show an answer, in the view that shows it and on a display: how soon its first rows are there, how
 * long nothing else can happen meanwhile, and whether memory grows with the number of answers. Run by with-display. */
#include "config.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lk-json-row-view.h"
#include "lk-json-tree-view.h"
#include "lk-response-view.h"
#include "lk-test-widgets.h"
#include "lk-test.h"

#define MB 1000000
#define WIDTH 900
#define HEIGHT 700
#define N_ROUNDS 7
#define N_RESPONSES 100
#define SETTLED_FRAMES 3
#define SETTLED_USEC 100000

typedef struct
{
  GtkWidget   *window;
  GtkWidget   *view;
  GtkListView *list;
  GdkFrameClock *clock;

  gint64       painted_at;   /* the first frame with rows since it was last 0 */
  gint64       last_frame;
  gboolean     rows_wanted;  /* of a tree of JSON; else any frame counts */
} Scene;

/* When the loop last came back from waiting, and how long it was away at most since that was last reset. */
static gint64 away_since;
static gint64 longest_away;

/* What the loop does from one wait to the next is what keeps everything else from happening. */
static int
poll_func (GPollFD *descriptors,
           guint    n_descriptors,
           int      timeout)
{
  int n;

  longest_away = MAX (longest_away, g_get_monotonic_time () - away_since);
  n = g_poll (descriptors, n_descriptors, timeout);
  away_since = g_get_monotonic_time ();

  return n;
}

static gboolean
has_rows (GtkWidget *list)
{
  for (GtkWidget *item = gtk_widget_get_first_child (list); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *child = gtk_widget_get_first_child (item);

      if (LK_IS_JSON_ROW_VIEW (child) && gtk_widget_get_mapped (child) &&
          lk_json_row_view_get_row (LK_JSON_ROW_VIEW (child)) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
after_paint_cb (Scene *scene)
{
  scene->last_frame = g_get_monotonic_time ();
  if (scene->painted_at == 0 && (!scene->rows_wanted || has_rows (GTK_WIDGET (scene->list))))
    scene->painted_at = scene->last_frame;
}

static void
scene_open (Scene     *scene,
            GtkWidget *view,
            GtkWidget *list)
{
  scene->view = view;
  scene->window = lk_test_window_new (view, WIDTH, HEIGHT);
  scene->list = GTK_LIST_VIEW (list != NULL ? list
                                            : lk_test_find_type (lk_test_find_type (view, LK_TYPE_JSON_TREE_VIEW),
                                                                 GTK_TYPE_LIST_VIEW));
  scene->rows_wanted = list == NULL;
  scene->clock = gtk_widget_get_frame_clock (scene->window);
  g_signal_connect_swapped (scene->clock, "after-paint", G_CALLBACK (after_paint_cb), scene);
}

static void
scene_close (Scene *scene)
{
  g_signal_handlers_disconnect_by_data (scene->clock, scene);
  gtk_window_destroy (GTK_WINDOW (scene->window));
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A long answer's beginning is shown before the whole is. */
static gboolean
is_whole (Scene *scene)
{
  g_autoptr(LkJsonRow) row = NULL;

  if (!scene->rows_wanted)
    return TRUE;

  row = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (scene->list)), 0);

  return !lk_json_index_is_unfinished (lk_json_row_get_index (row), lk_json_row_get_value (row)->start);
}

/* Until all is there, something has been painted, and nothing for a while. */
static void
settle (Scene *scene)
{
  guint timer = g_timeout_add (20, wake_cb, NULL);

  scene->last_frame = 0;
  while (!is_whole (scene) || scene->last_frame == 0 || g_get_monotonic_time () - scene->last_frame < SETTLED_USEC)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

static LkExchange *
exchange_new (GBytes *body)
{
  LkExchange *exchange = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://acme.zendesk.com/api/v2/chat/chats");

  lk_exchange_set_response (exchange, 200, "OK");
  lk_exchange_add_response_header (exchange, "Content-Type", "application/json");
  lk_exchange_set_body (exchange, body, g_bytes_get_size (body));
  lk_exchange_finish (exchange, NULL);

  return exchange;
}

/* Shows an answer whose last byte has just come; returns the time to the first frame with its rows. */
static double
show (Scene  *scene,
      GBytes *body)
{
  g_autoptr(LkExchange) exchange = exchange_new (body);
  gint64 begin = g_get_monotonic_time ();

  scene->painted_at = 0;
  g_object_set (scene->view, "exchange", exchange, NULL);
  /* The rows of the answer before are gone at once. */
  while (scene->painted_at == 0)
    g_main_context_iteration (NULL, TRUE);

  return (double) (scene->painted_at - begin) / G_USEC_PER_SEC;
}

static void
scroll_to (Scene  *scene,
           double  part)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (scene->list));
  double room = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  g_assert_cmpfloat (room, >, 0);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment) + part * room);
  settle (scene);
}

static void
begin_watch (void)
{
  away_since = g_get_monotonic_time ();
  longest_away = 0;
}

static double
end_watch (void)
{
  return (double) MAX (longest_away, g_get_monotonic_time () - away_since) / G_USEC_PER_SEC;
}

/* From the last byte on: its rows, an array of 28,000 opened, its middle and its end. */
static double
stall_of_response (Scene  *scene,
                   GBytes *body,
                   guint  *n_rows)
{
  double stall;

  begin_watch ();
  show (scene, body);
  settle (scene);
  gtk_widget_activate_action (GTK_WIDGET (scene->list), "list.activate-item", "u", 1);
  settle (scene);
  *n_rows = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (scene->list)));
  scroll_to (scene, 0.5);
  scroll_to (scene, 1);
  stall = end_watch ();

  return stall;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* The same on the least that a list can be. The labels are there before: only the list's own work is counted. */
static double
stall_of_labels (guint n_rows)
{
  Scene scene = { 0 };
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkSliceListModel *slice;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_view_new (NULL, factory);
  double stall;

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *text = g_strdup_printf ("A plain label, number %u", i);

      gtk_string_list_append (strings, text);
    }
  slice = gtk_slice_list_model_new (G_LIST_MODEL (strings), 0, 4);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  scene_open (&scene, scroller, list);
  settle (&scene);

  begin_watch ();
  {
    g_autoptr(GtkSingleSelection) selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (slice)));

    gtk_list_view_set_model (GTK_LIST_VIEW (list), GTK_SELECTION_MODEL (selection));
  }
  settle (&scene);
  gtk_slice_list_model_set_size (slice, n_rows);
  settle (&scene);
  scroll_to (&scene, 0.5);
  scroll_to (&scene, 1);
  stall = end_watch ();

  scene_close (&scene);
  g_object_unref (slice);

  return stall;
}

int
main (int    argc,
      char **argv)
{
  const char *path = argc > 1 ? argv[1] : NULL;
  Scene scene = { 0 };
  double firsts[2][N_ROUNDS], stalls[2][N_ROUNDS];
  double after_10 = 0, after_100 = 0;
  guint n_rows = 0;

  lk_test_widgets_init (&argc, &argv);
  away_since = g_get_monotonic_time ();
  g_main_context_set_poll_func (NULL, poll_func);
  scene_open (&scene, lk_response_view_new (), NULL);

  /* Memory first, before the heap has held anything large. */
  for (guint i = 1; i <= N_RESPONSES; i++)
    {
      g_autoptr(GBytes) body = g_string_free_to_bytes (bench_document (2 * MB));

      show (&scene, body);
      settle (&scene);
      if (i == 10)
        after_10 = (double) lk_test_resident () / MB;
    }
  after_100 = (double) lk_test_resident () / MB;

  {
    g_autoptr(GBytes) small = g_string_free_to_bytes (bench_document (1));
    g_autoptr(GBytes) large = g_string_free_to_bytes (bench_document (100 * MB));

    for (guint i = 0; i < N_ROUNDS; i++)
      {
        firsts[1][i] = show (&scene, small);
        settle (&scene);
        firsts[0][i] = show (&scene, large);
        settle (&scene);
      }

    for (guint i = 0; i < N_ROUNDS; i++)
      {
        stalls[0][i] = stall_of_response (&scene, large, &n_rows);
        g_assert_cmpuint (n_rows, >, 28000);
        stalls[1][i] = stall_of_labels (n_rows);
      }
  }
  scene_close (&scene);

  bench_add ("first rows of 100 MB, from the last byte on", "ms", bench_median (firsts[0], N_ROUNDS) * 1e3, "of 1 kB",
             bench_median (firsts[1], N_ROUNDS) * 1e3, BENCH_AT_MOST, 3);
  bench_add ("longest stall while 100 MB come and are scrolled, 28,000 rows opened", "ms",
             bench_median (stalls[0], N_ROUNDS) * 1e3, "as many plain labels", bench_median (stalls[1], N_ROUNDS) * 1e3,
             BENCH_AT_MOST, 1.2);
  bench_add ("memory after 100 answers of 2 MB", "MB", after_100, "after 10", after_10, BENCH_AT_MOST, 1.1);

  return bench_finish (path);
}
