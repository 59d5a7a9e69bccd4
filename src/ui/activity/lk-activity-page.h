/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkActivityPage: the list of all exchanges of this run, to inspect, repeat with curl and report. */
#pragma once

#include <adwaita.h>

#include "lk-connection-list.h"
#include "lk-exchange-log.h"

G_BEGIN_DECLS

/* The outcome of an exchange. */
typedef enum
{
  LK_ACTIVITY_ALL,
  LK_ACTIVITY_SUCCEEDED,
  LK_ACTIVITY_FAILED,
} LkActivityOutcome;

/* The contents and the format of a report. */
typedef enum
{
  LK_ACTIVITY_REPORT_JSON = 1 << 0,   /* JSON instead of text */
  LK_ACTIVITY_REPORT_FLOW = 1 << 1,   /* only the latest sign-in and the first call after it */
} LkActivityReport;

#define LK_TYPE_ACTIVITY_PAGE (lk_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (LkActivityPage, lk_activity_page, LK, ACTIVITY_PAGE, AdwBin)

GtkWidget *lk_activity_page_new         (LkExchangeLog     *log,
                                         LkConnectionList  *connections,
                                         const char        *connection_id);
void       lk_activity_page_set_filter  (LkActivityPage    *self,
                                         gboolean           all_connections,
                                         LkActivityOutcome  outcome);
guint      lk_activity_page_get_n_shown (LkActivityPage    *self);
void       lk_activity_page_save        (LkActivityPage    *self,
                                         const char        *path,
                                         LkActivityReport   report);

G_END_DECLS
