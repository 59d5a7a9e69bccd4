/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-endpoints.h"
#include "lk-url.h"

G_DEFINE_BOXED_TYPE (LkEndpoints, lk_endpoints, lk_endpoints_ref, lk_endpoints_unref)

static char *
copy_without_end_slash (const char *url)
{
  gsize length;

  if (url == NULL)
    return NULL;

  length = strlen (url);
  while (length > 0 && url[length - 1] == '/')
    length--;

  return g_strndup (url, length);
}

static void
clear (gpointer data)
{
  LkEndpoints *self = data;

  g_free (self->authorize);
  g_free (self->token);
  g_free (self->api);
  g_free (self->graphql);
  g_free (self->stream);
  g_free (self->dashboard);
}

/**
 * lk_endpoints_new:
 * @authorize: the authorize page
 * @token: the token endpoint
 * @api: the REST base
 * @graphql: (nullable): the Conversations API's request address
 * @stream: (nullable): the base of its WebSocket
 * @dashboard: (nullable): the page where a person makes an API client
 *
 * Makes a snapshot of addresses. The bases lose a slash at their end, so that a path is always joined with one.
 *
 * Returns: (transfer full): the snapshot
 */
LkEndpoints *
lk_endpoints_new (const char *authorize,
                  const char *token,
                  const char *api,
                  const char *graphql,
                  const char *stream,
                  const char *dashboard)
{
  LkEndpoints *self = g_atomic_rc_box_new0 (LkEndpoints);

  self->authorize = g_strdup (authorize);
  self->token = g_strdup (token);
  self->api = copy_without_end_slash (api);
  self->graphql = g_strdup (graphql);
  self->stream = copy_without_end_slash (stream);
  self->dashboard = g_strdup (dashboard);

  return self;
}

/**
 * lk_endpoints_ref:
 * @self: a snapshot
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
LkEndpoints *
lk_endpoints_ref (LkEndpoints *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * lk_endpoints_unref:
 * @self: (transfer full): a snapshot
 *
 * Lets go of a reference; the last one frees the addresses.
 */
void
lk_endpoints_unref (LkEndpoints *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * lk_endpoints_dup_origins:
 * @self: endpoints
 *
 * Returns: (transfer full) (array zero-terminated=1): the origins that a token is sent to: the REST API's and the
 *   Conversations API's, where they are known
 */
char **
lk_endpoints_dup_origins (LkEndpoints *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *urls[2];

  g_return_val_if_fail (self != NULL, NULL);

  urls[0] = self->api;
  urls[1] = self->graphql;
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *origin = lk_url_get_origin (urls[i]);

      if (origin != NULL)
        g_strv_builder_add (builder, origin);
    }

  return g_strv_builder_end (builder);
}
