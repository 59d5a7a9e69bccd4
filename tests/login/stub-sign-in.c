/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for latchkey-sign-in, to end in ways that the real one must not: LK_STUB says how. */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "lk-channel.h"

static void
message_cb (LkChannel          *channel,
            const char         *name,
            const char *const  *arguments,
            const char         *how)
{
  static const char garbage[] = "\377\377\377\377 this is no message";
  g_auto(GStrv) words = g_strsplit (how, " ", -1);

  if (!g_str_equal (name, "show"))
    return;

  if (g_str_equal (words[0], "send"))
    lk_channel_send (channel, words[1], (const char *const *) words + 2);
  else if (g_str_equal (words[0], "abort"))
    abort ();
  else if (g_str_equal (words[0], "exit"))
    _exit (0);
  else if (g_str_equal (words[0], "garbage"))
    g_assert_cmpint (write (LK_CHANNEL_FD, garbage, sizeof garbage), ==, sizeof garbage);
  /* "hang": nothing more comes, and the end of the channel is not heard. */
}

static void
closed_cb (LkChannel *channel,
           GMainLoop *loop)
{
  if (!g_str_equal (g_getenv ("LK_STUB"), "hang"))
    g_main_loop_quit (loop);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(LkChannel) channel = lk_channel_open (LK_CHANNEL_FD, NULL);

  g_assert_nonnull (channel);
  g_signal_connect (channel, "message", G_CALLBACK (message_cb), (gpointer) g_getenv ("LK_STUB"));
  g_signal_connect (channel, "closed", G_CALLBACK (closed_cb), loop);
  lk_channel_start (channel);
  g_main_loop_run (loop);

  return 0;
}
