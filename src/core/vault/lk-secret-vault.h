/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSecretVault: the Secret Service through libsecret (schema io.github.latchkey.Latchkey; attributes connection and
 * kind). The only user of libsecret. */
#pragma once

#include "lk-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_SECRET_VAULT (lk_secret_vault_get_type ())
G_DECLARE_FINAL_TYPE (LkSecretVault, lk_secret_vault, LK, SECRET_VAULT, GObject)

LkVault *lk_secret_vault_new (void);

G_END_DECLS
