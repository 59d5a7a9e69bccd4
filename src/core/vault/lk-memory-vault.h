/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkMemoryVault: secrets in this process's memory, wiped when it goes. */
#pragma once

#include "lk-vault.h"

G_BEGIN_DECLS

#define LK_TYPE_MEMORY_VAULT (lk_memory_vault_get_type ())
G_DECLARE_FINAL_TYPE (LkMemoryVault, lk_memory_vault, LK, MEMORY_VAULT, GObject)

LkVault *lk_memory_vault_new (void);

G_END_DECLS
