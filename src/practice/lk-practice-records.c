/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-records.h"

#include <string.h>

#include "lk-json-reader.h"
#include "lk-practice-data.h"
#include "lk-practice-reply.h"

#define STATUS_TOO_MANY_REQUESTS 429

static const LkJsonLimits limits = { 256 * 1024, 32 };

typedef struct
{
  const LkPracticeCollection *collection;     /* not owned */
  GPtrArray                  *records;        /* owned: of JsonObject, by id */
  guint64                     next_id;
} Table;

struct _LkPracticeRecords
{
  Table *tables;     /* owned */
  guint  n_tables;
};

static JsonObject *
parse_object (const char *text)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);

  return json_node_dup_object (node);
}

static void
add_seeds (Table      *table,
           const char *text)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (table->records, json_object_ref (json_array_get_object_element (array, i)));
}

/**
 * lk_practice_records_new:
 * @user: the owner's e-mail address
 *
 * Returns: (transfer full): the records of a new account
 */
LkPracticeRecords *
lk_practice_records_new (const char *user)
{
  LkPracticeRecords *self = g_new0 (LkPracticeRecords, 1);
  const LkPracticeCollection *collections = lk_practice_collections (&self->n_tables);

  self->tables = g_new0 (Table, self->n_tables);
  for (guint i = 0; i < self->n_tables; i++)
    {
      Table *table = &self->tables[i];

      table->collection = &collections[i];
      table->records = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
      table->next_id = collections[i].first_id;
      if (strcmp (collections[i].path, "agents") == 0)
        g_ptr_array_add (table->records, lk_practice_data_agent (user));
      add_seeds (table, collections[i].seeds);
    }

  return self;
}

/**
 * lk_practice_records_free:
 * @self: (nullable): the records
 *
 * Frees them.
 */
void
lk_practice_records_free (LkPracticeRecords *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_tables; i++)
    g_ptr_array_unref (self->tables[i].records);
  g_free (self->tables);
  g_free (self);
}

static Table *
find_table (LkPracticeRecords *self,
            const char        *path)
{
  for (guint i = 0; i < self->n_tables; i++)
    {
      if (strcmp (self->tables[i].collection->path, path) == 0)
        return &self->tables[i];
    }

  return NULL;
}

/* The numeric part of a record's id. */
static guint64
get_id (Table      *table,
        JsonObject *record)
{
  const char *prefix = table->collection->id_prefix;

  if (prefix == NULL)
    return (guint64) lk_json_get_int (record, "id", 0);

  return g_ascii_strtoull (lk_json_get_string (record, "id") + strlen (prefix), NULL, 10);
}

static gboolean
parse_id (Table      *table,
          const char *text,
          guint64    *id)
{
  const char *prefix = table->collection->id_prefix != NULL ? table->collection->id_prefix : "";

  return g_str_has_prefix (text, prefix) &&
         g_ascii_string_to_unsigned (text + strlen (prefix), 10, 0, G_MAXINT64, id, NULL);
}

/* How many records have a smaller id. */
static guint
count_before (Table   *table,
              guint64  id)
{
  guint low = 0;
  guint high = table->records->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (table, g_ptr_array_index (table->records, middle)) < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static guint
find_index (Table      *table,
            const char *text)
{
  guint64 id;
  guint index;

  if (!parse_id (table, text, &id))
    return G_MAXUINT;

  index = count_before (table, id);

  return index < table->records->len && get_id (table, g_ptr_array_index (table->records, index)) == id ? index
                                                                                                        : G_MAXUINT;
}

/* By the member that the collection has for a key: departments/name/Sales. */
static guint
find_key (Table      *table,
          const char *encoded)
{
  g_autofree char *key = g_uri_unescape_string (encoded, NULL);

  for (guint i = 0; i < table->records->len; i++)
    {
      JsonObject *record = g_ptr_array_index (table->records, i);

      if (g_strcmp0 (lk_json_get_string (record, table->collection->key), key) == 0)
        return i;
    }

  return G_MAXUINT;
}

/**
 * lk_practice_records_get:
 * @self: the records
 * @path: a collection's path
 *
 * Returns: (transfer none) (element-type JsonObject): its records, by id
 */
GPtrArray *
lk_practice_records_get (LkPracticeRecords *self,
                         const char        *path)
{
  return find_table (self, path)->records;
}

/**
 * lk_practice_records_find:
 * @self: the records
 * @path: a collection's path
 * @id: an id as text
 *
 * Returns: (transfer none) (nullable): the record of that id
 */
JsonObject *
lk_practice_records_find (LkPracticeRecords *self,
                          const char        *path,
                          const char        *id)
{
  Table *table = find_table (self, path);
  guint index = find_index (table, id);

  return index != G_MAXUINT ? g_ptr_array_index (table->records, index) : NULL;
}

static JsonObject *
add_record (Table      *table,
            JsonObject *members)
{
  JsonObject *record = parse_object (table->collection->defaults);
  g_autoptr(GList) names = json_object_get_members (members);

  if (table->collection->id_prefix != NULL)
    {
      g_autofree char *id = g_strdup_printf ("%s%" G_GUINT64_FORMAT, table->collection->id_prefix, table->next_id);

      json_object_set_string_member (record, "id", id);
    }
  else
    {
      json_object_set_int_member (record, "id", (gint64) table->next_id);
    }
  table->next_id++;

  for (GList *at = names; at != NULL; at = at->next)
    json_object_set_member (record, at->data, json_object_dup_member (members, at->data));
  g_ptr_array_add (table->records, record);

  return record;
}

/**
 * lk_practice_records_fill:
 * @self: the records
 * @path: a collection's path
 * @n: how many records it has at least
 *
 * Makes a collection larger, by records that follow from their number.
 *
 * Returns: whether there is such a collection
 */
gboolean
lk_practice_records_fill (LkPracticeRecords *self,
                          const char        *path,
                          guint              n)
{
  Table *table = find_table (self, path);

  if (table == NULL)
    return FALSE;

  while (table->records->len < n)
    {
      g_autoptr(JsonObject) members = json_object_new ();
      g_autofree char *name = g_strdup_printf ("Number %u", table->records->len + 1);
      g_autofree char *email = g_strdup_printf ("number%u@practice.example", table->records->len + 1);

      if (strcmp (path, "agents") == 0)
        {
          json_object_set_string_member (members, "email", email);
          json_object_set_string_member (members, "display_name", name);
        }
      else if (strcmp (path, "bans") == 0)
        {
          json_object_set_string_member (members, "type", "visitor");
          json_object_set_string_member (members, "visitor_id", name);
        }
      else
        {
          json_object_set_string_member (members, "name", name);
          json_object_set_int_member (members, "enabled", 0);
        }
      add_record (table, members);
    }

  return TRUE;
}

/**
 * lk_practice_reply_object:
 * @request: a request
 * @status: HTTP status
 * @object: the body
 *
 * Answers with a JSON object.
 */
void
lk_practice_reply_object (LkPracticeRequest *request,
                          guint              status,
                          JsonObject        *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);
  lk_practice_reply_json (request->message, status, text);
}

static void
reply_bad_request (LkPracticeRequest *request,
                   const char        *description)
{
  lk_practice_reply_error (request->message, SOUP_STATUS_BAD_REQUEST, "Bad Request", description);
}

/**
 * lk_practice_read_body:
 * @request: a request
 *
 * Reads the body as a JSON object, and answers 400 when it is none.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *
lk_practice_read_body (LkPracticeRequest *request)
{
  g_autoptr(GBytes) bytes = g_bytes_new (request->body, request->body_length);
  g_autoptr(JsonNode) node = lk_json_parse_object (bytes, &limits, NULL);

  if (node == NULL)
    reply_bad_request (request, "The body must be a JSON object.");

  return node != NULL ? json_node_dup_object (node) : NULL;
}

static gboolean
is_of_type (JsonNode *node,
            char      type)
{
  GType value_type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (type)
    {
    case 's':
      return value_type == G_TYPE_STRING;

    case 'i':
      return value_type == G_TYPE_INT64;

    case 'b':
      return value_type == G_TYPE_BOOLEAN ||
             (value_type == G_TYPE_INT64 && json_node_get_int (node) >= 0 && json_node_get_int (node) <= 1);

    case 'a':
      return JSON_NODE_HOLDS_ARRAY (node);

    default:
      return JSON_NODE_HOLDS_OBJECT (node);
    }
}

/* The type and the flags of a member that can be written; NULL when it cannot. */
static char *
find_field (char       **fields,
            const char  *member)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *colon = strchr (fields[i], ':');

      if (strlen (member) == (gsize) (colon - fields[i]) && g_str_has_prefix (fields[i], member))
        return g_strdup (colon + 1);
    }

  return NULL;
}

/* NULL, or what is wrong. Takes out what is not kept. */
static char *
check_members (Table      *table,
               JsonObject *record,
               JsonObject *changes)
{
  g_auto(GStrv) fields = g_strsplit (table->collection->fields, " ", -1);
  g_autoptr(GList) members = json_object_get_members (changes);

  for (guint i = 0; record == NULL && fields[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (fields[i], strcspn (fields[i], ":"));

      if (strchr (fields[i], '!') != NULL && !json_object_has_member (changes, name))
        return g_strdup_printf ("%s is required.", name);
    }

  for (GList *at = members; at != NULL; at = at->next)
    {
      g_autofree char *name = g_strdup (at->data);
      g_autofree char *field = find_field (fields, name);

      if (field == NULL || (record != NULL && strchr (field, '+') != NULL))
        return g_strdup_printf ("%s cannot be written.", name);
      if (!is_of_type (json_object_get_member (changes, name), *field))
        return g_strdup_printf ("%s is of the wrong type.", name);
    }

  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (fields[i], strcspn (fields[i], ":"));

      if (strchr (fields[i], '-') != NULL && json_object_has_member (changes, name))
        json_object_remove_member (changes, name);
    }

  return table->collection->check != NULL ? g_strdup (table->collection->check (table->records, record, changes))
                                          : NULL;
}

/* The changes that a body asks for. Replies by itself when it cannot be taken. */
static JsonObject *
read_changes (LkPracticeRequest *request,
              Table             *table,
              JsonObject        *record)
{
  g_autoptr(JsonObject) changes = lk_practice_read_body (request);
  g_autofree char *error = NULL;

  if (changes == NULL)
    return NULL;

  error = check_members (table, record, changes);
  if (error != NULL)
    {
      reply_bad_request (request, error);
      return NULL;
    }

  return g_steal_pointer (&changes);
}

static void
apply_changes (JsonObject *record,
               JsonObject *changes)
{
  g_autoptr(GList) members = json_object_get_members (changes);

  for (GList *at = members; at != NULL; at = at->next)
    json_object_set_member (record, at->data, json_object_dup_member (changes, at->data));

  /* An agent's rights follow from the role. */
  if (json_object_has_member (changes, "role_id") && json_object_has_member (record, "roles"))
    json_object_set_boolean_member (json_object_get_object_member (record, "roles"),
                                    "administrator",
                                    json_object_get_int_member (changes, "role_id") <= 2);
}

/**
 * lk_practice_records_update:
 * @request: a request with a body
 * @path: a collection's path
 * @record: one of its records
 *
 * Changes the record as the body asks for, and answers with it; or answers 400.
 *
 * Returns: (transfer none) (nullable): the record when it was changed
 */
JsonObject *
lk_practice_records_update (LkPracticeRequest *request,
                            const char        *path,
                            JsonObject        *record)
{
  g_autoptr(JsonObject) changes = read_changes (request, find_table (request->practice->records, path), record);

  if (changes == NULL)
    return NULL;

  apply_changes (record, changes);
  lk_practice_reply_object (request, SOUP_STATUS_OK, record);

  return record;
}

static void
create_record (LkPracticeRequest *request,
               Table             *table)
{
  g_autoptr(JsonObject) members = NULL;
  JsonObject *record;

  if (table->collection->max_records > 0 && table->records->len >= table->collection->max_records)
    {
      lk_practice_reply_error (request->message,
                               STATUS_TOO_MANY_REQUESTS,
                               "Too Many Requests",
                               table->collection->max_error);
      return;
    }

  members = read_changes (request, table, NULL);
  if (members == NULL)
    return;

  record = add_record (table, members);
  apply_changes (record, members);
  lk_practice_reply_object (request, SOUP_STATUS_CREATED, record);
}

/* One page of the list: from since_id on, or up to max_id. */
static gboolean
find_page (LkPracticeRequest *request,
           Table             *table,
           guint             *first,
           guint             *end)
{
  const char *since = lk_practice_params_get (request->query, "since_id");
  const char *max = lk_practice_params_get (request->query, "max_id");
  const char *limit = lk_practice_params_get (request->query, "limit");
  guint64 id, size = table->collection->page_size;

  *first = 0;
  *end = table->records->len;
  if (size == 0)
    return TRUE;

  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, 1000, &size, NULL))
    return FALSE;

  if (max != NULL)
    {
      if (!g_ascii_string_to_unsigned (max, 10, 0, G_MAXINT64, &id, NULL))
        return FALSE;
      *end = count_before (table, id + 1);
      *first = *end > size ? *end - (guint) size : 0;
    }
  if (since != NULL)
    {
      if (!g_ascii_string_to_unsigned (since, 10, 0, G_MAXINT64, &id, NULL))
        return FALSE;
      *first = count_before (table, id);
    }
  if (since != NULL || max == NULL)
    *end = MIN (*end, *first + (guint) size);

  return TRUE;
}

static void
list_records (LkPracticeRequest *request,
              Table             *table)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr(JsonArray) array = json_array_new ();
  g_autofree char *text = NULL;
  guint first, end;

  if (!find_page (request, table, &first, &end))
    {
      reply_bad_request (request, "since_id and max_id are ids, limit is from 1 to 1000.");
      return;
    }

  for (guint i = first; i < end; i++)
    json_array_add_object_element (array, json_object_ref (g_ptr_array_index (table->records, i)));

  /* Bans alone are listed by their type. */
  if (strcmp (table->collection->path, "bans") == 0)
    {
      g_autoptr(JsonObject) object = json_object_new ();

      json_object_set_array_member (object, "ip_address", json_array_new ());
      json_object_set_array_member (object, "visitor", json_array_new ());
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonObject *ban = json_array_get_object_element (array, i);

          json_array_add_object_element (json_object_get_array_member (object, lk_json_get_string (ban, "type")),
                                         json_object_ref (ban));
        }
      lk_practice_reply_object (request, SOUP_STATUS_OK, object);
      return;
    }

  json_node_set_array (node, array);
  text = json_to_string (node, FALSE);
  lk_practice_reply_json (request->message, SOUP_STATUS_OK, text);
}

static void
answer_record (LkPracticeRequest *request,
               Table             *table,
               guint              index)
{
  const char *method = request->method;
  LkPracticeCan can = table->collection->can;
  JsonObject *record;

  if (index == G_MAXUINT)
    {
      lk_practice_reply_error (request->message, SOUP_STATUS_NOT_FOUND, "Not Found", "There is no such record.");
      return;
    }

  record = g_ptr_array_index (table->records, index);
  if (strcmp (method, SOUP_METHOD_GET) == 0 && (can & LK_PRACTICE_CAN_SHOW) != 0)
    {
      lk_practice_reply_object (request, SOUP_STATUS_OK, record);
    }
  else if (strcmp (method, SOUP_METHOD_PUT) == 0 && (can & LK_PRACTICE_CAN_UPDATE) != 0)
    {
      lk_practice_records_update (request, table->collection->path, record);
    }
  else if (strcmp (method, SOUP_METHOD_DELETE) == 0 && (can & LK_PRACTICE_CAN_DELETE) != 0)
    {
      g_autoptr(JsonObject) nothing = json_object_new ();
      const char *error = table->collection->check != NULL && strcmp (table->collection->path, "roles") == 0
                          ? table->collection->check (table->records, record, nothing) : NULL;

      if (error != NULL)
        {
          reply_bad_request (request, error);
          return;
        }
      g_ptr_array_remove_index (table->records, index);
      soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
    }
  else
    {
      lk_practice_reply_method (request->message, "GET, PUT, DELETE");
    }
}

static void
answer_collection (LkPracticeRequest *request,
                   Table             *table)
{
  LkPracticeCan can = table->collection->can;

  if (strcmp (request->method, SOUP_METHOD_GET) == 0 && (can & LK_PRACTICE_CAN_LIST) != 0)
    list_records (request, table);
  else if (strcmp (request->method, SOUP_METHOD_POST) == 0 && (can & LK_PRACTICE_CAN_CREATE) != 0)
    create_record (request, table);
  else
    lk_practice_reply_method (request->message, (can & LK_PRACTICE_CAN_LIST) != 0 ? "GET, POST" : "POST");
}

/**
 * lk_practice_records_answer:
 * @request: a request with a token that may
 * @resource: what follows the REST base and its slash
 *
 * Answers a request to one of the collections.
 *
 * Returns: whether @resource belongs to one
 */
gboolean
lk_practice_records_answer (LkPracticeRequest *request,
                            const char        *resource)
{
  g_auto(GStrv) parts = g_strsplit (resource, "/", 3);
  Table *table = find_table (request->practice->records, parts[0]);

  if (table == NULL)
    return FALSE;

  if (parts[1] == NULL)
    answer_collection (request, table);
  else if (parts[2] == NULL)
    answer_record (request, table, find_index (table, parts[1]));
  else if (table->collection->key != NULL && strcmp (parts[1], table->collection->key_path) == 0)
    answer_record (request, table, find_key (table, parts[2]));
  else
    return FALSE;

  return TRUE;
}
