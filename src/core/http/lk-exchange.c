/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-exchange.h"

#include <string.h>

#include "lk-text.h"

#define DEFAULT_MAX_BODY ((gsize) 256 * 1024 * 1024)
#define TOKEN_MAX_BODY ((gsize) 1024 * 1024)
#define DEFAULT_TIMEOUT 30
#define MAX_REASON 200

/* RFC 9110 section 5.6.2 */
#define HEADER_NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"

struct _LkExchange
{
  GObject parent_instance;

  /* owned: the request, with placeholders for its secrets */
  LkExchangePurpose purpose;
  char *method;
  char *url;
  char *connection_id;
  char *connection_name;
  char *label;
  GArray *request_headers;
  char *request_type;
  GBytes *request_body;
  gsize max_body;
  guint timeout;
  gboolean confidential;

  /* owned: the answer */
  guint status;
  char *reason;
  GArray *response_headers;
  char *content_type;
  GBytes *body;
  gsize body_size;
  gsize wire_size;
  LkExchangeTimes times;
  GError *error;
  guint done : 1;
  guint body_dropped : 1;
};

enum
{
  PROP_0,
  PROP_DONE,
  PROP_BODY_DROPPED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LkExchange, lk_exchange, G_TYPE_OBJECT)

/* The array's own form of LkHeader, whose text it owns. */
typedef struct
{
  char *name;
  char *value;
} OwnedHeader;

static void
owned_header_clear (gpointer data)
{
  OwnedHeader *header = data;

  g_free (header->name);
  g_free (header->value);
}

static void
append_header (GArray     *headers,
               const char *name,
               const char *value)
{
  OwnedHeader header = { g_utf8_make_valid (name, -1), g_utf8_make_valid (value, -1) };

  g_array_append_val (headers, header);
}

static const char *
find_header (GArray     *headers,
             const char *name)
{
  for (guint i = 0; i < headers->len; i++)
    {
      const OwnedHeader *header = &g_array_index (headers, OwnedHeader, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header->value;
    }

  return NULL;
}

static LkHeader
header_at (GArray *headers,
           guint   index)
{
  const OwnedHeader *header = &g_array_index (headers, OwnedHeader, index);

  return (LkHeader) { header->name, header->value };
}

static void
lk_exchange_finalize (GObject *object)
{
  LkExchange *self = LK_EXCHANGE (object);

  g_free (self->method);
  g_free (self->url);
  g_free (self->connection_id);
  g_free (self->connection_name);
  g_free (self->label);
  g_array_unref (self->request_headers);
  g_free (self->request_type);
  g_clear_pointer (&self->request_body, g_bytes_unref);
  g_free (self->reason);
  g_array_unref (self->response_headers);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_exchange_parent_class)->finalize (object);
}

static void
lk_exchange_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LkExchange *self = LK_EXCHANGE (object);

  switch (prop_id)
    {
    case PROP_DONE:
      g_value_set_boolean (value, self->done);
      break;

    case PROP_BODY_DROPPED:
      g_value_set_boolean (value, self->body_dropped);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_exchange_class_init (LkExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_exchange_finalize;
  object_class->get_property = lk_exchange_get_property;

  /**
   * LkExchange:done:
   *
   * Whether it has its answer or its error. Notified once.
   */
  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkExchange:body-dropped:
   *
   * Whether the log has let go of the body to stay within its bound.
   */
  properties[PROP_BODY_DROPPED] = g_param_spec_boolean (
      "body-dropped", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_exchange_init (LkExchange *self)
{
  self->request_headers = g_array_new (FALSE, FALSE, sizeof (OwnedHeader));
  self->response_headers = g_array_new (FALSE, FALSE, sizeof (OwnedHeader));
  g_array_set_clear_func (self->request_headers, owned_header_clear);
  g_array_set_clear_func (self->response_headers, owned_header_clear);

  self->timeout = DEFAULT_TIMEOUT;
  self->times = (LkExchangeTimes) { -1, -1, -1, -1, -1, -1, -1 };
}

/**
 * lk_exchange_new:
 * @purpose: what it is for; it decides on redirects and on how large the answer may be
 * @method: an HTTP method in capitals
 * @url: an absolute address; judged when it is sent, not here
 *
 * Returns: (transfer full): an exchange that has not been sent
 */
LkExchange *
lk_exchange_new (LkExchangePurpose  purpose,
                 const char        *method,
                 const char        *url)
{
  LkExchange *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  self = g_object_new (LK_TYPE_EXCHANGE, NULL);
  self->purpose = purpose;
  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->max_body = purpose == LK_EXCHANGE_PURPOSE_TOKEN ? TOKEN_MAX_BODY : DEFAULT_MAX_BODY;
  self->confidential = purpose == LK_EXCHANGE_PURPOSE_TOKEN;

  return self;
}

/**
 * lk_exchange_add_request_header:
 * @self: an exchange not yet sent
 * @name: the header's name
 * @value: its value; a secret belongs in LkCredentials
 *
 * Adds a header if it can stand in a request: the name an RFC 9110 token, the value printable ASCII. libsoup drops a
 * header that holds a line break and sends the request without it; here nothing is sent half.
 *
 * Returns: whether it was added
 */
gboolean
lk_exchange_add_request_header (LkExchange *self,
                                const char *name,
                                const char *value)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (*name == '\0' || name[strspn (name, HEADER_NAME_CHARACTERS)] != '\0')
    return FALSE;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (!g_ascii_isprint (*p))
        return FALSE;
    }

  append_header (self->request_headers, name, value);

  return TRUE;
}

/**
 * lk_exchange_set_request_body:
 * @self: an exchange not yet sent
 * @content_type: the type of @body
 * @body: what to send; one with a secret belongs in LkCredentials
 */
void
lk_exchange_set_request_body (LkExchange *self,
                              const char *content_type,
                              GBytes     *body)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (body != NULL);

  if (g_strcmp0 (self->request_type, content_type) != 0)
    {
      g_free (self->request_type);
      self->request_type = g_strdup (content_type);
    }
  g_clear_pointer (&self->request_body, g_bytes_unref);
  self->request_body = g_bytes_ref (body);
}

/**
 * lk_exchange_set_max_body:
 * @self: an exchange not yet sent
 * @bytes: the longest body to take, counted after decompression; 256 MiB unless set, 1 MiB from a token endpoint
 */
void
lk_exchange_set_max_body (LkExchange *self,
                          gsize       bytes)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (bytes < G_MAXSIZE / 4);

  self->max_body = bytes;
}

/**
 * lk_exchange_set_confidential:
 * @self: an exchange not yet sent
 * @confidential: whether its answer consists of secrets, as a token endpoint's does unless this is set
 *
 * The record of a confidential answer has placeholders for all values under a secret's name. The sender gets the
 * answer as it came, from lk_http_client_send_finish().
 */
void
lk_exchange_set_confidential (LkExchange *self,
                              gboolean    confidential)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));

  self->confidential = confidential;
}

/**
 * lk_exchange_set_timeout:
 * @self: an exchange not yet sent
 * @seconds: how long the other side may be silent; 30 unless set
 */
void
lk_exchange_set_timeout (LkExchange *self,
                         guint       seconds)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (seconds > 0);

  self->timeout = seconds;
}

/**
 * lk_exchange_set_url:
 * @self: an exchange not yet sent
 * @url: its address with placeholders for the secrets in it
 */
void
lk_exchange_set_url (LkExchange *self,
                     const char *url)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (url != NULL);

  g_free (self->url);
  self->url = g_strdup (url);
}

/**
 * lk_exchange_set_connection:
 * @self: an exchange
 * @connection_id: (nullable): the id of the connection it belongs to
 * @connection_name: (nullable): its name
 */
void
lk_exchange_set_connection (LkExchange *self,
                            const char *connection_id,
                            const char *connection_name)
{
  g_autofree char *id = g_strdup (connection_id);
  g_autofree char *name = g_strdup (connection_name);

  g_return_if_fail (LK_IS_EXCHANGE (self));

  g_free (self->connection_id);
  g_free (self->connection_name);
  self->connection_id = g_steal_pointer (&id);
  self->connection_name = g_steal_pointer (&name);
}

/**
 * lk_exchange_set_label:
 * @self: an exchange
 * @label: (nullable): what the call is for, in the user's language
 */
void
lk_exchange_set_label (LkExchange *self,
                       const char *label)
{
  g_autofree char *copy = g_strdup (label);

  g_return_if_fail (LK_IS_EXCHANGE (self));

  g_free (self->label);
  self->label = g_steal_pointer (&copy);
}

LkExchangePurpose
lk_exchange_get_purpose (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), LK_EXCHANGE_PURPOSE_API);

  return self->purpose;
}

const char *
lk_exchange_get_method (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->method;
}

const char *
lk_exchange_get_url (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->url;
}

const char *
lk_exchange_get_connection_id (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->connection_id;
}

const char *
lk_exchange_get_connection_name (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->connection_name;
}

const char *
lk_exchange_get_label (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->label;
}

gsize
lk_exchange_get_max_body (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->max_body;
}

gboolean
lk_exchange_is_confidential (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), TRUE);

  return self->confidential;
}

guint
lk_exchange_get_timeout (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->timeout;
}

GBytes *
lk_exchange_get_request_body (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->request_body;
}

const char *
lk_exchange_get_request_type (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->request_type;
}

const char *
lk_exchange_get_request_header (LkExchange *self,
                                const char *name)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return find_header (self->request_headers, name);
}

guint
lk_exchange_get_n_request_headers (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->request_headers->len;
}

LkHeader
lk_exchange_get_request_header_at (LkExchange *self,
                                   guint       index)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), ((LkHeader) { 0 }));
  g_return_val_if_fail (index < self->request_headers->len, ((LkHeader) { 0 }));

  return header_at (self->request_headers, index);
}

gboolean
lk_exchange_is_done (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), FALSE);

  return self->done;
}

guint
lk_exchange_get_status (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->status;
}

const char *
lk_exchange_get_reason (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->reason;
}

/**
 * lk_exchange_get_response_header:
 * @self: an exchange
 * @name: a header's name in any case
 *
 * Returns: (transfer none) (nullable): the first value under that name, as valid UTF-8
 */
const char *
lk_exchange_get_response_header (LkExchange *self,
                                 const char *name)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return find_header (self->response_headers, name);
}

guint
lk_exchange_get_n_response_headers (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->response_headers->len;
}

LkHeader
lk_exchange_get_response_header_at (LkExchange *self,
                                    guint       index)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), ((LkHeader) { 0 }));
  g_return_val_if_fail (index < self->response_headers->len, ((LkHeader) { 0 }));

  return header_at (self->response_headers, index);
}

/**
 * lk_exchange_get_content_type:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): the answer's type in lower case without parameters, such as `application/json`
 */
const char *
lk_exchange_get_content_type (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->content_type;
}

/**
 * lk_exchange_get_body:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): the answer's body, decompressed; %NULL if there is none yet or it was dropped
 */
GBytes *
lk_exchange_get_body (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->body;
}

/**
 * lk_exchange_is_html:
 * @self: an exchange
 *
 * Returns: whether the answer is a web page: its type says so, or it looks like one, whatever the type says, unless it
 *   is other XML
 */
gboolean
lk_exchange_is_html (LkExchange *self)
{
  const char *type;
  const char *data;
  gsize length;
  gsize i = 0;

  g_return_val_if_fail (LK_IS_EXCHANGE (self), FALSE);

  type = self->content_type != NULL ? self->content_type : "";
  if (g_str_equal (type, "text/html") || g_str_equal (type, "application/xhtml+xml"))
    return self->body_size > 0;
  if (self->body == NULL || g_str_has_suffix (type, "/xml") || g_str_has_suffix (type, "+xml"))
    return FALSE;

  data = g_bytes_get_data (self->body, &length);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    i = 3;
  while (i < length && g_ascii_isspace (data[i]))
    i++;

  return i < length && data[i] == '<';
}

gboolean
lk_exchange_is_body_dropped (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), FALSE);

  return self->body_dropped;
}

gsize
lk_exchange_get_body_size (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->body_size;
}

gsize
lk_exchange_get_wire_size (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), 0);

  return self->wire_size;
}

const LkExchangeTimes *
lk_exchange_get_times (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return &self->times;
}

/**
 * lk_exchange_get_error:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): why no whole answer came, `LK_HTTP_ERROR` or `G_IO_ERROR_CANCELLED`; %NULL when
 *   one did, whatever its status
 */
const GError *
lk_exchange_get_error (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), NULL);

  return self->error;
}

/**
 * lk_exchange_is_success:
 * @self: an exchange
 *
 * Returns: whether it is done, a whole answer came, and its status is 2xx
 */
gboolean
lk_exchange_is_success (LkExchange *self)
{
  g_return_val_if_fail (LK_IS_EXCHANGE (self), FALSE);

  return self->done && self->error == NULL && self->status >= 200 && self->status < 300;
}

/**
 * lk_exchange_set_response:
 * @self: an exchange
 * @status: the HTTP status
 * @reason: (nullable): the words after it, of any bytes; kept sanitized
 */
void
lk_exchange_set_response (LkExchange *self,
                          guint       status,
                          const char *reason)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));

  self->status = status;
  g_free (self->reason);
  self->reason = reason != NULL ? lk_text_sanitize (reason, -1, MAX_REASON) : NULL;
}

/**
 * lk_exchange_add_response_header:
 * @self: an exchange
 * @name: a header's name
 * @value: its value, of any bytes; kept as valid UTF-8
 */
void
lk_exchange_add_response_header (LkExchange *self,
                                 const char *name,
                                 const char *value)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  append_header (self->response_headers, name, value);

  if (self->content_type == NULL && g_ascii_strcasecmp (name, "Content-Type") == 0)
    {
      g_autofree char *type = g_strndup (value, strcspn (value, ";"));
      g_autofree char *valid = g_utf8_make_valid (g_strstrip (type), -1);

      self->content_type = g_ascii_strdown (valid, -1);
    }
}

/**
 * lk_exchange_set_body:
 * @self: an exchange
 * @body: the answer's body, decompressed
 * @wire_size: the bytes in which it travelled
 */
void
lk_exchange_set_body (LkExchange *self,
                      GBytes     *body,
                      gsize       wire_size)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (body != NULL);

  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  self->body_size = g_bytes_get_size (body);
  self->wire_size = wire_size;
}

void
lk_exchange_set_times (LkExchange            *self,
                       const LkExchangeTimes *times)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (times != NULL);

  self->times = *times;
}

/**
 * lk_exchange_finish:
 * @self: an exchange
 * @error: (nullable): why no whole answer came
 *
 * Makes it done; to be called once.
 */
void
lk_exchange_finish (LkExchange   *self,
                    const GError *error)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));
  g_return_if_fail (!self->done);

  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->done = TRUE;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

/**
 * lk_exchange_drop_body:
 * @self: an exchange
 *
 * Drops the answer's body and keeps its size. Other references to the bytes stay valid.
 */
void
lk_exchange_drop_body (LkExchange *self)
{
  g_return_if_fail (LK_IS_EXCHANGE (self));

  if (self->body == NULL)
    return;

  g_clear_pointer (&self->body, g_bytes_unref);
  self->body_dropped = TRUE;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BODY_DROPPED]);
}
