/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-connections.h"
#include "lk-test.h"

/**
 * lk_test_save:
 * @list: a list
 * @change: what to do
 * @connection: with which connection
 * @error: return location for an error
 *
 * Runs lk_connection_list_save_async() to its end.
 *
 * Returns: whether it is saved
 */
gboolean
lk_test_save (LkConnectionList    *list,
              LkConnectionChange   change,
              LkConnection        *connection,
              GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_connection_list_save_async (list, change, connection, NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_connection_list_save_finish (list, result, error);
}
