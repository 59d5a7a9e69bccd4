/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of sabotage and what they share. */
#pragma once

#include <json-glib/json-glib.h>

#include "lk-practice-context.h"

G_BEGIN_DECLS

/* The redirect that answers an authorization request with a code or token. */
typedef struct
{
  char      *target;     /* owned: what stands before the parameters */
  char       mark;       /* '?' or '#' */
  GPtrArray *pairs;      /* owned: of char, "name=value", encoded */
} SabotageRedirect;

const LkPracticeFault *sabotage_authorize_faults   (guint                  *n_faults);
const LkPracticeFault *sabotage_token_faults       (guint                  *n_faults);
const LkPracticeFault *sabotage_api_faults         (guint                  *n_faults);
const LkPracticeFault *sabotage_stream_faults      (guint                  *n_faults);
const LkPracticeFault *sabotage_transport_faults   (guint                  *n_faults);

/* Answers with the row's status, type and body. */
LkPracticeOutcome      sabotage_apply_reply        (LkPracticeRequest      *request,
                                                    const LkPracticeFault  *fault);

/* NULL when the answer is no such redirect. */
SabotageRedirect      *sabotage_redirect_read      (LkPracticeRequest      *request);
void                   sabotage_redirect_free      (SabotageRedirect       *self);
/* `value` is not encoded yet; nothing is added for NULL. */
void                   sabotage_redirect_add       (SabotageRedirect       *self,
                                                    const char             *name,
                                                    const char             *value);
gboolean               sabotage_redirect_remove    (SabotageRedirect       *self,
                                                    const char             *name);
char                  *sabotage_redirect_join      (SabotageRedirect       *self);
/* Answers with it. */
void                   sabotage_redirect_send      (SabotageRedirect       *self,
                                                    LkPracticeRequest      *request);

/* The answer's body when it is a JSON object that is sent in one go with status 200; (nullable) (transfer full). */
JsonObject            *sabotage_read_object        (LkPracticeRequest      *request);
void                   sabotage_send_object        (LkPracticeRequest      *request,
                                                    JsonObject             *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SabotageRedirect, sabotage_redirect_free)

G_END_DECLS
