/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkResourceChooser: the resource to request and its parameters. Emits `activate` on Enter in a field. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_RESOURCE_CHOOSER (lk_resource_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LkResourceChooser, lk_resource_chooser, LK, RESOURCE_CHOOSER, AdwBin)

void       lk_resource_chooser_set      (LkResourceChooser *self,
                                         const char        *id,
                                         const char        *value);
char      *lk_resource_chooser_dup_path (LkResourceChooser *self);

G_END_DECLS
