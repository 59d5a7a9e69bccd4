/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity page, over what a practice account really answered. */
#include "config.h"

#include "latchkey-resources.h"
#include "lk-activity-page.h"
#include "lk-test-page.h"
#include "lk-test.h"

typedef struct
{
  LkTestPage *test;
  LkActivityPage *page;    /* borrowed */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->test = lk_test_page_new ();
  lk_test_page_sign_in (fixture->test, "read", -1);
  fixture->page = LK_ACTIVITY_PAGE (lk_activity_page_new (lk_workspace_get_log (fixture->test->workspace),
                                                          lk_connection_get_id (fixture->test->connection)));
  lk_test_page_show (fixture->test, GTK_WIDGET (fixture->page));
  lk_test_page_wait (fixture->test, "Nothing to Show");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lk_test_page_free (fixture->test);
}

static void
call (Fixture    *fixture,
      const char *path,
      const char *label)
{
  LkChatService *service = lk_account_get_service (fixture->test->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_service_send_async (service, "GET", path, NULL, NULL, label, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  exchange = lk_chat_service_send_finish (service, result, NULL, &error);
  g_assert_no_error (error);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  call (fixture, "agents/me", "Good call");
  call (fixture, "chats/absent", "Bad call");
  lk_test_page_wait (fixture->test, "Good call");
  lk_test_page_wait (fixture->test, "Bad call");
  lk_test_page_wait (fixture->test, "404");
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 2);

  lk_activity_page_set_filter (fixture->page, FALSE, LK_ACTIVITY_SUCCEEDED);
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 1);
  lk_test_page_wait_gone (fixture->test, "Bad call");

  lk_activity_page_set_filter (fixture->page, FALSE, LK_ACTIVITY_FAILED);
  lk_test_page_wait (fixture->test, "Bad call");
  lk_test_page_wait_gone (fixture->test, "Good call");
}

/* Who comes to the page finds the newest selected. */
static void
test_newest (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *label = g_strdup_printf ("Call %u", i);

      call (fixture, i < 11 ? "agents/me" : "chats/absent", label);
    }
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  lk_test_page_wait (fixture->test, "Call 11");
  lk_test_page_wait (fixture->test, "404 Not Found");
}

/* What another connection sends is shown on request alone. */
static void
test_connections (Fixture       *fixture,
                  gconstpointer  data)
{
  LkExchangeLog *log = lk_workspace_get_log (fixture->test->workspace);
  g_autoptr(LkExchange) foreign = lk_exchange_new (LK_EXCHANGE_PURPOSE_API, "GET", "https://other.test/chats");

  lk_exchange_set_connection (foreign, "another", "Another");
  lk_exchange_set_label (foreign, "Foreign call");
  lk_exchange_log_add (log, foreign);
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 0);

  lk_activity_page_set_filter (fixture->page, TRUE, LK_ACTIVITY_ALL);
  lk_test_page_wait (fixture->test, "Foreign call");
  lk_test_page_wait (fixture->test, "Running");

  /* It is followed to its end. */
  lk_activity_page_set_filter (fixture->page, TRUE, LK_ACTIVITY_FAILED);
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 0);
  lk_exchange_set_response (foreign, 500, "Broken");
  lk_exchange_finish (foreign, NULL);
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 1);
  lk_test_page_wait (fixture->test, "500");
}

static void
got_text_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return *(char **) data != NULL;
}

/* Neither the command nor the report holds the token. */
static void
test_secrets (Fixture       *fixture,
              gconstpointer  data)
{
  const char *token = lk_token_get_access_token (lk_account_get_token (fixture->test->account));
  g_autofree char *folder = g_dir_make_tmp ("lk-test-activity-XXXXXX", NULL);
  g_autofree char *command = NULL;

  call (fixture, "agents/me", "Good call");
  lk_test_page_wait (fixture->test, "Good call");
  lk_test_page_press (fixture->test, "Copy as curl Command");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->page)), NULL, got_text_cb, &command);
  lk_test_wait_until (has_text, &command, 20);
  g_assert_nonnull (strstr (command, "latchkey token"));
  g_assert_null (strstr (command, token));

  for (guint json = 0; json < 2; json++)
    {
      g_autofree char *path = g_build_filename (folder, json ? "report.json" : "report.txt", NULL);
      g_autofree char *text = NULL;

      g_ptr_array_set_size (fixture->test->toasts, 0);
      lk_activity_page_save (fixture->page, path, json == 1);
      g_assert_true (lk_test_page_said (fixture->test, "Report saved"));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "agents/me"));
      g_assert_null (strstr (text, token));
    }

  /* Where nobody can write, whoever runs the test. */
  lk_activity_page_save (fixture->page, "/proc/report.txt", FALSE);
  g_assert_true (lk_test_page_said (fixture->test, "/proc/report.txt"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lk_register_resource ();
  adw_init ();

  g_test_add ("/activity-page/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/activity-page/connections", Fixture, NULL, set_up, test_connections, tear_down);
  g_test_add ("/activity-page/newest", Fixture, NULL, set_up, test_newest, tear_down);
  g_test_add ("/activity-page/secrets", Fixture, NULL, set_up, test_secrets, tear_down);

  return g_test_run ();
}
