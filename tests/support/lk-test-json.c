/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-test-json.h"

static const char *const plain_pieces[] = {
  "a", "visitor", "name", " ", "é", "ß", "日本", "🙂", "\\n", "\\\"", "\\\\", "\\/", "\\t", "\\u00e9", "\\ud83d\\ude00",
  "{", "}", "[", "]", ",", ":", "0123456789012345678901234567890123456789012345678901234567890123456789", "\\\\\\\\",
};

/* What json-glib reads wrongly or not at all. */
static const char *const hostile_pieces[] = { "\\u0000", "\\ud800", "\\udc00\\ud800", "\\ufdd0" };

static const char *const plain_scalars[] = {
  "true", "false", "null", "0", "-0", "7", "-12", "1234567890", "0.5", "-1.25", "1e3", "2E-2", "6.02e+23",
};

static const char *const hostile_scalars[] = { "99999999999999999999999", "1e400", "-9223372036854775809" };

static const char *const spaces[] = {
  "", "", "", "", " ", "\n", "\t ", "\r\n", "                                      "
};

typedef struct
{
  GRand    *random;
  GString  *text;
  gboolean  hostile;
} Writer;

#define PICK(self, list) list[g_rand_int_range ((self)->random, 0, G_N_ELEMENTS (list))]

static gboolean
hostile_now (Writer *self)
{
  return self->hostile && g_rand_int_range (self->random, 0, 8) == 0;
}

static void
add_string (Writer *self)
{
  guint n_pieces = g_rand_int_range (self->random, 0, 5);

  g_string_append_c (self->text, '"');
  for (guint i = 0; i < n_pieces; i++)
    g_string_append (self->text, hostile_now (self) ? PICK (self, hostile_pieces) : PICK (self, plain_pieces));
  g_string_append_c (self->text, '"');
}

static void
add_value (Writer *self,
           guint   depth)
{
  guint kind = g_rand_int_range (self->random, 0, depth > 6 ? 4 : 8);

  g_string_append (self->text, PICK (self, spaces));

  if (kind < 2)
    {
      add_string (self);
    }
  else if (kind < 4)
    {
      g_string_append (self->text, hostile_now (self) ? PICK (self, hostile_scalars) : PICK (self, plain_scalars));
    }
  else
    {
      gboolean object = kind < 6;
      /* Now and then more than the index writes places down for. */
      guint n_children = g_rand_int_range (self->random, 0, 60) == 0 ? 300 : g_rand_int_range (self->random, 0, 5);

      g_string_append_c (self->text, object ? '{' : '[');
      for (guint i = 0; i < n_children; i++)
        {
          if (i > 0)
            g_string_append_c (self->text, ',');
          if (object)
            {
              g_string_append (self->text, PICK (self, spaces));
              if (self->hostile)
                {
                  add_string (self);
                }
              else
                {
                  /* Of doubled keys json-glib keeps the last alone. */
                  g_string_append_printf (self->text, "\"%s%u\"", PICK (self, plain_pieces), i);
                }
              g_string_append (self->text, PICK (self, spaces));
              g_string_append_c (self->text, ':');
            }
          add_value (self, n_children > 100 ? 7 : depth + 1);
        }
      g_string_append (self->text, PICK (self, spaces));
      g_string_append_c (self->text, object ? '}' : ']');
    }

  g_string_append (self->text, PICK (self, spaces));
}

/**
 * lk_test_json_random:
 * @random: where chance comes from
 * @hostile: with strings, numbers and doubled keys that json-glib reads wrongly
 *
 * Returns: (transfer full): a JSON text
 */
GString *
lk_test_json_random (GRand    *random,
                     gboolean  hostile)
{
  Writer self = { .random = random, .text = g_string_new (NULL), .hostile = hostile };

  add_value (&self, 0);

  return self.text;
}

/**
 * lk_test_json_damage:
 * @random: where chance comes from
 * @text: a text, which is changed in one place
 *
 * Drops, doubles or replaces a byte or cuts the text, which mostly makes it no JSON any more.
 */
void
lk_test_json_damage (GRand   *random,
                     GString *text)
{
  static const char bytes[] = "{}[]:,\"\\0 1tfn-.eu\n\r\t\001\177\200\277\302\340\355\360\364\377";
  char byte = bytes[g_rand_int_range (random, 0, sizeof bytes)];
  gsize at;

  if (text->len == 0)
    return;

  at = g_rand_int_range (random, 0, text->len);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      g_string_erase (text, at, 1);
      break;

    case 1:
      g_string_insert_c (text, at, text->str[at]);
      break;

    case 2:
      g_string_insert_c (text, at, byte);
      break;

    case 3:
      g_string_truncate (text, at);
      break;

    default:
      text->str[at] = byte;
    }
}
