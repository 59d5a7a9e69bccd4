/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random JSON, for the tests of properties. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GString *lk_test_json_random (GRand    *random,
                              gboolean  hostile);
void     lk_test_json_damage (GRand    *random,
                              GString  *text);

G_END_DECLS
