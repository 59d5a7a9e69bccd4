/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-paths.h"
#include "lk-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static guint
mode_of (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);

  return info.st_mode & 0777;
}

/* The test program lies in the build folder, not in a `bin`: the configured prefix holds. */
static void
test_prefix (void)
{
  g_autofree char *locale = lk_paths_get_locale_dir ();
  g_autofree char *schemas = lk_paths_get_schema_dir ();
  g_autofree char *absent = lk_paths_get_program ("no-such-program");
  g_autofree char *sibling = lk_paths_get_program ("test-paths");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  g_assert_cmpstr (lk_paths_get_prefix (), ==, LK_PREFIX);
  g_assert_true (g_path_is_absolute (locale));
  g_assert_true (g_path_is_absolute (schemas));
  g_assert_true (g_str_has_suffix (schemas, "/glib-2.0/schemas"));
  g_assert_cmpstr (sibling, ==, self);
  g_assert_true (g_path_is_absolute (absent));
  g_assert_true (g_str_has_suffix (absent, "/" LK_LIBEXECDIR "/no-such-program"));
}

/* A copy of this program in a folder for programs answers with the tree that this is in: see main (). */
static void
test_moved (gconstpointer place)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *root = g_dir_make_tmp ("latchkey-paths-XXXXXX", NULL);
  g_autofree char *bin = g_build_filename (root, place, NULL);
  g_autofree char *copy = g_build_filename (bin, "moved", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *output = NULL;
  g_autofree char *expected = g_strdup_printf ("%s\n%s/%s\n", root, root, LK_LOCALEDIR);
  char *arguments[] = { copy, (char *) "--print-prefix", NULL };
  g_autoptr(GError) error = NULL;
  gsize length;
  int status;

  g_assert_cmpint (g_mkdir_with_parents (bin, 0700), ==, 0);
  g_assert_true (g_file_get_contents (self, &contents, &length, NULL));
  g_assert_true (g_file_set_contents_full (copy, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0700, NULL));

  g_assert_true (g_spawn_sync (NULL, arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (output, ==, expected);

  g_assert_cmpint (g_unlink (copy), ==, 0);
  /* Up to the root: the folder for programs may be several deep. */
  while (strlen (bin) >= strlen (root))
    {
      char *parent = g_path_get_dirname (bin);

      g_assert_cmpint (g_rmdir (bin), ==, 0);
      g_free (bin);
      bin = parent;
    }
}

static void
test_private (void)
{
  g_autofree char *folder = lk_paths_get_data_dir ();
  g_autofree char *path = g_build_filename (folder, "deeper", "connections.json", NULL);
  g_autofree char *deeper = g_path_get_dirname (path);
  g_autofree char *victim = g_build_filename (folder, "victim", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_str_has_prefix (folder, g_get_user_data_dir ()));
  g_assert_cmpuint (mode_of (folder), ==, 0700);

  g_assert_true (lk_paths_write_private (path, "one", -1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (deeper), ==, 0700);
  g_assert_cmpuint (mode_of (path), ==, 0600);

  /* A file that others could read does not stay so, and a link does not lead elsewhere. */
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  g_assert_true (lk_paths_write_private (path, "two\0three", 9, &error));
  g_assert_cmpuint (mode_of (path), ==, 0600);

  g_assert_true (g_file_set_contents (victim, "kept", -1, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink (victim, path), ==, 0);
  g_assert_true (lk_paths_write_private (path, "four", -1, &error));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "four");
  g_assert_true (g_file_get_contents (victim, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "kept");
}

static void
test_private_fails (void)
{
  g_autofree char *folder = lk_paths_get_data_dir ();
  g_autofree char *file = g_build_filename (folder, "plain-file", NULL);
  g_autofree char *below = g_build_filename (file, "connections.json", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_paths_write_private (file, "", -1, NULL));
  g_assert_false (lk_paths_write_private (below, "x", -1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--print-prefix"))
    {
      g_autofree char *locale = lk_paths_get_locale_dir ();

      g_print ("%s\n%s\n", lk_paths_get_prefix (), locale);
      return 0;
    }

  /* The widest possible: whatever is private is so by our own doing. */
  umask (0);
  lk_test_init (&argc, &argv);

  g_test_add_func ("/paths/prefix", test_prefix);
  g_test_add_data_func ("/paths/moved/bin", "bin", test_moved);
  g_test_add_data_func ("/paths/moved/libexec", LK_LIBEXECDIR, test_moved);
  g_test_add_func ("/paths/private", test_private);
  g_test_add_func ("/paths/private/fails", test_private_fails);

  return g_test_run ();
}
