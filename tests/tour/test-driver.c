/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver against a small program: what it says is there is there, and what it does arrives. */
#include "config.h"

#include <stdio.h>
#include <sys/wait.h>

#include "lk-driver.h"

typedef struct
{
  LkDriver *driver;
  char     *folder;
} Fixture;

static const char *specimen;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *const argv[] = { specimen, NULL };

  fixture->folder = g_dir_make_tmp ("latchkey-driver-XXXXXX", NULL);
  fixture->driver = lk_driver_new (fixture->folder);
  lk_driver_start (fixture->driver, argv);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const pictures[] = { "plain.png" };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, pictures[i], NULL);

      remove (path);
    }

  lk_driver_free (fixture->driver);
  g_assert_cmpint (remove (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
assert_said (LkDriver   *driver,
             const char *text)
{
  g_object_unref (lk_driver_find (driver, LK_KIND_LABEL, text));
}

static void
test_press (Fixture       *fixture,
            gconstpointer  data)
{
  assert_said (fixture->driver, "Nothing yet");
  lk_driver_press (fixture->driver, LK_KIND_BUTTON, "Press Me");
  assert_said (fixture->driver, "Pressed");
  lk_driver_wait_gone (fixture->driver, LK_KIND_LABEL, "Nothing yet");

  g_assert_null (lk_driver_look (fixture->driver, LK_KIND_BUTTON, "Press"));
  g_assert_false (lk_driver_is_sensitive (fixture->driver, LK_KIND_BUTTON, "Not Now"));
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  lk_driver_click (fixture->driver, LK_KIND_BUTTON, "Press Me");
  assert_said (fixture->driver, "Pressed");
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;

  lk_driver_fill (fixture->driver, "Subdomain", "acme");
  assert_said (fixture->driver, "Typed: acme");

  lk_driver_click (fixture->driver, LK_KIND_ENTRY, "Subdomain");
  lk_driver_key (fixture->driver, "ctrl+a");
  lk_driver_type (fixture->driver, "it's \"b\" #1");
  assert_said (fixture->driver, "Typed: it's \"b\" #1");

  text = lk_driver_read (fixture->driver, LK_KIND_ENTRY, "Subdomain");
  g_assert_cmpstr (text, ==, "it's \"b\" #1");
}

static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  lk_driver_set_switch (fixture->driver, "Verify", TRUE);
  assert_said (fixture->driver, "On");
  lk_driver_set_switch (fixture->driver, "Verify", TRUE);
  lk_driver_pause (fixture->driver, 300);
  assert_said (fixture->driver, "On");
  lk_driver_set_switch (fixture->driver, "Verify", FALSE);
  assert_said (fixture->driver, "Off");
}

/* What lies on a page of a stack that is not shown is not there. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_null (lk_driver_look (fixture->driver, LK_KIND_LABEL, "Behind"));
  lk_driver_press (fixture->driver, LK_KIND_TAB, "Behind It");
  g_object_unref (lk_driver_find (fixture->driver, LK_KIND_LABEL, "Behind"));
  lk_driver_press (fixture->driver, LK_KIND_TAB, "Form");
  lk_driver_wait_gone (fixture->driver, LK_KIND_LABEL, "Behind");
}

static void
test_dialog (Fixture       *fixture,
             gconstpointer  data)
{
  lk_driver_press (fixture->driver, LK_KIND_BUTTON, "Menu");
  lk_driver_press (fixture->driver, LK_KIND_MENU_ITEM, "Remove*");
  lk_driver_press (fixture->driver, LK_KIND_BUTTON, "Remove");
  assert_said (fixture->driver, "Pressed");
  lk_driver_wait_gone (fixture->driver, LK_KIND_LABEL, "Remove It[?]");
}

static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plain.png", NULL);
  g_autofree char *tree = lk_driver_dump (fixture->driver);
  g_autofree char *clipboard = NULL;

  g_assert_nonnull (strstr (tree, "Specimen (one)"));

  lk_driver_look_in (fixture->driver, "Specimen*");
  lk_driver_resize (fixture->driver, 360, 600);
  lk_driver_set_dark (fixture->driver, TRUE);
  assert_said (fixture->driver, "Scheme: dark");
  lk_driver_picture (fixture->driver, "plain");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  lk_driver_press (fixture->driver, LK_KIND_BUTTON, "Copy");
  assert_said (fixture->driver, "Copied");
  clipboard = lk_driver_get_clipboard (fixture->driver);
  g_assert_cmpstr (clipboard, ==, "copied text");
}

static void
test_quit (Fixture       *fixture,
           gconstpointer  data)
{
  int status;

  lk_driver_press (fixture->driver, LK_KIND_BUTTON, "Close");
  status = lk_driver_wait_exit (fixture->driver);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_cmpint (lk_driver_get_pid (fixture->driver), ==, 0);
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  if (g_test_subprocess ())
    {
      const char *const argv[] = { "true", NULL };
      LkDriver *driver = lk_driver_new (g_get_user_cache_dir ());

      lk_driver_start (driver, argv);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ended while the window*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* libatspi warns of programs that are just starting or ending. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  specimen = argv[1];

  g_test_add ("/driver/press", Fixture, NULL, set_up, test_press, tear_down);
  g_test_add ("/driver/click", Fixture, NULL, set_up, test_click, tear_down);
  g_test_add ("/driver/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add ("/driver/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/driver/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  g_test_add ("/driver/dialog", Fixture, NULL, set_up, test_dialog, tear_down);
  g_test_add ("/driver/window", Fixture, NULL, set_up, test_window, tear_down);
  g_test_add ("/driver/quit", Fixture, NULL, set_up, test_quit, tear_down);
  g_test_add ("/driver/failure", Fixture, NULL, NULL, test_failure, NULL);

  return g_test_run ();
}
