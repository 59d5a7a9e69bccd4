/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkJsonBranch: what LkJsonRows remembers of a container that is open. A million children cost no more than two. */
#pragma once

#include "lk-json-index.h"

G_BEGIN_DECLS

typedef struct _LkJsonBranch LkJsonBranch;

struct _LkJsonBranch
{
  LkJsonBranch *parent;       /* not owned, nullable: NULL for the top */
  LkJsonValue   value;        /* not for the top */
  gsize         n_children;
  gsize         n_rows;       /* all that are below it */
  GPtrArray    *open;         /* owned: of its children those that are branches, by their place */
  GArray       *before;       /* owned: gsize, of each of them: how many rows the others before it have opened */
  gboolean      stale;        /* `before` is to be counted again */
};

LkJsonBranch *lk_json_branch_new      (LkJsonBranch      *parent,
                                       const LkJsonValue *value,
                                       gsize              n_children);
void          lk_json_branch_free     (LkJsonBranch      *self);

LkJsonBranch *lk_json_branch_get      (LkJsonBranch      *self,
                                       guint              i);
guint         lk_json_branch_find     (LkJsonBranch      *self,
                                       gsize              place);
LkJsonBranch *lk_json_branch_at       (LkJsonBranch      *self,
                                       gsize              place);
void          lk_json_branch_grow     (LkJsonBranch      *self,
                                       gsize              added,
                                       gsize              removed);
gsize         lk_json_branch_position (LkJsonBranch      *self,
                                       gsize              place);
LkJsonBranch *lk_json_branch_find_row (LkJsonBranch      *top,
                                       gsize              position,
                                       gsize             *place,
                                       guint             *depth);

G_END_DECLS
