/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-transcript.h"

#include <glib/gi18n.h>

#include "lk-json-reader.h"
#include "lk-text.h"

/* What one label lays out without a pause; the whole stands in the answer. */
#define MAX_MESSAGE 10000
#define MAX_TEXT 300
#define MAX_PAGES 500
#define MAX_EVENTS 20000

struct _LkTranscriptEvent
{
  GObject parent_instance;

  LkTranscriptKind kind;
  LkTranscriptSide side;
  gboolean cut;

  /* owned */
  char *name;
  char *text;
  GDateTime *time;   /* owned, nullable: local */
};

G_DEFINE_FINAL_TYPE (LkTranscriptEvent, lk_transcript_event, G_TYPE_OBJECT)

struct _LkTranscript
{
  GObject parent_instance;

  /* owned */
  LkChat *chat;
  GListStore *events;
  GPtrArray *facts;
  GPtrArray *pages;
  GDateTime *day;      /* owned, nullable: the latest that is known while events are read */

  gboolean preview;
};

G_DEFINE_FINAL_TYPE (LkTranscript, lk_transcript, G_TYPE_OBJECT)

static void
fact_free (gpointer data)
{
  LkTranscriptFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

static void
page_free (gpointer data)
{
  LkTranscriptPage *page = data;

  g_free (page->title);
  g_free (page->address);
  g_clear_pointer (&page->time, g_date_time_unref);
  g_free (page);
}

static void
lk_transcript_event_finalize (GObject *object)
{
  LkTranscriptEvent *self = LK_TRANSCRIPT_EVENT (object);

  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->time, g_date_time_unref);

  G_OBJECT_CLASS (lk_transcript_event_parent_class)->finalize (object);
}

static void
lk_transcript_event_class_init (LkTranscriptEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_transcript_event_finalize;
}

static void
lk_transcript_event_init (LkTranscriptEvent *self)
{
}

static void
lk_transcript_finalize (GObject *object)
{
  LkTranscript *self = LK_TRANSCRIPT (object);

  g_clear_object (&self->chat);
  g_clear_object (&self->events);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->day, g_date_time_unref);

  G_OBJECT_CLASS (lk_transcript_parent_class)->finalize (object);
}

static void
lk_transcript_class_init (LkTranscriptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_transcript_finalize;
}

static void
lk_transcript_init (LkTranscript *self)
{
  self->events = g_list_store_new (LK_TYPE_TRANSCRIPT_EVENT);
  self->facts = g_ptr_array_new_with_free_func (fact_free);
  self->pages = g_ptr_array_new_with_free_func (page_free);
}

static char *
read_text (JsonObject *object,
           const char *member)
{
  const char *text = lk_json_get_string (object, member);

  return lk_text_sanitize (text != NULL ? text : "", -1, MAX_TEXT);
}

static GDateTime *
read_time (JsonObject *object)
{
  g_autoptr(GDateTime) date = lk_json_get_date (object, "timestamp");

  return date != NULL ? g_date_time_to_local (date) : NULL;
}

/* A message keeps its lines; each is made fit to show by itself. */
static char *
read_lines (const char *text,
            gboolean   *cut)
{
  g_autofree char *head = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_MESSAGE));
  g_auto(GStrv) lines = g_strsplit (head, "\n", -1);

  *cut = strlen (head) < strlen (text);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *safe = lk_text_sanitize (lines[i], -1, 0);

      g_free (lines[i]);
      lines[i] = g_strchomp (safe);
    }

  return g_strjoinv ("\n", lines);
}

/* `nick` tells the side; where it is missing, the visitor is known by name (zendesk-chat.md section 5). */
static LkTranscriptSide
read_side (LkTranscript *self,
           JsonObject   *event,
           const char   *name)
{
  const char *nick = lk_json_get_string (event, "nick");

  if (nick == NULL || *nick == '\0')
    {
      if (g_str_equal (name, lk_chat_get_visitor (self->chat)))
        return LK_TRANSCRIPT_VISITOR;

      return *name != '\0' ? LK_TRANSCRIPT_AGENT : LK_TRANSCRIPT_SYSTEM;
    }

  if (g_str_has_prefix (nick, "visitor"))
    return LK_TRANSCRIPT_VISITOR;
  if (g_str_equal (nick, "agent:trigger") || !g_str_has_prefix (nick, "agent"))
    return LK_TRANSCRIPT_SYSTEM;

  return LK_TRANSCRIPT_AGENT;
}

static char *
describe_file (JsonObject *event)
{
  JsonObject *attachment = lk_json_get_object (event, "attachment");
  g_autofree char *name = read_text (attachment, "name");
  gint64 size = lk_json_get_int (attachment, "size", -1);
  g_autofree char *size_text = size >= 0 ? g_format_size ((guint64) size) : NULL;

  if (*name == '\0')
    return g_strdup (_("A file"));

  return size_text != NULL ? g_strdup_printf ("%s (%s)", name, size_text) : g_steal_pointer (&name);
}

static char *
describe_rating (JsonObject *event,
                 const char *name)
{
  g_autofree char *rating = read_text (event, "new_rating");

  if (g_str_equal (rating, "good"))
    return g_strdup_printf (_("%s rated the chat good"), name);
  if (g_str_equal (rating, "bad"))
    return g_strdup_printf (_("%s rated the chat bad"), name);
  if (*rating == '\0')
    return g_strdup_printf (_("%s took the rating back"), name);

  return g_strdup_printf (_("%s rated the chat: %s"), name, rating);
}

static char *
join_tags (JsonObject *object,
           const char *member)
{
  g_auto(GStrv) tags = lk_json_get_words (object, member);
  g_autofree char *joined = g_strjoinv (", ", tags);

  return lk_text_sanitize (joined, -1, MAX_TEXT);
}

static char *
describe_tags (JsonObject *event,
               const char *name)
{
  g_autofree char *tags = join_tags (event, lk_json_has (event, "new_tags") ? "new_tags" : "tags");

  return *tags != '\0' ? g_strdup_printf (_("%s set the tags: %s"), name, tags)
                       : g_strdup_printf (_("%s took the tags away"), name);
}

static char *
describe_other (const char *type,
                const char *name)
{
  g_autofree char *safe = lk_text_sanitize (type, -1, 60);

  return *name != '\0' ? g_strdup_printf ("%s: %s", name, safe) : g_steal_pointer (&safe);
}

static void
append_line (LkTranscript     *self,
             LkTranscriptKind  kind,
             char             *text)
{
  g_autoptr(LkTranscriptEvent) event = g_object_new (LK_TYPE_TRANSCRIPT_EVENT, NULL);

  event->kind = kind;
  event->side = LK_TRANSCRIPT_SYSTEM;
  event->name = g_strdup ("");
  event->text = text;
  g_list_store_append (self->events, event);
}

/* A line has the time of day alone, so one is put in where a day ends. */
static void
note_day (LkTranscript *self,
          GDateTime    *time)
{
  if (time == NULL)
    return;

  if (self->day != NULL && !lk_transcript_is_same_day (self->day, time))
    /* Translators: a day, for g_date_time_format (): day of the month, month's name, year. */
    append_line (self, LK_TRANSCRIPT_DAY, g_date_time_format (time, _("%-d %B %Y")));
  g_clear_pointer (&self->day, g_date_time_unref);
  self->day = g_date_time_ref (time);
}

static void
read_event (LkTranscript *self,
            JsonObject   *object)
{
  g_autoptr(LkTranscriptEvent) event = g_object_new (LK_TYPE_TRANSCRIPT_EVENT, NULL);
  const char *type = lk_json_get_string (object, "type");
  const char *msg = lk_json_get_string (object, "msg");
  const char *name;

  if (type == NULL)
    return;

  event->name = read_text (object, "name");
  event->time = read_time (object);
  event->side = read_side (self, object, event->name);
  name = *event->name != '\0' ? event->name : _("Someone");

  if (g_str_equal (type, "chat.msg") && msg != NULL)
    {
      event->kind = LK_TRANSCRIPT_MESSAGE;
      event->text = read_lines (msg, &event->cut);
    }
  else if (g_str_equal (type, "chat.file"))
    {
      event->kind = LK_TRANSCRIPT_FILE;
      event->text = describe_file (object);
    }
  else if (g_str_equal (type, "chat.memberjoin"))
    {
      event->kind = LK_TRANSCRIPT_JOIN;
      event->text = g_strdup_printf (_("%s joined"), name);
    }
  else if (g_str_equal (type, "chat.memberleave"))
    {
      event->kind = LK_TRANSCRIPT_LEAVE;
      event->text = g_strdup_printf (_("%s left"), name);
    }
  else if (g_str_equal (type, "chat.rating"))
    {
      event->kind = LK_TRANSCRIPT_RATING;
      event->text = describe_rating (object, name);
    }
  else if (g_str_equal (type, "chat.comment"))
    {
      g_autofree char *comment = read_text (object, "new_comment");

      event->kind = LK_TRANSCRIPT_COMMENT;
      event->text = g_strdup_printf (_("%s commented: “%s”"), name, comment);
    }
  else if (g_str_equal (type, "chat.tag"))
    {
      event->kind = LK_TRANSCRIPT_TAG;
      event->text = describe_tags (object, name);
    }
  else
    {
      event->kind = LK_TRANSCRIPT_OTHER;
      event->text = describe_other (type, event->name);
    }

  note_day (self, event->time);
  g_list_store_append (self->events, event);
}

/* A message left while nobody was there has its text beside an empty history, a hit of a search its first words. */
static void
add_lone_message (LkTranscript *self,
                  const char   *text,
                  JsonObject   *chat)
{
  g_autoptr(LkTranscriptEvent) event = g_object_new (LK_TYPE_TRANSCRIPT_EVENT, NULL);

  event->kind = LK_TRANSCRIPT_MESSAGE;
  event->side = LK_TRANSCRIPT_VISITOR;
  event->name = g_strdup (lk_chat_get_visitor (self->chat));
  event->text = read_lines (text, &event->cut);
  event->time = read_time (chat);
  g_list_store_append (self->events, event);
}

/* Takes the value. */
static void
add_fact (LkTranscript *self,
          const char   *label,
          char         *value)
{
  LkTranscriptFact *fact;

  if (value == NULL || *value == '\0')
    {
      g_free (value);
      return;
    }

  fact = g_new (LkTranscriptFact, 1);
  fact->label = g_strdup (label);
  fact->value = value;
  g_ptr_array_add (self->facts, fact);
}

static char *
join_facts (const char *separator,
            const char *first,
            const char *second)
{
  if (*first == '\0' || *second == '\0')
    return g_strconcat (first, second, NULL);

  return g_strconcat (first, separator, second, NULL);
}

static void
read_facts (LkTranscript *self,
            JsonObject   *chat)
{
  JsonObject *visitor = lk_json_get_object (chat, "visitor");
  JsonObject *session = lk_json_get_object (chat, "session");
  g_autofree char *city = read_text (session, "city");
  g_autofree char *country = read_text (session, "country_name");
  g_autofree char *browser = read_text (session, "browser");
  g_autofree char *platform = read_text (session, "platform");

  add_fact (self, _("Visitor"), read_text (visitor, "name"));
  add_fact (self, _("E-Mail"), read_text (visitor, "email"));
  add_fact (self, _("Telephone"), read_text (visitor, "phone"));
  add_fact (self, _("Notes"), read_text (visitor, "notes"));
  add_fact (self, _("Place"), join_facts (", ", city, country));
  add_fact (self, _("Browser"), join_facts (" · ", browser, platform));
  add_fact (self, _("IP Address"), read_text (session, "ip"));
  add_fact (self, _("Tags"), join_tags (chat, "tags"));
  add_fact (self, _("Ticket"), lk_json_get_id (chat, "zendesk_ticket_id"));
  add_fact (self, _("Chat ID"), g_strdup (lk_chat_get_id (self->chat)));
}

static void
read_pages (LkTranscript *self,
            JsonObject   *chat)
{
  JsonArray *array = lk_json_get_array (chat, "webpath");

  for (guint i = 0; array != NULL && i < MIN (json_array_get_length (array), MAX_PAGES); i++)
    {
      JsonObject *object = lk_json_array_get_object (array, i);
      LkTranscriptPage *page;

      if (object == NULL)
        continue;

      page = g_new0 (LkTranscriptPage, 1);
      page->title = read_text (object, "title");
      page->address = read_text (object, "from");
      page->time = read_time (object);
      g_ptr_array_add (self->pages, page);
    }

  if (array != NULL && json_array_get_length (array) > MAX_PAGES)
    {
      guint n_more = json_array_get_length (array) - MAX_PAGES;
      LkTranscriptPage *page = g_new0 (LkTranscriptPage, 1);

      page->title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more page is in the answer",
                                                  "%u more pages are in the answer", n_more), n_more);
      page->address = g_strdup ("");
      g_ptr_array_add (self->pages, page);
    }
}

static void
read_history (LkTranscript *self,
              JsonArray    *history)
{
  guint n_events = json_array_get_length (history);

  if (lk_chat_get_started (self->chat) != NULL)
    self->day = g_date_time_ref (lk_chat_get_started (self->chat));

  for (guint i = 0; i < MIN (n_events, MAX_EVENTS); i++)
    {
      JsonObject *event = lk_json_array_get_object (history, i);

      if (event != NULL)
        read_event (self, event);
    }

  if (n_events > MAX_EVENTS)
    append_line (self, LK_TRANSCRIPT_OTHER,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more line is in the answer",
                                               "%u more lines are in the answer", n_events - MAX_EVENTS),
                                  n_events - MAX_EVENTS));
}

/**
 * lk_transcript_new:
 * @chat: a chat
 *
 * Reads all of a chat. What is of a wrong type, or of a type nobody knows, does not keep the rest from being read.
 *
 * Returns: (transfer full): its transcript
 */
LkTranscript *
lk_transcript_new (LkChat *chat)
{
  LkTranscript *self;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *history;
  const char *message;
  const char *preview;

  g_return_val_if_fail (LK_IS_CHAT (chat), NULL);

  self = g_object_new (LK_TYPE_TRANSCRIPT, NULL);
  self->chat = g_object_ref (chat);

  /* It was read once already, when the chat was made. */
  node = lk_json_parse_object (lk_chat_get_json (chat), NULL, NULL);
  g_assert (node != NULL);

  object = json_node_get_object (node);
  history = lk_json_get_array (object, "history");
  message = lk_json_get_string (object, "message");
  preview = lk_json_get_string (object, "preview");

  if (history != NULL)
    read_history (self, history);

  self->preview = !lk_json_has (object, "history") && message == NULL;
  if (message != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->events)) == 0)
    add_lone_message (self, message, object);
  else if (self->preview && preview != NULL)
    add_lone_message (self, preview, object);

  read_facts (self, object);
  read_pages (self, object);

  return self;
}

LkChat *
lk_transcript_get_chat (LkTranscript *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT (self), NULL);

  return self->chat;
}

/**
 * lk_transcript_get_events:
 * @self: a transcript
 *
 * Returns: (transfer none): its LkTranscriptEvents, in the service's order
 */
GListModel *
lk_transcript_get_events (LkTranscript *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT (self), NULL);

  return G_LIST_MODEL (self->events);
}

/**
 * lk_transcript_get_facts:
 * @self: a transcript
 *
 * Returns: (transfer none) (element-type LkTranscriptFact): what is known of the visitor and the chat
 */
GPtrArray *
lk_transcript_get_facts (LkTranscript *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT (self), NULL);

  return self->facts;
}

/**
 * lk_transcript_get_pages:
 * @self: a transcript
 *
 * Returns: (transfer none) (element-type LkTranscriptPage): the pages that the visitor came by, the first first
 */
GPtrArray *
lk_transcript_get_pages (LkTranscript *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT (self), NULL);

  return self->pages;
}

/**
 * lk_transcript_is_preview:
 * @self: a transcript
 *
 * Returns: whether what was said is not in the answer, or only the first words that a search found
 */
gboolean
lk_transcript_is_preview (LkTranscript *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT (self), FALSE);

  return self->preview;
}

/**
 * lk_transcript_is_same_day:
 * @first: a local time
 * @second: another
 *
 * Returns: whether the two fall on one day, so that a time of day alone tells them apart
 */
gboolean
lk_transcript_is_same_day (GDateTime *first,
                           GDateTime *second)
{
  g_return_val_if_fail (first != NULL && second != NULL, FALSE);

  return g_date_time_get_year (first) == g_date_time_get_year (second) &&
         g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second);
}

LkTranscriptKind
lk_transcript_event_get_kind (LkTranscriptEvent *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_EVENT (self), LK_TRANSCRIPT_OTHER);

  return self->kind;
}

LkTranscriptSide
lk_transcript_event_get_side (LkTranscriptEvent *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_EVENT (self), LK_TRANSCRIPT_SYSTEM);

  return self->side;
}

/**
 * lk_transcript_event_get_name:
 * @self: an event
 *
 * Returns: their name; empty when it is not known
 */
const char *
lk_transcript_event_get_name (LkTranscriptEvent *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_EVENT (self), NULL);

  return self->name;
}

/**
 * lk_transcript_event_get_text:
 * @self: an event
 *
 * Returns: what was said, with its line breaks; of a file its name and size; else the event in words, with the name
 */
const char *
lk_transcript_event_get_text (LkTranscriptEvent *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_EVENT (self), NULL);

  return self->text;
}

/**
 * lk_transcript_event_get_time:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): when, in the local time zone
 */
GDateTime *
lk_transcript_event_get_time (LkTranscriptEvent *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_EVENT (self), NULL);

  return self->time;
}

/**
 * lk_transcript_event_is_cut:
 * @self: an event
 *
 * Returns: whether it was too long to show, and its text is but the beginning
 */
gboolean
lk_transcript_event_is_cut (LkTranscriptEvent *self)
{
  g_return_val_if_fail (LK_IS_TRANSCRIPT_EVENT (self), FALSE);

  return self->cut;
}
