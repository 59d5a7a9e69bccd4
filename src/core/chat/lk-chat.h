/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChat: one chat, or one message left while nobody was there. Immutable; every text is fit to show. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_CHAT (lk_chat_get_type ())
G_DECLARE_FINAL_TYPE (LkChat, lk_chat, LK, CHAT, GObject)

LkChat     *lk_chat_new                (GBytes     *json);
GBytes     *lk_chat_get_json           (LkChat     *self);
const char *lk_chat_get_id             (LkChat     *self);
const char *lk_chat_get_kind           (LkChat     *self);
gboolean    lk_chat_is_offline         (LkChat     *self);
const char *lk_chat_get_visitor        (LkChat     *self);
const char *lk_chat_get_department     (LkChat     *self);
const char *lk_chat_get_agents         (LkChat     *self);
GDateTime  *lk_chat_get_started        (LkChat     *self);
gint64      lk_chat_get_duration       (LkChat     *self);
gint64      lk_chat_get_first_response (LkChat     *self);
const char *lk_chat_get_rating         (LkChat     *self);
const char *lk_chat_get_first_words    (LkChat     *self);
gboolean    lk_chat_is_found           (LkChat     *self);
gboolean    lk_chat_is_missed          (LkChat     *self);
gboolean    lk_chat_is_unread          (LkChat     *self);
gboolean    lk_chat_matches            (LkChat     *self,
                                        const char *folded);

G_END_DECLS
