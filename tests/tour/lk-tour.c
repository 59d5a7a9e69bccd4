/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "lk-tour.h"

/* A desktop where nothing moves: what is seen is settled, and a caret does not make a page look new. The font is one
 * that people have: GTK's own choice on a bare display is wider, and pages are laid out otherwise. */
static void
set_up_desktop (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "gtk-4.0", NULL);
  g_autofree char *path = g_build_filename (folder, "settings.ini", NULL);
  const char *settings = "[Settings]\n"
                         "gtk-enable-animations=false\n"
                         "gtk-cursor-blink=false\n"
                         "gtk-font-name=Cantarell 11\n";

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents (path, settings, -1, NULL))
    g_error ("cannot write %s", path);
}

/**
 * lk_tour_new:
 * @program: the installed program
 * @folder: where this chapter's pictures go
 *
 * Makes ready for a chapter, in the session that with-session has made. Nothing runs yet.
 *
 * Returns: (transfer full): what the chapter is played with
 */
LkTour *
lk_tour_new (const char *program,
             const char *folder)
{
  LkTour *tour = g_new0 (LkTour, 1);

  set_up_desktop ();
  tour->program = g_strdup (program);
  tour->folder = g_strdup (folder);
  tour->driver = lk_driver_new (folder);
  tour->secrets = g_ptr_array_new_with_free_func (g_free);
  tour->listeners = g_ptr_array_new_with_free_func (g_object_unref);

  return tour;
}

/**
 * lk_tour_free:
 * @tour: a tour
 *
 * Ends the program, when it still runs, and the listeners.
 */
void
lk_tour_free (LkTour *tour)
{
  lk_driver_free (tour->driver);
  g_ptr_array_unref (tour->secrets);
  g_ptr_array_unref (tour->listeners);
  g_free (tour->origin);
  g_free (tour->program);
  g_free (tour->folder);
  g_free (tour);
}

/**
 * lk_tour_say:
 * @tour: a tour
 * @format: what is done next, as of printf()
 * @...: for @format
 *
 * Tells who watches what is being done.
 */
void
lk_tour_say (LkTour     *tour,
             const char *format,
             ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  printf ("  %s\n", text);
  fflush (stdout);
}

/**
 * lk_tour_check:
 * @tour: a tour
 * @condition: what must hold
 * @format: what is wrong if it does not, as of printf()
 * @...: for @format
 *
 * Ends the tour when something is not as it must be.
 */
void
lk_tour_check (LkTour     *tour,
               gboolean    condition,
               const char *format,
               ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (condition)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  lk_driver_fail (tour->driver, "%s", text);
}

/**
 * lk_tour_sees:
 * @tour: a tour
 * @text: a pattern
 *
 * Returns: whether a text like that can be read in the window now
 */
gboolean
lk_tour_sees (LkTour     *tour,
              const char *text)
{
  g_autoptr(AtspiAccessible) label = lk_driver_look (tour->driver, LK_KIND_LABEL, text);

  return label != NULL;
}

/**
 * lk_tour_see:
 * @tour: a tour
 * @text: a pattern
 *
 * Waits until a text like that can be read in the window.
 */
void
lk_tour_see (LkTour     *tour,
             const char *text)
{
  g_autoptr(AtspiAccessible) label = lk_driver_find (tour->driver, LK_KIND_LABEL, text);

  g_assert (label != NULL);
}

/**
 * lk_tour_open:
 * @tour: a tour
 *
 * Starts the program with all its debug messages, into a file that is searched for secrets later, and gives its window
 * the usual size.
 */
void
lk_tour_open (LkTour *tour)
{
  g_autofree char *home = g_path_get_dirname (g_get_home_dir ());
  g_autofree char *output = g_build_filename (home, "output.txt", NULL);
  const char *const argv[] = {
    "sh", "-c", "exec env G_MESSAGES_DEBUG=all \"$0\" >>\"$1\" 2>&1", tour->program, output, NULL,
  };

  lk_driver_start (tour->driver, argv);
  lk_driver_resize (tour->driver, LK_TOUR_WIDE_WIDTH, LK_TOUR_WIDE_HEIGHT);
}

/**
 * lk_tour_quit:
 * @tour: a tour
 *
 * Quits the program by its key and checks that it ended well, with nothing critical to say.
 */
void
lk_tour_quit (LkTour *tour)
{
  g_autofree char *home = g_path_get_dirname (g_get_home_dir ());
  g_autofree char *path = g_build_filename (home, "output.txt", NULL);
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;

  lk_driver_key (tour->driver, "ctrl+q");
  lk_tour_check (tour, lk_driver_wait_exit (tour->driver) == 0, "the program did not end well");

  g_file_get_contents (path, &output, NULL, NULL);
  lines = g_strsplit (output != NULL ? output : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    lk_tour_check (tour,
                   strstr (lines[i], "CRITICAL") == NULL &&
                     !g_regex_match_simple ("latchkey-.*WARNING", lines[i], 0, 0),
                   "the program complained: %s", lines[i]);
}

/**
 * lk_tour_picture:
 * @tour: a tour
 * @name: the file's name, without a suffix
 *
 * Takes one picture of the window as it is.
 */
void
lk_tour_picture (LkTour     *tour,
                 const char *name)
{
  lk_driver_picture (tour->driver, name);
}

/**
 * lk_tour_pictures:
 * @tour: a tour
 * @name: the start of the files' names
 *
 * Takes four pictures of the main window: light and dark, wide and as narrow as a telephone. It must fit each.
 */
void
lk_tour_pictures (LkTour     *tour,
                  const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);
  g_autofree char *narrow = g_strconcat (name, "-narrow", NULL);
  g_autofree char *narrow_dark = g_strconcat (name, "-narrow-dark", NULL);

  lk_driver_picture (tour->driver, name);
  lk_driver_set_dark (tour->driver, TRUE);
  lk_driver_picture (tour->driver, dark);
  lk_driver_resize (tour->driver, LK_TOUR_NARROW_WIDTH, LK_TOUR_NARROW_HEIGHT);
  lk_driver_picture (tour->driver, narrow_dark);
  lk_driver_set_dark (tour->driver, FALSE);
  lk_driver_picture (tour->driver, narrow);
  lk_driver_resize (tour->driver, LK_TOUR_WIDE_WIDTH, LK_TOUR_WIDE_HEIGHT);
}

/**
 * lk_tour_run:
 * @tour: a tour
 * @input: (nullable): its standard input
 * @argv: a program and its arguments
 *
 * Runs another program to its end.
 *
 * Returns: (transfer full) (nullable): what it printed, without the last newline; %NULL when it failed
 */
char *
lk_tour_run (LkTour             *tour,
             const char         *input,
             const char *const  *argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *output = NULL;

  process = g_subprocess_newv (argv,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  lk_tour_check (tour, process != NULL, "%s does not start: %s", argv[0], error != NULL ? error->message : "");
  lk_tour_check (tour, g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &output, NULL, &error),
                 "%s: %s", argv[0], error != NULL ? error->message : "");

  return g_subprocess_get_successful (process) ? g_strchomp (g_steal_pointer (&output)) : NULL;
}

/**
 * lk_tour_dup_connection:
 * @tour: a tour
 * @member: a member of the saved connection, such as `redirect-uri`
 *
 * Reads the file of connections, as the first of them was saved.
 *
 * Returns: (transfer full) (nullable): its text, %NULL when there is none
 */
char *
lk_tour_dup_connection (LkTour     *tour,
                        const char *member)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "latchkey", "connections.json", NULL);
  g_autofree char *pattern = g_strdup_printf ("\"%s\"\\s*:\\s*\"([^\"]*)\"", member);
  g_autofree char *text = NULL;
  g_autoptr(GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *value = NULL;
  g_auto(GStrv) parts = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_regex_match (regex, text, 0, &match))
    return NULL;

  /* JSON may escape a slash. */
  value = g_match_info_fetch (match, 1);
  parts = g_strsplit (value, "\\/", -1);

  return g_strjoinv ("/", parts);
}

/**
 * lk_tour_dup_keyring_item:
 * @tour: a tour
 * @kind: `token` or `client-secret`
 *
 * Asks the keyring with its own tool, as another program would.
 *
 * Returns: (transfer full) (nullable): the first connection's secret of that kind, %NULL when there is none
 */
char *
lk_tour_dup_keyring_item (LkTour     *tour,
                          const char *kind)
{
  g_autofree char *id = lk_tour_dup_connection (tour, "id");
  char *item;

  if (id == NULL)
    return NULL;

  item = lk_tour_run (tour, NULL, (const char *const[]) { "secret-tool", "lookup", "xdg:schema", LK_APP_ID,
                                                           "connection", id, "kind", kind, NULL });
  if (item != NULL && *item == '\0')
    g_clear_pointer (&item, g_free);

  return item;
}

static gboolean
has_token (LkDriver *driver,
           gpointer  user_data)
{
  g_autofree char *item = lk_tour_dup_keyring_item (user_data, "token");

  return item != NULL;
}

static gboolean
has_no_token (LkDriver *driver,
              gpointer  user_data)
{
  return !has_token (driver, user_data);
}

static char *
find_member (const char *json,
             const char *member)
{
  g_autofree char *pattern = g_strdup_printf ("\"%s\"\\s*:\\s*\"([^\"]+)\"", member);
  g_autoptr(GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match (regex, json, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/**
 * lk_tour_wait_token:
 * @tour: a tour
 *
 * Waits until the keyring holds a token, and remembers it as a secret that must be found nowhere else.
 *
 * Returns: (transfer full): the access token
 */
char *
lk_tour_wait_token (LkTour *tour)
{
  g_autofree char *item = NULL;
  g_autofree char *refresh = NULL;
  char *token;

  lk_driver_wait_for (tour->driver, "the token to be in the keyring", has_token, tour);
  item = lk_tour_dup_keyring_item (tour, "token");

  refresh = find_member (item, "refresh_token");
  if (refresh != NULL)
    lk_tour_learn_secret (tour, refresh);

  token = find_member (item, "access_token");
  lk_tour_check (tour, token != NULL, "the keyring's item holds no access token");
  lk_tour_learn_secret (tour, token);

  return token;
}

/**
 * lk_tour_wait_no_token:
 * @tour: a tour
 *
 * Waits until the keyring holds no token.
 */
void
lk_tour_wait_no_token (LkTour *tour)
{
  lk_driver_wait_for (tour->driver, "the token to leave the keyring", has_no_token, tour);
}
