/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-raw-text.h"

#include <string.h>

/* Counts are stored per block of this many bytes; the rest is counted on demand. */
#define BLOCK ((gsize) 16 * 1024)

#define TAB_COLUMNS 4

/* Bytes between two checks of the cancellable. */
#define SLICE (64 * BLOCK)

typedef struct
{
  gsize n_lines;   /* line ends before the block */
  gsize n_columns; /* columns of all characters before it */
} Block;

struct _LkRawText
{
  GObject parent_instance;

  GBytes *bytes;    /* owned */
  const char *data; /* not owned: the bytes' own */
  gsize length;

  GArray *blocks;  /* owned: of Block: one per block and one for the end */
  gsize n_columns; /* columns of the widest line */
  gboolean plain;  /* every byte takes one column */
};

G_DEFINE_FINAL_TYPE (LkRawText, lk_raw_text, G_TYPE_OBJECT)

/* The columns of the character that begins with this byte, approximately, for the scroll bar: CJK and emoji take
 * two. Visible text is measured with its font. */
static guint
columns_of (guchar byte)
{
  if ((byte & 0xc0) == 0x80)
    return 0;

  if (byte == '\t')
    return TAB_COLUMNS;

  return byte >= 0xe3 ? 2 : 1;
}

static const Block *
get_block (LkRawText *self,
           gsize      i)
{
  return &g_array_index (self->blocks, Block, i);
}

/* The columns of all characters before the offset. */
static gsize
count_columns (LkRawText *self,
               gsize      offset)
{
  gsize block = offset / BLOCK;
  gsize n;

  if (self->plain)
    return offset;

  n = get_block (self, block)->n_columns;
  for (gsize i = block * BLOCK; i < offset; i++)
    n += columns_of ((guchar) self->data[i]);

  return n;
}

static gboolean
read_blocks (LkRawText     *self,
             GCancellable  *cancellable,
             GError       **error)
{
  Block sum = { 0, 0 };
  gsize line_start = 0;

  self->plain = TRUE;
  for (gsize at = 0; at < self->length; at++)
    {
      guint n = columns_of ((guchar) self->data[at]);

      if (at % BLOCK == 0)
        g_array_append_val (self->blocks, sum);
      if (at % SLICE == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if (self->data[at] == '\n')
        {
          self->n_columns = MAX (self->n_columns, sum.n_columns - line_start);
          sum.n_lines++;
          line_start = sum.n_columns + 1;
        }
      else if (n != 1)
        {
          self->plain = FALSE;
        }
      sum.n_columns += n;
    }

  self->n_columns = MAX (self->n_columns, sum.n_columns - line_start);
  g_array_append_val (self->blocks, sum);

  return TRUE;
}

static void
lk_raw_text_finalize (GObject *object)
{
  LkRawText *self = LK_RAW_TEXT (object);

  g_array_unref (self->blocks);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (lk_raw_text_parent_class)->finalize (object);
}

static void
lk_raw_text_class_init (LkRawTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_raw_text_finalize;
}

static void
lk_raw_text_init (LkRawText *self)
{
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
}

/**
 * lk_raw_text_new:
 * @bytes: valid UTF-8
 * @cancellable: (nullable): to give up
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Reads the whole text: call it in a worker.
 *
 * Returns: (transfer full): the text, or %NULL with @error set
 */
LkRawText *
lk_raw_text_new (GBytes        *bytes,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(LkRawText) self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_object_new (LK_TYPE_RAW_TEXT, NULL);
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->length);

  return read_blocks (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * lk_raw_text_get_bytes:
 * @self: a text
 *
 * Returns: (transfer none): the whole text
 */
GBytes *
lk_raw_text_get_bytes (LkRawText *self)
{
  g_return_val_if_fail (LK_IS_RAW_TEXT (self), NULL);

  return self->bytes;
}

/**
 * lk_raw_text_get_n_lines:
 * @self: a text
 *
 * Returns: the number of lines, one more than that of line ends
 */
gsize
lk_raw_text_get_n_lines (LkRawText *self)
{
  g_return_val_if_fail (LK_IS_RAW_TEXT (self), 0);

  return get_block (self, self->blocks->len - 1)->n_lines + 1;
}

/**
 * lk_raw_text_get_n_columns:
 * @self: a text
 *
 * Returns: the number of columns of the widest line
 */
gsize
lk_raw_text_get_n_columns (LkRawText *self)
{
  g_return_val_if_fail (LK_IS_RAW_TEXT (self), 0);

  return self->n_columns;
}

/* The offset after the end of line `n`, counted from 1; 0 for `n` 0. */
static gsize
find_line_end (LkRawText *self,
               gsize      n)
{
  gsize low = 0;
  gsize high = self->blocks->len - 1;
  const char *at;

  if (n == 0)
    return 0;

  /* The last block with fewer line ends before it. */
  while (low + 1 < high)
    {
      gsize middle = low + (high - low) / 2;

      if (get_block (self, middle)->n_lines < n)
        low = middle;
      else
        high = middle;
    }

  at = self->data + low * BLOCK;
  for (n -= get_block (self, low)->n_lines; n > 0; n--)
    {
      at = memchr (at, '\n', self->length - (gsize) (at - self->data));
      if (at == NULL)
        return self->length + 1;

      at++;
    }

  return (gsize) (at - self->data);
}

/**
 * lk_raw_text_get_line:
 * @self: a text
 * @line: which line, from 0
 * @end: (out) (optional): the offset of its line end
 *
 * Returns: the offset of its first byte
 */
gsize
lk_raw_text_get_line (LkRawText *self,
                      gsize      line,
                      gsize     *end)
{
  gsize start;

  g_return_val_if_fail (LK_IS_RAW_TEXT (self), 0);
  g_return_val_if_fail (line < lk_raw_text_get_n_lines (self), 0);

  start = find_line_end (self, line);
  if (end != NULL)
    *end = line + 1 < lk_raw_text_get_n_lines (self) ? find_line_end (self, line + 1) - 1 : self->length;

  return start;
}

/**
 * lk_raw_text_find_line:
 * @self: a text
 * @offset: of a byte, or the length
 *
 * Returns: the line that contains it, from 0
 */
gsize
lk_raw_text_find_line (LkRawText *self,
                       gsize      offset)
{
  const char *at;
  const char *end;
  gsize line;

  g_return_val_if_fail (LK_IS_RAW_TEXT (self), 0);
  g_return_val_if_fail (offset <= self->length, 0);

  line = get_block (self, offset / BLOCK)->n_lines;
  at = self->data + offset / BLOCK * BLOCK;
  end = self->data + offset;
  while (at < end && (at = memchr (at, '\n', (gsize) (end - at))) != NULL)
    {
      line++;
      at++;
    }

  return line;
}

/**
 * lk_raw_text_get_column:
 * @self: a text
 * @offset: of the first byte of a character, or the length
 *
 * Returns: the number of columns before it in its line
 */
gsize
lk_raw_text_get_column (LkRawText *self,
                        gsize      offset)
{
  gsize start;

  g_return_val_if_fail (LK_IS_RAW_TEXT (self), 0);
  g_return_val_if_fail (offset <= self->length, 0);

  start = lk_raw_text_get_line (self, lk_raw_text_find_line (self, offset), NULL);

  return count_columns (self, offset) - count_columns (self, start);
}

/**
 * lk_raw_text_get_offset:
 * @self: a text
 * @line: which line, from 0
 * @column: of it
 *
 * Returns: the first byte of the character at that column; the line's end if it is shorter
 */
gsize
lk_raw_text_get_offset (LkRawText *self,
                        gsize      line,
                        gsize      column)
{
  gsize start;
  gsize end;
  gsize wanted;
  gsize low;
  gsize high;
  gsize n;

  g_return_val_if_fail (LK_IS_RAW_TEXT (self), 0);

  start = lk_raw_text_get_line (self, line, &end);
  if (self->plain)
    return start + MIN (column, end - start);

  wanted = count_columns (self, start) + column;
  low = start / BLOCK;
  high = end / BLOCK + 1;
  while (low + 1 < high)
    {
      gsize middle = low + (high - low) / 2;

      if (get_block (self, middle)->n_columns <= wanted)
        low = middle;
      else
        high = middle;
    }

  n = low * BLOCK > start ? get_block (self, low)->n_columns : wanted - column;
  for (gsize at = MAX (low * BLOCK, start); at < end; at++)
    {
      n += columns_of ((guchar) self->data[at]);
      if (n > wanted)
        return at;
    }

  return end;
}

typedef struct
{
  char *needle;
  gsize start;
  gsize end;
  guint max_hits;
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  g_free (find->needle);
  g_free (find);
}

/* Ignores the case of ASCII letters. */
static gboolean
is_there (const char *at,
          const char *needle,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_tolower (at[i]) != needle[i])
        return FALSE;
    }

  return TRUE;
}

static void
find_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LkRawText *self = source;
  Find *find = task_data;
  g_autoptr(GArray) hits = g_array_new (FALSE, FALSE, sizeof (gsize));
  const gsize n = strlen (find->needle);
  const gsize end = MIN (find->end, self->length);
  const char upper = g_ascii_toupper (*find->needle);

  for (gsize at = find->start; n > 0 && n <= end && at <= end - n && hits->len < find->max_hits; at++)
    {
      if (at % SLICE == 0 && g_task_return_error_if_cancelled (task))
        return;

      if ((self->data[at] == *find->needle || self->data[at] == upper) && is_there (self->data + at, find->needle, n))
        {
          g_array_append_val (hits, at);
          at += n - 1;
        }
    }

  g_task_return_pointer (task, g_steal_pointer (&hits), (GDestroyNotify) g_array_unref);
}

/**
 * lk_raw_text_find_async:
 * @self: a text
 * @needle: what to find; the case of ASCII letters is ignored
 * @start: the offset to start from
 * @end: the offset to end at; anything past the length searches to the end
 * @max_hits: the maximum number of matches
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Searches the text in a worker.
 */
void
lk_raw_text_find_async (LkRawText           *self,
                        const char          *needle,
                        gsize                start,
                        gsize                end,
                        guint                max_hits,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Find *find;

  g_return_if_fail (LK_IS_RAW_TEXT (self));
  g_return_if_fail (needle != NULL);

  find = g_new0 (Find, 1);
  find->needle = g_ascii_strdown (needle, -1);
  find->start = start;
  find->end = end;
  find->max_hits = max_hits;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_raw_text_find_async);
  g_task_set_task_data (task, find, find_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * lk_raw_text_find_finish:
 * @self: a text
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type gsize): the offsets of the matches in ascending order; %NULL with @error set
 */
GArray *
lk_raw_text_find_finish (LkRawText     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_raw_text_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
