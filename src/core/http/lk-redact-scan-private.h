/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of the redactor's scan share: lk-redact-scan.c finds names, lk-redact-values.c their values. */
#pragma once

#include "lk-redact-scan.h"

G_BEGIN_DECLS

/* One character as it is after all encodings, and the bytes it takes up before them. */
typedef struct
{
  char c; /* '\0' at the end, and for what is not ASCII */
  guint length;
  guint depth; /* how often it is percent-encoded; of a quote also the backslashes before it */
  gboolean percent;
} LkScanUnit;

typedef struct
{
  const char *text;
  gsize length;
  GArray *ranges; /* not owned */
} LkScan;

LkScanUnit _lk_scan_read_unit    (const LkScan *scan,
                                  gsize         at);
gboolean   _lk_scan_is_name_char (char          c);
gsize      _lk_scan_value        (LkScan       *scan,
                                  gsize         start,
                                  gsize         at,
                                  const char   *name);
gsize      _lk_scan_named_value  (LkScan       *scan,
                                  gsize         start,
                                  gsize         at);
gsize      _lk_scan_credential   (LkScan       *scan,
                                  gsize         at,
                                  const char   *name);
gsize      _lk_scan_userinfo     (LkScan       *scan,
                                  gsize         at);
gsize      _lk_scan_stream_path  (LkScan       *scan,
                                  gsize         at);

G_END_DECLS
