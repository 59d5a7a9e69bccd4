/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock that processes hold one at a time. This program is its own second process. */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "lk-file-lock.h"
#include "lk-test.h"

static const char *self_path;

static char *
make_path (void)
{
  g_autofree char *name = g_uuid_string_random ();

  return g_build_filename (g_get_user_data_dir (), "locks", name, NULL);
}

static LkFileLock *
acquire (const char  *path,
         guint        seconds,
         GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_file_lock_acquire_async (path, seconds, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_file_lock_acquire_finish (result, error);
}

static void
test_exclusive (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(LkFileLock) first = NULL;
  g_autoptr(LkFileLock) second = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf status;

  first = acquire (path, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);

  /* The same process is excluded, too. */
  lk_file_lock_acquire_async (path, 60, NULL, lk_test_async_cb, &result);
  lk_test_spin (300);
  g_assert_null (result);
  g_clear_pointer (&first, lk_file_lock_release);
  lk_test_wait (&result);
  second = lk_file_lock_acquire_finish (result, &error);
  g_assert_no_error (error);

  /* The file stays: a second one by the same name would let two in. */
  g_clear_pointer (&second, lk_file_lock_release);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_time_out (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *other_path = make_path ();
  g_autoptr(LkFileLock) first = acquire (path, 10, NULL);
  g_autoptr(LkFileLock) other = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (first);
  g_assert_null (acquire (path, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);

  /* Another name is another lock. */
  other = acquire (other_path, 0, NULL);
  g_assert_nonnull (other);
}

static void
test_cancel (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(LkFileLock) first = acquire (path, 10, NULL);
  g_autoptr(LkFileLock) again = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_file_lock_acquire_async (path, 60, cancellable, lk_test_async_cb, &result);
  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  g_assert_null (lk_file_lock_acquire_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_pointer (&first, lk_file_lock_release);
  again = acquire (path, 0, NULL);
  g_assert_nonnull (again);
}

/* No way through a link that somebody else laid, and no lock where nothing can be written. */
static void
test_refused (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *target = g_build_filename (folder, "target", NULL);
  g_autofree char *below_file = NULL;
  g_autoptr(GError) link_error = NULL;
  g_autoptr(GError) file_error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_null (acquire (path, 0, &link_error));
  g_assert_nonnull (link_error);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));

  g_assert_true (g_file_set_contents (target, "", 0, NULL));
  below_file = g_build_filename (target, "lock", NULL);
  g_assert_null (acquire (below_file, 0, &file_error));
  g_assert_error (file_error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

/* The kernel gives back the lock of a process that was killed. */
static void
test_killed (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkFileLock) lock = NULL;
  g_autoptr(GError) error = NULL;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, "--hold", path, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "locked");

  lk_file_lock_acquire_async (path, 60, NULL, lk_test_async_cb, &result);
  lk_test_spin (300);
  g_assert_null (result);

  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  lk_test_wait (&result);
  lock = lk_file_lock_acquire_finish (result, &error);
  g_assert_no_error (error);
}

/* The second process: takes the lock and keeps it. */
static int
hold (const char *path)
{
  g_autoptr(LkFileLock) lock = acquire (path, 10, NULL);

  g_assert_nonnull (lock);
  g_print ("locked\n");
  lk_test_spin (60 * 1000);

  return 1;
}

int
main (int   argc,
      char *argv[])
{
  self_path = argv[0];
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return hold (argv[2]);

  lk_test_init (&argc, &argv);

  g_test_add_func ("/file-lock/exclusive", test_exclusive);
  g_test_add_func ("/file-lock/time-out", test_time_out);
  g_test_add_func ("/file-lock/cancel", test_cancel);
  g_test_add_func ("/file-lock/refused", test_refused);
  g_test_add_func ("/file-lock/killed", test_killed);

  return g_test_run ();
}
