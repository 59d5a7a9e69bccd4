/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPracticeRecords: the practice account's agents, departments, shortcuts and other collections, which can be written.
 * One row of a table describes each; what it answers follows from the row. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-practice-context.h"

G_BEGIN_DECLS

/* What a collection offers. */
typedef enum
{
  LK_PRACTICE_CAN_LIST = 1 << 0,
  LK_PRACTICE_CAN_SHOW = 1 << 1,
  LK_PRACTICE_CAN_CREATE = 1 << 2,
  LK_PRACTICE_CAN_UPDATE = 1 << 3,
  LK_PRACTICE_CAN_DELETE = 1 << 4,
  LK_PRACTICE_CAN_ALL = 0x1f,
} LkPracticeCan;

/* NULL, or why `changes` are refused. `record` is what they are for; NULL: a new one. */
typedef const char *(*LkPracticeCheckFunc) (GPtrArray  *records,
                                            JsonObject *record,
                                            JsonObject *changes);

typedef struct
{
  const char          *path;          /* "departments" */
  LkPracticeCan        can;
  guint64              first_id;      /* of the first record that is created */
  const char          *id_prefix;     /* not owned, nullable: ids are strings that begin so, and not numbers */
  const char          *key_path;      /* not owned, nullable: "name" of departments/name/NAME */
  const char          *key;           /* not owned, nullable: the member that the path compares */
  guint                page_size;     /* of paging by since_id and max_id; 0: the list has one page */
  /* "name:s! enabled:b": members that can be written. s text, i whole number, b 0, 1 or a boolean, a list, o object;
   * ! required in a new record, + in a new record alone, - not kept. */
  const char          *fields;
  const char          *defaults;      /* JSON: what a new record has besides */
  const char          *seeds;         /* JSON: the records of a new account, by id */
  guint                max_records;   /* 0: no limit */
  const char          *max_error;     /* what 429 says past the limit */
  LkPracticeCheckFunc  check;         /* not owned, nullable */
} LkPracticeCollection;

const LkPracticeCollection *lk_practice_collections           (guint             *n_collections);

LkPracticeRecords          *lk_practice_records_new            (const char        *user);
void                        lk_practice_records_free           (LkPracticeRecords *self);
gboolean                    lk_practice_records_fill           (LkPracticeRecords *self,
                                                                const char        *path,
                                                                guint              n);
GPtrArray                  *lk_practice_records_get            (LkPracticeRecords *self,
                                                                const char        *path);
JsonObject                 *lk_practice_records_find           (LkPracticeRecords *self,
                                                                const char        *path,
                                                                const char        *id);
gboolean                    lk_practice_records_answer         (LkPracticeRequest *request,
                                                                const char        *resource);
JsonObject                 *lk_practice_records_update         (LkPracticeRequest *request,
                                                                const char        *path,
                                                                JsonObject        *record);
JsonObject                 *lk_practice_read_body              (LkPracticeRequest *request);
void                        lk_practice_reply_object           (LkPracticeRequest *request,
                                                                guint              status,
                                                                JsonObject        *object);

G_END_DECLS
