/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Returns: the folder that @folder is @suffix of; NULL where it is not */
static char *
strip_suffix (const char *folder,
              const char *suffix)
{
  g_autofree char *end = g_strconcat (G_DIR_SEPARATOR_S, suffix, NULL);

  return g_str_has_suffix (folder, end) ? g_strndup (folder, strlen (folder) - strlen (end)) : NULL;
}

static char *
find_prefix (void)
{
  static const char *const places[] = { "bin", LK_LIBEXECDIR };
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = executable != NULL ? g_path_get_dirname (executable) : NULL;

  for (gsize i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      char *prefix = strip_suffix (folder, places[i]);

      if (prefix != NULL)
        return prefix;
    }

  return g_strdup (LK_PREFIX);
}

/* Meson gives folders relative to the prefix, unless somebody configured an absolute one outside of it. */
static char *
below_prefix (const char *folder)
{
  return g_path_is_absolute (folder) ? g_strdup (folder) : g_build_filename (lk_paths_get_prefix (), folder, NULL);
}

/**
 * lk_paths_get_prefix:
 *
 * Finds the root of the installed tree: where the running executable lies in one of the tree's folders for programs,
 * the folder that they are below; else (it runs from the build folder) the configured prefix.
 *
 * Returns: (transfer none): an absolute path
 */
const char *
lk_paths_get_prefix (void)
{
  static char *prefix = NULL;

  if (g_once_init_enter (&prefix))
    g_once_init_leave (&prefix, find_prefix ());

  return prefix;
}

/**
 * lk_paths_get_locale_dir:
 *
 * Returns: (transfer full) (type filename): the folder of the translations, for bindtextdomain()
 */
char *
lk_paths_get_locale_dir (void)
{
  return below_prefix (LK_LOCALEDIR);
}

/**
 * lk_paths_get_schema_dir:
 *
 * Returns: (transfer full) (type filename): the folder of the compiled settings schemas
 */
char *
lk_paths_get_schema_dir (void)
{
  g_autofree char *data = below_prefix (LK_DATADIR);

  return g_build_filename (data, "glib-2.0", "schemas", NULL);
}

/**
 * lk_paths_get_program:
 * @name: one of the three programs, such as "latchkey-sign-in"
 *
 * Finds another program of the same build or installation: beside the running one, else in the installed tree's folder
 * for programs that are not started by hand.
 *
 * Returns: (transfer full) (type filename): its path
 */
char *
lk_paths_get_program (const char *name)
{
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = executable != NULL ? g_path_get_dirname (executable) : g_strdup (LK_PREFIX);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *hidden = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&path);

  hidden = below_prefix (LK_LIBEXECDIR);

  return g_build_filename (hidden, name, NULL);
}

/**
 * lk_paths_get_data_dir:
 *
 * Names the user's own folder for Latchkey, `$XDG_DATA_HOME/latchkey`, and makes it, for nobody else to enter, when
 * it is absent. Failing that, the first write into it reports why.
 *
 * Returns: (transfer full) (type filename): an absolute path
 */
char *
lk_paths_get_data_dir (void)
{
  char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s cannot be made: %s", folder, g_strerror (errno));

  return folder;
}

/* A newer GLib gives the new file the mode of the one it replaces. */
static void
make_private (const char *path)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    return;

  if (fchmod (fd, 0600) != 0)
    g_debug ("%s keeps its mode: %s", path, g_strerror (errno));
  close (fd);
}

/**
 * lk_paths_write_private:
 * @path: (type filename): the file to write
 * @contents: what it shall hold
 * @length: the length of @contents in bytes, or -1 if it ends in a NUL
 * @error: where to put a `G_FILE_ERROR`
 *
 * Writes a file that nobody but the user may read: mode 0600, in a folder that is made 0700 when absent, whatever the
 * umask. The file is replaced whole or not at all, and is on the disk when this returns; a symbolic link at @path is
 * replaced, not followed.
 *
 * Returns: whether it was written
 */
gboolean
lk_paths_write_private (const char  *path,
                        const char  *contents,
                        gssize       length,
                        GError     **error)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (contents != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", folder, g_strerror (code));
      return FALSE;
    }

  make_private (path);

  return g_file_set_contents_full (path,
                                   contents != NULL ? contents : "",
                                   length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}
