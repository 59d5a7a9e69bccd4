/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own files are. An installed tree may be moved: all is found from the executable's place. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *lk_paths_get_prefix     (void);   /* of /proc/self/exe when that lies in …/bin, else as configured */
char       *lk_paths_get_locale_dir (void);
char       *lk_paths_get_schema_dir (void);
char       *lk_paths_get_module_dir (void);
char       *lk_paths_get_data_dir   (void);   /* the user's: $XDG_DATA_HOME/latchkey, made 0700 when absent */
gboolean    lk_paths_write_private  (const char  *path,       /* atomic, 0600, folder 0700; G_FILE_ERROR */
                                     const char  *contents,
                                     gssize       length,
                                     GError     **error);

G_END_DECLS
