/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: every request of the Chat API by name, with its parameters, its body, and what it does. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_CATALOGUE_ERROR (lk_catalogue_error_quark ())
GQuark lk_catalogue_error_quark (void);

typedef enum
{
  LK_CATALOGUE_ERROR_MISSING_VALUE,     /* a parameter that is needed has no value */
  LK_CATALOGUE_ERROR_INVALID_VALUE,     /* a value is not of its parameter's type */
  LK_CATALOGUE_ERROR_UNKNOWN_NAME,      /* the request has no parameter of that name */
  LK_CATALOGUE_ERROR_UNFINISHED_BODY,   /* the body is missing, or a “…” of its template is left in it */
} LkCatalogueError;

typedef enum
{
  LK_REQUEST_GROUP_ACCOUNT,
  LK_REQUEST_GROUP_AGENTS,
  LK_REQUEST_GROUP_BANS,
  LK_REQUEST_GROUP_CHATS,
  LK_REQUEST_GROUP_DEPARTMENTS,
  LK_REQUEST_GROUP_GOALS,
  LK_REQUEST_GROUP_EXPORTS,
  LK_REQUEST_GROUP_OAUTH,
  LK_REQUEST_GROUP_ROLES,
  LK_REQUEST_GROUP_ROUTING,
  LK_REQUEST_GROUP_SHORTCUTS,
  LK_REQUEST_GROUP_SKILLS,
  LK_REQUEST_GROUP_TRIGGERS,
  LK_REQUEST_GROUP_VISITORS,
  LK_REQUEST_GROUP_REALTIME,
} LkRequestGroup;

#define LK_N_REQUEST_GROUPS (LK_REQUEST_GROUP_REALTIME + 1)

typedef enum
{
  LK_REQUEST_BASE_REST,       /* below the connection's API base */
  LK_REQUEST_BASE_REALTIME,   /* on the host of the real-time API */
} LkRequestBase;

typedef enum
{
  LK_PARAMETER_PATH,    /* one segment of the path */
  LK_PARAMETER_QUERY,
} LkParameterPlace;

typedef enum
{
  LK_VALUE_INTEGER,
  LK_VALUE_STRING,
  LK_VALUE_LIST,        /* some, with commas between them */
} LkValueType;

/* How an answer leads to its next page. */
typedef enum
{
  LK_PAGING_NONE,
  LK_PAGING_NEXT_URL,   /* next_url, followed as it is */
  LK_PAGING_SINCE_ID,   /* the next page begins one past the last id */
  LK_PAGING_NEXT_PAGE,  /* next_page, with end_time and end_id to go on from */
} LkPaging;

typedef enum
{
  LK_RIGHTS_AGENT,          /* any agent's token */
  LK_RIGHTS_ADMINISTRATOR,  /* an ordinary agent's token gets 403 */
} LkRights;

typedef enum
{
  LK_AVAILABLE_ALWAYS,
  LK_AVAILABLE_STANDALONE,  /* can only be read on an account that was made in Support */
  LK_AVAILABLE_LIMITED,     /* not every account has it */
  LK_AVAILABLE_ENTERPRISE,  /* the Enterprise plan */
} LkAvailability;

typedef enum
{
  LK_RISK_READS,
  LK_RISK_CREATES,
  LK_RISK_CHANGES,
  LK_RISK_DESTROYS,         /* there is no undo */
} LkRisk;

/* How sure the facts of a row are. */
typedef enum
{
  LK_CERTAINTY_DOCUMENTED,  /* by the vendor */
  LK_CERTAINTY_SEEN,        /* in public working code or users' reports */
  LK_CERTAINTY_UNCERTAIN,
} LkCertainty;

typedef struct
{
  const char *name;
  LkParameterPlace place;
  LkValueType type;
  gboolean required;
  const char *meaning;          /* marked for translation */
  const char *initial;          /* the value while none is given; nullable */
  const char *const *values;    /* the only ones allowed; nullable */
} LkRequestParameter;

typedef struct
{
  const char *id;               /* GROUP.VERB, such as "shortcuts.create" */
  LkRequestGroup group;
  const char *title;            /* marked for translation */
  LkRequestBase base;
  const char *method;
  const char *path;             /* {x} stands for the parameter x */
  const LkRequestParameter *parameters;   /* ended by one without a name; nullable */
  const char *body;             /* a template with all members that are known; nullable */
  LkPaging paging;
  const char *records;          /* the member with a page's records; NULL: the answer itself */
  LkRights rights;
  LkAvailability availability;
  LkRisk risk;
  LkCertainty certainty;
  const char *note;             /* marked for translation; nullable */
} LkRequest;

const LkRequest *lk_catalogue_get_requests    (guint               *n_requests);
const LkRequest *lk_catalogue_find            (const char          *id);
GPtrArray       *lk_catalogue_search          (const char          *words);
const char      *lk_request_group_get_title   (LkRequestGroup       group);
char            *lk_request_describe          (const LkRequest     *request);
char            *lk_request_make_path         (const LkRequest     *request,
                                               GHashTable          *values,
                                               GError             **error);
gboolean         lk_request_check_body        (const LkRequest     *request,
                                               const char          *body,
                                               GError             **error);

G_END_DECLS
