/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-export.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "lk-json-reader.h"

/* What is written at once. */
#define BUFFER_SIZE (256 * 1024)

typedef struct
{
  GPtrArray *chats;
  LkChatFormat format;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_ptr_array_unref (export->chats);
  g_free (export->path);
  g_free (export);
}

/* A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection); the wide forms too, after its own
 * conversion. */
static gboolean
is_formula (const char *text)
{
  switch (g_utf8_get_char (text))
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;

    default:
      return FALSE;
    }
}

/**
 * lk_csv_append_field:
 * @line: the line so far
 * @text: (nullable): the field, valid UTF-8
 *
 * Appends a field as RFC 4180 section 2 has it: in quotation marks where it holds one, a comma or a line break. What a
 * spreadsheet would take for a formula gets an apostrophe before it, so that it stays text.
 */
void
lk_csv_append_field (GString    *line,
                     const char *text)
{
  g_return_if_fail (line != NULL);

  if (text == NULL || *text == '\0')
    return;

  if (strpbrk (text, ",\"\r\n") == NULL && !is_formula (text))
    {
      g_string_append (line, text);
      return;
    }

  g_string_append_c (line, '"');
  if (is_formula (text))
    g_string_append_c (line, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  g_string_append_c (line, '"');
}

static const char *
read_string (JsonObject *object,
             const char *parent,
             const char *member)
{
  return lk_json_get_string (parent != NULL ? lk_json_get_object (object, parent) : object, member);
}

static char *
join_words (JsonObject *object,
            const char *member)
{
  g_auto(GStrv) words = lk_json_get_words (object, member);

  return g_strjoinv (", ", words);
}

static char *
read_number (JsonObject *object,
             const char *member)
{
  gint64 number = lk_json_get_int (object, member, -1);

  return number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

static char *
read_flag (JsonObject *object,
           const char *member)
{
  if (!lk_json_has (object, member))
    return NULL;

  return g_strdup (lk_json_get_boolean (object, member, FALSE) ? "true" : "false");
}

static char *
read_first_page (JsonObject *object)
{
  JsonArray *pages = lk_json_get_array (object, "webpath");
  JsonObject *page = pages != NULL && json_array_get_length (pages) > 0 ? lk_json_array_get_object (pages, 0) : NULL;

  return g_strdup (lk_json_get_string (page, "from"));
}

/* It begins with the mark of UTF-8: without it the spreadsheet that most people have reads another encoding. */
#define CSV_HEADER \
  "\xef\xbb\xbf" \
  "id,type,started,ended,duration_seconds,first_response_seconds,visitor_name,visitor_email,visitor_phone," \
  "department,agents,rating,comment,missed,unread,tags,visitor_messages,agent_messages,first_page,message,ticket\r\n"

/* In the order of CSV_HEADER. */
static void
append_row (GString *line,
            LkChat  *chat)
{
  g_autoptr(JsonNode) node = lk_json_parse_object (lk_chat_get_json (chat), NULL, NULL);
  JsonObject *object = json_node_get_object (node);
  JsonObject *count = lk_json_get_object (object, "count");
  gint64 first = lk_chat_get_first_response (chat);
  g_autofree char *duration = read_number (object, "duration");
  g_autofree char *response = first >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, first) : NULL;
  g_autofree char *agents = join_words (object, "agent_names");
  g_autofree char *missed = read_flag (object, "missed");
  g_autofree char *unread = read_flag (object, "unread");
  g_autofree char *tags = join_words (object, "tags");
  g_autofree char *by_visitor = read_number (count, "visitor");
  g_autofree char *by_agent = read_number (count, "agent");
  g_autofree char *page = read_first_page (object);
  g_autofree char *ticket = lk_json_get_id (object, "zendesk_ticket_id");
  const char *const fields[] = {
    lk_chat_get_id (chat),
    read_string (object, NULL, "type"),
    read_string (object, NULL, "timestamp"),
    read_string (object, NULL, "end_timestamp"),
    duration,
    response,
    read_string (object, "visitor", "name"),
    read_string (object, "visitor", "email"),
    read_string (object, "visitor", "phone"),
    read_string (object, NULL, "department_name"),
    agents,
    read_string (object, NULL, "rating"),
    read_string (object, NULL, "comment"),
    missed,
    unread,
    tags,
    by_visitor,
    by_agent,
    page,
    read_string (object, NULL, "message"),
    ticket,
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      lk_csv_append_field (line, fields[i]);
    }
  g_string_append (line, "\r\n");
}

static gboolean
write_chats (const Export   *export,
             GOutputStream  *stream,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr(GString) line = g_string_new (export->format == LK_CHAT_FORMAT_CSV ? CSV_HEADER : NULL);

  for (guint i = 0; i < export->chats->len; i++)
    {
      LkChat *chat = g_ptr_array_index (export->chats, i);

      if (export->format == LK_CHAT_FORMAT_CSV)
        {
          append_row (line, chat);
        }
      else
        {
          GBytes *json = lk_chat_get_json (chat);

          g_string_append_len (line, g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json));
          g_string_append_c (line, '\n');
        }

      if (line->len < BUFFER_SIZE)
        continue;

      if (!g_output_stream_write_all (stream, line->str, line->len, NULL, cancellable, error))
        return FALSE;
      g_string_truncate (line, 0);
    }

  return g_output_stream_write_all (stream, line->str, line->len, NULL, cancellable, error) &&
         !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
set_errno (GError     **error,
           const char  *path)
{
  int code = errno;
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", name, g_strerror (code));

  return FALSE;
}

/* Into a file of another name beside it, which replaces it when all of it is on the disk: what stood there before
 * stays whole until then, and for ever when this fails. */
static gboolean
write_file (const Export  *export,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *temporary = g_strconcat (export->path, ".XXXXXX", NULL);
  g_autoptr(GOutputStream) stream = NULL;
  gboolean written;
  int fd;

  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_errno (error, export->path);

  stream = g_unix_output_stream_new (fd, FALSE);
  written = write_chats (export, stream, cancellable, error);
  if (written && fsync (fd) != 0)
    written = set_errno (error, export->path);
  if (close (fd) != 0 && written)
    written = set_errno (error, export->path);
  if (written && g_rename (temporary, export->path) != 0)
    written = set_errno (error, export->path);
  if (!written)
    g_unlink (temporary);

  return written;
}

static void
export_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (write_file (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * lk_chat_export_async:
 * @chats: (element-type LkChat): what to write
 * @format: how
 * @path: (type filename): the file to write
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written
 * @user_data: data of @callback
 *
 * Writes the chats to a file that nobody but the user may read (mode 0600), in a thread of its own. The file is
 * replaced whole or not at all. CSV is RFC 4180 in UTF-8, marked as such, with a header, dates in UTC as the service
 * writes them; JSON Lines has each chat as the service wrote it.
 */
void
lk_chat_export_async (GPtrArray           *chats,
                      LkChatFormat         format,
                      const char          *path,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Export *export;

  g_return_if_fail (chats != NULL && path != NULL);

  export = g_new (Export, 1);
  export->chats = g_ptr_array_ref (chats);
  export->format = format;
  export->path = g_strdup (path);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_chat_export_async);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_thread);
}

/**
 * lk_chat_export_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends lk_chat_export_async(). Sets G_FILE_ERROR, G_IO_ERROR_NO_SPACE and the like, or G_IO_ERROR_CANCELLED.
 *
 * Returns: whether the file is written
 */
gboolean
lk_chat_export_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_chat_export_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
