/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LkTranscript: what was said in a chat, and who said it. Immutable; every text is fit to show. */
#pragma once

#include "lk-chat.h"

G_BEGIN_DECLS

typedef enum
{
  LK_TRANSCRIPT_MESSAGE,
  LK_TRANSCRIPT_FILE,
  LK_TRANSCRIPT_JOIN,
  LK_TRANSCRIPT_LEAVE,
  LK_TRANSCRIPT_RATING,
  LK_TRANSCRIPT_COMMENT,
  LK_TRANSCRIPT_TAG,
  LK_TRANSCRIPT_DAY,       /* from here on it is another day */
  LK_TRANSCRIPT_OTHER,
} LkTranscriptKind;

typedef enum
{
  LK_TRANSCRIPT_VISITOR,
  LK_TRANSCRIPT_AGENT,
  LK_TRANSCRIPT_SYSTEM,    /* a trigger, or the service itself */
} LkTranscriptSide;

/* LkTranscriptEvent: one line of it. */
#define LK_TYPE_TRANSCRIPT_EVENT (lk_transcript_event_get_type ())
G_DECLARE_FINAL_TYPE (LkTranscriptEvent, lk_transcript_event, LK, TRANSCRIPT_EVENT, GObject)

LkTranscriptKind  lk_transcript_event_get_kind  (LkTranscriptEvent  *self);
LkTranscriptSide  lk_transcript_event_get_side  (LkTranscriptEvent  *self);
const char       *lk_transcript_event_get_name  (LkTranscriptEvent  *self);
const char       *lk_transcript_event_get_text  (LkTranscriptEvent  *self);
GDateTime        *lk_transcript_event_get_time  (LkTranscriptEvent  *self);
gboolean          lk_transcript_event_is_cut    (LkTranscriptEvent  *self);

/* What is known beside the talk: of the visitor, of the chat. */
typedef struct
{
  char *label;      /* in the user's language */
  char *value;
} LkTranscriptFact;

typedef struct
{
  char *title;      /* empty when the page has none */
  char *address;
  GDateTime *time;  /* owned, nullable: local */
} LkTranscriptPage;

#define LK_TYPE_TRANSCRIPT (lk_transcript_get_type ())
G_DECLARE_FINAL_TYPE (LkTranscript, lk_transcript, LK, TRANSCRIPT, GObject)

LkTranscript     *lk_transcript_new         (LkChat             *chat);
LkChat           *lk_transcript_get_chat    (LkTranscript       *self);
GListModel       *lk_transcript_get_events  (LkTranscript       *self);
GPtrArray        *lk_transcript_get_facts   (LkTranscript       *self);
GPtrArray        *lk_transcript_get_pages   (LkTranscript       *self);
gboolean          lk_transcript_is_preview  (LkTranscript       *self);
char             *lk_transcript_to_text     (LkTranscript       *self);
gboolean          lk_transcript_is_same_day (GDateTime          *first,
                                             GDateTime          *second);

G_END_DECLS
