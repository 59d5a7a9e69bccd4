/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-resource.h"

#include <glib/gi18n.h>

/* zendesk-chat.md section 5 */
static const LkChatResource resources[] = {
  { "chats", N_("Chats"), N_("The account’s chats, newest first, a page at a time."), "chats", 0, { { 0 } } },
  { "chat", N_("One Chat"), N_("A single chat with all that was said in it."), "chats/{}", 1, {
      { LK_CHAT_PARAMETER_ID, N_("Chat ID"), N_("As a list of chats shows it, such as 2605.100000.ABcd."), NULL },
    } },
  { "ids", N_("Chats by ID"), N_("Several chats at once, whole."), "chats?ids={}", 1, {
      { LK_CHAT_PARAMETER_IDS, N_("Chat IDs"), N_("With commas or spaces between them."), NULL },
    } },
  { "search", N_("Search"), N_("Chats that hold some words. Of each only the beginning is shown."),
    "chats/search?q={}", 1, {
      { LK_CHAT_PARAMETER_WORDS, N_("Words"), N_("Or terms that the service knows, such as type:chat."), NULL },
    } },
  { "incremental", N_("Incremental Export"), N_("All chats since a moment, oldest first, up to 1000 a page."),
    "incremental/chats?start_time={}&limit={}&fields={}", 3, {
      { LK_CHAT_PARAMETER_TIME, N_("Since"), N_("A day such as 2026-05-01, or seconds since 1970. Left empty: from the "
                                                "beginning."), NULL },
      { LK_CHAT_PARAMETER_LIMIT, N_("Chats a Page"), N_("From 1 to 1000."), "1000" },
      { LK_CHAT_PARAMETER_FIELDS, N_("Fields"), N_("What is told of each chat. chats(*) is everything."), "chats(*)" },
    } },
  { "me", N_("Who Am I"), N_("The agent whose token this is."), "agents/me", 0, { { 0 } } },
  { "account", N_("Account"), N_("The account and its plan."), "account", 0, { { 0 } } },
  { "path", N_("Any GET Path"), N_("Anything else below the API’s address. It is only read, never changed."), "{}", 1, {
      { LK_CHAT_PARAMETER_PATH, N_("Path"), N_("Such as departments, shortcuts or agents."), NULL },
    } },
};

/**
 * lk_chat_resources:
 * @n_resources: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_resources): all resources, in the order of a chooser
 */
const LkChatResource *
lk_chat_resources (guint *n_resources)
{
  *n_resources = G_N_ELEMENTS (resources);

  return resources;
}

/**
 * lk_chat_resource_find:
 * @id: the id of a resource
 *
 * Returns: (transfer none) (nullable): the resource
 */
const LkChatResource *
lk_chat_resource_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    {
      if (g_str_equal (resources[i].id, id))
        return &resources[i];
    }

  return NULL;
}

static char *
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);

  return NULL;
}

static char *
make_ids (const char  *text,
          GError     **error)
{
  g_auto(GStrv) words = g_strsplit_set (text, ", \t\r\n", -1);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (ids->len > 0)
        g_string_append_c (ids, ',');
      g_string_append_uri_escaped (ids, words[i], NULL, FALSE);
    }

  return ids->len > 0 ? g_string_free (g_steal_pointer (&ids), FALSE) : refuse (error, _("Give at least one ID"));
}

/* A day is taken to begin at midnight UTC, as the service's own dates are in UTC. */
static char *
make_time (const char  *text,
           GError     **error)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;
  g_autofree char *moment = NULL;
  gint64 seconds;

  if (*text == '\0')
    return g_strdup ("0");
  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &seconds, NULL))
    return g_strdup (text);

  moment = strchr (text, 'T') == NULL ? g_strconcat (text, "T00:00:00", NULL) : g_strdup (text);
  date = g_date_time_new_from_iso8601 (moment, utc);
  if (date == NULL || g_date_time_to_unix (date) < 0)
    return refuse (error, _("Write a day as 2026-05-01, or a number of seconds"));

  return g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (date));
}

static char *
make_limit (const char  *text,
            GError     **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 1000, &number, NULL))
    return refuse (error, _("Give a number from 1 to 1000"));

  return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

/* Segments that climb would leave the API, also when they are escaped. */
static gboolean
climbs (const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, "?", 2);
  g_auto(GStrv) segments = g_strsplit_set (parts[0] != NULL ? parts[0] : "", "/\\", -1);

  for (guint i = 0; segments[i] != NULL; i++)
    {
      g_autofree char *segment = g_uri_unescape_string (segments[i], NULL);

      if (segment == NULL || g_str_equal (segment, ".") || g_str_equal (segment, "..") ||
          strpbrk (segment, "/\\") != NULL)
        return TRUE;
    }

  return FALSE;
}

static char *
make_path (const char  *text,
           GError     **error)
{
  if (*text == '/' && text[1] != '/')
    text++;
  if (*text == '\0')
    return refuse (error, _("Give a path"));
  if (strstr (text, "://") != NULL || g_str_has_prefix (text, "//"))
    return refuse (error, _("Give the part after the API’s address alone: the token is sent nowhere else"));
  if (strchr (text, '#') != NULL)
    return refuse (error, _("A # and what follows it is never sent. Leave it out"));
  if (climbs (text))
    return refuse (error, _("The path must stay below the API’s address"));

  return g_uri_escape_string (text, "!$&'()*+,;=:@/?%[]", FALSE);
}

static char *
make_value (LkChatParameterKind   kind,
            const char           *value,
            GError              **error)
{
  g_autofree char *text = g_strstrip (g_strdup (value));

  switch (kind)
    {
    case LK_CHAT_PARAMETER_ID:
      return *text != '\0' ? g_uri_escape_string (text, NULL, FALSE) : refuse (error, _("Give an ID"));

    case LK_CHAT_PARAMETER_IDS:
      return make_ids (text, error);

    case LK_CHAT_PARAMETER_WORDS:
      return *text != '\0' ? g_uri_escape_string (text, NULL, FALSE) : refuse (error, _("Say what to look for"));

    case LK_CHAT_PARAMETER_TIME:
      return make_time (text, error);

    case LK_CHAT_PARAMETER_LIMIT:
      return make_limit (text, error);

    case LK_CHAT_PARAMETER_FIELDS:
      return *text != '\0' ? g_uri_escape_string (text, "(*),", FALSE)
                           : refuse (error, _("Give chats(*) for everything"));

    case LK_CHAT_PARAMETER_PATH:
      return make_path (text, error);

    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * lk_chat_resource_make_path:
 * @resource: a resource
 * @values: what was typed for each of its parameters
 * @wrong: (out) (optional): on failure, the number of the parameter at fault
 * @error: return location for G_IO_ERROR_INVALID_ARGUMENT, worded for the person who typed it
 *
 * Returns: (transfer full) (nullable): the path to GET below the REST base, every value escaped in it
 */
char *
lk_chat_resource_make_path (const LkChatResource  *resource,
                            const char *const     *values,
                            guint                 *wrong,
                            GError               **error)
{
  g_autoptr(GString) path = g_string_new (NULL);
  g_auto(GStrv) parts = NULL;

  g_return_val_if_fail (resource != NULL, NULL);
  g_return_val_if_fail (values != NULL || resource->n_parameters == 0, NULL);

  parts = g_strsplit (resource->path, "{}", -1);
  g_assert (g_strv_length (parts) == resource->n_parameters + 1);

  for (guint i = 0; i < resource->n_parameters; i++)
    {
      g_autofree char *value = make_value (resource->parameters[i].kind, values[i], error);

      if (value == NULL)
        {
          if (wrong != NULL)
            *wrong = i;
          return NULL;
        }
      g_string_append_printf (path, "%s%s", parts[i], value);
    }
  g_string_append (path, parts[resource->n_parameters]);

  return g_string_free (g_steal_pointer (&path), FALSE);
}
