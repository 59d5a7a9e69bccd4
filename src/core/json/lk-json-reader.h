/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small typed reads of scanned JSON. No read ever aborts on a wrong type: it answers NULL or the fallback. */
#pragma once

#include <json-glib/json-glib.h>
#include "lk-json-scan.h"

G_BEGIN_DECLS

JsonNode   *lk_json_parse            (GBytes              *bytes,
                                      const LkJsonLimits  *limits,
                                      GError             **error);
JsonNode   *lk_json_parse_object     (GBytes              *bytes,
                                      const LkJsonLimits  *limits,
                                      GError             **error);

const char *lk_json_get_string       (JsonObject          *object,
                                      const char          *member);
gint64      lk_json_get_int          (JsonObject          *object,
                                      const char          *member,
                                      gint64               fallback);
double      lk_json_get_double       (JsonObject          *object,
                                      const char          *member,
                                      double               fallback);
gboolean    lk_json_get_boolean      (JsonObject          *object,
                                      const char          *member,
                                      gboolean             fallback);
GDateTime  *lk_json_get_date         (JsonObject          *object,
                                      const char          *member);
JsonObject *lk_json_get_object       (JsonObject          *object,
                                      const char          *member);
JsonArray  *lk_json_get_array        (JsonObject          *object,
                                      const char          *member);
char      **lk_json_get_words        (JsonObject          *object,
                                      const char          *member);
char       *lk_json_dup_text         (JsonObject          *object,
                                      const char          *member,
                                      gsize                max_chars);
char      **lk_json_dup_texts        (JsonObject          *object,
                                      const char          *member,
                                      gsize                max_chars);
gboolean    lk_json_has              (JsonObject          *object,
                                      const char          *member);
char       *lk_json_get_id           (JsonObject          *object,
                                      const char          *member);
void        lk_json_wipe_string      (JsonObject          *object,
                                      const char          *member);
JsonObject *lk_json_array_get_object (JsonArray           *array,
                                      guint                index);

char       *lk_json_to_text          (JsonNode            *node,
                                      gboolean             pretty);

G_END_DECLS
