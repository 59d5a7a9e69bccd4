/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of connections. The input is the file. */
#include "config.h"

#include "fuzz.h"
#include "lk-connection-list.h"

/* What was taken from the file is sound, and is written and read again as it is. */
static void
check (LkConnection *connection)
{
  g_autoptr(JsonNode) written = lk_connection_to_json (connection);
  g_autoptr(LkConnection) read = NULL;
  g_autoptr(JsonNode) again = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (lk_connection_validate (connection, &error));
  g_assert_no_error (error);

  read = lk_connection_new_from_json (json_node_get_object (written), &error);
  g_assert_no_error (error);
  again = lk_connection_to_json (read);
  g_assert_true (json_node_equal (written, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autofree char *message = NULL;
  g_autoptr(GPtrArray) connections = lk_connection_list_parse (bytes, &message);

  g_assert_true (message == NULL || g_utf8_validate (message, -1, NULL));

  for (guint i = 0; i < connections->len; i++)
    check (connections->pdata[i]);

  return 0;
}
