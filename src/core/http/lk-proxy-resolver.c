/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-proxy-resolver.h"
#include "lk-url.h"

struct _LkProxyResolver
{
  GObject parent_instance;
};

static void proxy_resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkProxyResolver,
                               lk_proxy_resolver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, proxy_resolver_iface_init))

static gboolean
is_loopback (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_PARSE_RELAXED, NULL);

  return parsed != NULL && g_uri_get_host (parsed) != NULL && lk_url_is_loopback (parsed);
}

static char **
dup_direct (void)
{
  return g_strdupv ((char *[]) { (char *) "direct://", NULL });
}

static char **
look_up (GProxyResolver  *resolver,
         const char      *uri,
         GCancellable    *cancellable,
         GError         **error)
{
  if (is_loopback (uri))
    return dup_direct ();

  return g_proxy_resolver_lookup (g_proxy_resolver_get_default (), uri, cancellable, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
look_up_async (GProxyResolver      *resolver,
               const char          *uri,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, look_up_async);
  if (is_loopback (uri))
    {
      g_task_return_pointer (task, dup_direct (), (GDestroyNotify) g_strfreev);
      g_object_unref (task);
      return;
    }

  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, looked_up_cb, task);
}

static char **
look_up_finish (GProxyResolver  *resolver,
                GAsyncResult    *result,
                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
proxy_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = look_up;
  iface->lookup_async = look_up_async;
  iface->lookup_finish = look_up_finish;
}

static void
lk_proxy_resolver_class_init (LkProxyResolverClass *klass)
{
}

static void
lk_proxy_resolver_init (LkProxyResolver *self)
{
}

/**
 * lk_proxy_resolver_new:
 *
 * Makes a resolver for a session. A client secret for a server on this computer would else go to the proxy, in the
 * clear (SECURITY.md F6).
 *
 * Returns: (transfer full): the resolver
 */
GProxyResolver *
lk_proxy_resolver_new (void)
{
  return g_object_new (LK_TYPE_PROXY_RESOLVER, NULL);
}
