/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving of connections, made to read in order. */
#pragma once

#include "lk-connection-list.h"

G_BEGIN_DECLS

gboolean lk_test_save (LkConnectionList    *list,
                       LkConnectionChange   change,
                       LkConnection        *connection,
                       GError             **error);

G_END_DECLS
