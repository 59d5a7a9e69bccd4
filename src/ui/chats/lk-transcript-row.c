/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-transcript-row.h"

#include <glib/gi18n.h>

#include "lk-format.h"

struct _LkTranscriptRow
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *caption_label;
  GtkWidget *bubble;
  GtkImage *icon;
  GtkLabel *text_label;
};

G_DEFINE_FINAL_TYPE (LkTranscriptRow, lk_transcript_row, ADW_TYPE_BIN)

static const char *
get_icon (LkTranscriptKind kind)
{
  switch (kind)
    {
    case LK_TRANSCRIPT_FILE:
      return "mail-attachment-symbolic";

    case LK_TRANSCRIPT_RATING:
    case LK_TRANSCRIPT_COMMENT:
      return "starred-symbolic";

    case LK_TRANSCRIPT_TAG:
      return "user-bookmarks-symbolic";

    default:
      return NULL;
    }
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static char *
join (const char *first,
      const char *second)
{
  return *first != '\0' && *second != '\0' ? g_strdup_printf ("%s · %s", first, second)
                                           : g_strconcat (first, second, NULL);
}

static const char *
get_name (LkTranscriptEvent *event)
{
  const char *name = lk_transcript_event_get_name (event);

  if (*name != '\0')
    return name;

  return lk_transcript_event_get_side (event) == LK_TRANSCRIPT_VISITOR ? _("Visitor") : _("Agent");
}

static char *
make_text (LkTranscriptEvent *event)
{
  const char *text = lk_transcript_event_get_text (event);

  return lk_transcript_event_is_cut (event) ? g_strdup_printf (_("%s… (see the answer for the rest)"), text)
                                            : g_strdup (text);
}

static void
lk_transcript_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_TRANSCRIPT_ROW);

  G_OBJECT_CLASS (lk_transcript_row_parent_class)->dispose (object);
}

static void
lk_transcript_row_class_init (LkTranscriptRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_transcript_row_dispose;

  gtk_widget_class_set_css_name (widget_class, "transcriptrow");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-transcript-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptRow, caption_label);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LkTranscriptRow, text_label);
}

static void
lk_transcript_row_init (LkTranscriptRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_transcript_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
lk_transcript_row_new (void)
{
  return g_object_new (LK_TYPE_TRANSCRIPT_ROW, NULL);
}

/**
 * lk_transcript_row_set_event:
 * @self: a row
 * @event: the event to show
 */
void
lk_transcript_row_set_event (LkTranscriptRow   *self,
                             LkTranscriptEvent *event)
{
  LkTranscriptKind kind;
  LkTranscriptSide side;
  gboolean is_said;
  gboolean by_agent;
  const char *icon;
  GtkWidget *box;
  GDateTime *time;
  g_autofree char *clock = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (LK_IS_TRANSCRIPT_ROW (self));
  g_return_if_fail (LK_IS_TRANSCRIPT_EVENT (event));

  box = adw_bin_get_child (ADW_BIN (self));
  kind = lk_transcript_event_get_kind (event);
  side = lk_transcript_event_get_side (event);
  is_said = kind == LK_TRANSCRIPT_MESSAGE || kind == LK_TRANSCRIPT_FILE;
  by_agent = side != LK_TRANSCRIPT_VISITOR;
  icon = get_icon (kind);
  time = lk_transcript_event_get_time (event);
  clock = time != NULL ? lk_format_time_of_day (time) : g_strdup ("");
  /* The speaker and the time are above a bubble; an event names the speaker in its text. */
  caption = is_said ? join (get_name (event), clock) : NULL;
  text = is_said ? make_text (event) : join (clock, lk_transcript_event_get_text (event));

  gtk_widget_set_halign (box, !is_said ? GTK_ALIGN_CENTER : by_agent ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_label_set_xalign (self->caption_label, by_agent ? 1 : 0);
  gtk_widget_set_halign (self->bubble, !is_said ? GTK_ALIGN_CENTER : by_agent ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_set_margin_start (box, is_said && by_agent ? 36 : 0);
  gtk_widget_set_margin_end (box, is_said && !by_agent ? 36 : 0);

  gtk_label_set_text (self->caption_label, caption != NULL ? caption : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption_label), is_said);
  gtk_label_set_text (self->text_label, text);
  gtk_label_set_justify (self->text_label, is_said ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_CENTER);
  gtk_label_set_selectable (self->text_label, is_said);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon != NULL);
  gtk_image_set_from_icon_name (self->icon, icon);

  set_class (self->bubble, "bubble", is_said);
  set_class (self->bubble, "bubble-agent", is_said && side == LK_TRANSCRIPT_AGENT);
  set_class (self->bubble, "bubble-system", is_said && side == LK_TRANSCRIPT_SYSTEM);
  set_class (GTK_WIDGET (self->text_label), "caption", !is_said);
  set_class (GTK_WIDGET (self->text_label), "dim-label", !is_said);
}
