/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkErrorCard: the explanation of a failure, with buttons for its remedies and for the exchange. */
#pragma once

#include <adwaita.h>

#include "lk-diagnosis.h"

G_BEGIN_DECLS

#define LK_TYPE_ERROR_CARD (lk_error_card_get_type ())
G_DECLARE_FINAL_TYPE (LkErrorCard, lk_error_card, LK, ERROR_CARD, AdwBin)

GtkWidget *lk_error_card_new        (void);
void       lk_error_card_show       (LkErrorCard *self,
                                     GPtrArray   *diagnoses,
                                     LkExchange  *exchange);
void       lk_error_card_clear      (LkErrorCard *self);
gboolean   lk_error_card_is_shown   (LkErrorCard *self);
char      *lk_error_card_get_report (LkErrorCard *self);

G_END_DECLS
