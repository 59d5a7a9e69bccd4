/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lk-engine-pages.h"

#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* By then a page that was closed has ended all that it had begun. */
#define REST_SECONDS 5

static guint let_go_id;

/* What cannot be written is as it is in the library's file, and is read from there again if it is run again. */
static int
let_go_cb (struct dl_phdr_info *info,
           size_t               size,
           void                *data)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);

  if (strstr (info->dlpi_name, "/libwebkitgtk-") == NULL && strstr (info->dlpi_name, "/libjavascriptcoregtk-") == NULL)
    return 0;

  for (guint i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *part = &info->dlpi_phdr[i];
      gsize start = (info->dlpi_addr + part->p_vaddr + page - 1) / page * page;
      gsize end = (info->dlpi_addr + part->p_vaddr + part->p_memsz) / page * page;

      if (part->p_type == PT_LOAD && (part->p_flags & PF_W) == 0 && start < end)
        madvise ((void *) start, end - start, MADV_DONTNEED);
    }

  return 0;
}

static gboolean
rested_cb (gpointer data)
{
  let_go_id = 0;
  dl_iterate_phdr (let_go_cb, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * lk_engine_pages_let_go_later:
 *
 * To be called when a page was closed: takes the engine's code out of the program's memory a few seconds later. The
 * library itself cannot be unloaded, for its types are registered, and with its processes gone the program alone would
 * be charged for it, some 30 MB.
 */
void
lk_engine_pages_let_go_later (void)
{
  if (let_go_id == 0)
    let_go_id = g_timeout_add_seconds (REST_SECONDS, rested_cb, NULL);
}
