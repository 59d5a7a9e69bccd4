/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lk-practice-data.h"

/* So many chats are made; a longer document holds them again and again. */
#define N_CHATS 4000

typedef struct
{
  char      *figure;
  char      *unit;
  double     value;
  char      *reference;
  double     reference_value;
  BenchGoal  goal;
  double     target;
} Row;

static GArray *rows;

/**
 * bench_document:
 * @length: about how many bytes
 *
 * Returns: (transfer full): an answer of the service with so many of the practice account's chats; the same every time
 */
GString *
bench_document (gsize length)
{
  static GPtrArray *chats;
  GString *text = g_string_sized_new (length + 65536);
  guint n = 0;

  if (chats == NULL)
    {
      chats = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < N_CHATS; i++)
        {
          g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

          json_node_take_object (node, lk_practice_data_chat (i));
          g_ptr_array_add (chats, json_to_string (node, FALSE));
        }
    }

  g_string_append (text, "{\"chats\":[");
  for (; text->len < length; n++)
    {
      if (n > 0)
        g_string_append_c (text, ',');
      g_string_append (text, chats->pdata[n % N_CHATS]);
    }
  g_string_append_printf (text, "],\"count\":%u,\"next_url\":null}", n);

  return text;
}

static double
shortest (clockid_t clock,
          BenchFunc func,
          gpointer  data,
          guint     repeats)
{
  double best = INFINITY;

  for (guint i = 0; i < repeats; i++)
    {
      struct timespec begin;
      struct timespec end;

      clock_gettime (clock, &begin);
      func (data);
      clock_gettime (clock, &end);
      best = MIN (best, end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) * 1e-9);
    }

  return best;
}

/**
 * bench_cpu_seconds:
 * @func: what to measure, which does all in this thread
 * @data: for it
 * @repeats: how often
 *
 * The processor's time, not the clock's: what else runs on the machine does not count.
 *
 * Returns: the shortest time that it took
 */
double
bench_cpu_seconds (BenchFunc func,
                   gpointer  data,
                   guint     repeats)
{
  return shortest (CLOCK_THREAD_CPUTIME_ID, func, data, repeats);
}

/**
 * bench_seconds:
 * @func: what to measure
 * @data: for it
 * @repeats: how often
 *
 * The clock's time, which is what counts where several threads work: to be trusted only if nothing else runs.
 *
 * Returns: the shortest time that it took
 */
double
bench_seconds (BenchFunc func,
               gpointer  data,
               guint     repeats)
{
  return shortest (CLOCK_MONOTONIC, func, data, repeats);
}

/**
 * bench_proc_kb:
 * @file: `/proc/PID/status` or `/proc/PID/smaps_rollup`
 * @name: a line of it, such as `VmHWM` or `Pss`
 *
 * Returns: what it says, in kB; 0 if there is no such line
 */
double
bench_proc_kb (const char *file,
               const char *name)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return 0;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strlen (name);

      if (strncmp (lines[i], name, length) == 0 && lines[i][length] == ':')
        return g_ascii_strtod (lines[i] + length + 1, NULL);
    }

  return 0;
}

/**
 * bench_peak_bytes:
 * @func: what to measure; it leaves what it has made
 * @data: for it
 *
 * Runs it in a child process of its own.
 *
 * Returns: by how much the memory of the process grew at most
 */
double
bench_peak_bytes (BenchFunc func,
                  gpointer  data)
{
  double grown = 0;
  int ends[2];
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);

  if (child == 0)
    {
      double before = bench_proc_kb ("/proc/self/status", "VmRSS");

      func (data);
      grown = (bench_proc_kb ("/proc/self/status", "VmHWM") - before) * 1024;
      if (write (ends[1], &grown, sizeof grown) != sizeof grown)
        _exit (1);
      _exit (0);
    }

  close (ends[1]);
  g_assert_cmpint (read (ends[0], &grown, sizeof grown), ==, sizeof grown);
  close (ends[0]);
  waitpid (child, NULL, 0);

  return grown;
}

static double
get_ratio (const Row *row)
{
  if (row->reference == NULL)
    return row->value;

  return row->goal == BENCH_AT_LEAST ? row->reference_value / row->value : row->value / row->reference_value;
}

static gboolean
is_reached (const Row *row)
{
  return row->goal == BENCH_AT_LEAST ? get_ratio (row) >= row->target : get_ratio (row) <= row->target;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

/**
 * bench_median:
 * @values: measured values, which it sorts
 * @n: how many, at least one
 *
 * Returns: the one in the middle, which a few odd ones do not move
 */
double
bench_median (double *values,
              gsize   n)
{
  qsort (values, n, sizeof *values, compare);

  return values[n / 2];
}

/**
 * bench_add:
 * @figure: what was measured
 * @unit: of both values
 * @value: how much it is
 * @reference: (nullable): what it is compared with; %NULL: the value itself has a target
 * @reference_value: how much that is
 * @goal: whether the ratio is to be at most the target, or how many times less than the reference the value is at least
 * @target: the ratio to reach
 *
 * Notes a figure.
 */
void
bench_add (const char *figure,
           const char *unit,
           double      value,
           const char *reference,
           double      reference_value,
           BenchGoal   goal,
           double      target)
{
  Row row = {
    .figure = g_strdup (figure),
    .unit = g_strdup (unit),
    .value = value,
    .reference = g_strdup (reference),
    .reference_value = reference_value,
    .goal = goal,
    .target = target,
  };

  if (rows == NULL)
    rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_append_val (rows, row);
}

static JsonNode *
to_json (void)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "figure");
      json_builder_add_string_value (builder, row->figure);
      json_builder_set_member_name (builder, "unit");
      json_builder_add_string_value (builder, row->unit);
      json_builder_set_member_name (builder, "value");
      json_builder_add_double_value (builder, row->value);
      if (row->reference != NULL)
        {
          json_builder_set_member_name (builder, "reference");
          json_builder_add_string_value (builder, row->reference);
          json_builder_set_member_name (builder, "reference-value");
          json_builder_add_double_value (builder, row->reference_value);
          json_builder_set_member_name (builder, "ratio");
          json_builder_add_double_value (builder, get_ratio (row));
        }
      json_builder_set_member_name (builder, row->goal == BENCH_AT_LEAST ? "at-least" : "at-most");
      json_builder_add_double_value (builder, row->target);
      json_builder_set_member_name (builder, "reached");
      json_builder_add_boolean_value (builder, is_reached (row));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

static void
print_row (const Row *row)
{
  g_autofree char *value = g_strdup_printf ("%.4g %s", row->value, row->unit);
  g_autofree char *ratio = row->reference != NULL ? g_strdup_printf ("%.2f×", get_ratio (row)) : g_strdup ("–");
  g_autofree char *reference =
      row->reference != NULL ? g_strdup_printf ("%s: %.4g %s", row->reference, row->reference_value, row->unit)
                             : g_strdup ("–");
  g_autofree char *target = g_strdup_printf ("%s %.3g%s", row->goal == BENCH_AT_LEAST ? "≥" : "≤", row->target,
                                             row->reference != NULL ? "×" : "");

  printf ("| %s | %s | %s | %s | %s | %s |\n", row->figure, value, reference, ratio, target,
          is_reached (row) ? "yes" : "no");
}

/**
 * bench_finish:
 * @path: (nullable): where to write the figures as JSON
 *
 * Prints them as a table.
 *
 * Returns: the exit status: 0 if every target is reached
 */
int
bench_finish (const char *path)
{
  gboolean reached = TRUE;

  printf ("| figure | value | reference | ratio | to reach | reached |\n|---|---|---|---|---|---|\n");
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      print_row (row);
      reached &= is_reached (row);
    }

  if (path != NULL)
    {
      g_autoptr(JsonNode) root = to_json ();
      g_autofree char *text = json_to_string (root, TRUE);
      g_autoptr(GError) error = NULL;

      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
    }

  return reached ? 0 : 1;
}
