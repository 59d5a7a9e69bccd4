/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "lk-clipboard.h"
#include "lk-test.h"

#define SECRET "canary-5Qk2-secret"

/* A window whose action `win.toast` records its messages, as the program’s window has. */
typedef struct
{
  GtkWidget *window;
  char *toast;
} Fixture;

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  Fixture *fixture = data;

  g_free (fixture->toast);
  fixture->toast = g_variant_dup_string (parameter, NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const GActionEntry entries[] = { { "toast", toast_cb, "s", NULL, NULL } };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), fixture);
  fixture->window = gtk_window_new ();
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (group));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lk_clipboard_clear (gdk_display_get_default ());
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_free (fixture->toast);
}

static char *
read_as (GdkClipboard *clipboard,
         const char   *type)
{
  const char *types[] = { type, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) spliced = NULL;
  g_autoptr(GInputStream) input = NULL;
  g_autoptr(GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr(GBytes) bytes = NULL;

  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  input = gdk_clipboard_read_finish (clipboard, result, NULL, NULL);
  if (input == NULL)
    return NULL;

  g_output_stream_splice_async (output, input,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, lk_test_async_cb, &spliced);
  lk_test_wait (&spliced);
  g_assert_cmpint (g_output_stream_splice_finish (output, spliced, NULL), >=, 0);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* What another program reads; NULL if there is nothing. */
static char *
read_from_outside (const char *selection)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *output = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                              "xclip", "-o", "-selection", selection, NULL);
  g_assert_nonnull (process);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_true (g_subprocess_communicate_utf8_finish (process, result, &output, NULL, NULL));

  return g_subprocess_get_successful (process) ? g_steal_pointer (&output) : NULL;
}

static gboolean
is_not_ours (gpointer data)
{
  return !lk_clipboard_holds_secret (gdk_display_get_default ());
}

static void
test_copied (Fixture       *fixture,
             gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window);
  g_autofree char *text = NULL;
  g_autofree char *hint = NULL;

  lk_clipboard_copy_secret (fixture->window, SECRET, 30);

  g_assert_true (lk_clipboard_holds_secret (gdk_display_get_default ()));
  g_assert_cmpstr (fixture->toast, ==, "Copied; cleared in 30 seconds");
  text = read_as (clipboard, "text/plain;charset=utf-8");
  g_assert_cmpstr (text, ==, SECRET);
  hint = read_as (clipboard, "x-kde-passwordManagerHint");
  g_assert_cmpstr (hint, ==, "secret");
  g_assert_null (gdk_clipboard_get_content (gtk_widget_get_primary_clipboard (fixture->window)));
}

static void
test_not_storable (Fixture       *fixture,
                   gconstpointer  data)
{
  GdkContentProvider *content;
  g_autoptr(GdkContentFormats) formats = NULL;

  lk_clipboard_copy_secret (fixture->window, SECRET, 30);

  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->window));
  formats = gdk_content_provider_ref_storable_formats (content);
  g_assert_false (gdk_content_formats_contain_mime_type (formats, "text/plain"));
  g_assert_false (gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8"));
}

static void
test_cleared_in_time (Fixture       *fixture,
                      gconstpointer  data)
{
  lk_clipboard_copy_secret (fixture->window, SECRET, 1);
  g_assert_true (lk_clipboard_holds_secret (gdk_display_get_default ()));

  lk_test_wait_until (is_not_ours, NULL, 30);
  g_assert_null (gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->window)));
}

/* A second copy has its own timer: the first timer must not clear it. */
static void
test_copied_twice (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *text = NULL;

  lk_clipboard_copy_secret (fixture->window, "first", 1);
  lk_clipboard_copy_secret (fixture->window, SECRET, 60);
  lk_test_spin (2500);

  text = read_as (gtk_widget_get_clipboard (fixture->window), "text/plain;charset=utf-8");
  g_assert_cmpstr (text, ==, SECRET);
}

static void
test_other_text_survives (Fixture       *fixture,
                          gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window);
  g_autofree char *text = NULL;

  lk_clipboard_copy_secret (fixture->window, SECRET, 1);
  lk_clipboard_copy_text (fixture->window, "not a secret", "Copied");
  g_assert_cmpstr (fixture->toast, ==, "Copied");
  lk_test_spin (2500);
  lk_clipboard_clear (gdk_display_get_default ());

  text = read_as (clipboard, "text/plain;charset=utf-8");
  g_assert_cmpstr (text, ==, "not a secret");
}

/* Read by another program over X11: present at first, on CLIPBOARD only, gone when the owner has ended. */
static void
test_from_outside (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *found = NULL;
  g_autofree char *primary = NULL;
  g_autofree char *after = NULL;

  if (g_find_program_in_path ("xclip") == NULL)
    {
      g_test_skip ("xclip is not installed");
      return;
    }

  lk_clipboard_copy_secret (fixture->window, SECRET, 60);
  found = read_from_outside ("clipboard");
  primary = read_from_outside ("primary");
  g_assert_cmpstr (found, ==, SECRET);
  g_assert_null (primary);

  lk_clipboard_clear (gdk_display_get_default ());
  after = read_from_outside ("clipboard");
  g_assert_cmpstr (after, ==, NULL);
}

/* The copy of another program is not cleared. */
static void
test_other_program (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GSubprocess) other = NULL;
  g_autofree char *found = NULL;

  if (g_find_program_in_path ("xclip") == NULL)
    {
      g_test_skip ("xclip is not installed");
      return;
    }

  lk_clipboard_copy_secret (fixture->window, SECRET, 2);
  other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                            "xclip", "-i", "-quiet", "-selection", "clipboard", NULL);
  g_assert_nonnull (other);
  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (other), "theirs", 6, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (other), NULL, NULL));
  lk_test_wait_until (is_not_ours, NULL, 30);

  lk_test_spin (3000);
  lk_clipboard_clear (gdk_display_get_default ());
  found = read_from_outside ("clipboard");
  g_assert_cmpstr (found, ==, "theirs");
  g_subprocess_force_exit (other);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  adw_init ();

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/clipboard/copied", test_copied);
  ADD ("/clipboard/not-storable", test_not_storable);
  ADD ("/clipboard/cleared-in-time", test_cleared_in_time);
  ADD ("/clipboard/copied-twice", test_copied_twice);
  ADD ("/clipboard/other-text-survives", test_other_text_survives);
  ADD ("/clipboard/from-outside", test_from_outside);
  ADD ("/clipboard/other-program", test_other_program);

  return g_test_run ();
}
