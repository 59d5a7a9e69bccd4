/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-conversation-row.h"

#include <glib/gi18n.h>

#include "lk-format.h"
#include "lk-json-reader.h"
#include "lk-json-tree-view.h"
#include "lk-text.h"
#include "lk-ui-util.h"

/* Bytes of a message that is shown as text; longer ones are shown as a tree. */
#define MAX_TEXT 4096
#define TREE_HEIGHT 320
#define MAX_PREVIEW 90

static const struct
{
  const char *title;
  const char *icon_name;
} kinds[] = {
  /* Translators: %s is a number */
  [LK_CONVERSATION_MESSAGE_QUERY] = { N_("Query %s"), "network-transmit-symbolic" },
  [LK_CONVERSATION_MESSAGE_REPLY] = { N_("Answer to Query %s"), "network-receive-symbolic" },
  [LK_CONVERSATION_MESSAGE_ERROR] = { N_("Query %s Failed"), "dialog-warning-symbolic" },
  [LK_CONVERSATION_MESSAGE_EVENT] = { N_("Subscription Data"), "mail-unread-symbolic" },
  [LK_CONVERSATION_MESSAGE_END] = { N_("The Service Ended the Session"), "media-playback-stop-symbolic" },
  [LK_CONVERSATION_MESSAGE_OTHER] = { N_("Other Message"), "dialog-question-symbolic" },
};

static char *
make_title (LkConversationMessage *message)
{
  const char *title = _(kinds[lk_conversation_message_get_kind (message)].title);
  g_autofree char *id = lk_format_number (lk_conversation_message_get_id (message));
  g_auto(GStrv) parts = g_strsplit (title, "%s", 2);

  return g_strjoinv (id, parts);
}

/* Joins the lines of an indented text. */
static void
join_lines (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (!g_ascii_isspace (*from))
        *to++ = *from;
      else if (to > text && to[-1] != ' ')
        *to++ = ' ';
    }
  *to = '\0';
}

/* The part of a message that matters: the query, or the payload. */
static char *
make_preview (LkConversationMessage *message)
{
  g_autoptr(JsonNode) root = lk_json_parse_object (lk_conversation_message_get_json (message), NULL, NULL);
  JsonObject *payload = lk_json_get_object (json_node_get_object (root), "payload");
  const char *query = lk_json_get_string (payload, "query");
  g_autofree char *text = NULL;

  if (query != NULL)
    {
      text = g_strdup (query);
    }
  else if (payload != NULL)
    {
      const char *name = lk_json_has (payload, "errors") ? "errors" : "data";

      if (lk_json_has (payload, name))
        text = lk_json_to_text (json_object_get_member (payload, name), FALSE);
    }
  if (text == NULL)
    text = lk_json_to_text (root, FALSE);

  join_lines (text);

  return lk_text_sanitize (text, -1, MAX_PREVIEW);
}

static GtkWidget *
make_text (GBytes *json)
{
  g_autoptr(JsonNode) root = lk_json_parse_object (json, NULL, NULL);
  g_autofree char *pretty = lk_json_to_text (root, TRUE);
  g_autofree char *shown = lk_text_sanitize (pretty, -1, G_MAXUINT16);
  GtkWidget *label = lk_ui_label_new (shown, "monospace");

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);

  return label;
}

static GtkWidget *
make_tree (GBytes *json)
{
  /* It was scanned when it arrived, so this cannot fail. */
  g_autoptr(LkJsonIndex) index = lk_json_index_new (json, NULL, NULL, NULL);
  GtkWidget *tree = lk_json_tree_view_new ();

  lk_json_tree_view_set_index (LK_JSON_TREE_VIEW (tree), index);
  gtk_widget_set_size_request (tree, -1, TREE_HEIGHT);

  return tree;
}

/* Built when the row is expanded: there may be hundreds of rows. */
static void
expanded_cb (AdwExpanderRow        *row,
             GParamSpec            *pspec,
             LkConversationMessage *message)
{
  GBytes *json = lk_conversation_message_get_json (message);
  GtkWidget *body;

  g_assert (ADW_IS_EXPANDER_ROW (row));

  if (!adw_expander_row_get_expanded (row) || g_object_get_data (G_OBJECT (row), "filled") != NULL)
    return;

  g_object_set_data (G_OBJECT (row), "filled", row);
  body = g_bytes_get_size (json) <= MAX_TEXT ? make_text (json) : make_tree (json);
  gtk_widget_set_margin_top (body, 12);
  gtk_widget_set_margin_bottom (body, 12);
  gtk_widget_set_margin_start (body, 12);
  gtk_widget_set_margin_end (body, 12);
  adw_expander_row_add_row (row, body);
}

/**
 * lk_conversation_row_new:
 * @message: a message
 *
 * Returns: (transfer floating): an AdwExpanderRow
 */
GtkWidget *
lk_conversation_row_new (LkConversationMessage *message)
{
  GtkWidget *row, *icon, *when;
  g_autofree char *title = NULL;
  g_autofree char *preview = NULL;
  g_autofree char *time = NULL;
  g_autofree char *took = NULL;
  g_autofree char *when_text = NULL;
  g_autoptr(GDateTime) date = NULL;

  g_return_val_if_fail (LK_IS_CONVERSATION_MESSAGE (message), NULL);

  title = make_title (message);
  preview = make_preview (message);
  date = g_date_time_new_from_unix_local (lk_conversation_message_get_time (message) / G_USEC_PER_SEC);
  time = lk_format_time_of_day (date);
  if (lk_conversation_message_get_took (message) >= 0)
    took = lk_format_elapsed (lk_conversation_message_get_took (message));
  when_text = took != NULL ? g_strdup_printf ("%s\n%s", time, took) : g_strdup (time);

  row = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), preview);

  icon = gtk_image_new_from_icon_name (kinds[lk_conversation_message_get_kind (message)].icon_name);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);

  when = gtk_label_new (when_text);
  gtk_label_set_justify (GTK_LABEL (when), GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (when, "dim-label");
  gtk_widget_add_css_class (when, "caption");
  gtk_widget_add_css_class (when, "figures");
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), when);

  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), message, 0);

  return row;
}
