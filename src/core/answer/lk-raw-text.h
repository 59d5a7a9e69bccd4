/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkRawText: a text of any length with an index of its lines and columns, for views that lay out only a part. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_RAW_TEXT (lk_raw_text_get_type ())
G_DECLARE_FINAL_TYPE (LkRawText, lk_raw_text, LK, RAW_TEXT, GObject)

LkRawText *lk_raw_text_new           (GBytes               *bytes,
                                      GCancellable         *cancellable,
                                      GError              **error);

GBytes    *lk_raw_text_get_bytes     (LkRawText            *self);
gsize      lk_raw_text_get_n_lines   (LkRawText            *self);
gsize      lk_raw_text_get_n_columns (LkRawText            *self);
gsize      lk_raw_text_get_line      (LkRawText            *self,
                                      gsize                 line,
                                      gsize                *end);
gsize      lk_raw_text_find_line     (LkRawText            *self,
                                      gsize                 offset);
gsize      lk_raw_text_get_column    (LkRawText            *self,
                                      gsize                 offset);
gsize      lk_raw_text_get_offset    (LkRawText            *self,
                                      gsize                 line,
                                      gsize                 column);

void       lk_raw_text_find_async    (LkRawText            *self,
                                      const char           *needle,
                                      gsize                 start,
                                      gsize                 end,
                                      guint                 max_hits,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GArray    *lk_raw_text_find_finish   (LkRawText            *self,
                                      GAsyncResult         *result,
                                      GError              **error);

G_END_DECLS
