/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkAnswer: the answer of an exchange, ready to be looked at: its text without secrets and the index of that text. Both
 * are made in workers from when it is created; the rows of a long answer's beginning are there at once. Drop it to stop
 * the work. */
#pragma once

#include "lk-exchange.h"
#include "lk-json-index.h"

G_BEGIN_DECLS

typedef enum
{
  LK_ANSWER_NONE,    /* no exchange */
  LK_ANSWER_READING, /* text and index are being made */
  LK_ANSWER_JSON,    /* has an index */
  LK_ANSWER_HTML,    /* a web page in place of data */
  LK_ANSWER_TEXT,    /* no JSON: lk_answer_get_error () says where it fails */
  LK_ANSWER_NO_BODY, /* ended with its headers */
  LK_ANSWER_DROPPED, /* its body is no longer held */
  LK_ANSWER_FAILED,  /* nothing came back: the error is the exchange's */
} LkAnswerState;

#define LK_TYPE_ANSWER (lk_answer_get_type ())
G_DECLARE_FINAL_TYPE (LkAnswer, lk_answer, LK, ANSWER, GObject)

LkAnswer      *lk_answer_new                (LkExchange *exchange);

LkExchange    *lk_answer_get_exchange       (LkAnswer   *self);
LkAnswerState  lk_answer_get_state          (LkAnswer   *self);
GBytes        *lk_answer_get_text           (LkAnswer   *self);
LkJsonIndex   *lk_answer_get_index          (LkAnswer   *self);
LkJsonIndex   *lk_answer_get_index_so_far   (LkAnswer   *self);
const GError  *lk_answer_get_error          (LkAnswer   *self);
gboolean       lk_answer_has_body           (LkAnswer   *self);
const char    *lk_answer_get_file_extension (LkAnswer   *self);

G_END_DECLS
