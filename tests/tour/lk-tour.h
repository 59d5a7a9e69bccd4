/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTour: what the chapters share: the program, the practice account's pages, the keyring, the search for leaks. */
#pragma once

#include "lk-driver.h"

G_BEGIN_DECLS

/* A practice account as a process of its own. */
typedef struct _LkTourAccount LkTourAccount;

#define LK_TOUR_WIDE_WIDTH 1140
#define LK_TOUR_WIDE_HEIGHT 800
#define LK_TOUR_NARROW_WIDTH 360
#define LK_TOUR_NARROW_HEIGHT 720

typedef struct
{
  LkDriver  *driver;
  char      *program;       /* the installed program */
  char      *folder;        /* of this chapter's pictures and of the program's output */
  char      *origin;        /* of the practice account, as its sign-in page showed it; NULL before */
  GPtrArray *secrets;       /* what must not be found anywhere */
  GPtrArray *listeners;     /* GSocketService on the redirect's port */
  guint      n_heard;       /* connections there */
} LkTour;

/* The buttons of the practice account's second page, in their order. */
enum
{
  LK_TOUR_ALLOW = 1,
  LK_TOUR_DENY,
};

typedef void (*LkTourChapter) (LkTour *tour);

LkTour   *lk_tour_new                 (const char  *program,
                                       const char  *folder);
void      lk_tour_free                (LkTour      *tour);

void      lk_tour_say                 (LkTour      *tour,
                                       const char  *format,
                                       ...) G_GNUC_PRINTF (2, 3);
void      lk_tour_check               (LkTour      *tour,
                                       gboolean     condition,
                                       const char  *format,
                                       ...) G_GNUC_PRINTF (3, 4);
void      lk_tour_see                 (LkTour      *tour,
                                       const char  *text);
gboolean  lk_tour_sees                (LkTour      *tour,
                                       const char  *text);

void      lk_tour_open                (LkTour      *tour);
void      lk_tour_quit                (LkTour      *tour);
void      lk_tour_picture             (LkTour      *tour,
                                       const char  *name);
void      lk_tour_pictures            (LkTour      *tour,
                                       const char  *name);

char     *lk_tour_dup_connection      (LkTour      *tour,
                                       const char  *member);
char     *lk_tour_dup_keyring_item    (LkTour      *tour,
                                       const char  *kind);
char     *lk_tour_wait_token          (LkTour      *tour);
void      lk_tour_wait_no_token       (LkTour      *tour);

guint16   lk_tour_find_port           (LkTour      *tour);
void      lk_tour_start_practice      (LkTour      *tour,
                                       const char  *grant);
void      lk_tour_sign_in             (LkTour      *tour);
void      lk_tour_log_in              (LkTour      *tour);
void      lk_tour_decide              (LkTour      *tour,
                                       guint        choice);
char     *lk_tour_call                (LkTour      *tour,
                                       const char  *token);
void      lk_tour_open_faults         (LkTour      *tour);
void      lk_tour_set_fault           (LkTour      *tour,
                                       const char  *search,
                                       const char  *title);

LkTourAccount *lk_tour_start_account  (LkTour         *tour,
                                       const char     *name,
                                       const char     *grant,
                                       const char     *n_chats);
void      lk_tour_sabotage            (LkTour         *tour,
                                       LkTourAccount  *account,
                                       const char     *fault);
void      lk_tour_stop_account        (LkTourAccount  *account);

void      lk_tour_listen              (LkTour      *tour);
void      lk_tour_learn_secret        (LkTour      *tour,
                                       const char  *secret);
GPid      lk_tour_find_process        (LkTour      *tour,
                                       const char  *name);
void      lk_tour_search_leaks        (LkTour      *tour);

char     *lk_tour_run                 (LkTour      *tour,
                                       const char  *input,
                                       const char  *const *argv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTour, lk_tour_free)

G_END_DECLS
