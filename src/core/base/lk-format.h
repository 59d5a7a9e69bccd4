/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, times, durations and numbers as people write them, in the user's locale. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char      *lk_format_date_time   (gint64      epoch);
char      *lk_format_date        (GDateTime  *date);
char      *lk_format_time_of_day (GDateTime  *date);
char      *lk_format_stamp       (GDateTime  *date);
GDateTime *lk_format_parse_iso   (const char *text);
char      *lk_format_iso         (const char *text);
char      *lk_format_relative    (gint64      epoch,
                                  gint64      now);
char      *lk_format_remaining   (gint64      seconds);
guint      lk_format_next_change (gint64      seconds);
char      *lk_format_duration    (gint64      seconds);
char      *lk_format_number      (gint64      number);
char      *lk_format_elapsed     (gint64      microseconds);

G_END_DECLS
