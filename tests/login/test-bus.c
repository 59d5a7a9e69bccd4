/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: test-bus LATCHKEY-WINDOW
 *
 * What other programs of the session can ask of the window over D-Bus. Nothing of it starts a sign-in, for that takes a
 * click (SECURITY.md L4). */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <libsoup/soup.h>

#include "lk-secret-vault.h"
#include "lk-test.h"

#define ID "7e2b4a7c-52c8-4c0e-9d0c-0a4f0e6a9b11"
#define APPLICATION_PATH "/io/github/latchkey/Latchkey"
#define WINDOW_PATH APPLICATION_PATH "/window/1"
#define SECONDS 30

typedef struct
{
  SoupServer *server;        /* owned: the token endpoint */
  guint n_requests;
  GDBusConnection *bus;      /* owned */
  GSubprocess *window;       /* owned */
} Fixture;

static const char *program;

static void
token_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture *fixture = user_data;

  fixture->n_requests++;
  soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
}

/* A connection that needs no page: a sign-in would ask for a token at once. */
static void
save_connection (const char *base)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "latchkey", "connections.json", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr(LkVault) vault = lk_secret_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  text = g_strdup_printf ("{\"version\":1,\"connections\":[{\"id\":\"" ID "\",\"name\":\"Acme\",\"kind\":\"custom\","
                          "\"client-id\":\"latchkey\",\"grant\":\"client-credentials\",\"authorize-url\":\"%s\","
                          "\"token-url\":\"%s\",\"api-base\":\"%s\",\"scopes\":[\"read\"]}]}", base, base, base);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  lk_vault_store_async (vault, ID, LK_VAULT_KIND_CLIENT_SECRET, "Latchkey", "s3cret", NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_vault_store_finish (vault, result, &error);
  g_assert_no_error (error);
}

static gboolean
owns_name (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(GVariant) reply = g_dbus_connection_call_sync (
    fixture->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
    g_variant_new ("(s)", LK_APP_ID), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &owned);

  return owned;
}

/* Returns: (nullable): the answer; NULL for a refusal */
static GVariant *
call (Fixture    *fixture,
      const char *path,
      const char *interface,
      const char *method,
      GVariant   *arguments)
{
  g_autoptr(GAsyncResult) result = NULL;

  g_dbus_connection_call (fixture->bus, LK_APP_ID, path, interface, method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE,
                          SECONDS * 1000, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return g_dbus_connection_call_finish (fixture->bus, result, NULL);
}

static gboolean
shows_window (gpointer data)
{
  g_autoptr(GVariant) actions = call (data, WINDOW_PATH, "org.gtk.Actions", "List", NULL);

  return actions != NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base = NULL;
  GSList *uris;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, token_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  base = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  save_connection (base);

  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  fixture->window = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, NULL);
  g_assert_no_error (error);
  lk_test_wait_until (owns_name, fixture, SECONDS);
  lk_test_wait_until (shows_window, fixture, SECONDS);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_send_signal (fixture->window, SIGTERM);
  g_subprocess_wait (fixture->window, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (fixture->window);
  g_object_unref (fixture->bus);
  g_object_unref (fixture->server);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
list_actions (Fixture    *fixture,
              const char *path)
{
  g_autoptr(GVariant) reply = call (fixture, path, "org.gtk.Actions", "List", NULL);
  g_autofree char **names = NULL;
  g_autoptr(GVariant) list = NULL;
  gsize length;

  g_assert_nonnull (reply);
  list = g_variant_get_child_value (reply, 0);
  names = (char **) g_variant_get_strv (list, &length);
  qsort (names, length, sizeof *names, compare_names);

  return g_strjoinv (" ", names);
}

/* Each of them opens a window or closes one. */
static void
test_exported (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *application = list_actions (fixture, APPLICATION_PATH);
  g_autofree char *window = list_actions (fixture, WINDOW_PATH);

  g_assert_cmpstr (application, ==, "about preferences quit shortcuts");
  g_assert_cmpstr (window, ==, "");
}

static void
test_no_sign_in (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const names[] = { "sign-in", "account.sign-in", "app.sign-in", "win.sign-in", "token.sign-in" };
  static const char *const paths[] = { APPLICATION_PATH, WINDOW_PATH };
  g_autoptr(GVariant) ping = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *detailed = g_strdup_printf ("%s::" ID, names[i]);
      GVariant *target = g_variant_new ("(ss)", ID, "read write chat");
      g_autoptr(GVariant) reply = NULL;

      g_variant_ref_sink (target);
      reply = call (fixture, APPLICATION_PATH, "org.freedesktop.Application", "ActivateAction",
                    g_variant_new_parsed ("(%s, [<%@(ss)>], @a{sv} {})", names[i], target));
      g_clear_pointer (&reply, g_variant_unref);
      reply = call (fixture, APPLICATION_PATH, "org.freedesktop.Application", "ActivateAction",
                    g_variant_new_parsed ("(%s, @av [], @a{sv} {})", detailed));
      for (gsize k = 0; k < G_N_ELEMENTS (paths); k++)
        {
          g_clear_pointer (&reply, g_variant_unref);
          reply = call (fixture, paths[k], "org.gtk.Actions", "Activate",
                        g_variant_new_parsed ("(%s, [<%@(ss)>], @a{sv} {})", names[i], target));
        }
      g_variant_unref (target);
    }

  /* The window has seen them all when it answers what was asked after them. */
  ping = call (fixture, APPLICATION_PATH, "org.freedesktop.DBus.Peer", "Ping", NULL);
  g_assert_nonnull (ping);
  g_clear_pointer (&ping, g_variant_unref);
  ping = call (fixture, APPLICATION_PATH, "org.freedesktop.Application", "Activate",
               g_variant_new_parsed ("(@a{sv} {},)"));
  g_assert_nonnull (ping);
  lk_test_spin (500);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_assert_cmpint (argc, >, 1);
  program = argv[argc - 1];
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/bus/exported", Fixture, NULL, set_up, test_exported, tear_down);
  g_test_add ("/bus/no-sign-in", Fixture, NULL, set_up, test_no_sign_in, tear_down);

  return g_test_run ();
}
