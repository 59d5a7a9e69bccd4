/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went to and fro, step by step and without a secret, fit for a support ticket. */
#pragma once

#include "lk-exchange.h"

G_BEGIN_DECLS

GPtrArray *lk_flow_report_find     (GPtrArray *exchanges);
char      *lk_flow_report_to_text  (GPtrArray *exchanges);
char      *lk_flow_report_to_json  (GPtrArray *exchanges);
char      *lk_flow_report_step     (LkExchange *exchange,
                                    gsize       max_body);

G_END_DECLS
