/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of RFC 8259, 64 bytes at a time and almost without a branch.
 *
 * First the text (lk-json-machine-text.h): every byte becomes one bit in a mask of its class (lk-json-blocks.h).
 * Strings are found from the parity of the quotation marks before a byte. What is left are tokens: the opening
 * quotation mark of a string, the first byte of a number or word, and { [ } ] , : themselves. Their bytes are put side
 * by side, everything between them left out.
 *
 * Then the tokens (lk-json-machine-tokens.h), 64 of them at a time, as masks again: a rule of the grammar is a rule of
 * what may follow what, and "the token after each comma" is now a shift by one. One thing is not seen from neighbours:
 * whether a comma stands in an object or in an array. It betrays what it must stand in: in an object a string and
 * a colon follow. So the machine walks over the brackets alone, with a stack, and between two brackets asks for all
 * commas and colons at once whether they are of the right kind.
 *
 * A long text is read in parts, by as many threads as there are processors (lk-json-part.h). Each part guesses from
 * a little before it what it begins in, and notes what it asks of the containers around it. Then the parts are joined
 * from the first on: one whose guess was not what the part before it has come to is read again, now rightly.
 *
 * It says only whether the text is JSON. Why not, lk_json_explain() finds out.
 */
#include "config.h"

#include "lk-json-machine.h"

#include "lk-json-blocks.h"
#include "lk-json-part.h"

/* A part is of about so many chunks. Less would not be worth a thread; with more, one thread would wait long for the
 * last part of another. */
#define CHUNKS_A_PART 512

/* Past this, memory is what is waited for. */
#define MAX_THREADS 8

/* What the threads share. */
typedef struct
{
  LkJsonPart      *parts;         /* each belongs to the thread that has taken it */
  guint            n_parts;
  LkJsonProcessor  processor;
  GCancellable    *cancellable;
  int              next;          /* part to take, atomic */
  int              stop;          /* atomic: a part is not sound, so that later ones are hardly asked for */
} Work;

/* A container that is open at the end of the parts joined so far. */
typedef struct
{
  gsize    commas;
  gsize    chunk;
  guint32  ordinal;
  guint32  big;         /* of all */
  gboolean is_object;
} Open;

/* What a container is called in a part, and in all. */
typedef struct
{
  guint32 big;
  gsize   n_before;     /* to add to its commas in the part */
} Name;

typedef struct
{
  LkJsonBody  body;
  guint       max_depth;
  LkJsonMap  *map;      /* owned, nullable: NULL: only look */
  GArray     *opens;    /* owned: of Open, the outermost first */
  GArray     *bigs;     /* owned: of LkJsonBig, until they are sorted */
  GArray     *notes;    /* owned: of LkJsonNote */
} Join;

static gpointer
read_parts (gpointer data)
{
  Work *self = data;

  while (!g_atomic_int_get (&self->stop))
    {
      guint i = g_atomic_int_add (&self->next, 1);

      if (i >= self->n_parts)
        break;

      if (i > 0 && !lk_json_part_guess (&self->parts[i], self->processor))
        continue;

      if (!lk_json_part_read (&self->parts[i], self->processor, self->cancellable))
        g_atomic_int_set (&self->stop, 1);
    }

  return NULL;
}

static void
read_in_threads (Work  *self,
                 guint  n_threads)
{
  g_autoptr(GPtrArray) threads = g_ptr_array_new ();

  /* Fewer, or this one alone, do as well. */
  for (guint i = 1; i < MIN (n_threads, self->n_parts); i++)
    {
      GThread *thread = g_thread_try_new ("json", read_parts, self, NULL);

      if (thread != NULL)
        g_ptr_array_add (threads, thread);
    }

  read_parts (self);

  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
}

/* The container that is called so in all. */
static guint32
get_big (Join *self,
         Open *open)
{
  if (open->big == LK_JSON_NOT_BIG)
    {
      LkJsonBig big = { .start = lk_json_find_mark (&self->body, self->map, open->chunk, open->ordinal, FALSE) };

      open->big = self->bigs->len;
      g_array_append_val (self->bigs, big);
    }

  return open->big;
}

/* Compares what the part asks of the containers around it with what they are, and closes those that it closes. */
static gboolean
join_outers (Join             *self,
             const LkJsonPart *part,
             Name             *names)
{
  for (guint i = 0; i < part->outers->len; i++)
    {
      const LkJsonOuter *outer = &g_array_index (part->outers, LkJsonOuter, i);
      Open *open;

      /* Outside of all no container ends, and neither comma nor colon may stand. */
      if (self->opens->len == 0)
        return !outer->as_object && !outer->as_array;

      open = &g_array_index (self->opens, Open, self->opens->len - 1);
      if (open->is_object ? outer->as_array : outer->as_object)
        return FALSE;

      if (outer->big != LK_JSON_NOT_BIG)
        names[outer->big] = (Name) { get_big (self, open), open->commas - LK_JSON_OUTER_COMMAS };

      open->commas += outer->commas - LK_JSON_OUTER_COMMAS;
      if (i == part->outers->len - 1)
        break;

      if (self->map != NULL && open->commas >= LK_JSON_STRIDE)
        {
          guint32 big = get_big (self, open);

          g_array_index (self->bigs, LkJsonBig, big).n_children = open->commas + 1;
        }
      g_array_set_size (self->opens, self->opens->len - 1);
    }

  return TRUE;
}

/* Adds a part to those before it. Answers whether it is right after them. */
static gboolean
join_part (Join             *self,
           const LkJsonPart *part)
{
  g_autofree Name *names = g_new (Name, part->bigs->len);
  gsize depth = self->opens->len;

  for (guint i = 0; i < part->bigs->len; i++)
    names[i] = (Name) { LK_JSON_NOT_BIG, 0 };

  if (!join_outers (self, part, names) ||
      self->opens->len + (part->highest - part->frames) > self->max_depth)
    return FALSE;

  for (guint i = 0; i < part->bigs->len; i++)
    {
      if (names[i].big != LK_JSON_NOT_BIG)
        continue;

      names[i].big = self->bigs->len;
      g_array_append_val (self->bigs, g_array_index (part->bigs, LkJsonBig, i));
    }

  for (guint i = 0; i < part->notes->len; i++)
    {
      LkJsonNote note = g_array_index (part->notes, LkJsonNote, i);
      const Name *name = &names[note.big];

      note.big = name->big;
      note.child += name->n_before;
      g_array_append_val (self->notes, note);
    }

  for (const LkJsonFrame *frame = part->frames + 1; frame <= part->frame; frame++)
    {
      Open open = {
        .commas = frame->commas,
        .chunk = frame->chunk,
        .ordinal = frame->ordinal,
        .big = frame->big != LK_JSON_NOT_BIG ? names[frame->big].big : LK_JSON_NOT_BIG,
        .is_object = frame->object != 0,
      };

      g_array_append_val (self->opens, open);
    }

  for (gsize chunk = part->first; self->map != NULL && depth > 0 && chunk < part->end; chunk++)
    {
      self->map->chunks[chunk].depth += depth;
      self->map->chunks[chunk].lowest += depth;
    }

  if (self->map != NULL)
    self->map->n_values += part->n_values;

  return TRUE;
}

/* Joins the parts, from the first on. What was read with a wrong guess, or not at all, is read now. */
static gboolean
join_parts (Join *self,
            Work *work)
{
  const LkJsonPart *last = &work->parts[work->n_parts - 1];

  for (guint i = 0; i < work->n_parts; i++)
    {
      LkJsonPart *part = &work->parts[i];

      if (i > 0 && !lk_json_part_follows (part, &part[-1]))
        {
          lk_json_part_begin (part, &part[-1].text, &part[-1].tokens);
          lk_json_part_read (part, work->processor, work->cancellable);
        }

      if (!part->is_sound || !join_part (self, part))
        return FALSE;
    }

  return self->opens->len == 0 && last->text.in_string == 0 && last->tokens.after_value != 0 &&
         last->tokens.after_comma_string == 0;
}

static int
compare_bigs (gconstpointer a,
              gconstpointer b)
{
  const LkJsonBig *one = a;
  const LkJsonBig *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

/* Places were written down as they came, those of one container among those of others: they are put side by side. Some
 * are of a container that has few children, and are not needed. */
static void
sort_places (Join *self)
{
  LkJsonMap *map = self->map;
  LkJsonBig *bigs = (LkJsonBig *) (gpointer) self->bigs->data;

  for (gsize i = 0; i < self->notes->len; i++)
    bigs[g_array_index (self->notes, LkJsonNote, i).big].n_places++;

  for (gsize i = 0; i < self->bigs->len; i++)
    {
      if (bigs[i].n_children > 0)
        {
          bigs[i].first = map->n_places;
          map->n_places += bigs[i].n_places;
          map->n_bigs++;
        }
      bigs[i].n_places = 0;
    }

  map->places = g_new (LkJsonPlace, map->n_places);

  for (gsize i = 0; i < self->notes->len; i++)
    {
      const LkJsonNote *note = &g_array_index (self->notes, LkJsonNote, i);
      LkJsonBig *big = &bigs[note->big];

      if (big->n_children > 0)
        map->places[big->first + big->n_places++] = (LkJsonPlace) { note->child, note->at };
    }

  map->bigs = g_new (LkJsonBig, map->n_bigs);
  map->n_bigs = 0;
  for (gsize i = 0; i < self->bigs->len; i++)
    {
      if (bigs[i].n_children > 0)
        map->bigs[map->n_bigs++] = bigs[i];
    }

  if (map->n_bigs > 0)
    qsort (map->bigs, map->n_bigs, sizeof *map->bigs, compare_bigs);
}

static LkJsonMap *
map_new (gsize length)
{
  LkJsonMap *map = g_new0 (LkJsonMap, 1);

  map->length = length;
  map->marks = g_new (guint64, (length + LK_JSON_BLOCK - 1) / LK_JSON_BLOCK);
  map->n_chunks = (length + LK_JSON_CHUNK - 1) / LK_JSON_CHUNK;
  map->chunks = g_new (LkJsonChunk, map->n_chunks);

  return map;
}

/**
 * lk_json_processor_best:
 *
 * Returns: the widest instructions of this processor that the machine knows to use
 */
LkJsonProcessor
lk_json_processor_best (void)
{
#if LK_JSON_X86
  if (__builtin_cpu_supports ("avx512vbmi2"))
    return LK_JSON_PROCESSOR_AVX512;

  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("bmi"))
    return LK_JSON_PROCESSOR_AVX2;

  return LK_JSON_PROCESSOR_SSE2;
#else
  return LK_JSON_PROCESSOR_PLAIN;
#endif
}

/**
 * lk_json_machine_run:
 * @processor: what to read with; all say the same
 * @data: text that may be JSON
 * @length: its bytes
 * @max_depth: containers inside one another; below 65536 when a map is wanted
 * @cancellable: (nullable): looked at now and then
 * @map: (out) (optional) (transfer full): where to leave a map of the text
 *
 * Reads a long text in several threads, and comes back when all are done.
 *
 * Returns: whether the text is JSON, read to its end
 */
gboolean
lk_json_machine_run (LkJsonProcessor   processor,
                     const char       *data,
                     gsize             length,
                     guint             max_depth,
                     GCancellable     *cancellable,
                     LkJsonMap       **map)
{
  gsize n_chunks = length / LK_JSON_CHUNK + 1;
  gsize n_parts = MAX (n_chunks / CHUNKS_A_PART, 1);
  guint n_threads = 1;

  if (n_parts > 1)
    n_threads = MIN (g_get_num_processors (), MAX_THREADS);
  if (n_threads == 1)
    n_parts = 1;

  return lk_json_machine_run_parts (processor, data, length, max_depth, n_chunks / n_parts + 1, n_threads, cancellable,
                                    map);
}

/**
 * lk_json_machine_run_parts:
 * @processor: what to read with; all say the same
 * @data: text that may be JSON
 * @length: its bytes
 * @max_depth: containers inside one another; below 65536 when a map is wanted
 * @chunks_a_part: how much to read at a time
 * @n_threads: how many to read with, this one counted
 * @cancellable: (nullable): looked at now and then
 * @map: (out) (optional) (transfer full): where to leave a map of the text
 *
 * As lk_json_machine_run(), which chooses parts and threads itself.
 *
 * Returns: whether the text is JSON, read to its end
 */
gboolean
lk_json_machine_run_parts (LkJsonProcessor   processor,
                           const char       *data,
                           gsize             length,
                           guint             max_depth,
                           gsize             chunks_a_part,
                           guint             n_threads,
                           GCancellable     *cancellable,
                           LkJsonMap       **map)
{
  /* As after a colon, a value is due. */
  static const LkJsonTokenState begin_tokens = { .after_colon = 1 };
  static const LkJsonTextState begin_text;
  gsize n_chunks = (length + LK_JSON_CHUNK - 1) / LK_JSON_CHUNK;
  gsize n_parts = MAX ((n_chunks + chunks_a_part - 1) / chunks_a_part, 1);
  g_autofree LkJsonPart *parts = g_new (LkJsonPart, n_parts);
  Work work = { .parts = parts, .n_parts = n_parts, .processor = processor, .cancellable = cancellable };
  Join join = { .body = { (const guint8 *) data, length }, .max_depth = max_depth };
  gboolean whole;

  g_assert (map == NULL || max_depth <= G_MAXUINT16);

  join.opens = g_array_new (FALSE, FALSE, sizeof (Open));
  join.bigs = g_array_new (FALSE, FALSE, sizeof (LkJsonBig));
  join.notes = g_array_new (FALSE, FALSE, sizeof (LkJsonNote));
  if (map != NULL)
    join.map = map_new (length);

  for (gsize i = 0; i < n_parts; i++)
    lk_json_part_init (&parts[i], &join.body, i * chunks_a_part, MIN ((i + 1) * chunks_a_part, n_chunks), max_depth,
                       join.map);

  lk_json_part_begin (&parts[0], &begin_text, &begin_tokens);
  read_in_threads (&work, n_threads);
  whole = join_parts (&join, &work);

  if (whole && map != NULL)
    {
      sort_places (&join);
      *map = g_steal_pointer (&join.map);
    }

  for (gsize i = 0; i < n_parts; i++)
    lk_json_part_clear (&parts[i]);
  g_clear_pointer (&join.map, lk_json_map_free);
  g_array_unref (join.opens);
  g_array_unref (join.bigs);
  g_array_unref (join.notes);

  return whole;
}

void
lk_json_map_free (LkJsonMap *map)
{
  g_free (map->marks);
  g_free (map->chunks);
  g_free (map->bigs);
  g_free (map->places);
  g_free (map);
}
