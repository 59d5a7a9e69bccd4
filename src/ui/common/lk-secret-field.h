/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSecretField: a secret shown masked, with a button that reveals it for a few seconds. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SECRET_FIELD (lk_secret_field_get_type ())
G_DECLARE_FINAL_TYPE (LkSecretField, lk_secret_field, LK, SECRET_FIELD, AdwBin)

void     lk_secret_field_set_secret         (LkSecretField *self,
                                             const char    *secret);
void     lk_secret_field_set_reveal_seconds (LkSecretField *self,
                                             guint          seconds);
gboolean lk_secret_field_is_revealed        (LkSecretField *self);

G_END_DECLS
