/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Usage: tour PROGRAM PICTURES CHAPTER
 *
 * Uses the installed program as a person would. Run by take-tour, in a session of its own. */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "chapters.h"

static const struct
{
  const char    *name;
  const char    *title;
  LkTourChapter  play;
} chapters[] = {
  { "implicit", "From the first run to a token and its chats, by the implicit grant", lk_chapter_implicit },
  { "code", "The same by the code grant", lk_chapter_code },
  { "refresh", "A token renewed by hand, by itself, and no more", lk_chapter_refresh },
  { "refusals", "Deny, Cancel, Esc and a page that crashes", lk_chapter_refusals },
  { "interrupted", "The program of the login page ends or hangs", lk_chapter_interrupted },
  { "browser", "Signing in with the system's browser, by the fragment", lk_chapter_browser },
  { "paste", "A port that is taken, and the address pasted instead", lk_chapter_paste },
  { "chats", "All chats, one as a talk, and what went to and fro", lk_chapter_chats },
  { "clients", "A client made confidential and read back, and a new one", lk_chapter_clients },
  { "client-credentials", "Refused while the client is public, then a token with no page",
    lk_chapter_client_credentials },
  { "conversations", "A session of the Conversations API, and the scopes it wants", lk_chapter_conversations },
  { "inspector", "Every view of an answer, from nothing to 100 MB", lk_chapter_inspector },
  { "diagnosis", "Failures provoked, explained, and mended by their cards", lk_chapter_diagnosis },
};

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  /* libatspi warns of programs that are just starting or ending. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);

  for (guint i = 0; argc == 4 && i < G_N_ELEMENTS (chapters); i++)
    if (g_str_equal (argv[3], chapters[i].name))
      {
        g_autofree char *folder = g_build_filename (argv[2], chapters[i].name, NULL);
        g_autoptr(LkTour) tour = lk_tour_new (argv[1], folder);

        printf ("%s\n", chapters[i].title);
        chapters[i].play (tour);

        return EXIT_SUCCESS;
      }

  fprintf (stderr, "usage: tour PROGRAM PICTURES CHAPTER\nChapters:");
  for (guint i = 0; i < G_N_ELEMENTS (chapters); i++)
    fprintf (stderr, " %s", chapters[i].name);
  fprintf (stderr, "\n");

  return 2;
}
