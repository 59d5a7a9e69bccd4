/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-curl.h"

#include <string.h>

#include "lk-redact-scan.h"
#include "lk-secret.h"

#define NEXT_LINE " \\\n  "

typedef struct
{
  GString *command;
  char *name;          /* not owned: of the connection, quoted for the shell */
  char *token_command; /* not owned: $(latchkey token 'NAME') */
  char *input;         /* owned, nullable: the command whose output curl reads */
} Writer;

static const char *
command_for (const Writer *writer,
             const char   *secret_name)
{
  if (g_str_equal (secret_name, "accesstoken") || g_str_equal (secret_name, "token"))
    return writer->token_command;

  /* curl's input is taken: the secret is read from the terminal itself. */
  return writer->input != NULL ? "$(cat </dev/tty)" : "$(cat)";
}

static void
append_quoted (GString    *command,
               const char *text,
               gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *quoted = g_shell_quote (copy);

  g_string_append (command, quoted);
}

/* One word of the shell: the text in single quotes, its secrets as commands in double quotes between them. */
static void
append_word_to (Writer     *writer,
                GString    *command,
                const char *text,
                gsize       length)
{
  g_autoptr(GArray) ranges = lk_redact_find_secrets (text, length);
  gsize at = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      const LkSecretRange *range = &g_array_index (ranges, LkSecretRange, i);

      if (range->start > at)
        append_quoted (command, text + at, range->start - at);

      g_string_append_printf (command, "\"%s\"", command_for (writer, range->name));
      at = range->end;
    }

  if (at < length || at == 0)
    append_quoted (command, text + at, length - at);
}

static void
append_word (Writer     *writer,
             const char *text,
             gsize       length)
{
  append_word_to (writer, writer->command, text, length);
}

/* A body with secrets is piped in by the shell: every process can read curl's arguments. */
static void
append_secret_body (Writer     *writer,
                    const char *text,
                    gsize       length)
{
  g_autoptr(GString) input = g_string_new ("printf %s ");

  append_word_to (writer, input, text, length);
  writer->input = g_string_free (g_steal_pointer (&input), FALSE);
  g_string_append (writer->command, NEXT_LINE "--data-binary @-");
}

static void
append_header (Writer   *writer,
               LkHeader  header)
{
  g_autofree char *line = NULL;

  if (g_ascii_strcasecmp (header.name, "Authorization") == 0)
    {
      if (g_ascii_strncasecmp (header.value, "Bearer ", 7) == 0)
        {
          g_free (writer->input);
          writer->input = g_strdup_printf ("latchkey token --format=header -- %s", writer->name);
          g_string_append (writer->command, NEXT_LINE "-H @-");
          return;
        }

      if (g_ascii_strncasecmp (header.value, "Basic ", 6) == 0)
        {
          g_autofree guchar *decoded = NULL;
          g_autoptr(LkSecret) pair = NULL;
          gsize length;

          decoded = g_base64_decode (header.value + 6, &length);
          pair = g_strndup ((const char *) decoded, length);
          lk_secret_wipe (decoded, length);

          g_string_append (writer->command, NEXT_LINE "-u ");
          append_quoted (writer->command, pair, strcspn (pair, ":"));
          g_string_append (writer->command, "\":$(cat)\"");
          return;
        }
    }

  g_string_append (writer->command, NEXT_LINE "-H ");

  if (lk_redact_is_secret_name (header.name))
    {
      g_string_append_printf (writer->command, "\"%s: $(cat)\"", header.name);
      return;
    }

  /* "Name:" would tell curl to leave out a header of its own; an empty one is written with a semicolon. */
  line = *header.value == '\0' ? g_strconcat (header.name, ";", NULL)
                               : g_strconcat (header.name, ": ", header.value, NULL);
  append_word (writer, line, strlen (line));
}

/* One option for each parameter of a form, so that curl encodes the secrets that are typed in. */
static void
append_form (Writer     *writer,
             const char *text,
             gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto(GStrv) parameters = g_strsplit (copy, "&", -1);

  lk_secret_wipe (copy, length);

  for (guint i = 0; parameters[i] != NULL; i++)
    {
      gsize parameter_length = strlen (parameters[i]);
      gsize value_start = MIN (strcspn (parameters[i], "=") + 1, parameter_length);
      g_autoptr(GArray) ranges = lk_redact_find_secrets (parameters[i], parameter_length);
      const LkSecretRange *range = ranges->len > 0 ? &g_array_index (ranges, LkSecretRange, 0) : NULL;

      if (range != NULL && range->start == value_start && range->end == parameter_length)
        {
          g_string_append (writer->command, NEXT_LINE "--data-urlencode ");
          append_quoted (writer->command, parameters[i], value_start);
          g_string_append_printf (writer->command, "\"%s\"", command_for (writer, range->name));
        }
      else
        {
          g_string_append (writer->command, NEXT_LINE "--data-raw ");
          append_word (writer, parameters[i], parameter_length);
        }

      lk_secret_wipe (parameters[i], parameter_length);
    }
}

static gboolean
holds_secret (const char *text,
              gsize       length)
{
  g_autoptr(GArray) ranges = lk_redact_find_secrets (text != NULL ? text : "", length);

  return ranges->len > 0;
}

static void
append_body (Writer     *writer,
             LkExchange *exchange)
{
  GBytes *body = lk_exchange_get_request_body (exchange);
  const char *type = lk_exchange_get_request_type (exchange);
  const char *text;
  gsize length;

  if (body == NULL)
    return;

  text = g_bytes_get_data (body, &length);

  g_string_append (writer->command, NEXT_LINE "-H ");
  g_string_append_printf (writer->command, "'Content-Type: %s'", type);

  if (length > 0 && g_str_has_prefix (type, "application/x-www-form-urlencoded"))
    {
      append_form (writer, text, length);
    }
  else if (length > 0 && memchr (text, '\0', length) != NULL)
    {
      /* An argument cannot hold a NUL. */
      g_string_append (writer->command,
                       writer->input != NULL ? NEXT_LINE "--data-binary @FILE" : NEXT_LINE "--data-binary @-");
    }
  else if (writer->input == NULL && holds_secret (text, length))
    {
      append_secret_body (writer, text, length);
    }
  else
    {
      g_string_append (writer->command, NEXT_LINE "--data-raw ");
      append_word (writer, text != NULL ? text : "", length);
    }
}

/**
 * lk_curl_command:
 * @exchange: an exchange
 * @connection_name: (nullable): the connection to ask for the token, or %NULL for the exchange's own
 *
 * Writes the request as a command for a POSIX shell. curl reads the header with the access token from `latchkey token
 * --format=header`, so that no argument holds it (SECURITY.md M2); every other secret is `$(cat)`, which takes it from
 * the terminal, ended by Control-D, once for each. So the text may go into a ticket or a script.
 *
 * Returns: (transfer full): the command, on several lines, without a line break at its end
 */
char *
lk_curl_command (LkExchange *exchange,
                 const char *connection_name)
{
  g_autofree char *name = NULL;
  g_autofree char *token_command = NULL;
  g_autofree char *input = NULL;
  Writer writer = { 0 };
  const char *method, *url;

  g_return_val_if_fail (LK_IS_EXCHANGE (exchange), NULL);

  if (connection_name == NULL)
    connection_name = lk_exchange_get_connection_name (exchange);

  name = g_shell_quote (connection_name != NULL ? connection_name : "NAME");
  token_command = g_strdup_printf ("$(latchkey token -- %s)", name);

  writer.command = g_string_new ("curl");
  writer.name = name;
  writer.token_command = token_command;
  method = lk_exchange_get_method (exchange);
  url = lk_exchange_get_url (exchange);

  if (g_str_equal (method, "HEAD"))
    g_string_append (writer.command, " -I");
  else if (!g_str_equal (method, lk_exchange_get_request_body (exchange) != NULL ? "POST" : "GET"))
    g_string_append_printf (writer.command, " -X %s", method);

  /* curl would take brackets and braces in an address for a pattern. */
  if (strpbrk (url, "[]{}") != NULL)
    g_string_append (writer.command, " -g");

  g_string_append_c (writer.command, ' ');
  append_word (&writer, url, strlen (url));

  for (guint i = 0; i < lk_exchange_get_n_request_headers (exchange); i++)
    append_header (&writer, lk_exchange_get_request_header_at (exchange, i));

  append_body (&writer, exchange);

  input = writer.input;
  if (input != NULL)
    {
      g_string_prepend (writer.command, " | ");
      g_string_prepend (writer.command, input);
    }

  return g_string_free (writer.command, FALSE);
}
