/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <webkit/webkit.h>

#include "lk-login-page.h"
#include "lk-page-policy.h"
#include "lk-redirect-uri.h"
#include "lk-secret.h"
#include "lk-sign-in-view.h"
#include "lk-text.h"
#include "lk-user-agent-error.h"

struct _LkSignInView
{
  AdwBin parent_instance;

  /* Owned; NULL once stopped. */
  WebKitWebView *view;

  /* owned */
  char   *authorize_uri;
  char   *redirect_uri;
  char   *answer;        /* a secret */
  char   *page;          /* the address of the page that is shown; never the answer */
  char   *notice;        /* what the page needs and does not get here; NULL: nothing */
  GError *fault;         /* why no page is shown, or why a step was refused */

  guint   page_status;
  guint   finish_id;
  gboolean is_answered;
};

G_DEFINE_FINAL_TYPE (LkSignInView, lk_sign_in_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_PROGRESS,
  N_PROPS,
};

enum
{
  SIGNAL_ANSWERED,
  SIGNAL_PAGE_CHANGED,
  SIGNAL_FAILED,
  SIGNAL_REFUSED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
answered_idle_cb (gpointer user_data)
{
  LkSignInView *self = user_data;

  self->finish_id = 0;
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0);
}

/* Whether `uri` is the redirect; keeps the first. The sign-in goes on from an idle, for WebKit is in the middle of a
 * decision and the view is dropped next. */
static gboolean
catch_redirect (LkSignInView *self,
                const char   *uri)
{
  if (uri == NULL || self->redirect_uri == NULL || !lk_redirect_uri_matches (self->redirect_uri, uri))
    return FALSE;

  if (!self->is_answered)
    {
      g_debug ("The redirect has come");
      self->is_answered = TRUE;
      self->answer = g_strdup (uri);
      self->finish_id = g_idle_add_once (answered_idle_cb, self);
    }

  return TRUE;
}

static void
set_fault (LkSignInView     *self,
           LkUserAgentError  code,
           const char       *message)
{
  g_clear_error (&self->fault);
  self->fault = g_error_new_literal (LK_USER_AGENT_ERROR, code, message);
}

static void
fail (LkSignInView     *self,
      LkUserAgentError  code,
      const char       *message)
{
  if (self->is_answered)
    return;

  set_fault (self, code, message);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0);
}

/* Whether `uri` is the answer, sent to another address than the redirect URI: nothing is taken from it. */
static gboolean
catch_stray_answer (LkSignInView *self,
                    const char   *uri)
{
  g_autofree char *words = lk_page_policy_find_stray_answer (uri, self->authorize_uri, self->redirect_uri);

  if (words == NULL)
    return FALSE;

  fail (self, LK_USER_AGENT_ERROR_OTHER_REDIRECT, words);

  return TRUE;
}

static gboolean
decide_navigation (LkSignInView             *self,
                   WebKitPolicyDecision     *decision,
                   WebKitNavigationAction   *action)
{
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  g_autofree char *scheme = NULL;

  /* Nothing is loaded after the answer: it would only show the page moving on. */
  if (catch_redirect (self, uri) || self->is_answered || catch_stray_answer (self, uri))
    {
      webkit_policy_decision_ignore (decision);
      return TRUE;
    }

  if (!lk_page_policy_allows_uri (uri, &scheme))
    {
      g_autofree char *shown = lk_text_sanitize (scheme, -1, 40);
      g_autofree char *message = NULL;

      /* Not a page of its own: it may have been a frame, and the page around it is still good. */
      message = g_strdup_printf (_("The page wanted to go to an address of the kind “%s:”, which is not allowed here."),
                                 shown);
      set_fault (self, LK_USER_AGENT_ERROR_REFUSED_URL, message);
      g_signal_emit (self, signals[SIGNAL_REFUSED], 0);
      webkit_policy_decision_ignore (decision);
      return TRUE;
    }

  return FALSE;
}

static gboolean
decide_response (LkSignInView                 *self,
                 WebKitPolicyDecision         *decision,
                 WebKitResponsePolicyDecision *response_decision)
{
  WebKitURIResponse *response = webkit_response_policy_decision_get_response (response_decision);

  if (webkit_response_policy_decision_is_main_frame_main_resource (response_decision))
    {
      guint status = webkit_uri_response_get_status_code (response);

      self->page_status = status >= 400 ? status : 0;
    }

  /* What cannot be shown would become a download. */
  if (!webkit_response_policy_decision_is_mime_type_supported (response_decision))
    {
      webkit_policy_decision_ignore (decision);
      return TRUE;
    }

  return FALSE;
}

/* The one handler: returning TRUE without having decided would let the page load. */
static gboolean
decide_policy_cb (WebKitWebView            *view,
                  WebKitPolicyDecision     *decision,
                  WebKitPolicyDecisionType  type,
                  LkSignInView             *self)
{
  g_assert (LK_IS_SIGN_IN_VIEW (self));

  switch (type)
    {
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
      return decide_navigation (self, decision, webkit_navigation_policy_decision_get_navigation_action (
                                                  WEBKIT_NAVIGATION_POLICY_DECISION (decision)));

    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
      return decide_response (self, decision, WEBKIT_RESPONSE_POLICY_DECISION (decision));

    default:
      return FALSE;
    }
}

static void
set_notice (LkSignInView *self,
            const char   *words)
{
  g_free (self->notice);
  self->notice = g_strdup (words);
  g_signal_emit (self, signals[SIGNAL_PAGE_CHANGED], 0);
}

/* A password asked for by a box and not on a page: lk_login_page_new() refuses it. */
static gboolean
authenticate_cb (WebKitWebView               *view,
                 WebKitAuthenticationRequest *request,
                 LkSignInView                *self)
{
  g_autofree char *host = lk_text_sanitize (webkit_authentication_request_get_host (request), -1, 100);
  g_autofree char *words = NULL;

  g_assert (LK_IS_SIGN_IN_VIEW (self));

  words = g_strdup_printf (_("%s asks for a name and a password before it shows a page, which does not work here. Your "
                             "own browser can do it."), host);
  set_notice (self, words);

  return FALSE;
}

/* A new window: the redirect may show up here alone. Any other page opens in this view, for there is to be one origin
 * to watch. */
static GtkWidget *
create_cb (WebKitWebView          *view,
           WebKitNavigationAction *action,
           LkSignInView           *self)
{
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));

  g_assert (LK_IS_SIGN_IN_VIEW (self));

  if (!catch_redirect (self, uri) && !self->is_answered && !catch_stray_answer (self, uri) && uri != NULL &&
      *uri != '\0' && lk_page_policy_allows_uri (uri, NULL) && strcmp (uri, "about:blank") != 0)
    {
      webkit_web_view_load_uri (view, uri);
      set_notice (self, _("The page wanted a second window, and it is shown in place of the first. If it does not lead "
                          "on, your own browser can do it."));
    }

  return NULL;
}

static gboolean
load_failed_cb (WebKitWebView   *view,
                WebKitLoadEvent  event,
                const char      *uri,
                const GError    *error,
                LkSignInView    *self)
{
  g_autofree char *origin = lk_page_policy_get_origin (uri);
  g_autofree char *reason = NULL;
  g_autofree char *message = NULL;

  g_assert (LK_IS_SIGN_IN_VIEW (self));

  /* A redirect to a port that WebKit forbids comes no other way. */
  if (catch_redirect (self, uri) || self->is_answered || catch_stray_answer (self, uri))
    return TRUE;

  /* Our own refusals and a page that another replaces. */
  if (g_error_matches (error, WEBKIT_POLICY_ERROR, WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE) ||
      g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED))
    return TRUE;

  if (error->domain == G_TLS_ERROR)
    {
      if (!g_error_matches (self->fault, LK_USER_AGENT_ERROR, LK_USER_AGENT_ERROR_TLS))
        fail (self, LK_USER_AGENT_ERROR_TLS, _("The connection to the page could not be made safe."));
      return TRUE;
    }

  reason = lk_text_sanitize (error->message, -1, 200);
  message = g_strdup_printf (_("%s could not be reached: %s"), origin != NULL ? origin : _("The page"), reason);
  fail (self, LK_USER_AGENT_ERROR_UNREACHABLE, message);

  return TRUE;
}

static gboolean
load_failed_with_tls_errors_cb (WebKitWebView        *view,
                                const char           *uri,
                                GTlsCertificate      *certificate,
                                GTlsCertificateFlags  flags,
                                LkSignInView         *self)
{
  g_autofree char *origin = lk_page_policy_get_origin (uri);
  g_autofree char *message = NULL;
  const char *reason;

  g_assert (LK_IS_SIGN_IN_VIEW (self));

  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    reason = _("it belongs to another site");
  else if (flags & G_TLS_CERTIFICATE_EXPIRED)
    reason = _("it has expired");
  else if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    reason = _("it is not valid yet");
  else if (flags & G_TLS_CERTIFICATE_REVOKED)
    reason = _("it has been revoked");
  else if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    reason = _("nobody that this computer trusts has signed it");
  else
    reason = _("it is not acceptable");

  /* There is no way round it: who could pass a bad certificate off could read the password too. */
  message = g_strdup_printf (_("%s shows a certificate that cannot be trusted: %s. Nothing was sent."),
                             origin != NULL ? origin : _("The page"), reason);
  fail (self, LK_USER_AGENT_ERROR_TLS, message);

  return TRUE;
}

static void
web_process_terminated_cb (WebKitWebView                     *view,
                           WebKitWebProcessTerminationReason  reason,
                           LkSignInView                      *self)
{
  g_assert (LK_IS_SIGN_IN_VIEW (self));

  fail (self, LK_USER_AGENT_ERROR_CRASHED,
        reason == WEBKIT_WEB_PROCESS_EXCEEDED_MEMORY_LIMIT
          ? _("The page took too much memory and was ended.")
          : _("The part of the program that shows the page has ended."));
}

static void
load_changed_cb (WebKitWebView   *view,
                 WebKitLoadEvent  event,
                 LkSignInView    *self)
{
  const char *uri;

  g_assert (LK_IS_SIGN_IN_VIEW (self));

  if (self->is_answered)
    return;

  if (event == WEBKIT_LOAD_COMMITTED)
    {
      /* Before this the view may already name a page that it does not show. */
      uri = webkit_web_view_get_uri (view);
      if (uri == NULL || strcmp (uri, "about:blank") == 0)
        return;

      /* What is typed goes to the page without a click first. */
      if (self->page == NULL)
        gtk_widget_grab_focus (GTK_WIDGET (view));
      g_free (self->page);
      self->page = g_strdup (uri);
      g_clear_error (&self->fault);
    }

  if (event == WEBKIT_LOAD_COMMITTED || event == WEBKIT_LOAD_FINISHED)
    g_signal_emit (self, signals[SIGNAL_PAGE_CHANGED], 0);
}

static void
title_changed_cb (LkSignInView *self)
{
  g_assert (LK_IS_SIGN_IN_VIEW (self));

  if (!self->is_answered && self->page != NULL)
    g_signal_emit (self, signals[SIGNAL_PAGE_CHANGED], 0);
}

static void
progress_changed_cb (LkSignInView *self)
{
  g_assert (LK_IS_SIGN_IN_VIEW (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static WebKitWebView *
make_view (LkSignInView *self)
{
  WebKitWebView *view = lk_login_page_new (self->authorize_uri);

  g_signal_connect (view, "decide-policy", G_CALLBACK (decide_policy_cb), self);
  g_signal_connect (view, "create", G_CALLBACK (create_cb), self);
  g_signal_connect (view, "authenticate", G_CALLBACK (authenticate_cb), self);
  g_signal_connect (view, "load-changed", G_CALLBACK (load_changed_cb), self);
  g_signal_connect (view, "load-failed", G_CALLBACK (load_failed_cb), self);
  g_signal_connect (view, "load-failed-with-tls-errors", G_CALLBACK (load_failed_with_tls_errors_cb), self);
  g_signal_connect (view, "web-process-terminated", G_CALLBACK (web_process_terminated_cb), self);
  g_signal_connect_swapped (view, "notify::title", G_CALLBACK (title_changed_cb), self);
  g_signal_connect_swapped (view, "notify::estimated-load-progress", G_CALLBACK (progress_changed_cb), self);

  return view;
}

static void
lk_sign_in_view_dispose (GObject *object)
{
  LkSignInView *self = LK_SIGN_IN_VIEW (object);

  lk_sign_in_view_stop (self);

  G_OBJECT_CLASS (lk_sign_in_view_parent_class)->dispose (object);
}

static void
lk_sign_in_view_finalize (GObject *object)
{
  LkSignInView *self = LK_SIGN_IN_VIEW (object);

  g_free (self->authorize_uri);
  g_free (self->redirect_uri);
  g_free (self->page);
  g_free (self->notice);
  lk_secret_free (self->answer);
  g_clear_error (&self->fault);

  G_OBJECT_CLASS (lk_sign_in_view_parent_class)->finalize (object);
}

static void
lk_sign_in_view_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkSignInView *self = LK_SIGN_IN_VIEW (object);

  switch (property_id)
    {
    case PROP_PROGRESS:
      g_value_set_double (value, self->view != NULL ? webkit_web_view_get_estimated_load_progress (self->view) : 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_sign_in_view_class_init (LkSignInViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_sign_in_view_dispose;
  object_class->finalize = lk_sign_in_view_finalize;
  object_class->get_property = lk_sign_in_view_get_property;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  /**
   * LkSignInView:progress:
   *
   * How much of the page has come, 0 to 1.
   */
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkSignInView::answered:
   *
   * The redirect was caught, once; from an idle, so the view may be stopped in the handler.
   */
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);
  /**
   * LkSignInView::page-changed:
   *
   * Another page is shown, or it has finished, or has another title.
   */
  signals[SIGNAL_PAGE_CHANGED] = g_signal_new ("page-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 0);
  /**
   * LkSignInView::failed:
   *
   * No page is shown; lk_sign_in_view_get_fault() says why.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  /**
   * LkSignInView::refused:
   *
   * The page wanted to go where it may not; it is still shown. lk_sign_in_view_get_fault() says more.
   */
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
lk_sign_in_view_init (LkSignInView *self)
{
  /* Of this, for the web view of a newer WebKitGTK tells of its page instead. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Sign-in page"), -1);
}

/**
 * lk_sign_in_view_new:
 *
 * Returns: (transfer full): a view with no page; WebKit starts with the first
 */
LkSignInView *
lk_sign_in_view_new (void)
{
  return g_object_ref_sink (g_object_new (LK_TYPE_SIGN_IN_VIEW, NULL));
}

/**
 * lk_sign_in_view_load:
 * @self: a view that has no answer yet
 * @uri: the authorize page
 * @redirect_uri: where the service sends the answer
 *
 * Shows the page. May be called again, to try once more.
 */
void
lk_sign_in_view_load (LkSignInView *self,
                      const char   *uri,
                      const char   *redirect_uri)
{
  g_return_if_fail (LK_IS_SIGN_IN_VIEW (self));
  g_return_if_fail (uri != NULL && redirect_uri != NULL);
  g_return_if_fail (!self->is_answered);

  g_free (self->authorize_uri);
  self->authorize_uri = g_strdup (uri);
  g_free (self->redirect_uri);
  self->redirect_uri = g_strdup (redirect_uri);
  self->page_status = 0;
  g_clear_error (&self->fault);
  g_clear_pointer (&self->notice, g_free);

  if (self->view == NULL)
    {
      self->view = g_object_ref_sink (make_view (self));
      adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->view));
    }

  webkit_web_view_load_uri (self->view, uri);
}

/**
 * lk_sign_in_view_stop:
 * @self: a view
 *
 * Drops the page, its store and its processes. Nothing is signalled any more.
 */
void
lk_sign_in_view_stop (LkSignInView *self)
{
  g_return_if_fail (LK_IS_SIGN_IN_VIEW (self));

  g_clear_handle_id (&self->finish_id, g_source_remove);
  if (self->view == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->view, self);
  webkit_web_view_stop_loading (self->view);
  /* Without this the process stays for a while, to be used again. */
  webkit_web_view_terminate_web_process (self->view);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->view);
}

/**
 * lk_sign_in_view_take_answer:
 * @self: a view
 *
 * Returns: (transfer full) (nullable): the address that the service answered with, a secret; free with lk_secret_free()
 */
char *
lk_sign_in_view_take_answer (LkSignInView *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_VIEW (self), NULL);

  return g_steal_pointer (&self->answer);
}

/**
 * lk_sign_in_view_get_page:
 * @self: a view
 *
 * Returns: (nullable): the address of the page that is shown, as of the last commit
 */
const char *
lk_sign_in_view_get_page (LkSignInView *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_VIEW (self), NULL);

  return self->page;
}

/**
 * lk_sign_in_view_get_title:
 * @self: a view
 *
 * Returns: (nullable): the page's title
 */
const char *
lk_sign_in_view_get_title (LkSignInView *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_VIEW (self), NULL);

  return self->view != NULL ? webkit_web_view_get_title (self->view) : NULL;
}

/**
 * lk_sign_in_view_get_notice:
 * @self: a view
 *
 * Returns: (nullable): what the page needs and does not get here, for the user
 */
const char *
lk_sign_in_view_get_notice (LkSignInView *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_VIEW (self), NULL);

  return self->notice;
}

/**
 * lk_sign_in_view_get_page_status:
 * @self: a view
 *
 * Returns: the HTTP status of the last page when it was an error, 400 or above; else 0
 */
guint
lk_sign_in_view_get_page_status (LkSignInView *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_VIEW (self), 0);

  return self->page_status;
}

/**
 * lk_sign_in_view_get_fault:
 * @self: a view
 *
 * Returns: (transfer full) (nullable): why the last step came to nothing, in the `LK_USER_AGENT_ERROR` domain
 */
GError *
lk_sign_in_view_get_fault (LkSignInView *self)
{
  g_return_val_if_fail (LK_IS_SIGN_IN_VIEW (self), NULL);

  return self->fault != NULL ? g_error_copy (self->fault) : NULL;
}
