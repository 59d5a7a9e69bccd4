/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkStepsList: the five steps from nothing to a token that needs no login page, with what is done of each. */
#pragma once

#include <adwaita.h>

#include "lk-account.h"

G_BEGIN_DECLS

typedef enum
{
  LK_STEP_CLIENT,        /* an API client is made and entered in the connection */
  LK_STEP_SIGN_IN,       /* there is a token that has not ended */
  LK_STEP_TEST,          /* a call with it has worked */
  LK_STEP_CONFIDENTIAL,  /* the client was last seen confidential */
  LK_STEP_CREDENTIALS,   /* the token came by client credentials */
  LK_N_STEPS,
} LkStep;

typedef enum
{
  LK_STEP_STATE_LATER,
  LK_STEP_STATE_NEXT,
  LK_STEP_STATE_DONE,
  LK_STEP_STATE_OPTIONAL,
} LkStepState;

#define LK_TYPE_STEPS_LIST (lk_steps_list_get_type ())
G_DECLARE_FINAL_TYPE (LkStepsList, lk_steps_list, LK, STEPS_LIST, AdwBin)

void        lk_steps_list_update    (LkStepsList *self,
                                     LkAccount   *account);

G_END_DECLS
