/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-practice-data.h"
#include "sabotage.h"
#include "lk-test-page.h"
#include "lk-test.h"
#include "lk-transcript-row.h"
#include "lk-transcript-view.h"
#include "lk-transcript.h"

typedef struct
{
  LkTestPage *test;
  LkTranscriptView *view;    /* not owned */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->test = lk_test_page_new ();
  fixture->view = LK_TRANSCRIPT_VIEW (lk_transcript_view_new ());
  lk_test_page_show (fixture->test, GTK_WIDGET (fixture->view));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lk_test_page_free (fixture->test);
}

static LkChat *
make_chat (const char *text)
{
  g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));

  return lk_chat_new (json);
}

static void
show (Fixture    *fixture,
      const char *text)
{
  g_autoptr(LkChat) chat = make_chat (text);

  lk_transcript_view_set_chat (fixture->view, chat);
}

#define TALK \
  "{\"id\":\"x1\",\"type\":\"chat\",\"rating\":\"good\",\"department_name\":\"Sales\",\"agent_names\":[\"Ann\"]," \
  "\"visitor\":{\"name\":\"Vi Vale\",\"email\":\"vi@example.test\"}," \
  "\"webpath\":[{\"from\":\"https://shop.test/lemons\",\"title\":\"Lemons\"}],\"history\":[" \
  "{\"type\":\"chat.memberjoin\",\"name\":\"Vi Vale\",\"nick\":\"visitor\"}," \
  "{\"type\":\"chat.msg\",\"name\":\"Vi Vale\",\"nick\":\"visitor\",\"msg\":\"Where is <b>it</b>?\"}," \
  "{\"type\":\"chat.msg\",\"name\":\"Ann\",\"nick\":\"agent:1\",\"msg\":\"On its way\"}," \
  "{\"type\":\"chat.file\",\"name\":\"Vi Vale\",\"nick\":\"visitor\",\"attachment\":{\"name\":\"crack.jpg\"}}," \
  "{\"type\":\"chat.rating\",\"name\":\"Vi Vale\",\"nick\":\"visitor\",\"new_rating\":\"good\"}]}"

static void
test_talk (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const texts[] = {
    "Vi Vale joined", "Where is <b>it</b>?", "On its way", "crack.jpg", "Vi Vale rated the chat good",
    "Rated Good", "vi@example.test", "https://shop.test/lemons", "Lemons", "Sales · Ann",
  };

  lk_test_page_wait (fixture->test, "No Chat Selected");
  show (fixture, TALK);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    lk_test_page_wait (fixture->test, texts[i]);
  g_assert_false (lk_test_page_sees (fixture->test, "Load the Whole Chat"));

  lk_transcript_view_set_chat (fixture->view, NULL);
  lk_test_page_wait (fixture->test, "No Chat Selected");
}

/* Visitor and agent are on different sides, events in the middle. */
static void
test_sides (Fixture       *fixture,
            gconstpointer  data)
{
  const struct
  {
    const char *text;
    GtkAlign halign;
    const char *css_class;
  } cases[] = {
    { "Where is <b>it</b>?", GTK_ALIGN_START, "bubble" },
    { "On its way", GTK_ALIGN_END, "bubble-agent" },
    { "crack.jpg", GTK_ALIGN_START, "bubble" },
    { "Vi Vale joined", GTK_ALIGN_CENTER, NULL },
  };

  show (fixture, TALK);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *label;
      GtkWidget *bubble;

      lk_test_page_wait (fixture->test, cases[i].text);
      label = lk_test_page_find (fixture->test, GTK_TYPE_LABEL, cases[i].text);
      bubble = gtk_widget_get_parent (label);
      g_assert_cmpint (gtk_widget_get_halign (bubble), ==, cases[i].halign);
      if (cases[i].css_class != NULL)
        g_assert_true (gtk_widget_has_css_class (bubble, cases[i].css_class));
      else
        g_assert_false (gtk_widget_has_css_class (bubble, "bubble"));
    }
}

static void
got_text_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;

  show (fixture, TALK);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), NULL, got_text_cb, &text);
  lk_test_wait_until (has_text, &text, 20);
  g_assert_cmpstr (text, ==, "Vi Vale joined\nVi Vale: Where is <b>it</b>?\nAnn: On its way\nVi Vale: crack.jpg\n"
                   "Vi Vale rated the chat good\n");
  g_assert_true (lk_test_page_said (fixture->test, "Transcript copied"));
}

static void
load_cb (LkTranscriptView *view,
         const char       *id,
         char            **loaded)
{
  *loaded = g_strdup (id);
}

static void
test_preview (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *loaded = NULL;

  g_signal_connect (fixture->view, "load", G_CALLBACK (load_cb), &loaded);
  show (fixture, "{\"id\":\"x7\",\"type\":\"chat\",\"preview\":\"Hello! My lemon\"}");
  lk_test_page_wait (fixture->test, "Hello! My lemon");
  lk_test_page_press (fixture->test, "Load the Whole Chat");
  g_assert_cmpstr (loaded, ==, "x7");
}

/* A chat without messages, and one whose messages are not part of the answer. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  show (fixture, "{\"id\":\"x1\",\"history\":[],\"missed\":true}");
  lk_test_page_wait (fixture->test, "Nothing was said in this chat");
  g_assert_false (lk_test_page_sees (fixture->test, "Load the Whole Chat"));

  show (fixture, "{\"id\":\"x2\"}");
  lk_test_page_wait (fixture->test, "Load the Whole Chat");
  g_assert_false (lk_test_page_sees (fixture->test, "Nothing was said in this chat"));
}

/* The visit began the evening before, and the chat goes on past midnight. */
static void
test_midnight (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const texts[] = { "5 May 2026", "Vi · 00:01", "2026-05-03 20:15", "23:40" };

  show (fixture,
        "{\"id\":\"x1\",\"timestamp\":\"2026-05-04T23:50:00\",\"visitor\":{\"name\":\"Vi\"},\"webpath\":["
        "{\"from\":\"https://shop.test/\",\"timestamp\":\"2026-05-03T20:15:00\"},"
        "{\"from\":\"https://shop.test/2\",\"timestamp\":\"2026-05-04T23:40:00\"}],\"history\":["
        "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"msg\":\"a\",\"timestamp\":\"2026-05-04T23:59:00\"},"
        "{\"type\":\"chat.msg\",\"name\":\"Vi\",\"msg\":\"b\",\"timestamp\":\"2026-05-05T00:01:00\"}]}");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    lk_test_page_wait (fixture->test, texts[i]);
}

/* In a narrow view, the visitor replaces the transcript. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->test->window), 360, 600);
  show (fixture, TALK);
  lk_test_page_wait (fixture->test, "On its way");
  lk_test_page_wait_gone (fixture->test, "vi@example.test");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "transcript.show-visitor", NULL);
  lk_test_page_wait (fixture->test, "vi@example.test");
  lk_test_page_press (fixture->test, "Back to the Transcript");
  lk_test_page_wait_gone (fixture->test, "vi@example.test");
}

/* Ten thousand events create no more rows than are visible. */
static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("{\"id\":\"x1\",\"history\":[");
  guint n_rows = 0;
  GtkWidget *list;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (text, "%s{\"type\":\"chat.msg\",\"nick\":\"visitor\",\"msg\":\"Line %u\"}",
                            i > 0 ? "," : "", i);
  g_string_append (text, "]}");

  show (fixture, text->str);
  lk_test_page_wait (fixture->test, "Line 0");
  list = gtk_widget_get_ancestor (lk_test_page_find (fixture->test, GTK_TYPE_LABEL, "Line 0"), GTK_TYPE_LIST_VIEW);
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    n_rows++;
  g_assert_cmpuint (n_rows, <, 1000);
}

/* Markup, control and bidirectional characters are text. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  JsonObject *chat = lk_practice_data_chat (0);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  sabotage_make_hostile (chat);
  json_node_take_object (node, chat);
  text = json_to_string (node, FALSE);
  show (fixture, text);
  lk_test_page_wait (fixture->test, "<b>Bold</b> %s%n & \xef\xbf\xbd" "desrever \xef\xbf\xbd[31m");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func) g_test_add ("/transcript-view/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("talk", test_talk);
  ADD ("sides", test_sides);
  ADD ("copy", test_copy);
  ADD ("preview", test_preview);
  ADD ("nothing", test_nothing);
  ADD ("midnight", test_midnight);
  ADD ("narrow", test_narrow);
  ADD ("long", test_long);
  ADD ("hostile", test_hostile);

  return g_test_run ();
}
