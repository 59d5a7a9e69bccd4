/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands share. */
#pragma once

#include "lk-workspace.h"

G_BEGIN_DECLS

/* The exit status, documented in the man page. */
typedef enum
{
  LK_CLI_OK = 0,
  LK_CLI_FAILED = 1,
  LK_CLI_USAGE = 2,
  LK_CLI_NO_CONNECTION = 3,   /* no connection of that name */
  LK_CLI_NO_TOKEN = 4,        /* sign in first */
  LK_CLI_REFUSED = 5,         /* the service answered with an error */
  LK_CLI_NETWORK = 6,         /* no answer came */
  LK_CLI_KEYRING = 7,
} LkCliStatus;

typedef struct
{
  LkWorkspace *workspace;     /* not owned */
  gboolean json;
} LkCli;

typedef LkCliStatus (*LkCliFunc) (LkCli *cli, int argc, char **argv);

LkCliStatus  _lk_cli_list             (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_add              (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_token            (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_sign_in          (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_sign_out         (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_get              (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_clients          (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_practice         (LkCli *cli, int argc, char **argv);
LkCliStatus  _lk_cli_set_client_type  (LkCli *cli, int argc, char **argv);

/* Reads the options of one command; `--json` is one of all. FALSE: a message was printed. */
gboolean     _lk_cli_parse            (LkCli               *cli,
                                       const char          *command,
                                       const GOptionEntry  *entries,
                                       int                 *argc,
                                       char              ***argv);
LkAccount   *_lk_cli_find_account     (LkCli        *cli,
                                       const char   *name);
void         _lk_cli_async_cb         (GObject      *source,
                                       GAsyncResult *result,
                                       gpointer      slot);
void         _lk_cli_wait             (GAsyncResult **slot);
LkCliStatus  _lk_cli_get_status       (const GError *error);
LkCliStatus  _lk_cli_fail             (const GError *error);
LkCliStatus  _lk_cli_fail_call        (LkCli        *cli,
                                       LkAccount    *account,
                                       LkFlow        flow,
                                       LkExchange   *exchange,
                                       const GError *error);
LkCliStatus  _lk_cli_fail_sign_in     (LkCli        *cli,
                                       LkAccount    *account,
                                       LkSignIn     *sign_in,
                                       const GError *error);
char        *_lk_cli_read_secret      (const char   *prompt,
                                       GError      **error);
void         _lk_cli_print_words      (const char   *text);
void         _lk_cli_print_json       (JsonNode     *node);
void         _lk_cli_print_bytes      (GBytes       *bytes);
const char  *_lk_cli_summary          (const char   *command,
                                       const char  **arguments);

G_END_DECLS
