/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-connection-list.h"
#include "lk-paths.h"
#include "lk-test-connections.h"
#include "lk-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* A folder of the test's own below the program's. */
static char *
get_path (void)
{
  g_autofree char *folder = lk_paths_get_data_dir ();

  return g_build_filename (folder, g_test_get_path (), "connections.json", NULL);
}

static LkConnection *
make (const char *name)
{
  LkConnection *connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);

  g_object_set (connection, "name", name, "subdomain", "acme", "client-id", "abc", NULL);

  return connection;
}

static guint
mode_of (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);

  return info.st_mode & 0777;
}

static void
test_file (void)
{
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(LkConnectionList) list = lk_connection_list_new (path);
  g_autoptr(LkConnectionList) again = lk_connection_list_new (path);
  g_autoptr(LkConnection) first = make ("First");
  g_autoptr(LkConnection) second = make ("Second");
  LkConnection *found;
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_connection_list_load (list, &message, &error));
  g_assert_null (message);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);

  g_assert_true (lk_test_save (list, LK_CONNECTION_CHANGE_ADD, first, &error));
  g_assert_true (lk_test_save (list, LK_CONNECTION_CHANGE_ADD, second, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (path), ==, 0600);
  g_assert_cmpuint (mode_of (folder), ==, 0700);

  g_assert_true (lk_connection_list_load (again, &message, &error));
  g_assert_null (message);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 2);
  found = lk_connection_list_get_by_id (again, lk_connection_get_id (second));
  g_assert_cmpstr (lk_connection_get_name (found), ==, "Second");
  g_assert_nonnull (lk_connection_list_get_by_name (again, "first"));
  g_assert_null (lk_connection_list_get_by_name (again, "third"));

  g_object_set (second, "name", "Renamed", NULL);
  g_assert_true (lk_test_save (list, LK_CONNECTION_CHANGE_UPDATE, second, &error));
  g_assert_true (lk_test_save (list, LK_CONNECTION_CHANGE_REMOVE, first, &error));
  g_assert_true (lk_connection_list_load (again, &message, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 1);
  g_assert_nonnull (lk_connection_list_get_by_name (again, "Renamed"));
}

/* The window and the command line change the same file; neither undoes what the other did. */
static void
test_two_lists (void)
{
  g_autofree char *path = get_path ();
  g_autoptr(LkConnectionList) window = lk_connection_list_new (path);
  g_autoptr(LkConnectionList) command = lk_connection_list_new (path);
  g_autoptr(LkConnection) a = make ("A");
  g_autoptr(LkConnection) b = make ("B");
  g_autoptr(LkConnection) c = make ("C");
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_connection_list_load (window, NULL, &error));
  g_assert_true (lk_connection_list_load (command, NULL, &error));

  g_assert_true (lk_test_save (window, LK_CONNECTION_CHANGE_ADD, a, &error));
  g_assert_true (lk_test_save (command, LK_CONNECTION_CHANGE_ADD, b, &error));
  g_assert_true (lk_test_save (window, LK_CONNECTION_CHANGE_ADD, c, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window)), ==, 3);

  /* The object of A stays the same one for those who hold it. */
  g_assert_true (lk_connection_list_get_by_id (window, lk_connection_get_id (a)) == a);

  g_assert_true (lk_test_save (command, LK_CONNECTION_CHANGE_REMOVE, b, &error));
  g_assert_true (lk_connection_list_load (window, NULL, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window)), ==, 2);
}

static guint
count_copies (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *copy = g_build_filename (folder, name, NULL);

      if (strstr (name, ".damaged-") == NULL)
        continue;

      g_assert_cmpuint (mode_of (copy), ==, 0600);
      g_assert_cmpint (g_unlink (copy), ==, 0);
      n++;
    }

  return n;
}

static void
test_damaged (void)
{
#define SOUND "{\"id\":\"0c6a3a63-5f2b-4f0e-9c88-3f7ad3d3a001\",\"kind\":\"integrated\",\"name\":\"Sound\"," \
              "\"subdomain\":\"acme\",\"client-id\":\"abc\"}"
#define REFUSED "{\"id\":\"0c6a3a63-5f2b-4f0e-9c88-3f7ad3d3a002\",\"kind\":\"custom\",\"name\":\"Bad\"," \
                "\"client-id\":\"abc\",\"authorize-url\":\"file:///x\",\"token-url\":\"http://a.test/\"}"
  static const struct
  {
    const char *contents;
    guint n_kept;
  } rows[] = {
    { "", 0 },
    { "{\"version\":1,\"connections\":[" SOUND, 0 },
    { "[]", 0 },
    { "{\"version\":1}", 0 },
    { "{\"version\":99,\"connections\":[]}", 0 },
    { "{\"version\":1,\"connections\":7}", 0 },
    { "{\"version\":1,\"connections\":[7,null,\"x\",[]]}", 0 },
    { "{\"version\":1,\"connections\":[" REFUSED "," SOUND "]}", 1 },
    { "{\"version\":1,\"connections\":[" SOUND "],}", 0 },
    { "\xff\xfe", 0 },
  };
  g_autofree char *path = get_path ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkConnectionList) list = lk_connection_list_new (path);
      g_autofree char *message = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (lk_paths_write_private (path, rows[i].contents, -1, &error));
      g_assert_true (lk_connection_list_load (list, &message, &error));
      g_assert_no_error (error);
      g_test_message ("%s", message);
      g_assert_nonnull (message);
      g_assert_nonnull (strstr (message, ".damaged-"));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, rows[i].n_kept);
      g_assert_cmpuint (count_copies (path), ==, 1);
    }
}

static void
test_hostile_size (void)
{
  static const char head[] = "{\"version\":1,\"connections\":[";
  g_autofree char *path = get_path ();
  gsize length = 11 * 1024 * 1024;
  g_autofree char *contents = g_malloc (length);
  g_autofree char *deep = g_strnfill (200000, '[');
  const char *files[] = { contents, deep };
  gsize lengths[] = { length, 200000 };

  memset (contents, ' ', length);
  memcpy (contents, head, strlen (head));

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(LkConnectionList) list = lk_connection_list_new (path);
      g_autofree char *message = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (lk_paths_write_private (path, files[i], (gssize) lengths[i], &error));
      g_assert_true (lk_connection_list_load (list, &message, &error));
      g_assert_no_error (error);
      g_assert_nonnull (message);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
      g_assert_cmpuint (count_copies (path), ==, 1);
    }
}

/* Another process that holds the lock does not hold up the main loop, nor the change once it lets go. */
static void
test_lock_held (void)
{
  g_autofree char *path = get_path ();
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  g_autoptr(LkConnectionList) list = lk_connection_list_new (path);
  g_autoptr(LkConnection) added = make ("Waiting");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int fd;

  g_unlink (path);
  g_assert_true (lk_paths_write_private (lock_path, "", -1, NULL));
  fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);

  lk_connection_list_save_async (list, LK_CONNECTION_CHANGE_ADD, added, NULL, lk_test_async_cb, &result);
  lk_test_spin (200);
  g_assert_null (result);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);

  close (fd);
  lk_test_wait (&result);
  g_assert_true (lk_connection_list_save_finish (list, result, &error));
  g_assert_no_error (error);
  g_assert_true (lk_connection_list_get_by_name (list, "Waiting") == added);
}

/* A change that does not get into the file does not stay in the list either. */
static void
test_failed_save (void)
{
  g_autofree char *path = get_path ();
  g_autoptr(LkConnectionList) list = lk_connection_list_new (path);
  g_autoptr(LkConnection) kept = make ("Kept");
  g_autoptr(LkConnection) edited = NULL;
  g_autoptr(LkConnection) added = make ("Added");
  g_autoptr(GError) error = NULL;
  struct rlimit limit;
  struct rlimit none;

  g_unlink (path);
  g_assert_true (lk_test_save (list, LK_CONNECTION_CHANGE_ADD, kept, &error));
  g_assert_no_error (error);
  edited = g_object_new (LK_TYPE_CONNECTION, "id", lk_connection_get_id (kept), NULL);
  lk_connection_assign (edited, kept);
  g_object_set (edited, "name", "Edited", NULL);

  /* A full disk, as far as this process can tell. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  none = limit;
  none.rlim_cur = 0;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);

  g_assert_false (lk_test_save (list, LK_CONNECTION_CHANGE_ADD, added, &error));
  g_clear_error (&error);
  g_assert_false (lk_test_save (list, LK_CONNECTION_CHANGE_UPDATE, edited, &error));
  g_clear_error (&error);
  g_assert_false (lk_test_save (list, LK_CONNECTION_CHANGE_REMOVE, kept, &error));
  g_clear_error (&error);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_cmpstr (lk_connection_get_name (kept), ==, "Kept");

  g_assert_true (lk_test_save (list, LK_CONNECTION_CHANGE_UPDATE, edited, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lk_connection_get_name (kept), ==, "Edited");
}

int
main (int   argc,
      char *argv[])
{
  umask (0);
  lk_test_init (&argc, &argv);

  g_test_add_func ("/connection-list/file", test_file);
  g_test_add_func ("/connection-list/two", test_two_lists);
  g_test_add_func ("/connection-list/lock-held", test_lock_held);
  g_test_add_func ("/connection-list/damaged", test_damaged);
  g_test_add_func ("/connection-list/hostile-size", test_hostile_size);
  g_test_add_func ("/connection-list/failed-save", test_failed_save);

  return g_test_run ();
}
