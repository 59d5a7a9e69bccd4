/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small typed reads of scanned JSON. No read ever aborts on a wrong type: it answers NULL or the fallback. */
#pragma once

#include <json-glib/json-glib.h>
#include "lk-json-scan.h"

G_BEGIN_DECLS

JsonNode   *lk_json_parse            (GBytes              *bytes,        /* scan, then json-glib; a root is always set */
                                      const LkJsonLimits  *limits,
                                      GError             **error);
JsonNode   *lk_json_parse_object     (GBytes              *bytes,        /* and the root must be an object (TYPE) */
                                      const LkJsonLimits  *limits,
                                      GError             **error);

/* Reads of a member: `object` may be NULL. Strings that hold an escaped NUL count as a wrong type, for json-glib cuts them. */
const char *lk_json_get_string       (JsonObject *object, const char *member);                      /* NULL unless a string */
gint64      lk_json_get_int          (JsonObject *object, const char *member, gint64 fallback);     /* integers only */
double      lk_json_get_double       (JsonObject *object, const char *member, double fallback);     /* finite numbers only */
gboolean    lk_json_get_boolean      (JsonObject *object, const char *member, gboolean fallback);
JsonObject *lk_json_get_object       (JsonObject *object, const char *member);                      /* borrowed */
JsonArray  *lk_json_get_array        (JsonObject *object, const char *member);                      /* borrowed */
char      **lk_json_get_words        (JsonObject *object, const char *member);   /* a string split at white space and commas, or an array of strings; never NULL */
gboolean    lk_json_has              (JsonObject *object, const char *member);   /* there and not null */
char       *lk_json_get_id           (JsonObject *object, const char *member);   /* a string, or an integer in decimal; transfer full */
JsonObject *lk_json_array_get_object (JsonArray  *array, guint index);           /* NULL unless an object */

char       *lk_json_to_text          (JsonNode   *node, gboolean pretty);

G_END_DECLS
