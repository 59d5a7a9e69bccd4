/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line, over the same connections, keyring and locks as the window. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int lk_cli_run (char     **argv,
                gboolean  *handled);

G_END_DECLS
