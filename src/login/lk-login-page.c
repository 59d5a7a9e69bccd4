/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-login-page.h"

#include "lk-page-policy.h"

/* A login page needs neither camera nor place, files, printing, windows of its own or passwords asked for by a box that
 * looks like ours: each is denied, and the page goes on. */

static gboolean
permission_request_cb (WebKitWebView           *view,
                       WebKitPermissionRequest *request,
                       gpointer                 user_data)
{
  webkit_permission_request_deny (request);

  return TRUE;
}

static gboolean
query_permission_state_cb (WebKitWebView              *view,
                           WebKitPermissionStateQuery *query,
                           gpointer                    user_data)
{
  webkit_permission_state_query_finish (query, WEBKIT_PERMISSION_STATE_DENIED);

  return TRUE;
}

static gboolean
authenticate_cb (WebKitWebView               *view,
                 WebKitAuthenticationRequest *request,
                 gpointer                     user_data)
{
  webkit_authentication_request_cancel (request);

  return TRUE;
}

static gboolean
run_file_chooser_cb (WebKitWebView            *view,
                     WebKitFileChooserRequest *request,
                     gpointer                  user_data)
{
  webkit_file_chooser_request_cancel (request);

  return TRUE;
}

static gboolean
run_color_chooser_cb (WebKitWebView             *view,
                      WebKitColorChooserRequest *request,
                      gpointer                   user_data)
{
  webkit_color_chooser_request_cancel (request);

  return TRUE;
}

static gboolean
print_cb (WebKitWebView        *view,
          WebKitPrintOperation *operation,
          gpointer              user_data)
{
  return TRUE;
}

static gboolean
show_notification_cb (WebKitWebView      *view,
                      WebKitNotification *notification,
                      gpointer            user_data)
{
  return TRUE;
}

static gboolean
script_dialog_cb (WebKitWebView      *view,
                  WebKitScriptDialog *dialog,
                  gpointer            user_data)
{
  /* Asked whether to leave the page: yes, or the redirect would be held up. All else is answered as by Cancel. */
  if (webkit_script_dialog_get_dialog_type (dialog) == WEBKIT_SCRIPT_DIALOG_BEFORE_UNLOAD_CONFIRM)
    webkit_script_dialog_confirm_set_confirmed (dialog, TRUE);

  return TRUE;
}

/* Copying and pasting stay, for passwords come from password managers; saving, opening and inspecting go. */
static gboolean
context_menu_cb (WebKitWebView       *view,
                 WebKitContextMenu   *menu,
                 WebKitHitTestResult *hit,
                 gpointer             user_data)
{
  static const WebKitContextMenuAction kept[] = {
    WEBKIT_CONTEXT_MENU_ACTION_CUT,        WEBKIT_CONTEXT_MENU_ACTION_COPY,
    WEBKIT_CONTEXT_MENU_ACTION_PASTE,      WEBKIT_CONTEXT_MENU_ACTION_DELETE,
    WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL, WEBKIT_CONTEXT_MENU_ACTION_GO_BACK,
    WEBKIT_CONTEXT_MENU_ACTION_RELOAD,
  };
  g_autoptr(GList) items = g_list_copy (webkit_context_menu_get_items (menu));

  for (GList *l = items; l != NULL; l = l->next)
    {
      WebKitContextMenuAction action = webkit_context_menu_item_get_stock_action (l->data);
      gboolean is_kept = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
        is_kept = is_kept || kept[i] == action;

      if (!is_kept)
        webkit_context_menu_remove (menu, l->data);
    }

  return webkit_context_menu_get_n_items (menu) == 0;
}

static void
download_started_cb (WebKitNetworkSession *session,
                     WebKitDownload       *download,
                     gpointer              user_data)
{
  webkit_download_cancel (download);
}

/* WebKit connects to where a link leads as soon as the pointer is pressed on it, and the redirect's port would hear. */
static void
forbid_early_connections (WebKitSettings *settings)
{
  g_autoptr(WebKitFeatureList) features = webkit_settings_get_all_features ();

  for (gsize i = 0; i < webkit_feature_list_get_length (features); i++)
    {
      WebKitFeature *feature = webkit_feature_list_get (features, i);
      const char *name = webkit_feature_get_identifier (feature);

      if (g_str_has_prefix (name, "LinkPreconnect") || g_str_has_prefix (name, "LinkPrefetch"))
        webkit_settings_set_feature_enabled (settings, feature, FALSE);
    }
}

/**
 * lk_login_page_new:
 * @authorize_uri: the page that it is to begin with
 *
 * Makes a web view that shows a login page and is good for nothing else. What is kept of it ends with it.
 *
 * Returns: (transfer floating): the view
 */
WebKitWebView *
lk_login_page_new (const char *authorize_uri)
{
  g_auto(GStrv) languages = lk_page_policy_get_languages ();
  /* A store for this sign-in alone: nothing of it reaches the disk, and the next one starts signed out. */
  g_autoptr(WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  g_autoptr(WebKitWebContext) context = webkit_web_context_new ();
  g_autoptr(WebKitSettings) settings = NULL;
  WebKitWebView *view;

  webkit_network_session_set_persistent_credential_storage_enabled (session, FALSE);
  /* What stays on this computer goes to no proxy. */
  if (lk_page_policy_get_safety (authorize_uri) == LK_PAGE_SAFETY_THIS_COMPUTER)
    webkit_network_session_set_proxy_settings (session, WEBKIT_NETWORK_PROXY_MODE_NO_PROXY, NULL);
  g_signal_connect (session, "download-started", G_CALLBACK (download_started_cb), NULL);
  webkit_web_context_set_preferred_languages (context, (const char *const *) languages);

  settings = webkit_settings_new_with_settings (
    /* A login page needs no graphics card, and broken drivers show it blank. */
    "hardware-acceleration-policy", WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER,
    "enable-developer-extras", FALSE,
    "enable-html5-local-storage", TRUE,
    /* A page over the whole screen could draw an origin of its own. */
    "enable-fullscreen", FALSE,
    NULL);
  forbid_early_connections (settings);

  view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                       "network-session", session,
                       "web-context", context,
                       "settings", settings,
                       "hexpand", TRUE,
                       "vexpand", TRUE,
                       NULL);

  g_signal_connect (view, "permission-request", G_CALLBACK (permission_request_cb), NULL);
  g_signal_connect (view, "query-permission-state", G_CALLBACK (query_permission_state_cb), NULL);
  g_signal_connect_after (view, "authenticate", G_CALLBACK (authenticate_cb), NULL);
  g_signal_connect (view, "run-file-chooser", G_CALLBACK (run_file_chooser_cb), NULL);
  g_signal_connect (view, "run-color-chooser", G_CALLBACK (run_color_chooser_cb), NULL);
  g_signal_connect (view, "print", G_CALLBACK (print_cb), NULL);
  g_signal_connect (view, "show-notification", G_CALLBACK (show_notification_cb), NULL);
  g_signal_connect (view, "script-dialog", G_CALLBACK (script_dialog_cb), NULL);
  g_signal_connect (view, "context-menu", G_CALLBACK (context_menu_cb), NULL);

  return view;
}
