/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats as a file: JSON Lines, a chat a line as the service wrote it; or CSV, a table for a spreadsheet. */
#pragma once

#include "lk-chat.h"

G_BEGIN_DECLS

typedef enum
{
  LK_CHAT_FORMAT_JSON_LINES,
  LK_CHAT_FORMAT_CSV,
} LkChatFormat;

void      lk_chat_export_async   (GPtrArray            *chats,
                                  LkChatFormat          format,
                                  const char           *path,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean  lk_chat_export_finish  (GAsyncResult         *result,
                                  GError              **error);
void      lk_csv_append_field    (GString              *line,
                                  const char           *text);

G_END_DECLS
