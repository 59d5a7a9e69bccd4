/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page after the other, from the practice server and its faults. */
#include "config.h"

#include "lk-chat-loader.h"

#include "lk-json-scan.h"
#include "lk-test-server.h"
#include "lk-test-service.h"
#include "lk-test.h"

#define CHATS "/api/v2/chat/chats"

typedef struct
{
  LkTestService *practice;
  LkChatService *service;
  LkChatLoader *loader;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  n_chats)
{
  fixture->practice = lk_test_service_new (NULL);
  lk_test_service_sign_in (fixture->practice);
  lk_practice_server_set_n_chats (fixture->practice->practice->server, GPOINTER_TO_UINT (n_chats));
  fixture->service = lk_chat_service_new (fixture->practice->source, fixture->practice->client);
  fixture->loader = lk_chat_loader_new (fixture->service);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  n_chats)
{
  g_assert_finalize_object (fixture->loader);
  g_assert_finalize_object (fixture->service);
  lk_test_service_free (fixture->practice);
}

static void
set_fault (Fixture    *fixture,
           const char *fault,
           int         times)
{
  g_assert_true (lk_practice_server_set_fault (fixture->practice->practice->server, fault, times));
}

static guint
count_requests (Fixture *fixture)
{
  return lk_practice_server_count_requests (fixture->practice->practice->server, "GET", CHATS);
}

static LkExchange *
load (Fixture     *fixture,
      const char  *path,
      gboolean    *has_chats,
      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_chat_loader_load_async (fixture->loader, path, NULL, lk_test_async_cb, &result);
  g_assert_true (lk_chat_loader_is_busy (fixture->loader));
  lk_test_wait (&result);
  g_assert_false (lk_chat_loader_is_busy (fixture->loader));

  return lk_chat_loader_finish (fixture->loader, result, NULL, has_chats, error);
}

static void
load_first (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  gboolean has_chats = FALSE;

  exchange = load (fixture, "chats", &has_chats, &error);
  g_assert_no_error (error);
  g_assert_true (has_chats);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 200);
}

static LkExchange *
load_next (Fixture  *fixture,
           GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_chat_loader_next_async (fixture->loader, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_chat_loader_finish (fixture->loader, result, NULL, NULL, error);
}

static LkExchange *
load_all (Fixture  *fixture,
          GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_chat_loader_all_async (fixture->loader, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_chat_loader_finish (fixture->loader, result, NULL, NULL, error);
}

static void
assert_state (Fixture   *fixture,
              guint      n_chats,
              guint      n_pages,
              LkChatEnd  end)
{
  g_assert_cmpuint (lk_chat_list_get_n (lk_chat_loader_get_list (fixture->loader)), ==, n_chats);
  g_assert_cmpuint (lk_chat_loader_get_n_pages (fixture->loader), ==, n_pages);
  g_assert_cmpint (lk_chat_loader_get_end (fixture->loader), ==, end);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  n_chats)
{
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkExchange) none = NULL;
  g_autoptr(GError) error = NULL;

  assert_state (fixture, 0, 0, LK_CHAT_END_NONE);
  load_first (fixture);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
  g_assert_cmpuint (lk_chat_loader_get_total (fixture->loader), ==, 50);

  exchange = load_next (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 50, 2, LK_CHAT_END_COMPLETE);
  g_assert_cmpuint (lk_chat_loader_get_total (fixture->loader), ==, 50);

  none = load_next (fixture, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_state (fixture, 50, 2, LK_CHAT_END_COMPLETE);

  /* A first page begins anew. */
  load_first (fixture);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
}

static void
test_all (Fixture       *fixture,
          gconstpointer  n_chats)
{
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  load_first (fixture);
  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 210, 6, LK_CHAT_END_COMPLETE);
  g_assert_cmpuint (count_requests (fixture), ==, 6);
}

/* The incremental export counts the page alone. */
static void
test_incremental (Fixture       *fixture,
                  gconstpointer  n_chats)
{
  g_autoptr(LkExchange) first = NULL;
  g_autoptr(LkExchange) last = NULL;
  g_autoptr(GError) error = NULL;

  first = load (fixture, "incremental/chats?start_time=0&limit=100&fields=chats(*)", NULL, &error);
  g_assert_no_error (error);
  assert_state (fixture, 100, 1, LK_CHAT_END_MORE);
  g_assert_cmpuint (lk_chat_loader_get_total (fixture->loader), ==, 0);

  last = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 210, 3, LK_CHAT_END_COMPLETE);
}

/* What holds no chats is an answer, and leaves those that are loaded. */
static void
test_no_chats (Fixture       *fixture,
               gconstpointer  n_chats)
{
  g_autoptr(LkExchange) agent = NULL;
  g_autoptr(LkExchange) absent = NULL;
  g_autoptr(GError) error = NULL;
  gboolean has_chats = TRUE;

  load_first (fixture);
  agent = load (fixture, "agents/me", &has_chats, &error);
  g_assert_no_error (error);
  g_assert_false (has_chats);
  g_assert_cmpuint (lk_exchange_get_status (agent), ==, 200);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);

  has_chats = TRUE;
  absent = load (fixture, "chats/absent", &has_chats, &error);
  g_assert_no_error (error);
  g_assert_false (has_chats);
  g_assert_cmpuint (lk_exchange_get_status (absent), ==, 404);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
}

/* A good status with what is no JSON. */
static void
test_no_json (Fixture       *fixture,
              gconstpointer  n_chats)
{
  const struct
  {
    const char *fault;
    int code;
  } cases[] = {
    { "proxy-html", LK_JSON_ERROR_SYNTAX },
    { "body-empty", LK_JSON_ERROR_EMPTY },
    { "body-broken", LK_JSON_ERROR_SYNTAX },
    { "body-bad-utf8", LK_JSON_ERROR_ENCODING },
    { "body-nested", LK_JSON_ERROR_DEPTH },
  };

  load_first (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;

      set_fault (fixture, cases[i].fault, 1);
      exchange = load (fixture, "chats", NULL, &error);
      g_assert_null (exchange);
      g_assert_error (error, LK_JSON_ERROR, cases[i].code);
      assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
    }
}

/* SECURITY.md F4: a token goes nowhere but to the API's own origin. */
static void
test_foreign (Fixture       *fixture,
              gconstpointer  n_chats)
{
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  set_fault (fixture, "next-page-foreign", 1);
  load_first (fixture);
  exchange = load_all (fixture, &error);
  g_assert_null (exchange);
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FOREIGN_PAGE);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
  g_assert_cmpuint (lk_practice_server_count_requests (fixture->practice->practice->server, "GET", "/elsewhere"), ==,
                    0);
}

static void
test_endless (Fixture       *fixture,
              gconstpointer  n_chats)
{
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  load_first (fixture);
  set_fault (fixture, "next-page-endless", -1);
  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 80, 2, LK_CHAT_END_REPEATED);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

/* Answers with two pages of one chat each, and says of every one that another follows: at the end there is none, or the
 * same chat over and over. */
static void
serve_export (const char    *request,
              GOutputStream *output,
              gpointer       end)
{
  const char *start = strstr (request, "start=");
  int page = start != NULL ? atoi (start + strlen ("start=")) : 0;
  g_autofree char *host = g_strndup (strstr (request, "Host: ") + 6, strcspn (strstr (request, "Host: ") + 6, "\r\n"));
  g_autofree char *chat = page < 2 || g_str_equal (end, "same") ? g_strdup_printf ("{\"id\":%d}", MIN (page, 1)) : NULL;
  g_autofree char *body = g_strdup_printf ("{\"chats\":[%s],\"next_page\":\"http://%s/incremental?start=%d\"}",
                                           chat != NULL ? chat : "", host, page + 1);

  lk_test_server_answer (output, "200 OK", "Connection: close\r\nContent-Type: application/json\r\n", body);
}

/* A next page is named even at the end. */
static void
test_export_end (Fixture       *fixture,
                 gconstpointer  n_chats)
{
  const struct
  {
    const char *end;
    LkChatEnd expected;
    guint n_pages;
  } cases[] = { { "none", LK_CHAT_END_COMPLETE, 5 }, { "same", LK_CHAT_END_REPEATED, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkTestServer) server = lk_test_server_new (serve_export, (gpointer) cases[i].end, NULL);
      g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "");
      g_autoptr(LkExchange) first = NULL;
      g_autoptr(LkExchange) last = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (fixture->practice->connection, "api-base", url, NULL);
      lk_test_service_rebind (fixture->practice);
      first = load (fixture, "incremental", NULL, &error);
      g_assert_no_error (error);
      assert_state (fixture, 1, 1, LK_CHAT_END_MORE);
      last = load_all (fixture, &error);
      g_assert_no_error (error);
      assert_state (fixture, 2, cases[i].n_pages, cases[i].expected);
      g_assert_cmpuint (lk_test_server_get_n_requests (server), ==, cases[i].n_pages);
    }
}

/* Three pages, of which the second is empty. */
static void
serve_gap (const char    *request,
           GOutputStream *output,
           gpointer       member)
{
  const char *start = strstr (request, "page=");
  int page = start != NULL ? atoi (start + strlen ("page=")) : 1;
  g_autofree char *chat = page != 2 ? g_strdup_printf ("{\"id\":%d}", page) : NULL;
  g_autofree char *next = page < 3 ? g_strdup_printf ("\"chats?page=%d\"", page + 1) : NULL;
  g_autofree char *body = g_strdup_printf ("{\"%s\":[%s],\"count\":2,\"next_url\":%s}", (const char *) member,
                                           chat != NULL ? chat : "", next != NULL ? next : "null");

  lk_test_server_answer (output, "200 OK", "Connection: close\r\nContent-Type: application/json\r\n", body);
}

/* An empty page is no end while another is named. */
static void
test_gap (Fixture       *fixture,
          gconstpointer  n_chats)
{
  static const char *const members[] = { "chats", "results" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr(LkTestServer) server = lk_test_server_new (serve_gap, (gpointer) members[i], NULL);
      g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "");
      g_autoptr(LkExchange) first = NULL;
      g_autoptr(LkExchange) last = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (fixture->practice->connection, "api-base", url, NULL);
      lk_test_service_rebind (fixture->practice);
      first = load (fixture, "chats", NULL, &error);
      g_assert_no_error (error);
      last = load_all (fixture, &error);
      g_assert_no_error (error);
      assert_state (fixture, 2, 3, LK_CHAT_END_COMPLETE);
    }
}

/* Never more than so many requests in the time, and no request is lost for it. */
static void
test_pace (Fixture       *fixture,
           gconstpointer  n_chats)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  lk_chat_loader_set_rate (fixture->loader, 2, 300);
  load_first (fixture);
  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 210, 6, LK_CHAT_END_COMPLETE);

  /* Requests 1 and 2, then 3 and 4, then 5 and 6. */
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 2 * 300 * 1000);
  g_assert_cmpint (lk_chat_loader_get_resumes (fixture->loader), ==, 0);
}

static void
resumes_cb (LkChatLoader *loader,
            GParamSpec   *pspec,
            GArray       *waits)
{
  gint64 resumes = lk_chat_loader_get_resumes (loader);
  gint64 wait = resumes > 0 ? resumes - g_get_monotonic_time () : 0;

  g_array_append_val (waits, wait);
}

static void
test_retry_after (Fixture       *fixture,
                  gconstpointer  n_chats)
{
  g_autoptr(GArray) waits = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  gint64 started;

  load_first (fixture);
  g_signal_connect (fixture->loader, "notify::resumes", G_CALLBACK (resumes_cb), waits);
  set_fault (fixture, "rate-limited", 1);
  started = g_get_monotonic_time ();
  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 50, 2, LK_CHAT_END_COMPLETE);

  /* The server asks for three seconds. */
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 3 * G_USEC_PER_SEC);
  g_assert_cmpuint (waits->len, ==, 2);
  g_assert_cmpint (g_array_index (waits, gint64, 0), >, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (g_array_index (waits, gint64, 1), ==, 0);
}

static gboolean
waits (gpointer loader)
{
  return lk_chat_loader_get_resumes (loader) > 0;
}

/* One page, and then 429 with whatever it says of when to come back. */
static void
serve_limit (const char    *request,
             GOutputStream *output,
             gpointer       retry_after)
{
  g_autofree char *headers = g_strdup_printf ("Connection: close\r\nContent-Type: application/json\r\n%s\r\n",
                                              (const char *) retry_after);

  if (strstr (request, "page=2") != NULL)
    lk_test_server_answer (output, strstr (headers, "Retry-After: 7\r") != NULL ? "503 Service Unavailable"
                                                                               : "429 Too Many Requests",
                           headers, "{}");
  else
    lk_test_server_answer (output, "200 OK", "Connection: close\r\n",
                           "{\"chats\":[{\"id\":1}],\"next_url\":\"chats?page=2\"}");
}

static void
wait_cb (LkChatLoader *loader,
         GParamSpec   *pspec,
         gint64       *seconds)
{
  gint64 resumes = lk_chat_loader_get_resumes (loader);

  if (resumes > 0)
    *seconds = (resumes - g_get_monotonic_time () + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
}

/* Seconds, a date, nothing or nonsense; and longer than anybody looks on. */
static void
test_waits (Fixture       *fixture,
            gconstpointer  n_chats)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) soon = g_date_time_add_seconds (now, 90);
  g_autofree char *date = g_date_time_format (soon, "Retry-After: %a, %d %b %Y %H:%M:%S GMT");
  const struct
  {
    const char *header;
    gint64 low;
    gint64 high;        /* 0: it is not waited for */
  } cases[] = {
    { "Retry-After: 45", 44, 45 },
    { "Retry-After: 0", 0, 1 },
    { "Retry-After: 7", 6, 7 },     /* with 503 */
    { date, 60, 91 },
    { "Retry-After: soon", 19, 20 },
    { "X: y", 19, 20 },
    { "Retry-After: 86400", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkTestServer) server = lk_test_server_new (serve_limit, (gpointer) cases[i].header, NULL);
      g_autofree char *url = lk_test_server_get_url (server, "127.0.0.1", "");
      g_autoptr(LkChatLoader) loader = lk_chat_loader_new (fixture->service);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) first = NULL;
      g_autoptr(GAsyncResult) all = NULL;
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;
      gint64 seconds = -1;

      g_object_set (fixture->practice->connection, "api-base", url, NULL);
      lk_test_service_rebind (fixture->practice);
      g_signal_connect (loader, "notify::resumes", G_CALLBACK (wait_cb), &seconds);
      lk_chat_loader_load_async (loader, "chats", NULL, lk_test_async_cb, &first);
      lk_test_wait (&first);
      exchange = lk_chat_loader_finish (loader, first, NULL, NULL, &error);
      g_assert_no_error (error);

      lk_chat_loader_all_async (loader, cancellable, lk_test_async_cb, &all);
      if (cases[i].high > 0)
        {
          lk_test_wait_until (waits, loader, 20);
          g_cancellable_cancel (cancellable);
        }
      lk_test_wait (&all);
      g_assert_null (lk_chat_loader_finish (loader, all, NULL, NULL, &error));
      g_test_message ("%s: %" G_GINT64_FORMAT " s", cases[i].header, seconds);
      if (cases[i].high > 0)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpint (seconds, >=, cases[i].low);
          g_assert_cmpint (seconds, <=, cases[i].high);
        }
      else
        {
          g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_RATE_LIMITED);
          g_assert_cmpint (seconds, ==, -1);
        }
    }
}

/* A single page is not made to wait: its answer is the 429. */
static void
test_limited_first (Fixture       *fixture,
                    gconstpointer  n_chats)
{
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkExchange) next = NULL;
  g_autoptr(GError) error = NULL;

  set_fault (fixture, "rate-limited", 1);
  exchange = load (fixture, "chats", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_exchange_get_status (exchange), ==, 429);

  load_first (fixture);
  set_fault (fixture, "rate-limited", 1);
  next = load_next (fixture, &error);
  g_assert_null (next);
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_RATE_LIMITED);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
}

/* Stopped while it waits, it stops at once, keeps what it has, and goes on from there. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  n_chats)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  gint64 stopped;

  lk_chat_loader_set_rate (fixture->loader, 3, 60 * 1000);
  load_first (fixture);
  lk_chat_loader_all_async (fixture->loader, cancellable, lk_test_async_cb, &result);
  lk_test_wait_until (waits, fixture->loader, 20);
  assert_state (fixture, 120, 3, LK_CHAT_END_MORE);

  /* One at a time. */
  lk_chat_loader_load_async (fixture->loader, "chats", NULL, lk_test_async_cb, &second);
  lk_test_wait (&second);
  g_assert_null (lk_chat_loader_finish (fixture->loader, second, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&error);

  stopped = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  g_assert_null (lk_chat_loader_finish (fixture->loader, result, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (g_get_monotonic_time () - stopped, <, 20 * G_USEC_PER_SEC);
  assert_state (fixture, 120, 3, LK_CHAT_END_MORE);
  g_assert_false (lk_chat_loader_is_busy (fixture->loader));

  lk_chat_loader_set_rate (fixture->loader, 100, 60 * 1000);
  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 210, 6, LK_CHAT_END_COMPLETE);
  g_assert_cmpuint (count_requests (fixture), ==, 6);
}

/* By itself it keeps below the service's 200 a minute, and is never told to wait. */
static void
test_minute (Fixture       *fixture,
             gconstpointer  n_chats)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 started = g_get_monotonic_time ();
  gint64 resumes;

  set_fault (fixture, "rate-limit-200", -1);
  load_first (fixture);
  lk_chat_loader_all_async (fixture->loader, cancellable, lk_test_async_cb, &result);
  lk_test_wait_until (waits, fixture->loader, 50);

  assert_state (fixture, 190 * 40, 190, LK_CHAT_END_MORE);
  g_assert_cmpuint (count_requests (fixture), ==, 190);
  /* It goes on when the first request is a minute old. */
  resumes = lk_chat_loader_get_resumes (fixture->loader);
  g_assert_cmpint (resumes, >=, started + 60 * G_USEC_PER_SEC);
  g_assert_cmpint (resumes, <=, g_get_monotonic_time () + 60 * G_USEC_PER_SEC);

  g_cancellable_cancel (cancellable);
  lk_test_wait (&result);
  g_assert_null (lk_chat_loader_finish (fixture->loader, result, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  n_chats)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) partial = NULL;
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  load_first (fixture);
  set_fault (fixture, "forbidden", 1);
  lk_chat_loader_all_async (fixture->loader, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  g_assert_null (lk_chat_loader_finish (fixture->loader, result, &partial, NULL, &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_FORBIDDEN);
  g_assert_cmpuint (lk_exchange_get_status (partial), ==, 403);
  g_clear_error (&error);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);

  /* A next page that is JSON but no page of chats. */
  set_fault (fixture, "body-array", 1);
  exchange = load_next (fixture, &error);
  g_assert_null (exchange);
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER);
  g_clear_error (&error);
  assert_state (fixture, 40, 1, LK_CHAT_END_MORE);

  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 50, 2, LK_CHAT_END_COMPLETE);
}

/* The network goes in the middle: what is there stays, and later it goes on from there. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  n_chats)
{
  static const char *const faults[] = { "dropped", "dropped-midway" };

  lk_chat_loader_set_rate (fixture->loader, 100, 1000);
  load_first (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(LkExchange) exchange = NULL;
      g_autoptr(GError) error = NULL;

      /* So often that no second try of the library's own gets through. */
      set_fault (fixture, faults[i], -1);
      exchange = load_all (fixture, &error);
      g_assert_null (exchange);
      g_assert_nonnull (error);
      assert_state (fixture, 40, 1, LK_CHAT_END_MORE);
      set_fault (fixture, faults[i], 0);
    }

  {
    g_autoptr(LkExchange) exchange = NULL;
    g_autoptr(GError) error = NULL;

    exchange = load_all (fixture, &error);
    g_assert_no_error (error);
    assert_state (fixture, 210, 6, LK_CHAT_END_COMPLETE);
  }
}

static gboolean
load_whole (Fixture     *fixture,
            const char  *path,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(LkExchange) exchange = NULL;

  lk_chat_loader_whole_async (fixture->loader, path, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  exchange = lk_chat_loader_finish (fixture->loader, result, NULL, NULL, error);

  return exchange != NULL;
}

/* Of what a search found, one is loaded whole; the others stay. */
static void
test_whole (Fixture       *fixture,
            gconstpointer  n_chats)
{
  LkChatList *list = lk_chat_loader_get_list (fixture->loader);
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(LkChat) found = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  guint n;

  exchange = load (fixture, "chats/search?q=lemon", NULL, &error);
  g_assert_no_error (error);
  n = lk_chat_list_get_n (list);
  g_assert_cmpuint (n, >, 1);
  found = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpint (lk_chat_get_duration (found), ==, -1);

  path = g_strconcat ("chats/", lk_chat_get_id (found), NULL);
  g_assert_true (load_whole (fixture, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lk_chat_list_get_n (list), ==, n);
  g_assert_cmpint (lk_chat_get_duration (lk_chat_list_find (list, lk_chat_get_id (found))), >, 0);

  /* Nothing is lost by a failure either. */
  g_assert_false (load_whole (fixture, "chats/absent", &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (load_whole (fixture, "agents/me", &error));
  g_assert_error (error, LK_CHAT_ERROR, LK_CHAT_ERROR_BAD_ANSWER);
  g_assert_cmpuint (lk_chat_list_get_n (list), ==, n);
}

static void
test_full (Fixture       *fixture,
           gconstpointer  n_chats)
{
  g_autoptr(LkExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;

  load_first (fixture);
  lk_chat_loader_set_room (fixture->loader,
                           lk_chat_list_get_bytes (lk_chat_loader_get_list (fixture->loader)) + 1);
  exchange = load_all (fixture, &error);
  g_assert_no_error (error);
  assert_state (fixture, 80, 2, LK_CHAT_END_FULL);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

#define ADD(name, n_chats, func) \
  g_test_add ("/chat-loader/" name, Fixture, GUINT_TO_POINTER (n_chats), set_up, func, tear_down)

  ADD ("pages", 50, test_pages);
  ADD ("all", 210, test_all);
  ADD ("incremental", 210, test_incremental);
  ADD ("no-chats", 50, test_no_chats);
  ADD ("no-json", 50, test_no_json);
  ADD ("foreign", 50, test_foreign);
  ADD ("endless", 210, test_endless);
  ADD ("export-end", 0, test_export_end);
  ADD ("gap", 0, test_gap);
  ADD ("lost", 210, test_lost);
  ADD ("whole", 50, test_whole);
  ADD ("pace", 210, test_pace);
  ADD ("retry-after", 50, test_retry_after);
  ADD ("minute", 8000, test_minute);
  ADD ("waits", 0, test_waits);
  ADD ("limited-first", 50, test_limited_first);
  ADD ("stop", 210, test_stop);
  ADD ("failure", 50, test_failure);
  ADD ("full", 210, test_full);

  return g_test_run ();
}
