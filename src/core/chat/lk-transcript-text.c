/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-transcript.h"

static void
append_event (GString           *text,
              LkTranscriptEvent *event)
{
  LkTranscriptKind kind = lk_transcript_event_get_kind (event);
  GDateTime *moment = lk_transcript_event_get_time (event);
  const char *name = lk_transcript_event_get_name (event);
  g_autofree char *time = moment != NULL ? g_date_time_format (moment, "%X") : NULL;

  if (time != NULL)
    g_string_append_printf (text, "%s  ", time);
  if ((kind == LK_TRANSCRIPT_MESSAGE || kind == LK_TRANSCRIPT_FILE) && *name != '\0')
    g_string_append_printf (text, "%s: ", name);
  g_string_append_printf (text, "%s%s\n", lk_transcript_event_get_text (event),
                          lk_transcript_event_is_cut (event) ? " …" : "");
}

/**
 * lk_transcript_to_text:
 * @self: a transcript
 *
 * Returns: (transfer full): the talk as plain text to copy, a line an event, the times in the local time zone
 */
char *
lk_transcript_to_text (LkTranscript *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  LkChat *chat;
  GListModel *events;
  GDateTime *started;

  g_return_val_if_fail (LK_IS_TRANSCRIPT (self), NULL);

  chat = lk_transcript_get_chat (self);
  started = lk_chat_get_started (chat);
  if (started != NULL)
    {
      g_autofree char *date = g_date_time_format (started, "%x");

      g_string_append_printf (text, "%s · %s\n", lk_chat_get_id (chat), date != NULL ? date : "");
    }

  events = lk_transcript_get_events (self);
  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr(LkTranscriptEvent) event = g_list_model_get_item (events, i);

      append_event (text, event);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
