/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkPill: a state as a word and an icon in a rounded box; colour only repeats what they say. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  LK_PILL_NEUTRAL,
  LK_PILL_SUCCESS,
  LK_PILL_WARNING,
  LK_PILL_ERROR,
} LkPillTone;

#define LK_TYPE_PILL (lk_pill_get_type ())
G_DECLARE_FINAL_TYPE (LkPill, lk_pill, LK, PILL, AdwBin)

GtkWidget *lk_pill_new (const char *text,
                        const char *icon_name,
                        LkPillTone  tone);
void       lk_pill_set (LkPill     *self,
                        const char *text,
                        const char *icon_name,
                        LkPillTone  tone);

G_END_DECLS
