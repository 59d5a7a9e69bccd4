/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lk-practice-data.h"

/* The newest chat began at this moment, 2026-05-29 17:40 UTC, a Friday. Fixed, so that the same number always makes the
 * same chat. */
#define NEWEST_CHAT_TIME G_GINT64_CONSTANT (1780076400)
#define DAY (24 * 60 * 60)
#define CHATS_PER_WEEK 60
#define N_DEPARTMENTS G_N_ELEMENTS (departments)
#define PICK(table, number) ((table)[(number) % G_N_ELEMENTS (table)])

typedef struct
{
  guint64     id;
  const char *name;
} Department;

typedef struct
{
  guint64     id;
  const char *nick;
  const char *name;
} Agent;

typedef struct
{
  const char *code;
  const char *country;
  const char *region;
  const char *city;
} Place;

typedef struct
{
  const char *platform;
  const char *browser;
  const char *user_agent;
} Browser;

typedef struct
{
  const char *department;          /* the name of the one that takes it */
  const char *tag;
  const char *page;                /* path of the page it began on */
  const char *page_title;
  const char *turns[10];           /* visitor first, then by turns */
} Topic;

static const Department departments[] = {
  { 4101, "Sales" },
  { 4102, "Orders" },
  { 4103, "Garden advice" },
};

static const Agent agents[] = {
  { 360001, "agent:360001", "Ann Larkspur" },
  { 360002, "agent:360002", "Ben Alderwood" },
  { 360003, "agent:360003", "Cleo Hartwell" },
  { 360004, "agent:360004", "Dara Quince" },
};

static const char *const given_names[] = {
  "Juniper", "Otis",    "Marigold", "Felix",   "Wren",  "Jasper", "Hazel", "Linus", "Clover",
  "Rufus",   "Ivy",     "Basil",    "Saffron", "Hugo",  "Poppy",  "Silas", "Fern",  "Barnaby",
  "Olive",   "Caspian", "Noor",     "Tamsin",  "Émile", "Søren",  "Zofia", "Yuki",
};

static const char *const family_names[] = {
  "Vale",      "Fernsby",      "Brookmoor", "Thistlewood", "Pennyfeather", "Marlowe-Reed", "Ashgrove",
  "Underhill", "Larkmead",     "Wexcombe",  "Dovecote",    "Hollybush",    "Merriweather", "Nettlefield",
  "Oakenshaw", "Quillfeather", "Rookwood",  "Sandpiper",   "Tanglewood",
};

static const Place places[] = {
  { "IE", "Ireland", "Leinster", "Dublin" },
  { "DE", "Germany", "Sachsen", "Leipzig" },
  { "US", "United States", "Oregon", "Portland" },
  { "JP", "Japan", "Kyoto", "Kyoto" },
  { "BR", "Brazil", "Paraná", "Curitiba" },
  { "NZ", "New Zealand", "Otago", "Dunedin" },
  { "PL", "Poland", "Pomorskie", "Gdańsk" },
};

static const Browser browsers[] = {
  { "Linux", "Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0" },
  { "Windows", "Edge",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/125.0.0.0 Safari/537.36 Edg/125.0.0.0" },
  { "macOS", "Safari",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15" },
  { "Android", "Chrome", "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/125.0.0.0 Mobile Safari/537.36" },
};

static const Topic topics[] = {
  { "Orders", "delivery", "/orders/track", "Where is my order?",
    { "Hello! My lemon tree was to arrive on Tuesday. Is it on its way?",
      "Good day! Let me look at that for you. Do you have the order number at hand?",
      "It is FF-20418.",
      "Thank you. It left our greenhouse yesterday and is with the carrier. They name tomorrow before noon.",
      "Oh good, I was afraid it stood in the cold somewhere.",
      "It travels in a padded box with a heat pack, so it is quite comfortable in there.",
      "Lovely. Thank you very much!",
      "You are welcome. Enjoy the lemons!" } },
  { "Garden advice", "plant care", "/plants/ficus", "Ficus elastica",
    { "My rubber plant loses its lower leaves. What am I doing wrong?",
      "Most often it is the water. How often do you water it?",
      "Every day a little. Is that too much?",
      "A bit, yes. Let the top two centimetres of soil dry first, then water it well.",
      "And the light?",
      "Bright, with no midday sun. A place a metre from an east window is perfect.",
      "I will try that. Thanks!" } },
  { "Sales", "gift card", "/gift-cards", "Gift cards",
    { "Can I send a gift card by e-mail on a certain day?",
      "Yes! Choose “Send later” at the checkout and pick the day.",
      "And can it have a picture of my own?",
      "It can. PNG or JPEG, up to 5 MB.",
      "Perfect, that is all I wanted to know." } },
  { "Orders", "returns", "/help/returns", "Returns",
    { "The pot I ordered has a crack. I have a photo.",
      "I am sorry to hear that. Would you send me the photo here?",
      "Just did.",
      "Thank you, I can see it well. Shall we send a new one, or would you rather have the money back?",
      "A new one, please.",
      "It goes out today. You need not send the old one back: it makes good drainage.",
      "What a good idea. Thank you!" } },
  { "Sales", "opening hours", "/contact", "Find us",
    { "Are you open on Ascension Day?",
      "The shop is closed that day, the greenhouse café is open from 10 to 16.",
      "Then we come for cake. Thanks!" } },
  { "Garden advice", "pests", "/advice/pests", "Little visitors",
    { "There are tiny black flies around my basil. Help?",
      "Those sound like fungus gnats. They are harmless to you, but they like wet soil.",
      "What can I do?",
      "Yellow sticky cards catch the grown ones, and nematodes in the water take care of the young.",
      "Nematodes? Are they safe with the cat?",
      "Quite safe: they care for gnat larvae and nothing else.",
      "I will take one pack then. Do you have them?",
      "We do. I have put a pack aside for you at the counter.",
      "You are wonderful." } },
  { "Orders", "invoice", "/account/invoices", "Your invoices",
    { "I need the invoice for March once more, for our bookkeeping.",
      "Of course. To which e-mail address may I send it?",
      "To the one of my account.",
      "Done. It should be there in a minute.",
      "Got it, thank you." } },
  { "Sales", "wholesale", "/business", "For businesses",
    { "We are a small hotel and need 40 balcony boxes by June. Is that possible?",
      "With pleasure. Which size, and do you want them planted?",
      "80 cm, planted with something that forgives being forgotten.",
      "Then sedum and lavender. I will send you an offer today.",
      "That was quick. Looking forward to it!" } },
  { "Garden advice", "seeds", "/seeds/tomatoes", "Tomatoes",
    { "When do I have to sow tomatoes? Is it too late?",
      "For sowing indoors it is. Young plants can go outside now, the frosts are over.",
      "Which one do you advise for a shady balcony?",
      "“Gartenperle”. It is content with half a day of sun.",
      "I take three." } },
};

static const char *const offline_messages[] = {
  "Hello, nobody was there just now. Do you repair watering cans? Mine has been my grandmother's.",
  "Please call me back about the hedge plants. I am at home after five.",
  "Is the workshop on wreaths in November already full?",
  "Your site says that the olive tree is sold out. When will there be new ones?",
};

static const char *const good_comments[] = { "Friendly and quick.", "Thank you, my ficus thanks you too!", NULL, NULL };
static const char *const bad_comments[] = { "I waited rather long.", NULL };

/* What all of a chat follows from. */
typedef struct
{
  guint64      random;
  guint        index;
  gint64       time;
  gboolean     offline;
  gboolean     missed;
  const Topic *topic;
  const char  *given;
  const char  *family;
  const char  *offline_text;
} Sketch;

/* The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a number in, a well stirred one out. Not for secrets. */
static guint64
stir (guint64 number)
{
  number += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return number ^ (number >> 31);
}

/**
 * lk_practice_data_chat_time:
 * @index: a chat's number; 0 is the newest
 *
 * Sixty chats a week, most in mid-week and few at the weekend, all within the day, no two at the same second.
 *
 * Returns: when it began, in seconds since the epoch; smaller for each greater number
 */
gint64
lk_practice_data_chat_time (guint index)
{
  /* From Friday back to Saturday. */
  static const guint per_day[] = { 10, 14, 11, 12, 9, 1, 3 };
  guint rest = index % CHATS_PER_WEEK;
  gint64 day = (gint64) (index / CHATS_PER_WEEK) * 7;
  gint64 slot;

  for (guint i = 0; rest >= per_day[i]; i++)
    {
      rest -= per_day[i];
      day++;
    }

  /* Slots of forty minutes within a working day; the jitter is smaller than a slot, so the order stands. */
  slot = (gint64) rest * 40 * 60 + (gint64) (stir (index) % (30 * 60));

  return NEWEST_CHAT_TIME - day * DAY - (index == 0 ? 0 : slot);
}

static void
sketch_chat (Sketch *sketch,
             guint   index)
{
  guint64 random = stir (G_GUINT64_CONSTANT (0x10000) + index);

  sketch->index = index;
  sketch->random = random;
  sketch->time = lk_practice_data_chat_time (index);
  sketch->offline = random % 9 == 4;
  sketch->missed = !sketch->offline && (random >> 8) % 12 == 5;
  sketch->topic = &PICK (topics, random >> 16);
  sketch->given = PICK (given_names, random >> 24);
  sketch->family = PICK (family_names, random >> 32);
  sketch->offline_text = PICK (offline_messages, random >> 40);
}

/**
 * lk_practice_data_time:
 * @seconds: seconds since the epoch
 *
 * Returns: (transfer full): ISO 8601 in UTC
 */
char *
lk_practice_data_time (gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

static void
set_time (JsonObject *object,
          const char *member,
          gint64      seconds)
{
  g_autofree char *text = lk_practice_data_time (seconds);

  json_object_set_string_member (object, member, text);
}

static void
set_optional_string (JsonObject *object,
                     const char *member,
                     const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static const Department *
find_department (const char *name)
{
  for (guint i = 0; i < N_DEPARTMENTS; i++)
    {
      if (strcmp (departments[i].name, name) == 0)
        return &departments[i];
    }

  g_return_val_if_reached (&departments[0]);
}

/**
 * lk_practice_data_chat_id:
 * @index: a chat's number
 *
 * Returns: (transfer full): its id, in the service's manner: year and month, a running number, a few letters
 */
char *
lk_practice_data_chat_id (guint index)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (lk_practice_data_chat_time (index));
  guint64 random = stir (G_GUINT64_CONSTANT (0x20000) + index);
  char tail[9];

  for (guint i = 0; i < sizeof tail - 1; i++)
    {
      tail[i] = letters[random % (sizeof letters - 1)];
      random /= sizeof letters - 1;
    }
  tail[sizeof tail - 1] = '\0';

  return g_strdup_printf ("%02d%02d.%u.%s",
                          g_date_time_get_year (time) % 100,
                          g_date_time_get_month (time),
                          100000 + index,
                          tail);
}

/**
 * lk_practice_data_find_chat:
 * @id: an id
 * @n_chats: how many chats there are
 * @index: (out): the number of the chat of that id
 *
 * Returns: whether there is such a chat
 */
gboolean
lk_practice_data_find_chat (const char *id,
                            guint       n_chats,
                            guint      *index)
{
  g_auto(GStrv) parts = g_strsplit (id, ".", 4);
  g_autofree char *true_id = NULL;
  guint64 number;

  if (g_strv_length (parts) != 3 || !g_ascii_string_to_unsigned (parts[1], 10, 100000, G_MAXUINT, &number, NULL))
    return FALSE;

  *index = (guint) (number - 100000);
  if (*index >= n_chats)
    return FALSE;

  true_id = lk_practice_data_chat_id (*index);

  return strcmp (true_id, id) == 0;
}

static JsonObject *
make_visitor (const Sketch *sketch)
{
  JsonObject *visitor = json_object_new ();
  g_autofree char *name = g_strdup_printf ("%s %s", sketch->given, sketch->family);
  g_autofree char *email = g_strdup_printf ("visitor%u@example.com", sketch->index + 1);
  g_autofree char *id = g_strdup_printf ("7.%" G_GUINT64_FORMAT, sketch->random >> 20);

  json_object_set_string_member (visitor, "id", id);
  json_object_set_string_member (visitor, "name", name);
  json_object_set_string_member (visitor, "email", email);
  json_object_set_string_member (visitor, "phone", "");
  json_object_set_string_member (visitor,
                                 "notes",
                                 (sketch->random >> 12) % 6 == 0 ? "A customer since the first spring fair." : "");

  return visitor;
}

static JsonObject *
make_session (const Sketch *sketch,
              gint64        end)
{
  JsonObject *session = json_object_new ();
  const Place *place = &PICK (places, sketch->random >> 28);
  const Browser *browser = &PICK (browsers, sketch->random >> 36);
  g_autofree char *id = g_strdup_printf ("s.%" G_GUINT64_FORMAT, sketch->random >> 16);
  /* 192.0.2.0/24 is set aside for examples (RFC 5737). */
  g_autofree char *ip = g_strdup_printf ("192.0.2.%u", (guint) (sketch->random >> 48) % 254 + 1);

  json_object_set_string_member (session, "id", id);
  set_time (session, "start_date", sketch->time - 4 * 60);
  set_time (session, "end_date", end + 60);
  json_object_set_string_member (session, "ip", ip);
  json_object_set_string_member (session, "city", place->city);
  json_object_set_string_member (session, "region", place->region);
  json_object_set_string_member (session, "country_code", place->code);
  json_object_set_string_member (session, "country_name", place->country);
  json_object_set_string_member (session, "platform", browser->platform);
  json_object_set_string_member (session, "browser", browser->browser);
  json_object_set_string_member (session, "user_agent", browser->user_agent);

  return session;
}

static void
add_web_page (JsonArray  *array,
              const char *path,
              const char *title,
              gint64      time)
{
  JsonObject *entry = json_object_new ();
  g_autofree char *from = g_strconcat ("https://fern-and-feather.example", path, NULL);

  json_object_set_string_member (entry, "from", from);
  json_object_set_string_member (entry, "title", title);
  set_time (entry, "timestamp", time);
  json_array_add_object_element (array, entry);
}

static JsonArray *
make_web_path (const Sketch *sketch)
{
  JsonArray *array = json_array_new ();

  add_web_page (array, "/", "Fern & Feather: plants that stay", sketch->time - 4 * 60);
  if (sketch->random % 2 == 0)
    add_web_page (array, "/news", "New in the greenhouse", sketch->time - 2 * 60);
  add_web_page (array, sketch->topic->page, sketch->topic->page_title, sketch->time - 60);

  return array;
}

static JsonObject *
add_event (JsonArray  *history,
           const char *type,
           gint64      time,
           const char *name,
           const char *nick)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "type", type);
  set_time (event, "timestamp", time);
  json_object_set_string_member (event, "name", name);
  if (nick != NULL)
    json_object_set_string_member (event, "nick", nick);
  json_object_set_string_member (event, "channel", "#supportchat");
  json_array_add_object_element (history, event);

  return event;
}

static void
add_message (JsonArray  *history,
             gint64      time,
             const char *name,
             const char *nick,
             const char *text,
             guint       number)
{
  JsonObject *event = add_event (history, "chat.msg", time, name, nick);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT "%03u", time, number);

  json_object_set_string_member (event, "msg", text);
  json_object_set_string_member (event, "msg_id", id);
  json_object_set_string_member (event, "options", "");
}

static void
add_file (JsonArray  *history,
          gint64      time,
          const char *name,
          const char *nick)
{
  JsonObject *event = add_event (history, "chat.file", time, name, nick);
  JsonObject *attachment = json_object_new ();

  json_object_set_string_member (attachment, "name", "crack.jpg");
  json_object_set_string_member (attachment, "mime_type", "image/jpeg");
  json_object_set_int_member (attachment, "size", 482133);
  json_object_set_object_member (event, "attachment", attachment);
}

static void
set_counts (JsonObject *chat,
            guint       visitor,
            guint       agent)
{
  JsonObject *count = json_object_new ();

  json_object_set_int_member (count, "visitor", visitor);
  json_object_set_int_member (count, "agent", agent);
  json_object_set_int_member (count, "total", visitor + agent);
  json_object_set_object_member (chat, "count", count);
}

static void
set_response_times (JsonObject *chat,
                    gint64      first,
                    gint64      sum,
                    gint64      max,
                    guint       n)
{
  JsonObject *times = json_object_new ();

  if (n > 0)
    {
      json_object_set_int_member (times, "first", first);
      json_object_set_double_member (times, "avg", (double) sum / n);
      json_object_set_int_member (times, "max", max);
    }
  else
    {
      json_object_set_null_member (times, "first");
      json_object_set_null_member (times, "avg");
      json_object_set_null_member (times, "max");
    }
  json_object_set_object_member (chat, "response_time", times);
}

static void
set_agents (JsonObject  *chat,
            const Agent *agent)
{
  JsonArray *ids = json_array_new ();
  JsonArray *names = json_array_new ();

  if (agent != NULL)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, agent->id);

      json_array_add_string_element (ids, id);
      json_array_add_string_element (names, agent->name);
    }
  json_object_set_array_member (chat, "agent_ids", ids);
  json_object_set_array_member (chat, "agent_names", names);
}

/* The talk itself: joins, messages by turns, perhaps a file, a rating and a comment. Answers when it ended. */
static gint64
set_talk (JsonObject   *chat,
          const Sketch *sketch)
{
  JsonArray *history = json_array_new ();
  const Agent *agent = sketch->missed ? NULL : &PICK (agents, sketch->random >> 44);
  g_autofree char *visitor = g_strdup_printf ("%s %s", sketch->given, sketch->family);
  const char *rating = NULL;
  const char *comment = NULL;
  gint64 time = sketch->time;
  gint64 first = 0, sum = 0, max = 0;
  guint n_visitor = 0, n_agent = 0;

  add_event (history, "chat.memberjoin", time, visitor, "visitor");

  for (guint i = 0; i < G_N_ELEMENTS (sketch->topic->turns) && sketch->topic->turns[i] != NULL; i++)
    {
      gint64 pause = 6 + (gint64) (stir (sketch->random + i) % 50);

      if (i % 2 == 0)
        {
          time += pause;
          add_message (history, time, visitor, "visitor", sketch->topic->turns[i], i);
          n_visitor++;
          if (i == 2 && strcmp (sketch->topic->tag, "returns") == 0 && agent != NULL)
            add_file (history, time + 1, visitor, "visitor");
          continue;
        }

      if (agent == NULL)
        break;

      if (i == 1)
        add_event (history, "chat.memberjoin", time + pause / 2, agent->name, agent->nick);
      time += pause;
      add_message (history, time, agent->name, agent->nick, sketch->topic->turns[i], i);
      if (n_agent == 0)
        first = pause;
      sum += pause;
      max = MAX (max, pause);
      n_agent++;
    }

  if (agent != NULL && (sketch->random >> 4) % 5 < 3)
    {
      gboolean good = (sketch->random >> 6) % 8 != 0;
      JsonObject *event;

      rating = good ? "good" : "bad";
      comment = good ? PICK (good_comments, sketch->random >> 10) : PICK (bad_comments, sketch->random >> 10);
      time += 5;
      event = add_event (history, "chat.rating", time, visitor, "visitor");
      json_object_set_null_member (event, "rating");
      json_object_set_string_member (event, "new_rating", rating);
      if (comment != NULL)
        {
          event = add_event (history, "chat.comment", time + 3, visitor, "visitor");
          json_object_set_null_member (event, "comment");
          json_object_set_string_member (event, "new_comment", comment);
          time += 3;
        }
    }

  if (agent != NULL)
    {
      JsonObject *event = add_event (history, "chat.tag", time + 2, agent->name, agent->nick);
      JsonArray *tags = json_array_new ();

      json_array_add_string_element (tags, sketch->topic->tag);
      json_object_set_array_member (event, "new_tags", tags);
      time += 2;
    }

  time += 10;
  add_event (history, "chat.memberleave", time, visitor, "visitor");

  json_object_set_array_member (chat, "history", history);
  set_agents (chat, agent);
  set_counts (chat, n_visitor, n_agent);
  set_response_times (chat, first, sum, max, n_agent);
  set_optional_string (chat, "rating", rating);
  set_optional_string (chat, "comment", comment);

  return time;
}

/**
 * lk_practice_data_chat:
 * @index: a chat's number; 0 is the newest
 *
 * Makes a chat or an offline message with all members of zendesk-chat.md section 5.
 *
 * Returns: (transfer full): the chat
 */
JsonObject *
lk_practice_data_chat (guint index)
{
  JsonObject *chat = json_object_new ();
  JsonArray *tags = json_array_new ();
  g_autofree char *id = lk_practice_data_chat_id (index);
  const Department *department;
  gint64 end;
  Sketch sketch;

  sketch_chat (&sketch, index);
  department = find_department (sketch.topic->department);

  json_object_set_string_member (chat, "id", id);
  json_object_set_string_member (chat, "type", sketch.offline ? "offline_msg" : "chat");
  set_time (chat, "timestamp", sketch.time);
  json_object_set_object_member (chat, "visitor", make_visitor (&sketch));

  if (sketch.offline)
    {
      json_object_set_string_member (chat, "message", sketch.offline_text);
      end = sketch.time;
    }
  else
    {
      end = set_talk (chat, &sketch);
      set_time (chat, "end_timestamp", end);
      json_object_set_int_member (chat, "duration", end - sketch.time);
      json_object_set_string_member (chat, "started_by", (sketch.random >> 14) % 7 == 0 ? "trigger" : "visitor");
      json_object_set_boolean_member (chat, "triggered", (sketch.random >> 14) % 7 == 0);
      json_object_set_boolean_member (chat, "missed", sketch.missed);
    }

  json_object_set_object_member (chat, "session", make_session (&sketch, end));
  json_object_set_int_member (chat, "department_id", (gint64) department->id);
  json_object_set_string_member (chat, "department_name", department->name);
  if (!sketch.offline && !sketch.missed)
    json_array_add_string_element (tags, sketch.topic->tag);
  if ((sketch.random >> 18) % 5 == 0)
    json_array_add_string_element (tags, "returning visitor");
  json_object_set_array_member (chat, "tags", tags);
  json_object_set_boolean_member (chat, "unread", sketch.missed || (sketch.offline && index % 2 == 0));
  json_object_set_boolean_member (chat, "deleted", FALSE);
  json_object_set_array_member (chat, "webpath", make_web_path (&sketch));
  if ((sketch.random >> 22) % 4 == 0)
    json_object_set_int_member (chat, "zendesk_ticket_id", 9000 + index);
  else
    json_object_set_null_member (chat, "zendesk_ticket_id");

  return chat;
}

/**
 * lk_practice_data_chat_matches:
 * @index: a chat's number
 * @words: text to look for
 *
 * Returns: whether the visitor's name, the department, the tag or what was said first holds @words, whatever their case
 */
gboolean
lk_practice_data_chat_matches (guint       index,
                               const char *words)
{
  g_autofree char *needle = g_utf8_casefold (words, -1);
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;
  Sketch sketch;

  sketch_chat (&sketch, index);
  text = g_strjoin (" ",
                    sketch.given,
                    sketch.family,
                    sketch.topic->department,
                    sketch.topic->tag,
                    sketch.offline ? sketch.offline_text : sketch.topic->turns[0],
                    NULL);
  /* Joined with one space above, so a full name is found as people write it. */
  folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

/**
 * lk_practice_data_search_hit:
 * @index: a chat's number
 * @api_base: the REST base of the request
 *
 * Returns: (transfer full): an entry of a search's results
 */
JsonObject *
lk_practice_data_search_hit (guint       index,
                             const char *api_base)
{
  JsonObject *hit = json_object_new ();
  g_autofree char *id = lk_practice_data_chat_id (index);
  g_autofree char *url = g_strconcat (api_base, "/chats/", id, NULL);
  Sketch sketch;

  sketch_chat (&sketch, index);
  json_object_set_string_member (hit, "id", id);
  json_object_set_string_member (hit, "url", url);
  json_object_set_string_member (hit, "type", sketch.offline ? "offline_msg" : "chat");
  set_time (hit, "timestamp", sketch.time);
  json_object_set_string_member (hit, "preview", sketch.offline ? sketch.offline_text : sketch.topic->turns[0]);

  return hit;
}

/**
 * lk_practice_data_agent_id:
 *
 * Returns: the id of the agent who signs in
 */
guint64
lk_practice_data_agent_id (void)
{
  return agents[0].id;
}

/**
 * lk_practice_data_agent:
 * @email: the agent's e-mail address
 *
 * Returns: (transfer full): what agents/me answers
 */
JsonObject *
lk_practice_data_agent (const char *email)
{
  JsonObject *agent = json_object_new ();
  JsonObject *roles = json_object_new ();
  JsonArray *in = json_array_new ();

  json_object_set_int_member (agent, "id", (gint64) agents[0].id);
  json_object_set_string_member (agent, "email", email);
  json_object_set_string_member (agent, "display_name", agents[0].name);
  json_object_set_string_member (agent, "first_name", "Ann");
  json_object_set_string_member (agent, "last_name", "Larkspur");
  json_object_set_boolean_member (agent, "enabled", TRUE);
  json_object_set_int_member (agent, "role_id", 2);
  json_object_set_boolean_member (roles, "owner", TRUE);
  json_object_set_boolean_member (roles, "administrator", TRUE);
  json_object_set_object_member (agent, "roles", roles);
  for (guint i = 0; i < N_DEPARTMENTS; i++)
    json_array_add_int_element (in, (gint64) departments[i].id);
  json_object_set_array_member (agent, "departments", in);
  set_time (agent, "create_date", NEWEST_CHAT_TIME - 400 * (gint64) DAY);
  set_time (agent, "last_login", NEWEST_CHAT_TIME - 8 * 60 * 60);

  return agent;
}

/**
 * lk_practice_data_account:
 *
 * Returns: (transfer full): what account answers
 */
JsonObject *
lk_practice_data_account (void)
{
  JsonObject *account = json_object_new ();
  JsonObject *plan = json_object_new ();

  json_object_set_string_member (account, "account_key", "practice-fern-and-feather");
  json_object_set_string_member (account, "status", "active");
  set_time (account, "create_date", NEWEST_CHAT_TIME - 800 * (gint64) DAY);
  json_object_set_string_member (plan, "name", "practice");
  json_object_set_boolean_member (plan, "rest_api", TRUE);
  json_object_set_int_member (plan, "max_agents", 25);
  json_object_set_int_member (plan, "max_departments", 100);
  json_object_set_boolean_member (plan, "chat_reports", TRUE);
  json_object_set_boolean_member (plan, "triggers", TRUE);
  json_object_set_object_member (account, "plan", plan);

  return account;
}

/**
 * lk_practice_data_departments:
 *
 * Returns: (transfer full): the account's departments as id and name
 */
JsonArray *
lk_practice_data_departments (void)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < N_DEPARTMENTS; i++)
    {
      JsonObject *department = json_object_new ();

      json_object_set_int_member (department, "id", (gint64) departments[i].id);
      json_object_set_string_member (department, "name", departments[i].name);
      json_array_add_object_element (array, department);
    }

  return array;
}
