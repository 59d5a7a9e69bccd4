/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkChannel: short messages between two programs over a socket. What comes in is not trusted. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The file descriptor at which a program finds the socket that it inherits. */
#define LK_CHANNEL_FD 3

#define LK_TYPE_CHANNEL (lk_channel_get_type ())
G_DECLARE_FINAL_TYPE (LkChannel, lk_channel, LK, CHANNEL, GObject)

LkChannel *lk_channel_open  (int                 fd,
                             GError            **error);
void       lk_channel_start (LkChannel          *self);
void       lk_channel_send  (LkChannel          *self,
                             const char         *name,
                             const char *const  *arguments);
void       lk_channel_close (LkChannel          *self);

G_END_DECLS
