/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkKeyringBar: says that the keyring cannot be used and what that means, and asks it again. */
#pragma once

#include <adwaita.h>

#include "lk-workspace.h"

G_BEGIN_DECLS

#define LK_TYPE_KEYRING_BAR (lk_keyring_bar_get_type ())
G_DECLARE_FINAL_TYPE (LkKeyringBar, lk_keyring_bar, LK, KEYRING_BAR, AdwBin)

void lk_keyring_bar_set_workspace (LkKeyringBar *self,
                                   LkWorkspace  *workspace);

G_END_DECLS
