/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-page-server.h"

struct _LkPageServer
{
  /* owned */
  SoupServer     *server;
  GSocketService *listener;   /* on the redirect URI's port */
  GHashTable     *counts;     /* page name to the number of requests */
  char           *redirect_uri;
  char           *target;     /* where "elsewhere" leads */
  char           *report;     /* what the page "everything" found */
  char           *state;

  guint16  port;
  guint    n_knocks;
  gboolean saw_cookie;
};

/* A page tries all that it might ask of the person or the machine, tells what came of it, and then signs in. */
static const char everything_page[] =
  "<!doctype html><title>Everything</title><a id=d download=loot.txt href='data:text/plain,loot'>d</a>"
  "<a id=s download href='/loot'>s</a><input id=f type=file><input id=c type=color><script>"
  "const said = {};"
  "alert('hello'); said.confirm = confirm('sure?'); said.prompt = prompt('password?', 'x'); print();"
  "d.click(); s.click(); try { f.click(); c.click(); } catch (e) {}"
  "said.popup = window.open('/plain') === null;"
  "const place = new Promise (r => navigator.geolocation ? navigator.geolocation.getCurrentPosition (() => r ('given'),"
  "  () => r ('denied')) : r ('none'));"
  "const note = window.Notification ? Notification.requestPermission () : Promise.resolve ('none');"
  "const camera = navigator.mediaDevices ? navigator.mediaDevices.getUserMedia ({video: true}).then (() => 'given',"
  "  () => 'denied') : Promise.resolve ('none');"
  "const limit = new Promise (r => setTimeout (() => r ('late'), 3000));"
  "Promise.all ([place, note, camera].map (p => Promise.race ([p, limit]))).then (answers => {"
  "  [said.place, said.note, said.camera] = answers;"
  "  return fetch ('/report', {method: 'POST', body: JSON.stringify (said)});"
  "}).then (() => location.replace ('%s'));"
  "</script>";

static void
answer_html (SoupServerMessage *message,
             guint              status,
             char              *html)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, html, strlen (html));
}

static char *
make_answer (LkPageServer *self,
             const char   *format)
{
  g_autofree char *parameters = g_strdup_printf ("%scode=abc&state=%s", format, self->state != NULL ? self->state : "");

  return g_strconcat (self->redirect_uri, parameters, NULL);
}

/* The pages that are more than a redirect. */
static void
serve_other (LkPageServer      *self,
             SoupServerMessage *message,
             const char        *name,
             const char        *in_query)
{
  if (strcmp (name, "everything") == 0)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      answer_html (message, 200, g_strdup_printf (everything_page, in_query));
#pragma GCC diagnostic pop
    }
  else if (strcmp (name, "report") == 0)
    {
      SoupMessageBody *body = soup_server_message_get_request_body (message);

      g_free (self->report);
      self->report = g_strndup (body->data, body->length);
      answer_html (message, 200, g_strdup ("ok"));
    }
  else if (strcmp (name, "loot") == 0)
    {
      soup_message_headers_append (soup_server_message_get_response_headers (message), "Content-Disposition",
                                   "attachment; filename=loot.txt");
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_STATIC, "loot", 4);
    }
  else if (strcmp (name, "unknown-client") == 0)
    answer_html (message, 400, g_strdup ("<title>Bad request</title>No such client"));
  else if (strcmp (name, "disallowed") == 0)
    answer_html (message, 200, g_strdup ("<title>Error 403: disallowed_useragent</title>No"));
  else if (strcmp (name, "slow") == 0)
    soup_server_message_pause (message);
  else if (strcmp (name, "plain") == 0)
    answer_html (message, 200, g_strdup ("<title>Plain</title><p>Plain"));
  else
    answer_html (message, 404, g_strdup ("nothing"));
}

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  LkPageServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *name = path + 1;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, name));
  g_autofree char *in_query = NULL;
  g_autofree char *in_fragment = NULL;

  g_hash_table_insert (self->counts, g_strdup (name), GUINT_TO_POINTER (count + 1));
  self->saw_cookie = self->saw_cookie || soup_message_headers_get_one (headers, "Cookie") != NULL;

  if (query != NULL && g_hash_table_lookup (query, "state") != NULL)
    {
      g_free (self->state);
      self->state = g_strdup (g_hash_table_lookup (query, "state"));
    }

  in_query = make_answer (self, "?");
  in_fragment = make_answer (self, "#access_token=tok&token_type=bearer&");

  if (strcmp (name, "redirect") == 0)
    soup_server_message_set_redirect (message, 302, "/hop");
  else if (strcmp (name, "hop") == 0)
    soup_server_message_set_redirect (message, 302, in_query);
  else if (strcmp (name, "fragment") == 0)
    soup_server_message_set_redirect (message, 302, in_fragment);
  else if (strcmp (name, "cookie") == 0)
    {
      soup_message_headers_append (soup_server_message_get_response_headers (message), "Set-Cookie", "who=ann; Path=/");
      soup_server_message_set_redirect (message, 302, in_query);
    }
  else if (strcmp (name, "elsewhere") == 0)
    soup_server_message_set_redirect (message, 302, self->target);
  else if (strcmp (name, "redirect-elsewhere") == 0)
    {
      g_autofree char *stray = g_strdup_printf ("%s?code=abc&state=%s", self->target, self->state);

      soup_server_message_set_redirect (message, 302, stray);
    }
  else if (strcmp (name, "field") == 0)
    answer_html (message, 200, g_strdup ("<form><input autofocus oninput=\"if (this.value.length > 2)"
                                         " fetch ('/report', {method: 'POST', body: this.value})\"></form>"));
  else if (strcmp (name, "basic") == 0)
    {
      soup_message_headers_append (soup_server_message_get_response_headers (message), "WWW-Authenticate",
                                   "Basic realm=\"staff\"");
      answer_html (message, 401, g_strdup (""));
    }
  else if (strcmp (name, "popup") == 0)
    answer_html (message, 200, g_strdup ("<button style='position:fixed;inset:0;width:100%'"
                                         " onclick=\"window.open ('/plain')\">On</button>"));
  else if (strcmp (name, "script") == 0)
    answer_html (message, 200, g_strdup_printf ("<script>location.replace ('%s')</script>", in_fragment));
  else if (strcmp (name, "script-elsewhere") == 0)
    answer_html (message, 200, g_strdup_printf ("<p>Here<script>location.href = '%s'</script>", self->target));
  else if (strcmp (name, "refresh") == 0)
    answer_html (message, 200, g_strdup_printf ("<meta http-equiv=refresh content='0; url=%s'>", in_query));
  else if (strcmp (name, "form") == 0)
    answer_html (message, 200, g_strdup ("<form method=post action=/allow><input name=a value=b></form>"
                                         "<script>document.forms[0].submit ()</script>"));
  else if (strcmp (name, "allow") == 0 && soup_server_message_get_method (message) == SOUP_METHOD_POST)
    soup_server_message_set_redirect (message, 302, in_query);
  else if (strcmp (name, "link") == 0)
    answer_html (message, 200, g_strdup_printf ("<a target=_blank style='position:fixed;inset:0' href='%s'>On</a>",
                                                in_query));
  else if (strcmp (name, "opener") == 0)
    answer_html (message, 200, g_strdup_printf ("<button style='position:fixed;inset:0;width:100%%' "
                                                "onclick=\"window.open ('%s')\">On</button>", in_query));
  else if (strcmp (name, "frame") == 0)
    answer_html (message, 200, g_strdup_printf ("<p>Fine<iframe src='%s#access_token=evil&token_type=bearer&"
                                                "state=wrong'></iframe>", self->redirect_uri));
  else
    serve_other (self, message, name, in_query);
}

static gboolean
knocked_cb (GSocketService    *listener,
            GSocketConnection *connection,
            GObject           *source,
            LkPageServer      *self)
{
  self->n_knocks++;

  return TRUE;
}

/**
 * lk_page_server_new:
 *
 * Returns: (transfer full): a server on a free port of 127.0.0.1, and a listener on another
 */
LkPageServer *
lk_page_server_new (void)
{
  LkPageServer *self = g_new0 (LkPageServer, 1);
  g_autoptr(GError) error = NULL;
  GSList *uris;
  guint16 redirect_port;

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, serve_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  self->listener = g_socket_service_new ();
  redirect_port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->listener), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->listener, "incoming", G_CALLBACK (knocked_cb), self);
  self->redirect_uri = g_strdup_printf ("http://localhost:%u/callback", redirect_port);

  return self;
}

/**
 * lk_page_server_free:
 * @self: a server
 *
 * Stops listening.
 */
void
lk_page_server_free (LkPageServer *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_socket_service_stop (self->listener);
  g_socket_listener_close (G_SOCKET_LISTENER (self->listener));
  g_object_unref (self->listener);
  g_hash_table_unref (self->counts);
  g_free (self->redirect_uri);
  g_free (self->target);
  g_free (self->report);
  g_free (self->state);
  g_free (self);
}

/**
 * lk_page_server_get_page:
 * @self: a server
 * @name: a page's name
 *
 * Returns: (transfer full): its address
 */
char *
lk_page_server_get_page (LkPageServer *self,
                         const char   *name)
{
  return g_strdup_printf ("http://127.0.0.1:%u/%s", self->port, name);
}

/**
 * lk_page_server_get_port:
 * @self: a server
 *
 * Returns: the port of its pages
 */
guint16
lk_page_server_get_port (LkPageServer *self)
{
  return self->port;
}

/**
 * lk_page_server_get_redirect:
 * @self: a server
 *
 * Returns: the redirect URI: at first a live port of its own
 */
const char *
lk_page_server_get_redirect (LkPageServer *self)
{
  return self->redirect_uri;
}

/**
 * lk_page_server_set_redirect:
 * @self: a server
 * @redirect_uri: another redirect URI
 *
 * Makes the pages answer to another address.
 */
void
lk_page_server_set_redirect (LkPageServer *self,
                             const char   *redirect_uri)
{
  g_free (self->redirect_uri);
  self->redirect_uri = g_strdup (redirect_uri);
}

/**
 * lk_page_server_set_target:
 * @self: a server
 * @target: an address
 *
 * Says where the pages "elsewhere" and "script-elsewhere" lead.
 */
void
lk_page_server_set_target (LkPageServer *self,
                           const char   *target)
{
  g_free (self->target);
  self->target = g_strdup (target);
}

/**
 * lk_page_server_get_n_knocks:
 * @self: a server
 *
 * Returns: how many connections came to the redirect's port
 */
guint
lk_page_server_get_n_knocks (LkPageServer *self)
{
  return self->n_knocks;
}

/**
 * lk_page_server_get_n_requests:
 * @self: a server
 * @name: a page's name
 *
 * Returns: how often the page was asked for
 */
guint
lk_page_server_get_n_requests (LkPageServer *self,
                               const char   *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, name));
}

/**
 * lk_page_server_get_report:
 * @self: a server
 *
 * Returns: (nullable): what the page "everything" found, as JSON
 */
const char *
lk_page_server_get_report (LkPageServer *self)
{
  return self->report;
}

/**
 * lk_page_server_saw_cookie:
 * @self: a server
 *
 * Returns: whether any request brought a cookie
 */
gboolean
lk_page_server_saw_cookie (LkPageServer *self)
{
  return self->saw_cookie;
}
