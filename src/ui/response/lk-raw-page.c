/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-page.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "lk-json-pretty.h"
#include "lk-raw-map.h"
#include "lk-raw-view.h"

/* What a GtkTextView lays out and highlights without a pause; longer texts, and longer lines, go to a view that lays
 * out only what is in sight. */
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

  /* owned */
  GBytes *body;             /* NULL until there is one */
  LkJsonIndex *index;       /* of the body; NULL where it is no JSON */
  char *language;
  LkRawText *text;          /* what is shown; NULL until it is read */
  LkRawMap *map;            /* from the body to what is shown; NULL where they are the same */

  /* cancelled when something else is to be shown, and in dispose */
  GCancellable *cancellable;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LkRawPage, lk_raw_page, ADW_TYPE_BIN)

/* What a worker reads. */
typedef struct
{
  GBytes *body;
  LkJsonIndex *index;       /* NULL: as sent */
  gboolean too_long;        /* to be laid out, so that it is shown as sent */
  LkRawMap *map;            /* what comes of it: from the body to the text, where they differ */
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
  /* Bytes do not end in a NUL, and GTK 4.8 tells assistive tools of all up to one, whatever lies behind them. */
  g_autofree char *data = g_strndup (g_bytes_get_data (bytes, NULL), length);

  if (self->language != NULL)
    language = gtk_source_language_manager_get_language (manager, self->language);
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

  /* Cancelled: something else is on its way, or the page is gone. */
  if (text == NULL)
    return;

  gtk_label_set_text (self->note_label, job->too_long ? _("Too deep to lay out: shown as it was sent.") : "");
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
let_go_of_text (LkRawPage *self)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)), "", 0);
  lk_raw_view_set_text (self->raw_view, NULL);
  gtk_label_set_text (self->note_label, "");
  g_clear_pointer (&self->map, lk_raw_map_free);
  set_text (self, NULL);
}

/* Only once someone looks: laying out a long body takes as much memory again. */
static void
read_if_seen (LkRawPage *self)
{
  g_autoptr(GTask) task = NULL;
  Job *job;

  if (self->body == NULL || self->text != NULL || self->cancellable != NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (g_bytes_get_size (self->body) == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }

  job = g_new0 (Job, 1);
  job->body = g_bytes_ref (self->body);
  if (self->index != NULL && gtk_toggle_button_get_active (self->pretty_button))
    job->index = g_object_ref (self->index);

  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->stack, "busy");
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, read_if_seen);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, read_thread);
}

static void
layout_toggled_cb (LkRawPage *self)
{
  clear (self);
  let_go_of_text (self);
  read_if_seen (self);
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
  read_if_seen (LK_RAW_PAGE (widget));
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
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_RAW_PAGE);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->index);
  g_clear_object (&self->text);
  g_clear_pointer (&self->map, lk_raw_map_free);
  g_clear_pointer (&self->language, g_free);

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

  properties[PROP_TEXT] = g_param_spec_object ("text", NULL, NULL, LK_TYPE_RAW_TEXT,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
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
}

/**
 * lk_raw_page_set_body:
 * @self: a page
 * @body: (nullable): valid UTF-8. What must not be seen in it has to be hidden before; %NULL while it is not known
 * @index: (nullable): of the body, where it is JSON
 * @language: (nullable): what GtkSourceView calls the language of it
 */
void
lk_raw_page_set_body (LkRawPage   *self,
                      GBytes      *body,
                      LkJsonIndex *index,
                      const char  *language)
{
  g_return_if_fail (LK_IS_RAW_PAGE (self));
  g_return_if_fail (index == NULL || LK_IS_JSON_INDEX (index));

  clear (self);
  let_go_of_text (self);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  g_set_object (&self->index, index);
  g_free (self->language);
  self->language = g_strdup (language);

  gtk_widget_set_visible (self->layout_box, index != NULL);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  read_if_seen (self);
}

/**
 * lk_raw_page_get_text:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what is shown, once it is: as the property `text`, which notifies
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
 * lk_raw_page_get_place:
 * @self: a page
 *
 * Returns: where in the body, whichever way it is shown, the selection begins, or the caret is; 0 while there is none
 */
gsize
lk_raw_page_get_place (LkRawPage *self)
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
 * lk_raw_page_find_place:
 * @self: a page
 * @place: in the body
 *
 * Returns: where in the text that is shown it is
 */
gsize
lk_raw_page_find_place (LkRawPage *self,
                        gsize      place)
{
  g_return_val_if_fail (LK_IS_RAW_PAGE (self), 0);

  return self->map != NULL ? lk_raw_map_there (self->map, place) : place;
}

/* By characters: a buffer ends its lines at more than the ends of lines that a text counts. */
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
 * @start: the first byte of a character of it
 * @end: the same, or the text's length
 *
 * Selects what is between them and brings it into sight.
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
