/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page in a window, with a real practice account behind it, and what a person sees and presses there. */
#pragma once

#include <adwaita.h>

#include "lk-test-vault.h"
#include "lk-workspace.h"
#include "practice-client.h"

G_BEGIN_DECLS

typedef struct
{
  PracticeClient *practice;     /* its server, and a person at its pages */
  LkTestVault    *vault;
  LkWorkspace    *workspace;
  LkConnection   *connection;   /* not owned: the workspace's */
  LkAccount      *account;      /* not owned: the workspace's */
  GtkWidget      *window;       /* NULL until a page is shown */
  GtkWidget      *page;         /* not owned: the window's */
  GPtrArray      *toasts;       /* what the page said by win.toast */
  GPtrArray      *actions;      /* the account's actions that the page asked for: "sign-in:read write" */
} LkTestPage;

LkTestPage *lk_test_page_new        (void);
void        lk_test_page_free       (LkTestPage *self);

void        lk_test_page_set_secret (LkTestPage *self,
                                     const char *secret);
void        lk_test_page_store      (LkTestPage *self,
                                     LkToken    *token);
void        lk_test_page_sign_in    (LkTestPage *self,
                                     const char *scopes,
                                     gint64      expires_in);
void        lk_test_page_renewable  (LkTestPage *self,
                                     gint64      expires_in);
void        lk_test_page_show       (LkTestPage *self,
                                     GtkWidget  *page);

gboolean    lk_test_page_sees       (LkTestPage *self,
                                     const char *text);
void        lk_test_page_wait       (LkTestPage *self,
                                     const char *text);
void        lk_test_page_wait_gone  (LkTestPage *self,
                                     const char *text);
GtkWidget  *lk_test_page_find       (LkTestPage *self,
                                     GType       type,
                                     const char *label);
void        lk_test_page_press      (LkTestPage *self,
                                     const char *label);
void        lk_test_page_press_tip  (LkTestPage *self,
                                     const char *tip);
void        lk_test_page_type       (LkTestPage *self,
                                     const char *title,
                                     const char *text);
gboolean    lk_test_page_said       (LkTestPage *self,
                                     const char *toast);
gboolean    lk_test_page_asked      (LkTestPage *self,
                                     const char *action);

G_END_DECLS
