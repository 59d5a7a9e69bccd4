/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkDriver: uses a running program as a person would: finds controls by kind and name, presses, types, reads, looks. */
#pragma once

#include <atspi/atspi.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* libatspi brings none. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiComponent, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiEditableText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiStateSet, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiText, g_object_unref)

/* Everything waits for what it needs, 30 seconds at most. What does not come ends the tour: with the reason, a picture
 * (failed.png) and the accessibility tree (failed.txt). Run inside with-session.
 *
 * A name is a pattern with * and ?, and must match whole; mnemonics' underlines are left out. */

typedef enum
{
  LK_KIND_ANY,
  LK_KIND_BUTTON,        /* also menu buttons, toggles and links */
  LK_KIND_ENTRY,         /* entries, entry rows, password rows */
  LK_KIND_SWITCH,        /* switches, check and radio buttons */
  LK_KIND_LABEL,
  LK_KIND_ROW,
  LK_KIND_TAB,
  LK_KIND_MENU_ITEM,
  LK_KIND_WINDOW,        /* windows and dialogs */
} LkKind;

typedef struct _LkDriver LkDriver;

typedef gboolean (*LkDriverCondition) (LkDriver *self,
                                       gpointer  user_data);

LkDriver        *lk_driver_new           (const char         *picture_folder);
void             lk_driver_free          (LkDriver           *self);

void             lk_driver_start         (LkDriver           *self,
                                          const char *const  *argv);
GPid             lk_driver_get_pid       (LkDriver           *self);
int              lk_driver_wait_exit     (LkDriver           *self);
void             lk_driver_stop          (LkDriver           *self);

void             lk_driver_look_in       (LkDriver           *self,
                                          const char         *window);
AtspiAccessible *lk_driver_look          (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
AtspiAccessible *lk_driver_find          (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
void             lk_driver_wait_gone     (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
void             lk_driver_wait_for      (LkDriver           *self,
                                          const char         *what,
                                          LkDriverCondition   condition,
                                          gpointer            user_data);
void             lk_driver_pause         (LkDriver           *self,
                                          guint               milliseconds);

void             lk_driver_press         (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
void             lk_driver_click         (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
void             lk_driver_set_switch    (LkDriver           *self,
                                          const char         *name,
                                          gboolean            on);
void             lk_driver_fill          (LkDriver           *self,
                                          const char         *name,
                                          const char         *text);
char            *lk_driver_read          (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
char            *lk_driver_describe      (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
gboolean         lk_driver_is_sensitive  (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);
char            *lk_driver_dump          (LkDriver           *self);

void             lk_driver_enter_page    (LkDriver           *self,
                                          const char         *name);
void             lk_driver_type          (LkDriver           *self,
                                          const char         *text);
void             lk_driver_key           (LkDriver           *self,
                                          const char         *keys);

void             lk_driver_resize        (LkDriver           *self,
                                          int                 width,
                                          int                 height);
void             lk_driver_set_dark      (LkDriver           *self,
                                          gboolean            dark);
char            *lk_driver_get_clipboard (LkDriver           *self);
void             lk_driver_picture       (LkDriver           *self,
                                          const char         *name);
char            *lk_driver_fingerprint   (LkDriver           *self,
                                          LkKind              kind,
                                          const char         *name);

void             lk_driver_fail          (LkDriver           *self,
                                          const char         *format,
                                          ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDriver, lk_driver_free)

G_END_DECLS
