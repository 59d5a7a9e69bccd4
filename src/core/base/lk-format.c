/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-format.h"

#include <glib/gi18n.h>

#include "lk-text.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/**
 * lk_format_date:
 * @date: a date
 *
 * Returns: (transfer full): the day, such as “4 May 2026”
 */
char *
lk_format_date (GDateTime *date)
{
  g_return_val_if_fail (date != NULL, NULL);

  /* Translators: a day, for g_date_time_format (): day of the month, month's name, year. */
  return g_date_time_format (date, _("%-d %B %Y"));
}

/**
 * lk_format_time_of_day:
 * @date: a date
 *
 * Returns: (transfer full): hours and minutes
 */
char *
lk_format_time_of_day (GDateTime *date)
{
  g_return_val_if_fail (date != NULL, NULL);

  /* Translators: a time of day, for g_date_time_format (). */
  return g_date_time_format (date, _("%H:%M"));
}

/**
 * lk_format_stamp:
 * @date: a date
 *
 * Returns: (transfer full): a short date with its time, of one width for a table, such as “2026-05-04 09:07”
 */
char *
lk_format_stamp (GDateTime *date)
{
  g_return_val_if_fail (date != NULL, NULL);

  /* Translators: date and time in a table, for g_date_time_format (); keep it short and of one width. */
  return g_date_time_format (date, _("%Y-%m-%d %H:%M"));
}

/**
 * lk_format_date_time:
 * @epoch: seconds since the epoch
 *
 * Returns: (transfer full): day and time of day in the local time zone; empty when @epoch is no date
 */
char *
lk_format_date_time (gint64 epoch)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (epoch);

  if (date == NULL)
    return g_strdup ("");

  /* Translators: a day with its time, for g_date_time_format (). */
  return g_date_time_format (date, _("%-d %B %Y, %H:%M"));
}

/**
 * lk_format_parse_iso:
 * @text: (nullable): an ISO 8601 date as the service writes it, sometimes with no `Z` (then it is UTC: zendesk-chat.md
 *   section 5)
 *
 * Returns: (transfer full) (nullable): the date in the local time zone
 */
GDateTime *
lk_format_parse_iso (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;

  if (text == NULL)
    return NULL;

  date = g_date_time_new_from_iso8601 (text, utc);

  return date != NULL ? g_date_time_to_local (date) : NULL;
}

/**
 * lk_format_iso:
 * @text: (nullable): an ISO 8601 date as the service writes it
 *
 * Returns: (transfer full): the same as a person writes it; what is no date is shown as it came, made fit to show
 */
char *
lk_format_iso (const char *text)
{
  g_autoptr(GDateTime) date = lk_format_parse_iso (text);

  if (date != NULL)
    return lk_format_date_time (g_date_time_to_unix (date));

  return lk_text_sanitize (text != NULL ? text : "", -1, 40);
}

/**
 * lk_format_relative:
 * @epoch: the moment meant, seconds since the epoch
 * @now: the present, seconds since the epoch
 *
 * Returns: (transfer full): how far off the moment is, in one unit: “just now”, “5 minutes ago”, “in 3
 *   days”
 */
char *
lk_format_relative (gint64 epoch,
                    gint64 now)
{
  gint64 ahead = epoch - now;
  gint64 distance = ABS (ahead);
  gint64 n;

  if (distance < MINUTE)
    return g_strdup (ahead > 0 ? _("in less than a minute") : _("just now"));

  if (distance < HOUR)
    {
      n = distance / MINUTE;
      return ahead > 0
             ? g_strdup_printf (ngettext ("in %d minute", "in %d minutes", n), (int) n)
             : g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", n), (int) n);
    }

  if (distance < DAY)
    {
      n = distance / HOUR;
      return ahead > 0
             ? g_strdup_printf (ngettext ("in %d hour", "in %d hours", n), (int) n)
             : g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", n), (int) n);
    }

  n = MIN (distance / DAY, G_MAXINT);
  if (n == 1)
    return g_strdup (ahead > 0 ? _("tomorrow") : _("yesterday"));

  return ahead > 0
         ? g_strdup_printf (ngettext ("in %d day", "in %d days", n), (int) n)
         : g_strdup_printf (ngettext ("%d day ago", "%d days ago", n), (int) n);
}

/**
 * lk_format_remaining:
 * @seconds: seconds still to go
 *
 * Returns: (transfer full): a countdown in its two largest units: “2 d 4 h”, “1 h 05 min”, “4 min 09 s”
 */
char *
lk_format_remaining (gint64 seconds)
{
  seconds = MAX (seconds, 0);

  if (seconds >= DAY)
    /* Translators: a time left in days and hours. */
    return g_strdup_printf (_("%d d %d h"), (int) MIN (seconds / DAY, G_MAXINT), (int) (seconds % DAY / HOUR));

  if (seconds >= HOUR)
    /* Translators: a time left in hours and minutes. */
    return g_strdup_printf (_("%d h %02d min"), (int) (seconds / HOUR), (int) (seconds % HOUR / MINUTE));

  if (seconds >= MINUTE)
    /* Translators: a time left in minutes and seconds. */
    return g_strdup_printf (_("%d min %02d s"), (int) (seconds / MINUTE), (int) (seconds % MINUTE));

  /* Translators: a time left in seconds. */
  return g_strdup_printf (_("%d s"), (int) seconds);
}

/**
 * lk_format_next_change:
 * @seconds: seconds still to go
 *
 * Returns: after how many seconds [func@Lk.format_remaining] reads otherwise, at least 1: a countdown need not wake up
 *   more often
 */
guint
lk_format_next_change (gint64 seconds)
{
  if (seconds > DAY)
    return seconds % HOUR + 1;

  if (seconds > HOUR)
    return seconds % MINUTE + 1;

  return 1;
}

/**
 * lk_format_duration:
 * @seconds: a length of time; negative: not known
 *
 * Returns: (transfer full): minutes and seconds, or hours and minutes; a dash when it is not known
 */
char *
lk_format_duration (gint64 seconds)
{
  if (seconds < 0)
    return g_strdup ("–");

  return lk_format_remaining (seconds);
}

/**
 * lk_format_number:
 * @number: a count
 *
 * Returns: (transfer full): @number with the locale's grouping
 */
char *
lk_format_number (gint64 number)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}

/**
 * lk_format_elapsed:
 * @microseconds: a span of time; a negative one stands for "did not take place"
 *
 * Returns: (transfer full): the span as people read it, "132 ms" or "2.4 s", in the locale's way of writing numbers
 */
char *
lk_format_elapsed (gint64 microseconds)
{
  if (microseconds < 0)
    return g_strdup ("–");

  /* Each bound is where the coarser unit's rounding begins, so that "1000 ms" and "60.0 s" never appear. */
  if (microseconds < 9950)
    /* Translators: milliseconds with one decimal */
    return g_strdup_printf (_("%.1f ms"), microseconds / 1000.0);

  if (microseconds < 999500)
    /* Translators: whole milliseconds */
    return g_strdup_printf (_("%.0f ms"), microseconds / 1000.0);

  if (microseconds < 59950000)
    /* Translators: seconds with one decimal */
    return g_strdup_printf (_("%.1f s"), microseconds / 1000000.0);

  microseconds += G_USEC_PER_SEC / 2;

  /* Translators: minutes and seconds */
  return g_strdup_printf (_("%d min %d s"),
                          (int) (microseconds / G_USEC_PER_SEC / 60),
                          (int) (microseconds / G_USEC_PER_SEC % 60));
}
