/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-bench-data.h"

typedef struct
{
  GString *text;
  guint64  seed;
} Writer;

static const char *const names[] = {
  "Ann Carver", "Bruno Díaz", "Chiara Rossi", "Dan Whitfield", "Emma Lindqvist", "Farid Haddad", "Grace Okoye",
  "Hanna Virtanen", "Ivan Petrov", "Jo Lin", "Kwame Mensah", "小林 恵", "Lucy Grant", "Дмитрий Орлов", "Nina Falk",
  "Omar Nasser",
};

static const char *const words[] = {
  "order", "parcel",  "has",     "not",     "arrived", "yet",      "thank", "you",
  "for",   "waiting", "the",     "invoice", "is",      "attached", "could", "please",
  "check", "my",      "address", "account", "refund",  "within",   "three", "days",
};

static const char *const cities[] = { "Lisbon", "Kraków", "San José", "Leipzig", "Osaka" };

/* xorshift64*: nothing here needs to be secret, only the same everywhere. */
static guint
draw (Writer *self,
      guint   limit)
{
  self->seed ^= self->seed >> 12;
  self->seed ^= self->seed << 25;
  self->seed ^= self->seed >> 27;

  return (guint) ((self->seed * G_GUINT64_CONSTANT (2685821657736338717)) >> 33) % limit;
}

static void
add_words (Writer *self,
           guint   count)
{
  for (guint i = 0; i < count; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ' ');
      g_string_append (self->text, words[draw (self, G_N_ELEMENTS (words))]);
    }

  if (draw (self, 8) == 0)
    g_string_append (self->text, "\\n\\\"thanks\\\"");
  if (draw (self, 8) == 0)
    g_string_append (self->text, " … café 🙂");
}

static void
add_time (Writer     *self,
          const char *key,
          guint       chat,
          guint       second)
{
  g_string_append_printf (self->text, "\"%s\":\"2025-%02u-%02uT%02u:%02u:%02uZ\"", key, chat / 2500 % 12 + 1,
                          chat / 90 % 28 + 1, chat % 24, second / 60 % 60, second % 60);
}

static void
add_history (Writer     *self,
             guint       chat,
             const char *visitor,
             const char *agent)
{
  guint n_messages = 4 + draw (self, 14);

  g_string_append (self->text, "\"history\":[");

  for (guint i = 0; i < n_messages; i++)
    {
      gboolean from_agent = draw (self, 2) == 0;

      g_string_append_printf (self->text, "%s{\"type\":\"%s\",", i > 0 ? "," : "",
                              i == 0 ? "chat.memberjoin" : "chat.msg");
      add_time (self, "timestamp", chat, i * 37);
      g_string_append_printf (self->text, ",\"name\":\"%s\",\"nick\":\"%s\",\"channel\":\"#supportchat\"",
                              from_agent ? agent : visitor, from_agent ? "agent:360001" : "visitor");
      if (i > 0)
        {
          g_string_append (self->text, ",\"msg\":\"");
          add_words (self, 3 + draw (self, 18));
          g_string_append_printf (self->text, "\",\"msg_id\":\"%u.%u\",\"options\":\"\"", chat, i);
        }
      g_string_append_c (self->text, '}');
    }

  g_string_append (self->text, "],");
}

static void
add_chat (Writer *self,
          guint   chat)
{
  const char *visitor = names[draw (self, G_N_ELEMENTS (names))];
  const char *agent = names[draw (self, G_N_ELEMENTS (names))];
  const char *city = cities[draw (self, G_N_ELEMENTS (cities))];

  g_string_append_printf (self->text, "{\"id\":\"2501.10414779.%07u\",\"type\":\"chat\",", chat);
  add_time (self, "timestamp", chat, 0);
  g_string_append_c (self->text, ',');
  add_time (self, "end_timestamp", chat, 900);
  g_string_append_printf (self->text,
                          ",\"duration\":%u,\"department_id\":%s,\"department_name\":%s,\"agent_ids\":[\"%u\"],"
                          "\"agent_names\":[\"%s\"],\"visitor\":{\"id\":\"9.%u\",\"name\":\"%s\",\"email\":"
                          "\"visitor%u@example.test\",\"phone\":\"\",\"notes\":\"\"},",
                          draw (self, 1800), chat % 3 == 0 ? "null" : "41", chat % 3 == 0 ? "null" : "\"Support\"",
                          360001 + draw (self, 20), agent, draw (self, 1000000), visitor, chat);
  g_string_append_printf (
      self->text,
      "\"session\":{\"id\":\"%u.abc\",\"ip\":\"203.0.113.%u\",\"city\":\"%s\",\"country_code\":\"PT\","
      "\"platform\":\"Linux\",\"browser\":\"Firefox\",\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64; "
      "rv:128.0) Gecko/20100101 Firefox/128.0\"},",
      chat, draw (self, 255), city);
  add_history (self, chat, visitor, agent);
  g_string_append_printf (
      self->text,
      "\"count\":{\"visitor\":%u,\"agent\":%u,\"total\":%u},\"response_time\":{\"first\":%u,\"avg\":%u.%u,"
      "\"max\":%u},\"rating\":%s,\"comment\":null,\"tags\":[\"web\",\"%s\"],\"started_by\":\"visitor\","
      "\"triggered\":false,\"missed\":%s,\"unread\":false,\"deleted\":false,",
      draw (self, 9), draw (self, 9), draw (self, 18), draw (self, 90), draw (self, 90), draw (self, 10),
      draw (self, 300), chat % 5 == 0 ? "\"good\"" : "null", words[draw (self, 20)], chat % 11 == 0 ? "true" : "false");
  g_string_append (self->text, "\"webpath\":[{\"from\":\"\",\"title\":\"Home\",");
  add_time (self, "timestamp", chat, 1);
  g_string_append_printf (self->text, "}],\"zendesk_ticket_id\":%u}", draw (self, 900000));
}

/**
 * lk_bench_chats:
 * @bytes: how long the text should be, at least; it ends with the chat that reaches it
 *
 * Returns: (transfer full): JSON of one page of chats, without white space, as the service sends it
 */
GBytes *
lk_bench_chats (gsize bytes)
{
  Writer self = { .text = g_string_sized_new (bytes + 16384), .seed = 88172645463325252 };
  guint chat = 0;

  g_string_append (self.text, "{\"chats\":[");

  do
    {
      if (chat > 0)
        g_string_append_c (self.text, ',');
      add_chat (&self, chat++);
    }
  while (self.text->len < bytes);

  g_string_append_printf (self.text, "],\"count\":%u,\"next_url\":null}", chat);

  return g_string_free_to_bytes (self.text);
}
