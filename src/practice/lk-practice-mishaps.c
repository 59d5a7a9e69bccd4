/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-mishaps.h"

#include "lk-practice-reply.h"

#define MIB (1024 * 1024)
#define N_NESTED 80000
#define N_BRACKETS 1000000
#define N_HEADER (1000 * 1000)
#define TRICKLE_MILLISECONDS 1000

#define PROXY_PAGE \
  "<!DOCTYPE html><html><head><title>Network sign-in</title></head><body><h1>Welcome to the guest network</h1>" \
  "<p>Please accept the terms of use.</p></body></html>"
#define ERROR_PAGE \
  "<html>\r\n<head><title>500 Internal Server Error</title></head>\r\n<body>\r\n" \
  "<center><h1>500 Internal Server Error</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

/* Answers that are all there at once. */
static const struct
{
  const char *fault;
  guint       status;
  const char *content_type;
  const char *body;
} plain_mishaps[] = {
  { "proxy-html", 200, "text/html; charset=utf-8", PROXY_PAGE },
  { "body-empty", 200, "application/json", "" },
  { "body-null", 200, "application/json", "null" },
  { "body-string", 200, "application/json", "\"access_token\"" },
  { "body-array", 200, "application/json", "[1,\"two\",[3],null]" },
  { "body-broken", 200, "application/json", "{\"access_token\":\"abc\",\"chats\":[{\"id\":" },
  { "body-bad-utf8", 200, "application/json", "{\"access_token\":\"a\xff\xfe\",\"chats\":[]}" },
  { "status-403-empty", 403, NULL, "" },
  { "status-429", 429, "application/json", "{\"error\":\"Too Many Requests\",\"description\":\"Slow down\"}" },
  { "status-500",
    500,
    "application/json",
    "{\"error\":{\"type\":\"InternalServerError\",\"message\":\"Something broke\"}}" },
  { "status-500-html", 500, "text/html", ERROR_PAGE },
  { "status-teapot", 418, "text/plain", "I'm a teapot" },
};

static const struct
{
  const char *fault;
  guint       status;
} redirect_mishaps[] = {
  { "redirect-302", 302 },
  { "redirect-303", 303 },
  { "redirect-307", 307 },
  { "redirect-308", 308 },
};

/* A body of `prefix`, then one byte over and over, then `suffix`; through gzip if asked for. */
typedef struct
{
  const char     *prefix;       /* not owned: static */
  const char     *suffix;       /* not owned: static */
  char            filler;
  gsize           n_filler;     /* still to come */
  gsize           piece;        /* most of them in one go */
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

static gboolean
large_mishap (LkPracticeRequest *request)
{
  LkPracticeFaults *faults = request->practice->faults;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  if (lk_practice_faults_take (faults, "body-nested"))
    {
      lk_practice_reply_stream (request->message,
                                200,
                                "application/json",
                                0,
                                nested_next,
                                g_new0 (gboolean, 1),
                                g_free);
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "body-brackets"))
    {
      lk_practice_reply_stream (request->message,
                                200,
                                "application/json",
                                0,
                                filler_next,
                                filler_new (NULL, '[', N_BRACKETS, N_BRACKETS, NULL),
                                filler_free);
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "body-64mib"))
    {
      lk_practice_reply_stream (request->message,
                                200,
                                "application/json",
                                0,
                                filler_next,
                                filler_new ("{\"access_token\":\"",
                                            'a',
                                            64 * (gsize) MIB,
                                            256 * 1024,
                                            "\",\"token_type\":\"Bearer\"}"),
                                filler_free);
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "body-gzip-bomb"))
    {
      Filler *filler = filler_new ("{\"access_token\":\"",
                                   'a',
                                   256 * (gsize) MIB,
                                   4 * MIB,
                                   "\",\"token_type\":\"Bearer\"}");

      filler->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
      soup_message_headers_replace (headers, "Content-Encoding", "gzip");
      lk_practice_reply_stream (request->message, 200, "application/json", 0, filler_next_gzip, filler, filler_free);
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "one-byte-a-second"))
    {
      lk_practice_reply_stream (request->message,
                                200,
                                "application/json",
                                TRICKLE_MILLISECONDS,
                                trickle_next,
                                g_new0 (gsize, 1),
                                g_free);
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "header-huge"))
    {
      g_autofree char *value = g_strnfill (N_HEADER, 'x');

      soup_message_headers_replace (headers, "X-Padding", value);
      lk_practice_reply_json (request->message, 200, "{}");
      return TRUE;
    }

  return FALSE;
}

static gboolean
cut_mishap (LkPracticeRequest *request)
{
  LkPracticeFaults *faults = request->practice->faults;

  if (lk_practice_faults_take (faults, "silence"))
    {
      lk_practice_reply_silence (request->message);
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "dropped"))
    {
      /* Not wholly without an answer: a client sends again by itself what got none on a connection used before. */
      lk_practice_reply_raw (request->message, "HTTP/1.1 ");
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "dropped-midway"))
    {
      lk_practice_reply_raw (request->message,
                             "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                             "100000\r\n\r\n{\"access_token\":\"abc");
      return TRUE;
    }

  if (lk_practice_faults_take (faults, "not-http"))
    {
      lk_practice_reply_raw (request->message, "220 mail.example.com ESMTP ready\r\n");
      return TRUE;
    }

  return FALSE;
}

static gboolean
redirect_mishap (LkPracticeRequest *request)
{
  LkPractice *practice = request->practice;

  for (guint i = 0; i < G_N_ELEMENTS (redirect_mishaps); i++)
    {
      if (lk_practice_faults_take (practice->faults, redirect_mishaps[i].fault))
        {
          g_autofree char *location = g_strconcat (practice->foreign_origin, "/elsewhere", request->path, NULL);

          lk_practice_reply_redirect (request->message, redirect_mishaps[i].status, location);
          return TRUE;
        }
    }

  if (lk_practice_faults_take (practice->faults, "redirect-same-origin"))
    {
      g_autofree char *location = g_strconcat (practice->origin, request->path, "?moved=1", NULL);

      lk_practice_reply_redirect (request->message, 302, location);
      return TRUE;
    }

  return FALSE;
}

/**
 * lk_practice_mishap:
 * @request: a request to the token endpoint, REST or GraphQL
 *
 * Answers with a transport fault if one is asked for (SECURITY.md D7, E1 and F4).
 *
 * Returns: whether the request is answered
 */
gboolean
lk_practice_mishap (LkPracticeRequest *request)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_mishaps); i++)
    {
      if (lk_practice_faults_take (request->practice->faults, plain_mishaps[i].fault))
        {
          lk_practice_reply_text (request->message,
                                  plain_mishaps[i].status,
                                  plain_mishaps[i].content_type,
                                  plain_mishaps[i].body,
                                  -1);
          return TRUE;
        }
    }

  return cut_mishap (request) || redirect_mishap (request) || large_mishap (request);
}
