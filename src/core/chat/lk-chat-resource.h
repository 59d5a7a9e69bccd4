/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Chat API can be asked for by GET, with the parameters of each, and the path that they make. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_CHAT_MAX_PARAMETERS 3

typedef enum
{
  LK_CHAT_PARAMETER_ID,       /* one */
  LK_CHAT_PARAMETER_IDS,      /* some, with commas or white space between them */
  LK_CHAT_PARAMETER_WORDS,
  LK_CHAT_PARAMETER_TIME,     /* a day or seconds since 1970 */
  LK_CHAT_PARAMETER_LIMIT,    /* from 1 to 1000 */
  LK_CHAT_PARAMETER_FIELDS,
  LK_CHAT_PARAMETER_PATH,
} LkChatParameterKind;

/* Texts are marked for translation. */
typedef struct
{
  LkChatParameterKind kind;
  const char *title;
  const char *help;
  const char *initial;      /* what it is while nothing else is typed; nullable */
} LkChatParameter;

typedef struct
{
  const char *id;
  const char *title;
  const char *help;
  const char *path;         /* below the REST base; {} for each parameter */
  guint n_parameters;
  LkChatParameter parameters[LK_CHAT_MAX_PARAMETERS];
} LkChatResource;

const LkChatResource *lk_chat_resources           (guint                 *n_resources);
const LkChatResource *lk_chat_resource_find       (const char            *id);
char                 *lk_chat_resource_make_path  (const LkChatResource  *resource,
                                                   const char *const     *values,
                                                   guint                 *wrong,
                                                   GError               **error);

G_END_DECLS
