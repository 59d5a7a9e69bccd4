/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict, bounded scan of JSON text (RFC 8259), which stands before every other reader of JSON. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_JSON_ERROR (lk_json_error_quark ())
GQuark lk_json_error_quark (void);

typedef enum
{
  LK_JSON_ERROR_EMPTY,      /* no bytes, or white space alone */
  LK_JSON_ERROR_SYNTAX,     /* not JSON */
  LK_JSON_ERROR_ENCODING,   /* not UTF-8, or a byte order mark, see lk_json_skip_mark () */
  LK_JSON_ERROR_DEPTH,      /* nested deeper than the limit */
  LK_JSON_ERROR_SIZE,       /* longer than the limit */
  LK_JSON_ERROR_TYPE,       /* JSON, but not of the type that was due */
  LK_JSON_ERROR_MISSING,    /* a member that must be there is not */
} LkJsonError;

typedef struct
{
  gsize max_bytes;          /* 0: no limit */
  guint max_depth;          /* containers inside one another; 0: the default, 512 */
} LkJsonLimits;

typedef struct
{
  gsize offset;             /* bytes from the start */
  gsize line;               /* from 1 */
  gsize column;             /* from 1, in characters */
} LkJsonPosition;

gboolean lk_json_scan (const char          *data,
                       gsize                length,
                       const LkJsonLimits  *limits,
                       LkJsonPosition      *position,
                       GError             **error);
GBytes  *lk_json_skip_mark (GBytes *bytes);

G_END_DECLS
