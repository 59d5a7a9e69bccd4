/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stretch of a text, read without knowing what it stands in. What it says of the containers that are open where it
 * begins is left to be compared with what comes before it. */
#pragma once

#include "lk-json-machine.h"

G_BEGIN_DECLS

#define LK_JSON_NOT_BIG G_MAXUINT32

/* Of an outer container the first comma's place is written down, and then every so manieth. It is as if so many had
 * come before. */
#define LK_JSON_OUTER_COMMAS (LK_JSON_STRIDE - 1)

/* The whole text. */
typedef struct
{
  const guint8 *data;
  gsize         length;
} LkJsonBody;

/* A container that is open. */
typedef struct
{
  guint64 object;     /* all ones if it is one … */
  guint64 array;      /* … or this; neither is known of what was open before */
  gsize   commas;
  gsize   chunk;      /* in which it was opened … */
  guint32 ordinal;    /* … by this one of the chunk's opening brackets, from 0 */
  guint32 big;
} LkJsonFrame;

/* What a part says of a container that was open before it. */
typedef struct
{
  gsize   commas;     /* from LK_JSON_OUTER_COMMAS on */
  guint32 big;
  guint8  as_object;  /* is in it only right in an object; closes it as one */
  guint8  as_array;
} LkJsonOuter;

/* Where the comma before a child is. */
typedef struct
{
  guint32 big;
  gsize   child;      /* counted by the commas of the frame */
  gsize   at;
} LkJsonNote;

/* What a block of text leaves for the next: bits to come in at its bit 0. */
typedef struct
{
  guint64 escaped;
  guint64 in_string;         /* all ones or none */
  guint64 in_scalar;
  guint64 leading_zero;
  guint64 continuation;      /* bytes of a UTF-8 sequence that are still due */
  gsize   scalar_start;      /* of the last number or word */
} LkJsonTextState;

/* What tokens leave for the next, likewise. */
typedef struct
{
  guint64 after_object_open;
  guint64 after_comma;
  guint64 after_colon;
  guint64 after_value;
  guint64 after_first_key;
  guint64 after_comma_string;
  guint64 unknown;    /* tokens of which it is not known what they come after */
} LkJsonTokenState;

typedef struct
{
  LkJsonBody        body;         /* the whole text, not the part alone */
  gsize             first;        /* chunk */
  gsize             end;          /* chunk after the last */
  guint             max_depth;
  LkJsonMap        *map;          /* not owned, nullable: NULL: only look */

  /* What was taken for granted at its beginning. */
  LkJsonTextState   begin_text;
  LkJsonTokenState  begin_tokens;

  /* What it has come to. */
  LkJsonTextState   text;
  LkJsonTokenState  tokens;
  gboolean          is_read;      /* to its end, or until something was wrong: then it is not sound */
  gboolean          is_sound;

  LkJsonFrame      *frames;       /* owned: [0] is what is around it all, the others were opened here */
  LkJsonFrame      *frame;        /* the innermost */
  LkJsonFrame      *highest;      /* that there has been, from what is now around it all */
  gsize             n_frames;     /* allocated */
  gssize            depth;        /* more than at the beginning */
  guint64           as_object;    /* of frames[0], any bit */
  guint64           as_array;
  GArray           *outers;       /* owned: of LkJsonOuter: what was closed, and at the end frames[0] */

  /* This chunk. */
  gsize             chunk;
  gssize            lowest;
  guint             n_opens;
  guint             n_commas;

  gsize             n_values;
  GArray           *bigs;         /* owned: of LkJsonBig; no place is known of those that are outer */
  GArray           *notes;        /* owned: of LkJsonNote */
} LkJsonPart;

void      lk_json_part_init    (LkJsonPart             *self,
                                const LkJsonBody       *body,
                                gsize                   first,
                                gsize                   end,
                                guint                   max_depth,
                                LkJsonMap              *map);
void      lk_json_part_clear   (LkJsonPart             *self);

void      lk_json_part_begin   (LkJsonPart             *self,
                                const LkJsonTextState  *text,
                                const LkJsonTokenState *tokens);
gboolean  lk_json_part_guess   (LkJsonPart             *self,
                                LkJsonProcessor         processor);
gboolean  lk_json_part_read    (LkJsonPart             *self,
                                LkJsonProcessor         processor,
                                GCancellable           *cancellable);
gboolean  lk_json_part_follows (const LkJsonPart       *self,
                                const LkJsonPart       *before);

gsize     lk_json_find_mark    (const LkJsonBody       *body,
                                const LkJsonMap        *map,
                                gsize                   chunk,
                                guint                   ordinal,
                                gboolean                comma);

G_END_DECLS
