/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of rules. */
#pragma once

#include "lk-diagnosis-rule.h"

G_BEGIN_DECLS

LkRuleTable _lk_diagnosis_app_rules   (void);
LkRuleTable _lk_diagnosis_oauth_rules (void);
LkRuleTable _lk_diagnosis_api_rules   (void);

G_END_DECLS
