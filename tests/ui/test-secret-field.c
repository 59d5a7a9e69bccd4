/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-secret-field.h"
#include "lk-test.h"

#define SECRET "zz-canary-0123456789-abcdefgh-zz"

typedef struct
{
  GtkWidget *window;
  LkSecretField *field;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->field = g_object_new (LK_TYPE_SECRET_FIELD, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->field));
  gtk_window_present (GTK_WINDOW (fixture->window));
  lk_secret_field_set_secret (fixture->field, SECRET);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->field), (gpointer *) &fixture->field);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (fixture->field);
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static const char *
shown_text (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (find_type (GTK_WIDGET (fixture->field), GTK_TYPE_LABEL)));
}

static void
press_reveal (Fixture *fixture)
{
  g_signal_emit_by_name (find_type (GTK_WIDGET (fixture->field), GTK_TYPE_TOGGLE_BUTTON), "clicked");
}

static gboolean
is_masked (gpointer data)
{
  Fixture *fixture = data;

  return !lk_secret_field_is_revealed (fixture->field);
}

static void
test_masked (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_null (strstr (shown_text (fixture), "canary"));
  g_assert_cmpuint (strlen (shown_text (fixture)), >, 0);
  g_assert_false (gtk_label_get_selectable (GTK_LABEL (find_type (GTK_WIDGET (fixture->field), GTK_TYPE_LABEL))));
}

static void
test_reveal_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  lk_secret_field_set_reveal_seconds (fixture->field, 1);
  press_reveal (fixture);
  g_assert_cmpstr (shown_text (fixture), ==, SECRET);

  lk_test_wait_until (is_masked, fixture, 30);
  g_assert_null (strstr (shown_text (fixture), "canary"));
}

static void
test_hidden_when_unmapped (Fixture       *fixture,
                           gconstpointer  data)
{
  press_reveal (fixture);
  g_assert_true (lk_secret_field_is_revealed (fixture->field));

  gtk_widget_set_visible (fixture->window, FALSE);
  g_assert_false (lk_secret_field_is_revealed (fixture->field));
  g_assert_null (strstr (shown_text (fixture), "canary"));
}

static void
test_new_secret_is_masked (Fixture       *fixture,
                           gconstpointer  data)
{
  press_reveal (fixture);
  lk_secret_field_set_secret (fixture->field, "another-" SECRET);
  g_assert_false (lk_secret_field_is_revealed (fixture->field));
  g_assert_null (strstr (shown_text (fixture), "canary"));

  lk_secret_field_set_secret (fixture->field, NULL);
  g_assert_cmpstr (shown_text (fixture), ==, "");
}

int
main (int   argc,
      char *argv[])
{
  lk_test_init (&argc, &argv);
  adw_init ();

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/secret-field/masked", test_masked);
  ADD ("/secret-field/reveal-ends", test_reveal_ends);
  ADD ("/secret-field/hidden-when-unmapped", test_hidden_when_unmapped);
  ADD ("/secret-field/new-secret-is-masked", test_new_secret_is_masked);

  return g_test_run ();
}
