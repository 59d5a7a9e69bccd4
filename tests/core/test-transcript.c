/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-transcript.h"

#include <string.h>

#include "lk-test.h"

static LkTranscript *
make (const char *text)
{
  g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));
  g_autoptr(LkChat) chat = lk_chat_new (json);

  g_assert_nonnull (chat);

  return lk_transcript_new (chat);
}

static void
test_events (void)
{
  const struct
  {
    const char *event;
    LkTranscriptKind kind;
    LkTranscriptSide side;
    const char *text;
  } cases[] = {
    { "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"nick\":\"visitor\",\"msg\":\"Hello\"}",
      LK_TRANSCRIPT_MESSAGE, LK_TRANSCRIPT_VISITOR, "Hello" },
    { "{\"type\":\"chat.msg\",\"name\":\"Ann\",\"nick\":\"agent:360001\",\"msg\":\"a\\nb \\u202e\\u0007\"}",
      LK_TRANSCRIPT_MESSAGE, LK_TRANSCRIPT_AGENT, "a\nb \ufffd\ufffd" },
    { "{\"type\":\"chat.msg\",\"name\":\"Bot\",\"nick\":\"agent:trigger\",\"msg\":\"May I help?\"}",
      LK_TRANSCRIPT_MESSAGE, LK_TRANSCRIPT_SYSTEM, "May I help?" },
    /* Without a nick the visitor is known by name. */
    { "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"msg\":\"x\"}", LK_TRANSCRIPT_MESSAGE, LK_TRANSCRIPT_VISITOR, "x" },
    { "{\"type\":\"chat.msg\",\"name\":\"Ann\",\"msg\":\"x\"}", LK_TRANSCRIPT_MESSAGE, LK_TRANSCRIPT_AGENT, "x" },
    { "{\"type\":\"chat.msg\",\"msg\":\"x\"}", LK_TRANSCRIPT_MESSAGE, LK_TRANSCRIPT_SYSTEM, "x" },
    { "{\"type\":\"chat.msg\",\"name\":\"Ann\",\"nick\":\"agent:1\",\"msg\":[]}",
      LK_TRANSCRIPT_OTHER, LK_TRANSCRIPT_AGENT, "Ann: chat.msg" },
    { "{\"type\":\"chat.memberjoin\",\"name\":\"Ann\",\"nick\":\"agent:1\"}",
      LK_TRANSCRIPT_JOIN, LK_TRANSCRIPT_AGENT, "Ann joined" },
    { "{\"type\":\"chat.memberleave\",\"nick\":\"visitor\"}",
      LK_TRANSCRIPT_LEAVE, LK_TRANSCRIPT_VISITOR, "Someone left" },
    { "{\"type\":\"chat.rating\",\"name\":\"Vi\",\"nick\":\"visitor\",\"new_rating\":\"good\"}",
      LK_TRANSCRIPT_RATING, LK_TRANSCRIPT_VISITOR, "Vi rated the chat good" },
    { "{\"type\":\"chat.rating\",\"name\":\"Vi\",\"nick\":\"visitor\",\"new_rating\":\"bad\"}",
      LK_TRANSCRIPT_RATING, LK_TRANSCRIPT_VISITOR, "Vi rated the chat bad" },
    { "{\"type\":\"chat.rating\",\"name\":\"Vi\",\"nick\":\"visitor\",\"new_rating\":null}",
      LK_TRANSCRIPT_RATING, LK_TRANSCRIPT_VISITOR, "Vi took the rating back" },
    { "{\"type\":\"chat.comment\",\"name\":\"Vi\",\"nick\":\"visitor\",\"new_comment\":\"Nice\"}",
      LK_TRANSCRIPT_COMMENT, LK_TRANSCRIPT_VISITOR, "Vi commented: “Nice”" },
    { "{\"type\":\"chat.tag\",\"name\":\"Ann\",\"nick\":\"agent:1\",\"new_tags\":[\"a\",\"b\"]}",
      LK_TRANSCRIPT_TAG, LK_TRANSCRIPT_AGENT, "Ann set the tags: a, b" },
    { "{\"type\":\"chat.tag\",\"name\":\"Ann\",\"nick\":\"agent:1\",\"new_tags\":[],\"tags\":[\"a\"]}",
      LK_TRANSCRIPT_TAG, LK_TRANSCRIPT_AGENT, "Ann took the tags away" },
    { "{\"type\":\"chat.file\",\"name\":\"Vi\",\"nick\":\"visitor\",\"attachment\":{\"name\":\"p.jpg\"}}",
      LK_TRANSCRIPT_FILE, LK_TRANSCRIPT_VISITOR, "p.jpg" },
    { "{\"type\":\"chat.file\",\"name\":\"Vi\",\"nick\":\"visitor\",\"attachment\":7}",
      LK_TRANSCRIPT_FILE, LK_TRANSCRIPT_VISITOR, "A file" },
    { "{\"type\":\"chat.request.rating\",\"name\":\"Ann\",\"nick\":\"agent:1\"}",
      LK_TRANSCRIPT_OTHER, LK_TRANSCRIPT_AGENT, "Ann: chat.request.rating" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *chat = g_strdup_printf ("{\"id\":1,\"visitor\":{\"name\":\"Vi\"},\"history\":[%s]}",
                                               cases[i].event);
      g_autoptr(LkTranscript) transcript = make (chat);
      g_autoptr(LkTranscriptEvent) event = g_list_model_get_item (lk_transcript_get_events (transcript), 0);

      g_assert_nonnull (event);
      g_assert_cmpint (lk_transcript_event_get_kind (event), ==, cases[i].kind);
      g_assert_cmpint (lk_transcript_event_get_side (event), ==, cases[i].side);
      g_assert_cmpstr (lk_transcript_event_get_text (event), ==, cases[i].text);
      g_assert_null (lk_transcript_event_get_time (event));
      g_assert_false (lk_transcript_event_is_cut (event));
    }
}

static void
test_wrong_types (void)
{
  const struct
  {
    const char *text;
    gboolean is_preview;    /* what was said is not in the answer */
  } cases[] = {
    { "{\"id\":1}", TRUE },
    { "{\"id\":1,\"history\":[]}", FALSE },
    { "{\"id\":1,\"history\":{}}", FALSE },
    { "{\"id\":1,\"history\":[1,null,{\"type\":7},[],\"x\"],\"visitor\":7,\"session\":[],\"webpath\":[4,null]}",
      FALSE },
    { "{\"id\":1,\"webpath\":true,\"tags\":7,\"message\":[],\"preview\":{}}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(LkTranscript) transcript = make (cases[i].text);

      g_assert_cmpuint (g_list_model_get_n_items (lk_transcript_get_events (transcript)), ==, 0);
      g_assert_cmpuint (lk_transcript_get_pages (transcript)->len, ==, 0);
      /* The id alone is known. */
      g_assert_cmpuint (lk_transcript_get_facts (transcript)->len, ==, 1);
      g_assert_cmpint (lk_transcript_is_preview (transcript), ==, cases[i].is_preview);
    }
}

static void
test_lone_messages (void)
{
  g_autoptr(LkTranscript) left = make ("{\"id\":1,\"type\":\"offline_msg\",\"message\":\"Call me\","
                                       "\"timestamp\":\"2026-05-04T09:07:11Z\",\"visitor\":{\"name\":\"Vi\"}}");
  g_autoptr(LkTranscript) hit = make ("{\"id\":1,\"preview\":\"Where is\",\"type\":\"chat\"}");
  g_autoptr(LkTranscriptEvent) message = g_list_model_get_item (lk_transcript_get_events (left), 0);
  g_autoptr(LkTranscriptEvent) preview = g_list_model_get_item (lk_transcript_get_events (hit), 0);

  g_assert_cmpstr (lk_transcript_event_get_text (message), ==, "Call me");
  g_assert_cmpstr (lk_transcript_event_get_name (message), ==, "Vi");
  g_assert_cmpint (lk_transcript_event_get_side (message), ==, LK_TRANSCRIPT_VISITOR);
  g_assert_cmpint (g_date_time_to_unix (lk_transcript_event_get_time (message)), ==, 1777885631);
  g_assert_false (lk_transcript_is_preview (left));

  g_assert_cmpstr (lk_transcript_event_get_text (preview), ==, "Where is");
  g_assert_true (lk_transcript_is_preview (hit));
}

static void
test_vast_message (void)
{
  g_autofree char *vast = g_strnfill (2 * 1000 * 1000, 'm');
  g_autofree char *chat = g_strdup_printf ("{\"id\":1,\"history\":[{\"type\":\"chat.msg\",\"msg\":\"%s\"}]}", vast);
  g_autoptr(LkTranscript) transcript = make (chat);
  g_autoptr(LkTranscriptEvent) event = g_list_model_get_item (lk_transcript_get_events (transcript), 0);

  g_assert_true (lk_transcript_event_is_cut (event));
  g_assert_cmpuint (strlen (lk_transcript_event_get_text (event)), ==, 10000);
}

static void
test_beside (void)
{
  static const char *const expected[] = {
    "Visitor", "Vi", "E-Mail", "vi@example.test", "Place", "Gdańsk, Poland", "Browser", "Firefox · Linux",
    "IP Address", "192.0.2.7", "Tags", "a, b c", "Ticket", "77", "Chat ID", "x1",
  };
  g_autoptr(LkTranscript) transcript =
    make ("{\"id\":\"x1\",\"visitor\":{\"name\":\"Vi\",\"email\":\"vi@example.test\",\"phone\":\"\"},"
          "\"session\":{\"city\":\"Gdańsk\",\"country_name\":\"Poland\",\"browser\":\"Firefox\","
          "\"platform\":\"Linux\",\"ip\":\"192.0.2.7\"},\"tags\":[\"a\",\"b c\"],\"zendesk_ticket_id\":77,"
          "\"webpath\":[{\"from\":\"https://shop.test/\",\"title\":\"Shop\",\"timestamp\":\"2026-05-04T09:07:11Z\"},"
          "{\"from\":\"https://shop.test/2\"}]}");
  GPtrArray *facts = lk_transcript_get_facts (transcript);
  GPtrArray *pages = lk_transcript_get_pages (transcript);
  const LkTranscriptPage *page;

  g_assert_cmpuint (facts->len * 2, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < facts->len; i++)
    {
      const LkTranscriptFact *fact = g_ptr_array_index (facts, i);

      g_assert_cmpstr (fact->label, ==, expected[2 * i]);
      g_assert_cmpstr (fact->value, ==, expected[2 * i + 1]);
    }

  g_assert_cmpuint (pages->len, ==, 2);
  page = g_ptr_array_index (pages, 0);
  g_assert_cmpstr (page->title, ==, "Shop");
  g_assert_cmpstr (page->address, ==, "https://shop.test/");
  g_assert_cmpint (g_date_time_to_unix (page->time), ==, 1777885631);
  page = g_ptr_array_index (pages, 1);
  g_assert_cmpstr (page->title, ==, "");
  g_assert_null (page->time);
}

/* Past midnight, in the person's own time zone, the day is told; and how much was left out. */
static void
test_days (void)
{
  g_autoptr(LkTranscript) transcript =
    make ("{\"id\":\"x1\",\"timestamp\":\"2026-05-04T23:50:00Z\",\"history\":["
          "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"nick\":\"visitor\",\"msg\":\"One\","
          "\"timestamp\":\"2026-05-04T23:59:59Z\"},"
          "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"nick\":\"visitor\",\"msg\":\"No time\"},"
          "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"nick\":\"visitor\",\"msg\":\"Two\","
          "\"timestamp\":\"2026-05-05T00:00:01Z\"},"
          "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"nick\":\"visitor\",\"msg\":\"Three\","
          "\"timestamp\":\"2026-05-05T00:00:02Z\"}]}");
  g_autofree char *text = lk_transcript_to_text (transcript);
  g_autoptr(LkTranscriptEvent) day = g_list_model_get_item (lk_transcript_get_events (transcript), 2);

  g_assert_true (g_str_has_suffix (text, "\n23:59:59  Vi: One\nVi: No time\n5 May 2026\n00:00:01  Vi: Two\n"
                                         "00:00:02  Vi: Three\n"));
  g_assert_cmpint (lk_transcript_event_get_kind (day), ==, LK_TRANSCRIPT_DAY);
}

static void
test_many (void)
{
  g_autoptr(GString) chat = g_string_new ("{\"id\":1,\"webpath\":[");
  g_autoptr(LkTranscript) transcript = NULL;
  g_autoptr(LkTranscriptEvent) last = NULL;
  GPtrArray *pages;

  for (guint i = 0; i < 501; i++)
    g_string_append (chat, i > 0 ? ",{}" : "{}");
  g_string_append (chat, "],\"history\":[");
  for (guint i = 0; i < 20002; i++)
    g_string_append_printf (chat, "%s{\"type\":\"chat.msg\",\"msg\":\"m\"}", i > 0 ? "," : "");
  g_string_append (chat, "]}");

  transcript = make (chat->str);
  g_assert_cmpuint (g_list_model_get_n_items (lk_transcript_get_events (transcript)), ==, 20001);
  last = g_list_model_get_item (lk_transcript_get_events (transcript), 20000);
  g_assert_cmpstr (lk_transcript_event_get_text (last), ==, "2 more lines are in the answer");

  pages = lk_transcript_get_pages (transcript);
  g_assert_cmpuint (pages->len, ==, 501);
  g_assert_cmpstr (((LkTranscriptPage *) g_ptr_array_index (pages, 500))->title, ==, "1 more page is in the answer");
}

static void
test_text (void)
{
  g_autoptr(LkTranscript) transcript =
    make ("{\"id\":\"x1\",\"visitor\":{\"name\":\"Vi\"},\"history\":["
          "{\"type\":\"chat.memberjoin\",\"name\":\"Vi\",\"nick\":\"visitor\",\"timestamp\":\"2026-05-04T09:07:11Z\"},"
          "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"nick\":\"visitor\",\"msg\":\"Hi\","
          "\"timestamp\":\"2026-05-04T09:07:12Z\"},"
          "{\"type\":\"chat.msg\",\"name\":\"Ann\",\"nick\":\"agent:1\",\"msg\":\"Hello\"}]}");
  g_autofree char *text = lk_transcript_to_text (transcript);

  g_assert_cmpstr (text, ==, "09:07:11  Vi joined\n09:07:12  Vi: Hi\nAnn: Hello\n");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  lk_test_init (&argc, &argv);
  g_test_add_func ("/transcript/events", test_events);
  g_test_add_func ("/transcript/wrong-types", test_wrong_types);
  g_test_add_func ("/transcript/lone-messages", test_lone_messages);
  g_test_add_func ("/transcript/vast-message", test_vast_message);
  g_test_add_func ("/transcript/beside", test_beside);
  g_test_add_func ("/transcript/days", test_days);
  g_test_add_func ("/transcript/many", test_many);
  g_test_add_func ("/transcript/text", test_text);

  return g_test_run ();
}
