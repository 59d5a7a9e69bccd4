/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-http-date.h"

#include <libsoup/soup.h>

/**
 * lk_http_date_parse:
 * @text: (nullable): the value of a header
 *
 * Reads any of the three forms of RFC 9110 section 5.6.7.
 *
 * Returns: the moment in seconds since the epoch; -1 when @text is no date, or one before 1970
 */
gint64
lk_http_date_parse (const char *text)
{
  g_autoptr(GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? MAX (g_date_time_to_unix (date), -1) : -1;
}
