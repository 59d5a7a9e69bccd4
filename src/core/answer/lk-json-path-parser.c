/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries, segments and selectors of JSONPath, by recursive descent through the grammar of RFC 9535, appendix A. */
#include "config.h"

#include "lk-json-path-parser-private.h"

#include <glib/gi18n.h>

static void
selector_free (gpointer data)
{
  LkPathSelector *self = data;

  if (self->name != NULL)
    g_string_free (self->name, TRUE);
  g_clear_pointer (&self->filter, _lk_path_expression_free);
  g_free (self);
}

static void
segment_free (gpointer data)
{
  LkPathSegment *self = data;

  g_ptr_array_unref (self->selectors);
  g_free (self);
}

void
_lk_path_query_free (LkPathQuery *self)
{
  g_ptr_array_unref (self->segments);
  g_free (self);
}

void
_lk_path_expression_free (LkPathExpression *self)
{
  g_clear_pointer (&self->left, _lk_path_expression_free);
  g_clear_pointer (&self->right, _lk_path_expression_free);
  g_clear_pointer (&self->query, _lk_path_query_free);
  g_clear_pointer (&self->regex, g_regex_unref);
  if (self->string != NULL)
    g_string_free (self->string, TRUE);
  g_free (self);
}

/* index-selector or slice-selector */
static gboolean
parse_numbers (LkPathParser         *self,
               LkPathSelector *selector)
{
  const char *after;

  selector->kind = LK_PATH_INDEX;
  selector->step = 1;
  selector->has_start = _lk_path_is_at_integer (self);
  if (selector->has_start && !_lk_path_parse_integer (self, &selector->start))
    return FALSE;

  after = self->at;
  _lk_path_skip_blanks (self);
  if (!_lk_path_accept (self, ":"))
    {
      self->at = after;
      return TRUE;
    }

  selector->kind = LK_PATH_SLICE;
  _lk_path_skip_blanks (self);
  selector->has_end = _lk_path_is_at_integer (self);
  if (selector->has_end && !_lk_path_parse_integer (self, &selector->end))
    return FALSE;

  _lk_path_skip_blanks (self);
  if (!_lk_path_accept (self, ":"))
    return TRUE;

  _lk_path_skip_blanks (self);

  return !_lk_path_is_at_integer (self) || _lk_path_parse_integer (self, &selector->step);
}

static gboolean
parse_filter (LkPathParser         *self,
              LkPathSelector *selector)
{
  if (!_lk_path_enter (self))
    return FALSE;

  selector->kind = LK_PATH_FILTER;
  _lk_path_skip_blanks (self);
  selector->filter = _lk_path_parse_expression (self);
  self->depth--;

  return selector->filter != NULL;
}

static gboolean
parse_selector (LkPathParser        *self,
                LkPathSegment *segment)
{
  LkPathSelector *selector = g_new0 (LkPathSelector, 1);

  g_ptr_array_add (segment->selectors, selector);

  if (*self->at == '"' || *self->at == '\'')
    {
      selector->kind = LK_PATH_NAME;
      selector->name = _lk_path_parse_string (self);
      return selector->name != NULL;
    }

  if (_lk_path_accept (self, "*"))
    {
      selector->kind = LK_PATH_WILDCARD;
      return TRUE;
    }

  if (_lk_path_accept (self, "?"))
    return parse_filter (self, selector);

  if (_lk_path_is_at_integer (self) || *self->at == ':')
    return parse_numbers (self, selector);

  return _lk_path_fail (self, _("a number, *, a filter or a name in quotation marks must stand in the brackets"));
}

/* bracketed-selection, after its bracket. A singular query may have no blanks in it. */
static gboolean
parse_brackets (LkPathParser        *self,
                LkPathSegment *segment,
                gboolean      *has_blanks)
{
  const char *start = self->at;

  do
    {
      _lk_path_skip_blanks (self);
      *has_blanks |= self->at > start;
      if (!parse_selector (self, segment))
        return FALSE;

      start = self->at;
      _lk_path_skip_blanks (self);
      *has_blanks |= self->at > start;
    }
  while (_lk_path_accept (self, ","));

  return _lk_path_accept (self, "]") || _lk_path_fail (self, _("a comma or a closing bracket must follow"));
}

static gboolean
parse_dotted (LkPathParser        *self,
              LkPathSegment *segment)
{
  LkPathSelector *selector = g_new0 (LkPathSelector, 1);

  g_ptr_array_add (segment->selectors, selector);
  if (_lk_path_accept (self, "*"))
    {
      selector->kind = LK_PATH_WILDCARD;
      return TRUE;
    }

  selector->kind = LK_PATH_NAME;
  selector->name = _lk_path_parse_shorthand (self);

  return selector->name != NULL;
}

static gboolean
parse_segment (LkPathParser      *self,
               LkPathQuery *query)
{
  LkPathSegment *segment = g_new0 (LkPathSegment, 1);
  LkPathSelector *first;
  gboolean has_blanks = FALSE;
  gboolean good;

  segment->selectors = g_ptr_array_new_with_free_func (selector_free);
  g_ptr_array_add (query->segments, segment);

  segment->descendant = _lk_path_accept (self, "..");
  if (_lk_path_accept (self, "["))
    good = parse_brackets (self, segment, &has_blanks);
  else
    good = (segment->descendant || _lk_path_accept (self, ".")) && parse_dotted (self, segment);
  if (!good)
    return FALSE;

  first = g_ptr_array_index (segment->selectors, 0);
  query->singular = query->singular && !segment->descendant && !has_blanks && segment->selectors->len == 1 &&
                    (first->kind == LK_PATH_NAME || first->kind == LK_PATH_INDEX);

  return TRUE;
}

/* Any query, at its "$" or "@". */
LkPathQuery *
_lk_path_parse_query (LkPathParser *self)
{
  g_autoptr(LkPathQuery) query = g_new0 (LkPathQuery, 1);
  const char *after;

  query->segments = g_ptr_array_new_with_free_func (segment_free);
  query->relative = *self->at++ == '@';
  query->singular = TRUE;

  for (;;)
    {
      after = self->at;
      _lk_path_skip_blanks (self);
      if (*self->at != '.' && *self->at != '[')
        break;
      if (!parse_segment (self, query))
        return NULL;
    }
  self->at = after;

  return g_steal_pointer (&query);
}

LkPathQuery *
_lk_path_parse (const char  *text,
                GError     **error)
{
  LkPathParser self = { .text = text, .at = text, .error = error };
  g_autoptr(LkPathQuery) query = NULL;

  if (*text != '$')
    {
      _lk_path_fail (&self, _("it must begin with $"));
      return NULL;
    }

  query = _lk_path_parse_query (&self);
  if (query == NULL)
    return NULL;

  if (*self.at != '\0')
    {
      _lk_path_fail (&self, _("a dot or an opening bracket must stand here"));
      return NULL;
    }

  return g_steal_pointer (&query);
}
