/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the driver share. */
#pragma once

#include "lk-driver.h"

G_BEGIN_DECLS

#define LK_DRIVER_POLL_MILLISECONDS 100

struct _LkDriver
{
  /* owned */
  char            *picture_folder;
  char            *window;         /* the name of the window looked in; NULL: all of the program's */
  GSettings       *settings;       /* made when first needed */

  GPid             pid;            /* 0: nothing runs */
};

extern const char *const lk_driver_kind_names[];

AtspiAccessible *lk_driver_look_for     (LkDriver        *self,
                                         LkKind           kind,
                                         const char      *name,
                                         gboolean         scroll);
gboolean         lk_driver_has_state    (AtspiAccessible *node,
                                         AtspiStateType   state);
gboolean         lk_driver_get_extents  (AtspiAccessible *node,
                                         AtspiRect       *extents);
void             lk_driver_click_at     (LkDriver        *self,
                                         int              x,
                                         int              y);
void             lk_driver_scroll_to    (LkDriver        *self,
                                         AtspiAccessible *node,
                                         AtspiRect       *extents);
void             lk_driver_take_picture (LkDriver        *self,
                                         const char      *name,
                                         const char      *crop);

G_END_DECLS
