/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-chat-export.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lk-test.h"

#define HEADER \
  "\xef\xbb\xbf" \
  "id,type,started,ended,duration_seconds,first_response_seconds,visitor_name,visitor_email,visitor_phone," \
  "department,agents,rating,comment,missed,unread,tags,visitor_messages,agent_messages,first_page,message,ticket\r\n"

static GPtrArray *
make_chats (const char *first,
            ...)
{
  GPtrArray *chats = g_ptr_array_new_with_free_func (g_object_unref);
  va_list texts;

  va_start (texts, first);
  for (const char *text = first; text != NULL; text = va_arg (texts, const char *))
    {
      g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));

      g_ptr_array_add (chats, lk_chat_new (json));
    }
  va_end (texts);

  return chats;
}

static gboolean
export (GPtrArray     *chats,
        LkChatFormat   format,
        const char    *path,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lk_chat_export_async (chats, format, path, cancellable, lk_test_async_cb, &result);
  lk_test_wait (&result);

  return lk_chat_export_finish (result, error);
}

/* In the folder of the test that runs. */
static char *
make_path (const char *name)
{
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);

  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

static char *
read_file (const char *path)
{
  char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_fields (void)
{
  const struct
  {
    const char *text;
    const char *field;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "plain", "plain" },
    { " spaced ", " spaced " },
    { "a,b", "\"a,b\"" },
    { "say \"hi\"", "\"say \"\"hi\"\"\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "two\r\nlines", "\"two\r\nlines\"" },
    { "=1+1", "\"'=1+1\"" },
    { "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"" },
    { "+49 30", "\"'+49 30\"" },
    { "-1", "\"'-1\"" },
    { "@SUM(1)", "\"'@SUM(1)\"" },
    { "\t=1", "\"'\t=1\"" },
    { "\r=1", "\"'\r=1\"" },
    { "\n=1", "\"'\n=1\"" },
    { "＝1+1", "\"'＝1+1\"" },
    { "＋1", "\"'＋1\"" },
    { "－1", "\"'－1\"" },
    { "＠x", "\"'＠x\"" },
    { "a=1", "a=1" },
    { "Zoë", "Zoë" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) line = g_string_new (NULL);

      lk_csv_append_field (line, cases[i].text);
      g_assert_cmpstr (line->str, ==, cases[i].field);
    }
}

static void
test_csv (void)
{
  g_autofree char *path = make_path ("chats.csv");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) chats =
    make_chats ("{\"id\":\"a\",\"type\":\"chat\",\"timestamp\":\"2026-05-04T09:07:11Z\","
                "\"end_timestamp\":\"2026-05-04T09:09:00Z\",\"duration\":109,\"response_time\":{\"first\":8},"
                "\"visitor\":{\"name\":\"=cmd\",\"email\":\"z@example.test\",\"phone\":\"+1\"},"
                "\"department_name\":\"Sälé, 北\",\"agent_names\":[\"Ann\",\"Bo\"],\"rating\":\"good\","
                "\"comment\":\"He said \\\"hi\\\"\\nand left\",\"missed\":false,\"unread\":true,"
                "\"tags\":[\"x\",\"y\"],\"count\":{\"visitor\":2,\"agent\":3,\"total\":5},"
                "\"webpath\":[{\"from\":\"https://shop.test/\"}],\"zendesk_ticket_id\":77}",
                "{\"id\":9,\"type\":\"offline_msg\",\"message\":\"Hello\",\"visitor\":[],\"count\":3}",
                NULL);

  g_assert_true (export (chats, LK_CHAT_FORMAT_CSV, path, NULL, &error));
  g_assert_no_error (error);
  text = read_file (path);
  g_assert_cmpstr (text, ==, HEADER
                   "a,chat,2026-05-04T09:07:11Z,2026-05-04T09:09:00Z,109,8,\"'=cmd\",z@example.test,\"'+1\","
                   "\"Sälé, 北\",\"Ann, Bo\",good,\"He said \"\"hi\"\"\nand left\",false,true,\"x, y\",2,3,"
                   "https://shop.test/,,77\r\n"
                   "9,offline_msg,,,,,,,,,,,,,,,,,,Hello,\r\n");
}

static void
test_json_lines (void)
{
  g_autofree char *path = make_path ("chats.jsonl");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) chats = make_chats ("{\n\"id\": \"a\", \"n\": 1.0e2}", "{\"id\":\"b\",\"t\":\"x\\ny\"}", NULL);

  g_assert_true (export (chats, LK_CHAT_FORMAT_JSON_LINES, path, NULL, &error));
  g_assert_no_error (error);
  text = read_file (path);
  g_assert_cmpstr (text, ==, "{ \"id\": \"a\", \"n\": 1.0e2}\n{\"id\":\"b\",\"t\":\"x\\ny\"}\n");
}

/* More than is written at once. */
static void
test_many (void)
{
  g_autofree char *path = make_path ("many.jsonl");
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GPtrArray) chats = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *chat = g_strdup_printf ("{\"id\":%u,\"t\":\"%s\"}", i, filler);
      g_autoptr(GBytes) json = g_bytes_new (chat, strlen (chat));

      g_ptr_array_add (chats, lk_chat_new (json));
    }

  g_assert_true (export (chats, LK_CHAT_FORMAT_JSON_LINES, path, NULL, &error));
  text = read_file (path);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1001);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *start = g_strdup_printf ("{\"id\":%u,", i);

      g_assert_true (g_str_has_prefix (lines[i], start));
    }
}

static void
test_private (void)
{
  g_autofree char *path = make_path ("private.csv");
  g_autoptr(GPtrArray) chats = make_chats ("{\"id\":1}", NULL);
  g_autoptr(GError) error = NULL;
  GStatBuf info;

  /* Whatever stood there, and whatever the umask. */
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  g_assert_true (export (chats, LK_CHAT_FORMAT_CSV, path, NULL, &error));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
}

/* A failure leaves the old file whole and nothing beside it. */
static void
test_failure (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "failure", NULL);
  g_autofree char *path = g_build_filename (folder, "chats.csv", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "absent", "chats.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) chats = make_chats ("{\"id\":1}", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));

  g_cancellable_cancel (cancellable);
  g_assert_false (export (chats, LK_CHAT_FORMAT_CSV, path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  text = read_file (path);
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_files (folder), ==, 1);

  g_assert_false (export (chats, LK_CHAT_FORMAT_CSV, nowhere, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  /* A folder cannot be replaced by a file. */
  g_assert_false (export (chats, LK_CHAT_FORMAT_CSV, folder, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_cmpuint (count_files (folder), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);

  g_test_add_func ("/chat-export/fields", test_fields);
  g_test_add_func ("/chat-export/csv", test_csv);
  g_test_add_func ("/chat-export/json-lines", test_json_lines);
  g_test_add_func ("/chat-export/many", test_many);
  g_test_add_func ("/chat-export/private", test_private);
  g_test_add_func ("/chat-export/failure", test_failure);

  return g_test_run ();
}
