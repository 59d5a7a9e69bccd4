/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules look at, and what a rule is. */
#pragma once

#include "lk-diagnosis.h"

G_BEGIN_DECLS

#define LK_RULE_MAX_ACTIONS 4

/* As an action's argument: the dashboard of the connection; without one the action is left out. */
#define LK_RULE_DASHBOARD "@dashboard"

/* The symptom, and what can be read out of it. */
typedef struct
{
  const LkSymptom *symptom;

  /* Owned, nullable */
  char *code;          /* the OAuth or API error code, from the redirect or the body */
  char *description;   /* what the service says of it */
  char *host;          /* of the exchange, or of the authorize page before there is one */
  char *path;
  LkEndpoints *endpoints;

  guint status;
  gboolean is_html;
  gboolean is_empty;
} LkFacts;

typedef struct
{
  LkRemedy remedy;
  const char *argument;
  const char *label;
} LkRuleAction;

typedef struct
{
  const char *id;
  gboolean (*applies) (const LkFacts *facts);
  gboolean certain;                                               /* if it is the only one that applies */
  const char *title, *happened, *why, *remedy_text;
  LkRuleAction actions[LK_RULE_MAX_ACTIONS];
  void (*refine) (const LkFacts *facts, LkDiagnosis *diagnosis);   /* nullable: puts in what this case alone knows */
} LkRule;

/* Rules that are tried together. */
typedef struct
{
  const LkRule *rules;   /* not owned */
  gsize n_rules;
} LkRuleTable;

LkDiagnosis  *_lk_diagnosis_from_rule     (const LkRule      *rule,
                                           const LkFacts     *facts);
GPtrArray    *_lk_diagnosis_apply         (const LkSymptom   *symptom,
                                           const LkRuleTable *tables,
                                           gsize              n_tables);
gboolean      _lk_facts_has_error         (const LkFacts *facts,
                                           GQuark         domain,
                                           int            code);
gboolean      _lk_facts_has_code          (const LkFacts *facts,
                                           const char    *code);
gboolean      _lk_facts_is_host           (const LkFacts *facts,
                                           const char    *domain);
void          _lk_diagnosis_add_action    (LkDiagnosis   *diagnosis,
                                           LkRemedy       remedy,
                                           const char    *argument,
                                           const char    *label);
void          _lk_diagnosis_add_edit      (const LkFacts *facts,
                                           LkDiagnosis   *diagnosis,
                                           const char    *field,
                                           const char    *label);
void          _lk_diagnosis_append        (char         **text,
                                           const char    *more);
void          _lk_quote_error             (const LkFacts *facts,
                                           LkDiagnosis   *diagnosis);
void          _lk_diagnosis_wait_as_told  (const LkFacts *facts,
                                           LkDiagnosis   *diagnosis);

G_END_DECLS
