/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request to the practice account, in this process from the first byte to the last of the answer. The input is the
 * request as HTTP has it, with plain line feeds; CLIENT, SECRET and HOST stand for what the account knows as that. A
 * request that names no Host has the right one, and one with a body has its length. */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <sanitizer/lsan_interface.h>

#include "fuzz.h"
#include "lk-practice-graphql.h"
#include "lk-practice-server.h"

/* What is kept of the requests must not grow for as long as the fuzzer runs. */
#define REQUESTS_A_SERVER 500

static LkPracticeServer *
get_server (void)
{
  static LkPracticeServer *server;
  static guint n_requests;

  if (server != NULL && ++n_requests % REQUESTS_A_SERVER == 0)
    g_clear_object (&server);

  if (server == NULL)
    {
      g_autoptr(GError) error = NULL;

      server = lk_practice_server_new ();
      /* libsoup forgets an address when it begins to listen. */
      __lsan_disable ();
      lk_practice_server_start (server, 0, &error);
      __lsan_enable ();
      g_assert_no_error (error);
    }

  return server;
}

static GBytes *
make_request (LkPracticeServer *server,
              const guint8     *data,
              gsize             size)
{
  const char *blank = memmem (data, size, "\n\n", 2);
  gsize head_length = blank != NULL ? (gsize) (blank - (const char *) data) : size;
  gsize body_length = blank != NULL ? size - head_length - 2 : 0;
  GString *request = g_string_new_len ((const char *) data, head_length);
  g_autoptr(GString) body = g_string_new_len (blank != NULL ? blank + 2 : "", body_length);
  const char *host = lk_practice_server_get_origin (server) + strlen ("http://");

  if (body->len > 0 && body->str[body->len - 1] == '\n')
    g_string_truncate (body, body->len - 1);

  if (strstr (request->str, "\nHost:") == NULL)
    g_string_append (request, "\nHost: HOST");
  g_string_replace (request, "CLIENT", lk_practice_server_get_client_id (server), 0);
  g_string_replace (request, "SECRET", lk_practice_server_get_client_secret (server), 0);
  g_string_replace (request, "HOST", host, 0);
  g_string_replace (body, "CLIENT", lk_practice_server_get_client_id (server), 0);
  g_string_replace (body, "SECRET", lk_practice_server_get_client_secret (server), 0);
  if (body->len > 0)
    g_string_append_printf (request, "\nContent-Length: %" G_GSIZE_FORMAT, body->len);

  g_string_replace (request, "\n", "\r\n", 0);
  g_string_append (request, "\r\n\r\n");
  g_string_append_len (request, body->str, body->len);

  return g_string_free_to_bytes (request);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  LkPracticeServer *server = get_server ();
  g_autoptr(GBytes) request = make_request (server, data, size);
  g_autoptr(GInputStream) input = g_memory_input_stream_new_from_bytes (request);
  g_autoptr(GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr(GIOStream) stream = g_simple_io_stream_new (input, output);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto(GStrv) fields = NULL;
  g_autoptr(GError) error = NULL;
  const char *answer;
  gsize length;

  lk_practice_graphql_parse (text, &fields);

  lk_practice_server_accept (server, stream, &error);
  g_assert_no_error (error);
  /* Nothing is waited for: what is read and written is in memory. */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (output));
  answer = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (output));
  g_assert_true (length == 0 || (length > 8 && memcmp (answer, "HTTP/1.", 7) == 0));

  return 0;
}
