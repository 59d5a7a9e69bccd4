/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own files are. An installed tree may be moved: all is found from the executable's place. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *lk_paths_get_prefix      (void);
char       *lk_paths_get_locale_dir  (void);
char       *lk_paths_get_schema_dir  (void);
char       *lk_paths_get_program     (const char  *name);
char       *lk_paths_get_data_dir    (void);
gboolean    lk_paths_write_private   (const char  *path,
                                      const char  *contents,
                                      gssize       length,
                                      GError     **error);

G_END_DECLS
