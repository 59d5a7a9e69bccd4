/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-page.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "lk-json-pretty.h"
#include "lk-raw-map.h"
#include "lk-raw-view.h"

/* The limits of GtkSourceView; see README.md. Longer texts and longer lines are shown in LkRawView. */
#define MAX_SOURCE_BYTES (1024 * 1024)
#define MAX_SOURCE_COLUMNS 10000

struct _LkRawPage
{
  AdwBin parent_instance;

  /* template children */
  GtkWidget *layout_box;
  GtkToggleButton *pretty_button;
  GtkLabel *note_label;
  GtkStack *stack;
  GtkSourceView *source_view;
  LkRawView *raw_view;

  LkAnswer *answer;          /* owned, nullable */
  GSignalGroup *signals;     /* owned: the answer's */
  LkRawText *text;           /* owned, nullable: what is shown, once it is read */
  LkRawMap *map;             /* owned, nullable: from the answer's text to what is shown, where they differ */
  GCancellable *cancellable; /* owned, nullable: cancelled when something else is to be shown, and in dispose */
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LkRawPage, lk_raw_page, ADW_TYPE_BIN)

/* For the worker. */
typedef struct
{
  GBytes *body;       /* owned */
  LkJsonIndex *index; /* owned, nullable: to format the body; NULL shows it as sent */
  gboolean too_long;  /* result: formatting failed for its size, so the text is as sent */
  LkRawMap *map;      /* owned, nullable: result: from the body to the text, where they differ */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_bytes_unref (job->body);
  g_clear_object (&job->index);
  g_clear_pointer (&job->map, lk_raw_map_free);
  g_free (job);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr(GBytes) pretty = NULL;
  g_autoptr(GError) error = NULL;
  LkRawText *text;

  if (job->index != NULL)
    pretty = lk_json_pretty (job->index, cancellable, &error);

  job->too_long = g_error_matches (error, LK_JSON_ERROR, LK_JSON_ERROR_SIZE);
  if (job->too_long)
    g_clear_error (&error);

  text = error == NULL ? lk_raw_text_new (pretty != NULL ? pretty : job->body, cancellable, &error) : NULL;
  if (text != NULL && pretty != NULL)
    job->map = lk_raw_map_new (job->body, pretty);

  if (text != NULL)
    g_task_return_pointer (task, text, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
set_text (LkRawPage *self,
          LkRawText *text)
{
  if (g_set_object (&self->text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
show_source (LkRawPage *self)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)));
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  GtkSourceLanguage *language = NULL;
  GtkTextIter start;
  GBytes *bytes = lk_raw_text_get_bytes (self->text);
  gsize length = g_bytes_get_size (bytes);
  /* GTK 4.8 passes the text to assistive technologies up to the next NUL, whatever its length: GBytes need not have
   * one. */
  g_autofree char *data = g_strndup (g_bytes_get_data (bytes, NULL), length);

  if (lk_answer_get_state (self->answer) == LK_ANSWER_JSON)
    language = gtk_source_language_manager_get_language (manager, "json");
  else if (lk_answer_get_state (self->answer) == LK_ANSWER_HTML)
    language = gtk_source_language_manager_get_language (manager, "html");
  gtk_source_buffer_set_language (buffer, language);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), data, (int) length);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (buffer), &start);
  gtk_stack_set_visible_child_name (self->stack, "source");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  LkRawPage *self = LK_RAW_PAGE (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(LkRawText) text = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled: another text is being read, or the page is disposed of. */
  if (text == NULL)
    return;

  gtk_label_set_text (self->note_label, job->too_long ? _("Too deeply nested to format; shown as sent.") : "");
  self->map = g_steal_pointer (&job->map);
  set_text (self, text);
  if (g_bytes_get_size (lk_raw_text_get_bytes (text)) <= MAX_SOURCE_BYTES &&
      lk_raw_text_get_n_columns (text) <= MAX_SOURCE_COLUMNS)
    {
      show_source (self);
      return;
    }

  lk_raw_view_set_text (self->raw_view, text);
  gtk_stack_set_visible_child_name (self->stack, "long");
}

static void
clear (LkRawPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
drop_text (LkRawPage *self)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)), "", 0);
  lk_raw_view_set_text (self->raw_view, NULL);
  gtk_label_set_text (self->note_label, "");
  g_clear_pointer (&self->map, lk_raw_map_free);
  set_text (self, NULL);
}

/* Only when the page is visible: formatting a long body takes as much memory again. */
static void
read_if_visible (LkRawPage *self)
{
  g_autoptr(GTask) task = NULL;
  GBytes *body;
  Job *job;

  if (self->answer == NULL || lk_answer_get_state (self->answer) <= LK_ANSWER_READING || self->text != NULL ||
      self->cancellable != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (!lk_answer_has_body (self->answer))
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }

  body = lk_answer_get_text (self->answer);
  job = g_new0 (Job, 1);
  job->body = g_bytes_ref (body);
  if (gtk_toggle_button_get_active (self->pretty_button))
    g_set_object (&job->index, lk_answer_get_index (self->answer));

  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->stack, "busy");
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, read_if_visible);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, read_thread);
}

static void
answer_changed_cb (LkRawPage *self)
{
  clear (self);
  drop_text (self);
  gtk_widget_set_visible (self->layout_box, self->answer != NULL && lk_answer_get_index (self->answer) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  read_if_visible (self);
}

static void
layout_toggled_cb (LkRawPage *self)
{
  clear (self);
  drop_text (self);
  read_if_visible (self);
}

static void
dark_changed_cb (LkRawPage *self)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme;

  scheme = gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                       dark ? "Adwaita-dark" : "Adwaita");
  gtk_source_buffer_set_style_scheme (buffer, scheme);
}

static void
lk_raw_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_raw_page_parent_class)->map (widget);
  read_if_visible (LK_RAW_PAGE (widget));
}

static void
lk_raw_page_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_object (value, LK_RAW_PAGE (object)->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_raw_page_dispose (GObject *object)
{
  LkRawPage *self = LK_RAW_PAGE (object);

  clear (self);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_RAW_PAGE);
  g_clear_object (&self->answer);
  g_clear_object (&self->text);
  g_clear_pointer (&self->map, lk_raw_map_free);

  G_OBJECT_CLASS (lk_raw_page_parent_class)->dispose (object);
}

static void
lk_raw_page_class_init (LkRawPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_raw_page_dispose;
  object_class->get_property = lk_raw_page_get_property;
  widget_class->map = lk_raw_page_map;

  properties[PROP_TEXT] =
      g_param_spec_object ("text", NULL, NULL, LK_TYPE_RAW_TEXT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (LK_TYPE_RAW_VIEW);

  gtk_widget_class_set_css_name (widget_class, "rawpage");
  gtk_widget_class_set_template_from_resource (widget_class, LK_RESOURCE_BASE "/ui/lk-raw-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkRawPage, layout_box);
  gtk_widget_class_bind_template_child (widget_class, LkRawPage, pretty_button);
  gtk_widget_class_bind_template_child (widget_class, LkRawPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, LkRawPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkRawPage, source_view);
  gtk_widget_class_bind_template_child (widget_class, LkRawPage, raw_view);
  gtk_widget_class_bind_template_callback (widget_class, layout_toggled_cb);
}

static void
lk_raw_page_init (LkRawPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self);

  self->signals = g_signal_group_new (LK_TYPE_ANSWER);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (answer_changed_cb), self);
}

/**
 * lk_raw_page_set_answer:
 * @self: a page
 * @answer: (nullable): what to show, as soon as it is read and the page is visible
 */
void
lk_raw_page_set_answer (LkRawPage *self,
                        LkAnswer  *answer)
{
  g_return_if_fail (LK_IS_RAW_PAGE (self));
  g_return_if_fail (answer == NULL || LK_IS_ANSWER (answer));

  if (!g_set_object (&self->answer, answer))
    return;

  g_signal_group_set_target (self->signals, answer);
  answer_changed_cb (self);
}

/**
 * lk_raw_page_get_text:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the text that is shown; also the property `text`
 */
LkRawText *
lk_raw_page_get_text (LkRawPage *self)
{
  g_return_val_if_fail (LK_IS_RAW_PAGE (self), NULL);

  return self->text;
}

static gboolean
is_long (LkRawPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "long") == 0;
}

/**
 * lk_raw_page_get_offset:
 * @self: a page
 *
 * Returns: the offset in the answer's text, however it is formatted, of the selection or the caret; 0 without a text
 */
gsize
lk_raw_page_get_offset (LkRawPage *self)
{
  gsize start;

  g_return_val_if_fail (LK_IS_RAW_PAGE (self), 0);

  if (self->text == NULL)
    return 0;

  if (is_long (self))
    {
      gsize end;

      lk_raw_view_get_selection (self->raw_view, &start, &end);
    }
  else
    {
      const char *data = g_bytes_get_data (lk_raw_text_get_bytes (self->text), NULL);
      GtkTextIter from;
      GtkTextIter to;

      gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)), &from, &to);
      start = (gsize) (g_utf8_offset_to_pointer (data, gtk_text_iter_get_offset (&from)) - data);
    }

  return self->map != NULL ? lk_raw_map_back (self->map, start) : start;
}

/**
 * lk_raw_page_find_offset:
 * @self: a page
 * @offset: in the answer's text
 *
 * Returns: the corresponding offset in the text that is shown
 */
gsize
lk_raw_page_find_offset (LkRawPage *self,
                         gsize      offset)
{
  g_return_val_if_fail (LK_IS_RAW_PAGE (self), 0);

  return self->map != NULL ? lk_raw_map_there (self->map, offset) : offset;
}

/* In characters: GtkTextBuffer recognises more line terminators than LkRawText. */
static void
get_iter (LkRawPage   *self,
          gsize        offset,
          GtkTextIter *iter)
{
  const char *data = g_bytes_get_data (lk_raw_text_get_bytes (self->text), NULL);

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)), iter,
                                      (int) g_utf8_strlen (data, (gssize) offset));
}

/**
 * lk_raw_page_select:
 * @self: a page that shows a text
 * @start: the first byte of a character
 * @end: the same, or the text's length
 *
 * Selects what is between them and scrolls to it.
 */
void
lk_raw_page_select (LkRawPage *self,
                    gsize      start,
                    gsize      end)
{
  GtkTextBuffer *buffer;
  GtkTextIter from;
  GtkTextIter to;

  g_return_if_fail (LK_IS_RAW_PAGE (self));
  g_return_if_fail (self->text != NULL);

  if (is_long (self))
    {
      lk_raw_view_select (self->raw_view, start, end);
      return;
    }

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view));
  get_iter (self, start, &from);
  get_iter (self, end, &to);
  gtk_text_buffer_select_range (buffer, &from, &to);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->source_view), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0,
                                0);
}
