/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkSignInController: one account's sign-in as the window runs it: which way, what it asks for, what went wrong. */
#pragma once

#include <gtk/gtk.h>

#include "lk-account.h"
#include "lk-diagnosis.h"

G_BEGIN_DECLS

typedef enum
{
  LK_SIGN_IN_WAY_DEFAULT,              /* as the connection's grant and the preferences say */
  LK_SIGN_IN_WAY_PAGE,                 /* a page even where the grant has none, as the preferences say */
  LK_SIGN_IN_WAY_EMBEDDED,
  LK_SIGN_IN_WAY_BROWSER,
  LK_SIGN_IN_WAY_CLIENT_CREDENTIALS,
} LkSignInWay;

#define LK_TYPE_SIGN_IN_CONTROLLER (lk_sign_in_controller_get_type ())
G_DECLARE_FINAL_TYPE (LkSignInController, lk_sign_in_controller, LK, SIGN_IN_CONTROLLER, GObject)

LkSignInController *lk_sign_in_controller_new          (GtkWidget            *parent,
                                                        LkAccount            *account);
void                lk_sign_in_controller_run_async    (LkSignInController   *self,
                                                        const char           *scopes,
                                                        LkSignInWay           way,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
LkToken            *lk_sign_in_controller_run_finish   (LkSignInController   *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
gboolean            lk_sign_in_controller_is_running   (LkSignInController   *self);
GPtrArray          *lk_sign_in_controller_diagnose     (LkSignInController   *self,
                                                        const GError         *error);
LkExchange         *lk_sign_in_controller_get_exchange (LkSignInController   *self);

G_END_DECLS
