/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults that strike whichever of token endpoint, REST and GraphQL is asked next: wrong bodies, cut connections,
 * redirects to elsewhere (SECURITY.md D7, E1 and F4). */
#include "config.h"

#include "sabotage-tables.h"

#include <string.h>

#include "lk-practice-reply.h"

#define MIB (1024 * 1024)
#define N_NESTED 80000
#define N_BRACKETS 1000000
#define N_HEADER (1000 * 1000)
#define TRICKLE_MILLISECONDS 1000
#define TOKEN_START "{\"access_token\":\""
#define TOKEN_END "\",\"token_type\":\"Bearer\"}"

#define ERROR_PAGE \
  "<html>\r\n<head><title>500 Internal Server Error</title></head>\r\n<body>\r\n" \
  "<center><h1>500 Internal Server Error</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

/* A body of `prefix`, then one byte over and over, then `suffix`; through gzip if asked for. */
typedef struct
{
  const char     *prefix;       /* not owned, nullable: static */
  const char     *suffix;       /* not owned, nullable: static */
  char            filler;
  gsize           n_filler;     /* still to come */
  gsize           piece;        /* the most of them in one piece */
  GConverter     *compressor;   /* owned, nullable */
} Filler;

static void
filler_free (gpointer data)
{
  Filler *filler = data;

  g_clear_object (&filler->compressor);
  g_free (filler);
}

static GBytes *
filler_next_plain (Filler *filler)
{
  gsize length = MIN (filler->n_filler, filler->piece);
  char *piece;

  if (filler->prefix != NULL)
    {
      GBytes *prefix = g_bytes_new_static (filler->prefix, strlen (filler->prefix));

      filler->prefix = NULL;
      return prefix;
    }

  if (length > 0)
    {
      piece = g_malloc (length);
      memset (piece, filler->filler, length);
      filler->n_filler -= length;
      return g_bytes_new_take (piece, length);
    }

  if (filler->suffix != NULL)
    {
      GBytes *suffix = g_bytes_new_static (filler->suffix, strlen (filler->suffix));

      filler->suffix = NULL;
      return suffix;
    }

  return NULL;
}

/* Compresses all of `input`; with `at_end` what the compressor still holds, too. */
static void
compress (GConverter *compressor,
          GBytes     *input,
          gboolean    at_end,
          GByteArray *output)
{
  gsize length = 0;
  const guint8 *data = input != NULL ? g_bytes_get_data (input, &length) : (const guint8 *) "";
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED && (length > 0 || at_end))
    {
      guint8 buffer[16 * 1024];
      g_autoptr(GError) error = NULL;
      gsize n_read = 0, n_written = 0;

      result = g_converter_convert (compressor,
                                    data,
                                    length,
                                    buffer,
                                    sizeof buffer,
                                    at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                    &n_read,
                                    &n_written,
                                    &error);
      if (result == G_CONVERTER_ERROR)
        return;

      data += n_read;
      length -= n_read;
      g_byte_array_append (output, buffer, (guint) n_written);
    }
}

static GBytes *
filler_next_compressed (Filler *filler)
{
  g_autoptr(GByteArray) output = g_byte_array_new ();

  while (output->len == 0 && filler->compressor != NULL)
    {
      g_autoptr(GBytes) plain = filler_next_plain (filler);

      compress (filler->compressor, plain, plain == NULL, output);
      if (plain == NULL)
        g_clear_object (&filler->compressor);
    }

  return output->len > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}

static GBytes *
filler_next (gpointer data)
{
  return filler_next_plain (data);
}

static GBytes *
filler_next_gzip (gpointer data)
{
  return filler_next_compressed (data);
}

static Filler *
filler_new (const char *prefix,
            char        byte,
            gsize       n,
            gsize       piece,
            const char *suffix)
{
  Filler *filler = g_new0 (Filler, 1);

  filler->prefix = prefix;
  filler->filler = byte;
  filler->n_filler = n;
  filler->piece = piece;
  filler->suffix = suffix;

  return filler;
}

static GBytes *
nested_next (gpointer data)
{
  gboolean *sent = data;
  char *body;

  if (*sent)
    return NULL;

  *sent = TRUE;
  body = g_malloc (2 * N_NESTED);
  memset (body, '[', N_NESTED);
  memset (body + N_NESTED, ']', N_NESTED);

  return g_bytes_new_take (body, 2 * N_NESTED);
}

static GBytes *
trickle_next (gpointer data)
{
  static const char text[] = "{\"access_token\":\"never comes to its end\"}";
  gsize *offset = data;

  if (*offset >= strlen (text))
    return NULL;

  return g_bytes_new_static (text + (*offset)++, 1);
}

static LkPracticeOutcome
reply_filler (LkPracticeRequest *request,
              Filler            *filler)
{
  lk_practice_reply_stream (request->message,
                            SOUP_STATUS_OK,
                            "application/json",
                            0,
                            filler->compressor != NULL ? filler_next_gzip : filler_next,
                            filler,
                            filler_free);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_nested (LkPracticeRequest     *request,
              const LkPracticeFault *fault)
{
  lk_practice_reply_stream (request->message,
                            SOUP_STATUS_OK,
                            "application/json",
                            0,
                            nested_next,
                            g_new0 (gboolean, 1),
                            g_free);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_brackets (LkPracticeRequest     *request,
                const LkPracticeFault *fault)
{
  return reply_filler (request, filler_new (NULL, '[', N_BRACKETS, N_BRACKETS, NULL));
}

static LkPracticeOutcome
apply_64mib (LkPracticeRequest     *request,
             const LkPracticeFault *fault)
{
  return reply_filler (request, filler_new (TOKEN_START, 'a', 64 * (gsize) MIB, 256 * 1024, TOKEN_END));
}

static LkPracticeOutcome
apply_gzip_bomb (LkPracticeRequest     *request,
                 const LkPracticeFault *fault)
{
  Filler *filler = filler_new (TOKEN_START, 'a', 256 * (gsize) MIB, 4 * MIB, TOKEN_END);

  filler->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                "Content-Encoding",
                                "gzip");

  return reply_filler (request, filler);
}

static LkPracticeOutcome
apply_trickle (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  lk_practice_reply_stream (request->message,
                            SOUP_STATUS_OK,
                            "application/json",
                            TRICKLE_MILLISECONDS,
                            trickle_next,
                            g_new0 (gsize, 1),
                            g_free);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_huge_header (LkPracticeRequest     *request,
                   const LkPracticeFault *fault)
{
  g_autofree char *value = g_strnfill (N_HEADER, 'x');

  soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "X-Padding", value);
  lk_practice_reply_json (request->message, SOUP_STATUS_OK, "{}");

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_silence (LkPracticeRequest     *request,
               const LkPracticeFault *fault)
{
  lk_practice_reply_silence (request->message);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_raw (LkPracticeRequest     *request,
           const LkPracticeFault *fault)
{
  lk_practice_reply_raw (request->message, fault->body);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_redirect (LkPracticeRequest     *request,
                const LkPracticeFault *fault)
{
  g_autofree char *location = g_strconcat (request->practice->foreign_origin, "/elsewhere", request->path, NULL);

  lk_practice_reply_redirect (request->message, fault->status, location);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

static LkPracticeOutcome
apply_redirect_home (LkPracticeRequest     *request,
                     const LkPracticeFault *fault)
{
  g_autofree char *location = g_strconcat (request->practice->origin, request->path, "?moved=1", NULL);

  lk_practice_reply_redirect (request->message, fault->status, location);

  return LK_PRACTICE_OUTCOME_ANSWERED;
}

#define ROW(name, title, apply, status, type, body) \
  { name, "transport", title, NULL, NULL, NULL, FALSE, LK_PRACTICE_POINT_SERVICE, apply, status, type, body, NULL }
#define REPLY(name, title, status, type, body) ROW (name, title, sabotage_apply_reply, status, type, body)
#define JSON(name, title, status, body) REPLY (name, title, status, "application/json", body)

static const LkPracticeFault faults[] = {
  JSON ("body-empty", "Answer with an empty body", 200, ""),
  JSON ("body-null", "Answer with null", 200, "null"),
  JSON ("body-string", "Answer with a string", 200, "\"access_token\""),
  JSON ("body-array", "Answer with an array of unknown elements", 200, "[1,\"two\",[3],null]"),
  JSON ("body-broken", "Answer with JSON that breaks off", 200, "{\"access_token\":\"abc\",\"chats\":[{\"id\":"),
  JSON ("body-bad-utf8", "Answer with bytes that are not UTF-8", 200,
        "{\"access_token\":\"a\xff\xfe\",\"chats\":[]}"),
  REPLY ("status-403-empty", "Answer 403 with an empty body", 403, NULL, ""),
  JSON ("status-500", "Answer 500", 500,
        "{\"error\":{\"type\":\"InternalServerError\",\"message\":\"Something broke\"}}"),
  REPLY ("status-500-html", "Answer 500 with a page", 500, "text/html", ERROR_PAGE),
  REPLY ("status-teapot", "Answer 418", 418, "text/plain", "I'm a teapot"),
  ROW ("silence", "Never answer", apply_silence, 0, NULL, NULL),
  /* Not without a byte: a client repeats by itself what got no answer on a connection used before. */
  ROW ("dropped", "Cut the connection", apply_raw, 0, NULL, "HTTP/1.1 "),
  ROW ("dropped-midway", "Cut the connection within the body", apply_raw, 0, NULL,
       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
       "{\"access_token\":\"abc"),
  ROW ("not-http", "Answer with what is not HTTP", apply_raw, 0, NULL, "220 mail.example.com ESMTP ready\r\n"),
  ROW ("redirect-302", "Redirect to another host with 302", apply_redirect, 302, NULL, NULL),
  ROW ("redirect-303", "Redirect to another host with 303", apply_redirect, 303, NULL, NULL),
  ROW ("redirect-307", "Redirect to another host with 307", apply_redirect, 307, NULL, NULL),
  ROW ("redirect-308", "Redirect to another host with 308", apply_redirect, 308, NULL, NULL),
  ROW ("redirect-same-origin", "Redirect to another path of the same host", apply_redirect_home, 302, NULL, NULL),
  ROW ("body-nested", "Answer with 80,000 nested arrays", apply_nested, 0, NULL, NULL),
  ROW ("body-brackets", "Answer with a million opening brackets", apply_brackets, 0, NULL, NULL),
  ROW ("body-64mib", "Answer with 64 MiB", apply_64mib, 0, NULL, NULL),
  ROW ("body-gzip-bomb", "Answer with 256 MiB in a few kB of gzip", apply_gzip_bomb, 0, NULL, NULL),
  ROW ("one-byte-a-second", "Answer with one byte a second", apply_trickle, 0, NULL, NULL),
  ROW ("header-huge", "Answer with a header of 1 MB", apply_huge_header, 0, NULL, NULL),
};

const LkPracticeFault *
sabotage_transport_faults (guint *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}
