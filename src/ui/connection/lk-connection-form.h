/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkConnectionForm: the fields of a connection over a draft of it; each says by itself what is wrong with it. */
#pragma once

#include <adwaita.h>

#include "lk-connection.h"
#include "lk-secret.h"

G_BEGIN_DECLS

#define LK_TYPE_CONNECTION_FORM (lk_connection_form_get_type ())
G_DECLARE_FINAL_TYPE (LkConnectionForm, lk_connection_form, LK, CONNECTION_FORM, AdwBin)

void       lk_connection_form_set_draft     (LkConnectionForm *self,
                                             LkConnection     *draft,
                                             gboolean          is_new);
gboolean   lk_connection_form_check         (LkConnectionForm *self);
char      *lk_connection_form_dup_secret    (LkConnectionForm *self);
void       lk_connection_form_focus         (LkConnectionForm *self,
                                             const char       *field);

G_END_DECLS
