/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-authorization-response.h"
#include "lk-browser-user-agent.h"
#include "lk-loopback-listener.h"
#include "lk-redirect-uri.h"
#include "lk-secret.h"
#include "lk-url.h"

#define DEFAULT_TIMEOUT_SECONDS 600
#define NONCE_BYTES 16

struct _LkBrowserUserAgent
{
  GObject parent_instance;

  /* owned */
  LkOpenUriFunc open_uri;
  gpointer open_data;
  GDestroyNotify open_destroy;
  guint timeout;

  /* Owned; while a sign-in waits */
  GTask *task;
  LkAuthorizationRequest *request;
  LkLoopbackListener *listener;
  GSource *timer;
  GSource *cancelled;
  char *post_path;   /* where the page posts the fragment to: nobody else knows it */
  char *answer;      /* a secret; found, and the browser is being told */
};

static void lk_browser_user_agent_iface_init (LkUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkBrowserUserAgent, lk_browser_user_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LK_TYPE_USER_AGENT, lk_browser_user_agent_iface_init))

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* The one way out. Takes both. */
static void
end (LkBrowserUserAgent *self,
     char               *answer,
     GError             *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  clear_source (&self->timer);
  clear_source (&self->cancelled);
  g_clear_pointer (&self->listener, lk_loopback_listener_free);
  g_clear_pointer (&self->post_path, g_free);
  lk_secret_clear (&self->answer);
  g_clear_object (&self->request);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) lk_secret_free);
}

static gboolean
timed_out_cb (gpointer user_data)
{
  end (user_data, NULL, g_error_new_literal (LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_TIMED_OUT,
                                             _("No answer came back from the browser in time")));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  end (user_data, NULL, error);

  return G_SOURCE_REMOVE;
}

static void
done_cb (gpointer user_data)
{
  LkBrowserUserAgent *self = user_data;

  end (self, g_steal_pointer (&self->answer), NULL);
}

/* A page of our own: no text of the request in it, no script but one with this answer's nonce. */
static void
make_page (LkLoopbackReply *reply,
           const char      *title,
           const char      *text,
           const char      *attributes,
           const char      *script)
{
  g_autofree char *nonce = lk_random_token (NONCE_BYTES);
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  g_autofree char *safe_text = g_markup_escape_text (text, -1);

  reply->headers = g_strdup_printf ("Content-Security-Policy: default-src 'none'; script-src 'nonce-%s'; "
                                    "style-src 'nonce-%s'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                                    "frame-ancestors 'none'\r\n", nonce, nonce);
  reply->body = g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Latchkey</title>"
                                 "<meta name=\"viewport\" content=\"width=device-width\">"
                                 "<style nonce=\"%s\">:root{color-scheme:light dark}body{font:1.1em "
                                 "sans-serif;max-width:30em;"
                                 "margin:20vh auto;padding:0 1em;text-align:center}</style></head>"
                                 "<body><h1>%s</h1><p id=\"text\" %s>%s</p>"
                                 "<script nonce=\"%s\">%s</script></body></html>",
                                 nonce, safe_title, attributes, safe_text, nonce, script);
}

static void
make_final_page (LkLoopbackReply *reply)
{
  reply->status = 200;
  reply->last = TRUE;
  make_page (reply, _("Back to Latchkey"), _("The service has answered. You can close this page."), "",
             "history.replaceState(null,'',location.pathname);");
}

/* The browser sends no fragment, so the page reads it: it clears the address bar and posts it once. What it says then
 * waits in attributes, where a translation's apostrophe is text and no end of the script's. */
static void
make_fragment_page (LkBrowserUserAgent *self,
                    LkLoopbackReply    *reply)
{
  g_autofree char *done = g_markup_escape_text (_("The service has answered. You can close this page."), -1);
  g_autofree char *wrong = g_markup_escape_text (_("This address holds no answer to the sign-in that is waiting. Go "
                                                   "back to Latchkey and start again from there."), -1);
  g_autofree char *attributes = g_strdup_printf ("data-done=\"%s\" data-wrong=\"%s\"", done, wrong);
  g_autofree char *script = NULL;

  script = g_strdup_printf ("const h=location.hash.slice(1),t=document.getElementById('text'),"
                            "say=w=>{t.textContent=t.dataset[w]};history.replaceState(null,'',location.pathname);"
                            "if(h)fetch('%s',{method:'POST',body:h}).then(r=>say(r.ok?'done':'wrong'))"
                            ".catch(()=>say('wrong'));else say('wrong');",
                            self->post_path);
  reply->status = 200;
  make_page (reply, _("Back to Latchkey"), _("One moment…"), attributes, script);
}

static gboolean
take_answer (LkBrowserUserAgent *self,
             const char         *uri)
{
  if (self->answer != NULL || !lk_authorization_response_is_answer (self->request, uri))
    return FALSE;

  self->answer = g_strdup (uri);

  return TRUE;
}

static void
handle_cb (const LkLoopbackRequest *request,
           LkLoopbackReply         *reply,
           gpointer                 user_data)
{
  LkBrowserUserAgent *self = user_data;
  const char *redirect_uri = lk_authorization_request_get_redirect_uri (self->request);
  const char *authority = strstr (redirect_uri, "://") + strlen ("://");
  g_autofree char *origin = g_strndup (redirect_uri, authority + strcspn (authority, "/?#") - redirect_uri);
  g_autoptr(LkSecret) uri = NULL;

  if (g_str_equal (request->method, "POST") && g_str_equal (request->target, self->post_path))
    {
      g_autofree char *base = g_strndup (redirect_uri, strcspn (redirect_uri, "?#"));

      uri = g_strconcat (base, "#", request->body, NULL);
      if (g_strcmp0 (request->origin, origin) == 0 && take_answer (self, uri))
        {
          reply->status = 200;
          reply->last = TRUE;
          reply->body = g_strdup ("");
        }
      return;
    }

  uri = g_strconcat (origin, request->target, NULL);
  if (!g_str_equal (request->method, "GET") || !lk_redirect_uri_matches (redirect_uri, uri))
    return;

  if (take_answer (self, uri))
    make_final_page (reply);
  else if (strstr (request->target, "code=") == NULL && strstr (request->target, "error=") == NULL)
    make_fragment_page (self, reply);
}

static void
lk_browser_user_agent_authorize_async (LkUserAgent            *agent,
                                       LkAuthorizationRequest *request,
                                       GCancellable           *cancellable,
                                       GAsyncReadyCallback     callback,
                                       gpointer                user_data)
{
  LkBrowserUserAgent *self = LK_BROWSER_USER_AGENT (agent);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(LkSecret) uri = NULL;
  g_autofree char *random = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, lk_browser_user_agent_authorize_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->task != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, _("A sign-in is waiting already"));
      return;
    }

  self->task = g_steal_pointer (&task);
  self->request = g_object_ref (request);
  random = lk_random_token (NONCE_BYTES);
  self->post_path = g_strconcat ("/", random, NULL);
  uri = lk_authorization_request_get_uri (request);

  self->listener = lk_loopback_listener_new (lk_authorization_request_get_redirect_uri (request),
                                             handle_cb, done_cb, self, &error);
  if (self->listener == NULL || !lk_url_check_endpoint (uri, &error) || !self->open_uri (uri, self->open_data, &error))
    {
      if (error->domain != LK_USER_AGENT_ERROR)
        {
          GError *unavailable = g_error_new (LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE,
                                             _("The browser could not be opened: %s"), error->message);

          g_error_free (error);
          error = unavailable;
        }
      end (self, NULL, error);
      return;
    }

  self->timer = g_timeout_source_new_seconds (self->timeout);
  g_source_set_callback (self->timer, timed_out_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
}

static char *
lk_browser_user_agent_authorize_finish (LkUserAgent   *agent,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lk_browser_user_agent_iface_init (LkUserAgentInterface *iface)
{
  iface->authorize_async = lk_browser_user_agent_authorize_async;
  iface->authorize_finish = lk_browser_user_agent_authorize_finish;
}

static void
lk_browser_user_agent_finalize (GObject *object)
{
  LkBrowserUserAgent *self = LK_BROWSER_USER_AGENT (object);

  /* A waiting task holds a reference. */
  g_assert (self->task == NULL);
  if (self->open_destroy != NULL)
    self->open_destroy (self->open_data);

  G_OBJECT_CLASS (lk_browser_user_agent_parent_class)->finalize (object);
}

static void
lk_browser_user_agent_class_init (LkBrowserUserAgentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_browser_user_agent_finalize;
}

static void
lk_browser_user_agent_init (LkBrowserUserAgent *self)
{
  self->timeout = DEFAULT_TIMEOUT_SECONDS;
}

/**
 * lk_browser_user_agent_new:
 * @open_uri: opens an address in the person's browser, and not by a shell; core has no toolkit to do so
 * @user_data: for @open_uri
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer full): a user agent that waits for the browser's answer on the redirect URI's port (RFC 8252
 *   section 7.3)
 */
LkUserAgent *
lk_browser_user_agent_new (LkOpenUriFunc  open_uri,
                           gpointer       user_data,
                           GDestroyNotify destroy)
{
  LkBrowserUserAgent *self;

  g_return_val_if_fail (open_uri != NULL, NULL);

  self = g_object_new (LK_TYPE_BROWSER_USER_AGENT, NULL);
  self->open_uri = open_uri;
  self->open_data = user_data;
  self->open_destroy = destroy;

  return LK_USER_AGENT (self);
}

/**
 * lk_browser_user_agent_set_timeout:
 * @self: a browser user agent
 * @seconds: how long to wait for an answer; ten minutes unless set
 */
void
lk_browser_user_agent_set_timeout (LkBrowserUserAgent *self,
                                   guint               seconds)
{
  g_return_if_fail (LK_IS_BROWSER_USER_AGENT (self));

  self->timeout = seconds;
}

/**
 * lk_browser_user_agent_deliver_paste:
 * @self: a browser user agent
 * @text: what the person has pasted
 * @error: return location for a #LkAuthorizationError, or `LK_USER_AGENT_ERROR_UNAVAILABLE` when nothing waits
 *
 * Takes a pasted address in place of the browser's visit. A wrong paste leaves the sign-in waiting.
 *
 * Returns: %TRUE if it is this sign-in's answer
 */
gboolean
lk_browser_user_agent_deliver_paste (LkBrowserUserAgent  *self,
                                     const char          *text,
                                     GError             **error)
{
  g_autoptr(LkSecret) uri = NULL;

  g_return_val_if_fail (LK_IS_BROWSER_USER_AGENT (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (self->task == NULL)
    {
      g_set_error_literal (error, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_UNAVAILABLE, _("No sign-in is waiting"));
      return FALSE;
    }

  uri = lk_authorization_response_uri_from_paste (self->request, text, error);
  if (uri == NULL)
    return FALSE;
  if (!lk_authorization_response_is_answer (self->request, uri))
    {
      g_set_error_literal (error, LK_AUTHORIZATION_ERROR, LK_AUTHORIZATION_ERROR_STATE_MISMATCH,
                           _("This address belongs to another sign-in. Paste the one that came after the last "
                             "“Allow”."));
      return FALSE;
    }

  end (self, g_steal_pointer (&uri), NULL);

  return TRUE;
}
