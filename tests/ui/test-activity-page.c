/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity page with the traffic of a practice account. */
#include "config.h"

#include "lk-activity-page.h"
#include "lk-test-page.h"
#include "lk-test.h"

typedef struct
{
  LkTestPage *test;
  LkActivityPage *page;    /* not owned */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->test = lk_test_page_new ();
  lk_test_page_sign_in (fixture->test, "read", -1);
  fixture->page = LK_ACTIVITY_PAGE (lk_activity_page_new (lk_workspace_get_log (fixture->test->workspace),
                                                          lk_workspace_get_connections (fixture->test->workspace),
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

/* The newest exchange is selected when the page is shown. */
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

/* Exchanges of other connections are shown only on request. */
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

  /* The row follows the exchange until it is finished. */
  lk_activity_page_set_filter (fixture->page, TRUE, LK_ACTIVITY_FAILED);
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 0);
  lk_exchange_set_response (foreign, 500, "Broken");
  lk_exchange_finish (foreign, NULL);
  g_assert_cmpuint (lk_activity_page_get_n_shown (fixture->page), ==, 1);
  lk_test_page_wait (fixture->test, "500");
}

static LkExchange *
add (LkExchangeLog     *log,
     LkExchangePurpose  purpose,
     const char        *label)
{
  LkExchange *exchange = lk_exchange_new (purpose, "GET", "https://acme.test/chats");

  lk_exchange_set_label (exchange, label);
  lk_exchange_set_connection (exchange, "one", "One");
  lk_exchange_log_add (log, exchange);

  return exchange;
}

static void
finish (LkExchange *exchange,
        guint       status,
        int         code)
{
  g_autoptr(GError) error = code >= 0 ? g_error_new_literal (G_IO_ERROR, code, "It broke off") : NULL;

  if (status > 0)
    lk_exchange_set_response (exchange, status, "Words");
  lk_exchange_finish (exchange, error);
}

static LkActivityPage *
show_log (Fixture       *fixture,
          LkExchangeLog *log)
{
  fixture->page = LK_ACTIVITY_PAGE (lk_activity_page_new (log, lk_workspace_get_connections (fixture->test->workspace),
                                                          "one"));
  gtk_window_set_child (GTK_WINDOW (fixture->test->window), GTK_WIDGET (fixture->page));

  return fixture->page;
}

/* An answer that broke off has failed, whatever its status; a cancelled one has not. */
static void
test_outcomes (Fixture       *fixture,
               gconstpointer  data)
{
  const struct
  {
    guint status;
    int code;
    guint worked;
    guint failed;
    const char *seen;
  } cases[] = {
    { 200, -1, 1, 0, "200" },
    { 302, -1, 1, 0, "302" },
    { 404, -1, 0, 1, "404" },
    { 200, G_IO_ERROR_CONNECTION_CLOSED, 0, 1, "It broke off" },
    { 0, G_IO_ERROR_TIMED_OUT, 0, 1, "No Answer" },
    { 0, G_IO_ERROR_CANCELLED, 0, 0, "Cancelled" },
    { 200, G_IO_ERROR_CANCELLED, 0, 0, "Cancelled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchangeLog) log = lk_exchange_log_new (0);
      g_autoptr(LkExchange) exchange = add (log, LK_EXCHANGE_PURPOSE_API, "A call");
      LkActivityPage *page = show_log (fixture, log);

      lk_test_page_wait (fixture->test, "Running");
      finish (exchange, cases[i].status, cases[i].code);
      lk_test_page_wait (fixture->test, cases[i].seen);
      g_assert_cmpuint (lk_activity_page_get_n_shown (page), ==, 1);
      lk_activity_page_set_filter (page, FALSE, LK_ACTIVITY_SUCCEEDED);
      g_assert_cmpuint (lk_activity_page_get_n_shown (page), ==, cases[i].worked);
      lk_activity_page_set_filter (page, FALSE, LK_ACTIVITY_FAILED);
      g_assert_cmpuint (lk_activity_page_get_n_shown (page), ==, cases[i].failed);
    }
}

/* Dropped bodies are reported above the list and in the row; exchanges may be days old. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (10);
  const LkExchangeTimes times = { .started = G_GINT64_CONSTANT (1777885631) * G_USEC_PER_SEC, .total = 1 };

  show_log (fixture, log);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(LkExchange) exchange = add (log, LK_EXCHANGE_PURPOSE_API, i == 0 ? "First call" : "Later call");
      g_autoptr(GBytes) body = g_bytes_new_static ("{\"n\":1}", 7);

      lk_exchange_set_times (exchange, &times);
      lk_exchange_set_body (exchange, body, 7);
      finish (exchange, 200, -1);
      lk_test_page_wait (fixture->test, i == 0 ? "First call" : "Later call");
      /* The row exists before the body is dropped. */
      lk_test_spin (200);
    }

  lk_test_page_wait (fixture->test, "the bodies of 2 older answers were dropped");
  lk_test_page_wait (fixture->test, "body dropped");
  lk_test_page_wait (fixture->test, "2026-05-04 ");

  for (guint i = 0; i < 4999; i++)
    g_object_unref (add (log, LK_EXCHANGE_PURPOSE_API, "Many calls"));
  lk_test_page_wait (fixture->test, "The earliest 2 requests of this run are listed no more");
}

/* A report of only the latest sign-in and the first call, however long the run. */
static void
test_flow (Fixture       *fixture,
           gconstpointer  data)
{
  const LkExchangePurpose purposes[] = { LK_EXCHANGE_PURPOSE_AUTHORIZE, LK_EXCHANGE_PURPOSE_TOKEN,
                                         LK_EXCHANGE_PURPOSE_API, LK_EXCHANGE_PURPOSE_API };
  static const char *const labels[] = { "The page", "The token", "First call", "Second call" };
  g_autoptr(LkExchangeLog) log = lk_exchange_log_new (0);
  g_autofree char *folder = g_dir_make_tmp ("lk-test-activity-XXXXXX", NULL);

  show_log (fixture, log);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr(LkExchange) exchange = add (log, purposes[i], labels[i]);

      finish (exchange, 200, -1);
    }

  for (guint report = 0; report < 4; report++)
    {
      g_autofree char *path = g_build_filename (folder, "report", NULL);
      g_autofree char *text = NULL;

      lk_activity_page_save (fixture->page, path, report);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, report & LK_ACTIVITY_REPORT_JSON ? "{" : "Report of Latchkey"));
      for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
        g_assert_cmpint (strstr (text, labels[i]) != NULL, ==, i < 3 || !(report & LK_ACTIVITY_REPORT_FLOW));
    }
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
  g_object_set (fixture->test->connection, "name", "Another name", NULL);
  lk_test_page_press (fixture->test, "Copy as curl Command");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->page)), NULL, got_text_cb, &command);
  lk_test_wait_until (has_text, &command, 20);
  g_assert_nonnull (strstr (command, "latchkey token --format=header -- 'Another name' | curl"));
  g_assert_null (strstr (command, token));

  for (guint json = 0; json < 2; json++)
    {
      g_autofree char *path = g_build_filename (folder, json ? "report.json" : "report.txt", NULL);
      g_autofree char *text = NULL;

      g_ptr_array_set_size (fixture->test->toasts, 0);
      lk_activity_page_save (fixture->page, path, json == 1 ? LK_ACTIVITY_REPORT_JSON : 0);
      g_assert_true (lk_test_page_said (fixture->test, "Report saved"));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "agents/me"));
      g_assert_null (strstr (text, token));
    }

  /* Not writable, even for root. */
  lk_activity_page_save (fixture->page, "/proc/report.txt", 0);
  g_assert_true (lk_test_page_said (fixture->test, "/proc/report.txt"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/activity-page/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/activity-page/connections", Fixture, NULL, set_up, test_connections, tear_down);
  g_test_add ("/activity-page/outcomes", Fixture, NULL, set_up, test_outcomes, tear_down);
  g_test_add ("/activity-page/dropped", Fixture, NULL, set_up, test_dropped, tear_down);
  g_test_add ("/activity-page/flow", Fixture, NULL, set_up, test_flow, tear_down);
  g_test_add ("/activity-page/newest", Fixture, NULL, set_up, test_newest, tear_down);
  g_test_add ("/activity-page/secrets", Fixture, NULL, set_up, test_secrets, tear_down);

  return g_test_run ();
}
