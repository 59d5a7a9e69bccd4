/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule of the diagnosis, driven by the thing itself going wrong: a real sign-in, renewal or call against the
 * practice server, which misbehaves as asked. The last test fails when a rule has no case here. */
#include "config.h"

#include <string.h>

#include "diagnosis-scene.h"
#include "lk-diagnosis-tables.h"
#include "lk-test.h"

#define OLD_CODE (2 * G_TIME_SPAN_MINUTE)

typedef enum
{
  SIGN_IN_CODE,
  SIGN_IN_IMPLICIT,
  SIGN_IN_CLIENT_CREDENTIALS,
  SIGN_IN_RESAVED,        /* client credentials of a client that was confidential */
  SIGN_IN_AGENT,          /* the page fails with the LK_USER_AGENT_ERROR that `number` is */
  SIGN_IN_OLD_CODE,
  REFRESH,
  CALL,                   /* with a token that was not used before */
  CALL_AGAIN,             /* with one that has worked */
  CALL_NO_TOKEN,
  SWITCH_CLIENT,
  CONVERSE,
  CONVERSE_READ_ONLY,
  SEND,                   /* `argument` is an address, and "Basic" the authorization */
  SEND_BRIEFLY,           /* the same, and waits a second */
} Driver;

typedef struct
{
  const char *name;
  Driver driver;
  const char *fault;      /* not owned, nullable: what the server does wrong, once */
  const char *property;   /* not owned, nullable: of the connection, set before */
  const char *value;
  const char *argument;   /* not owned, nullable: a path or an address */
  int number;
  const char *expected;   /* the ids, the most likely first */
  LkRemedy remedy;        /* what the first button of the first one does */
} Case;

#define ERROR(code) .driver = SIGN_IN_AGENT, .number = LK_USER_AGENT_ERROR_##code

static const Case cases[] = {
  /* The login page and what it meets */
  { "page-unreachable", ERROR (UNREACHABLE), .expected = "unreachable", .remedy = LK_REMEDY_RETRY },
  { "page-dropped", SIGN_IN_CODE, "page-dropped", .expected = "unreachable", .remedy = LK_REMEDY_RETRY },
  { "page-untrusted", ERROR (TLS), .expected = "tls", .remedy = LK_REMEDY_RETRY },
  { "page-led-astray", ERROR (REFUSED_URL), .expected = "login-refused-url", .remedy = LK_REMEDY_USE_BROWSER },
  { "page-crashed", ERROR (CRASHED), .expected = "web-process-crashed", .remedy = LK_REMEDY_SIGN_IN },
  { "page-without-sandbox", ERROR (SANDBOX), .expected = "no-sandbox", .remedy = LK_REMEDY_USE_BROWSER },
  { "page-other-redirect", ERROR (OTHER_REDIRECT), .expected = "other-redirect", .remedy = LK_REMEDY_EDIT_FIELD },
  { "page-unavailable", ERROR (UNAVAILABLE), .expected = "no-user-agent", .remedy = LK_REMEDY_USE_BROWSER },
  { "page-port-busy", ERROR (PORT_BUSY), .expected = "port-busy", .remedy = LK_REMEDY_EMBEDDED_PAGE },
  { "page-left-open", ERROR (TIMED_OUT), .expected = "nothing-listens", .remedy = LK_REMEDY_USE_BROWSER },
  { "subdomain-full", SIGN_IN_CODE, NULL, "subdomain", "practice.zendesk.com",
    .expected = "subdomain-full", .remedy = LK_REMEDY_RETRY },
  { "subdomain-full-in-address", SIGN_IN_CODE, "subdomain-full", "authorize-url",
    "@ORIGIN/oauth2/chat/authorizations/new?subdomain=practice.zendesk.com",
    .expected = "subdomain-full", .remedy = LK_REMEDY_RETRY },
  { "subdomain-refused", SIGN_IN_CODE, "subdomain-full",
    .expected = "redirect-mismatch client-mismatch subdomain-full", .remedy = LK_REMEDY_EDIT_FIELD },
  { "client-unknown", SIGN_IN_CODE, "client-unknown",
    .expected = "redirect-mismatch client-mismatch subdomain-full", .remedy = LK_REMEDY_EDIT_FIELD },
  { "redirect-unregistered", SIGN_IN_IMPLICIT, "redirect-unregistered",
    .expected = "redirect-mismatch client-mismatch subdomain-full", .remedy = LK_REMEDY_EDIT_FIELD },
  { "page-blocked", SIGN_IN_CODE, "sso-blocked", .expected = "sso-blocked", .remedy = LK_REMEDY_USE_BROWSER },
  { "page-403-empty", SIGN_IN_CODE, "page-403-empty", .expected = "sso-blocked", .remedy = LK_REMEDY_USE_BROWSER },
  { "page-500", SIGN_IN_CODE, "page-500", .expected = "service-trouble", .remedy = LK_REMEDY_RETRY },
  { "page-missing", SIGN_IN_CODE, NULL, "authorize-url", "@ORIGIN/oauth2/nothing",
    .expected = "authorize-address", .remedy = LK_REMEDY_RETRY },

  /* What it answers */
  { "denied", SIGN_IN_CODE, "access-denied", .expected = "access-denied", .remedy = LK_REMEDY_EMBEDDED_PAGE },
  { "denied-elsewhere", SIGN_IN_IMPLICIT, "error-in-other-place",
    .expected = "access-denied", .remedy = LK_REMEDY_EMBEDDED_PAGE },
  { "server-error", SIGN_IN_CODE, "error-server", .expected = "service-trouble", .remedy = LK_REMEDY_RETRY },
  { "state-missing", SIGN_IN_CODE, "state-missing", .expected = "state-missing", .remedy = LK_REMEDY_SIGN_IN },
  { "state-wrong", SIGN_IN_IMPLICIT, "state-wrong", .expected = "state-mismatch", .remedy = LK_REMEDY_SIGN_IN },
  { "issuer-wrong", SIGN_IN_CODE, "issuer-wrong", "issuer", "@ORIGIN",
    .expected = "issuer-mismatch", .remedy = LK_REMEDY_SIGN_IN },
  { "misplaced", SIGN_IN_IMPLICIT, "answer-misplaced", .expected = "hash-not-query", .remedy = LK_REMEDY_EDIT_FIELD },
  { "doubled", SIGN_IN_CODE, "answer-doubled", .expected = "malformed-answer", .remedy = LK_REMEDY_SIGN_IN },
  { "empty", SIGN_IN_CODE, "answer-empty", .expected = "pasted-dirt", .remedy = LK_REMEDY_SIGN_IN },
  { "odd-type", SIGN_IN_IMPLICIT, "type-mac", .expected = "token-unusable", .remedy = LK_REMEDY_SIGN_IN },
  { "pkce-refused", SIGN_IN_CODE, "pkce-refused", "pkce", "s256",
    .expected = "request-refused", .remedy = LK_REMEDY_EDIT_FIELD },

  /* The token endpoint */
  { "still-public", SIGN_IN_CLIENT_CREDENTIALS,
    .expected = "client-still-public client-mismatch", .remedy = LK_REMEDY_SWITCH_CLIENT_TYPE },
  { "resaved", SIGN_IN_RESAVED, "client-resaved",
    .expected = "client-still-public client-mismatch", .remedy = LK_REMEDY_SWITCH_CLIENT_TYPE },
  { "client-mismatch", SIGN_IN_CODE, "client-mismatch",
    .expected = "client-mismatch", .remedy = LK_REMEDY_RETRY },
  { "support-token-address", SIGN_IN_CODE, "support-token", "token-url", "@ORIGIN/api/v2/chat/account",
    .expected = "support-endpoint", .remedy = LK_REMEDY_SIGN_IN },
  { "support-wording", SIGN_IN_CODE, "support-endpoint",
    .expected = "support-endpoint redirect-mismatch code-expired", .remedy = LK_REMEDY_SIGN_IN },
  { "code-old", SIGN_IN_OLD_CODE, "code-expired",
    .expected = "code-expired redirect-mismatch", .remedy = LK_REMEDY_SIGN_IN },
  { "code-young", SIGN_IN_CODE, "code-expired",
    .expected = "redirect-mismatch code-expired", .remedy = LK_REMEDY_EDIT_FIELD },
  { "redirect-mismatch", SIGN_IN_CODE, "redirect-mismatch",
    .expected = "redirect-mismatch code-expired", .remedy = LK_REMEDY_EDIT_FIELD },
  { "refresh-used", REFRESH, "refresh-used", .expected = "refresh-used", .remedy = LK_REMEDY_SIGN_IN },
  { "scope-refused", SIGN_IN_CODE, "scope-refused", .expected = "scope-refused", .remedy = LK_REMEDY_EDIT_FIELD },
  { "grant-refused", SIGN_IN_CODE, "grant-refused", .expected = "grant-refused", .remedy = LK_REMEDY_EDIT_FIELD },
  { "token-wrong-method", SIGN_IN_CODE, "wrong-method", "token-url", "@ORIGIN/api/v2/chat/account",
    .expected = "wrong-method", .remedy = LK_REMEDY_RETRY },
  { "token-address", SIGN_IN_CODE, NULL, "token-url", "@ORIGIN/oauth2/nothing",
    .expected = "token-address", .remedy = LK_REMEDY_RETRY },
  { "token-429", SIGN_IN_CODE, "status-429", .expected = "rate-limited", .remedy = LK_REMEDY_WAIT },
  { "token-500", SIGN_IN_CODE, "status-500-html", .expected = "service-trouble", .remedy = LK_REMEDY_RETRY },
  { "token-proxy", SIGN_IN_CODE, "proxy-html", .expected = "proxy-html", .remedy = LK_REMEDY_RETRY },
  { "token-nothing", SIGN_IN_CODE, "body-empty", .expected = "empty-answer", .remedy = LK_REMEDY_SIGN_IN },
  { "token-broken", SIGN_IN_CODE, "body-broken", .expected = "bad-json", .remedy = LK_REMEDY_SIGN_IN },
  { "token-absent", SIGN_IN_CODE, "token-absent", .expected = "token-unusable", .remedy = LK_REMEDY_SIGN_IN },
  { "token-cut", SIGN_IN_CODE, "dropped-midway", .expected = "broken-answer", .remedy = LK_REMEDY_RETRY },
  { "token-large", SIGN_IN_CODE, "body-64mib", .expected = "too-large", .remedy = LK_REMEDY_RETRY },
  { "token-redirected", SIGN_IN_CODE, "redirect-307", .expected = "redirected", .remedy = LK_REMEDY_RETRY },
  { "token-unknown", SIGN_IN_CODE, "error-unknown", .expected = "unknown", .remedy = LK_REMEDY_RETRY },

  /* REST */
  { "legacy-host", CALL, "legacy-host", "api-base", "@ORIGIN/api/v2", "chats",
    .expected = "legacy-host", .remedy = LK_REMEDY_MOVE_TO_INTEGRATED },
  { "support-path", CALL, "support-path", .argument = "chats",
    .expected = "support-path", .remedy = LK_REMEDY_RETRY },
  { "not-found", CALL, .argument = "chats/nobody", .expected = "not-found", .remedy = LK_REMEDY_GET },
  { "support-token", CALL, "support-token", .argument = "chats",
    .expected = "support-endpoint", .remedy = LK_REMEDY_SIGN_IN },
  { "token-died", CALL_AGAIN, "token-died", .argument = "chats",
    .expected = "token-died", .remedy = LK_REMEDY_SIGN_IN },
  { "token-refused", CALL, "basic-auth", .argument = "chats",
    .expected = "token-died secret-as-token", .remedy = LK_REMEDY_SIGN_IN },
  { "forbidden", CALL, "forbidden", .argument = "chats", .expected = "forbidden", .remedy = LK_REMEDY_SIGN_IN },
  { "scope-insufficient", CALL, "scope-insufficient", .argument = "chats",
    .expected = "forbidden", .remedy = LK_REMEDY_SIGN_IN },
  { "wrong-method", CALL, "wrong-method", .argument = "chats",
    .expected = "wrong-method", .remedy = LK_REMEDY_RETRY },
  { "rate-limited", CALL, "rate-limited", .argument = "chats",
    .expected = "rate-limited", .remedy = LK_REMEDY_WAIT },
  { "rate-limit-silent", CALL, "rate-limit-silent", .argument = "chats",
    .expected = "rate-limited", .remedy = LK_REMEDY_WAIT },
  { "service-trouble", CALL, "status-500", .argument = "chats",
    .expected = "service-trouble", .remedy = LK_REMEDY_RETRY },
  { "proxy-html", CALL, "proxy-html", .argument = "chats", .expected = "proxy-html", .remedy = LK_REMEDY_RETRY },
  { "bad-json", CALL, "body-broken", .argument = "chats", .expected = "bad-json", .remedy = LK_REMEDY_RETRY },
  { "empty-chats", CALL, "empty-chats", .argument = "chats", .expected = "empty-chats", .remedy = LK_REMEDY_GET },
  { "nothing-found", CALL, .argument = "chats/search?q=nothing-of-the-kind", .expected = "nothing-found",
    .remedy = LK_REMEDY_RETRY },
  { "no-such-ids", CALL, .argument = "chats?ids=1.none,2.none", .expected = "nothing-found",
    .remedy = LK_REMEDY_RETRY },
  { "foreign-page", CALL, .argument = "https://elsewhere.invalid/api/v2/chat/chats",
    .expected = "foreign-page", .remedy = LK_REMEDY_RETRY },
  { "not-applied", SWITCH_CLIENT, "switch-not-kept", .expected = "not-applied", .remedy = LK_REMEDY_RETRY },
  { "no-token", CALL_NO_TOKEN, .argument = "chats", .expected = "no-token", .remedy = LK_REMEDY_SIGN_IN },
  { "basic", SEND, .argument = "@ORIGIN/api/v2/chat/chats", .expected = "basic-auth", .remedy = LK_REMEDY_SIGN_IN },
  { "refused-url", SEND, .argument = "http://service.invalid/api/v2/chat/chats",
    .expected = "refused-url", .remedy = LK_REMEDY_RETRY },
  { "silence", SEND_BRIEFLY, "silence", .argument = "@ORIGIN/api/v2/chat/chats",
    .expected = "timed-out", .remedy = LK_REMEDY_RETRY },
  { "teapot", CALL, "status-teapot", .argument = "chats", .expected = "unknown", .remedy = LK_REMEDY_RETRY },

  /* Conversations */
  { "scope-missing", CONVERSE, "scope-missing", .expected = "scope-missing", .remedy = LK_REMEDY_SIGN_IN },
  { "scope-lacking", CONVERSE_READ_ONLY, .expected = "scope-missing", .remedy = LK_REMEDY_SIGN_IN },
  { "session-unauthorized", CONVERSE, "session-unauthorized",
    .expected = "token-died session-unauthorized", .remedy = LK_REMEDY_GET },
  { "session-html", CONVERSE, "session-html",
    .expected = "token-died session-unauthorized", .remedy = LK_REMEDY_GET },
  { "stream-refused", CONVERSE, "stream-refused", .expected = "stream-lost", .remedy = LK_REMEDY_RETRY },
  { "session-429", CONVERSE, "status-429", .expected = "rate-limited", .remedy = LK_REMEDY_WAIT },
};

static GPtrArray *seen_rules;     /* owned: of LkRule, which are not */
static guint n_run;

static gboolean
is_rule_of (const LkRule      *rule,
            const LkDiagnosis *diagnosis)
{
  /* What a case alone knows is put behind the rule's words. */
  return g_str_equal (rule->id, diagnosis->id)
         && g_str_equal (rule->title, diagnosis->title)
         && g_str_has_prefix (diagnosis->why, rule->why);
}

static gboolean
find_rule (LkRuleTable        table,
           const LkDiagnosis *diagnosis)
{
  for (gsize i = 0; i < table.n_rules; i++)
    {
      if (!is_rule_of (&table.rules[i], diagnosis))
        continue;

      g_ptr_array_add (seen_rules, (gpointer) &table.rules[i]);
      return TRUE;
    }

  return FALSE;
}

static void
note_rule (const LkDiagnosis *diagnosis,
           LkFlow             flow)
{
  gboolean is_oauth = flow == LK_FLOW_SIGN_IN || flow == LK_FLOW_REFRESH;
  gboolean found = find_rule (_lk_diagnosis_app_rules (), diagnosis)
                   || find_rule (is_oauth ? _lk_diagnosis_oauth_rules () : _lk_diagnosis_api_rules (), diagnosis);

  g_assert_true (found || g_str_equal (diagnosis->id, "unknown"));
}

static char *
join_ids (GPtrArray *diagnoses)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < diagnoses->len; i++)
    {
      const LkDiagnosis *diagnosis = g_ptr_array_index (diagnoses, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", diagnosis->id);
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_says_something (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 3);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* Every card says what, why and what to do, has a button, and claims to be sure only when it stands alone. */
static void
check_diagnoses (GPtrArray  *diagnoses,
                 LkFlow      flow,
                 const char *expected)
{
  g_autofree char *ids = NULL;

  g_assert_nonnull (diagnoses);
  ids = join_ids (diagnoses);
  g_assert_cmpstr (ids, ==, expected);

  for (guint i = 0; i < diagnoses->len; i++)
    {
      const LkDiagnosis *diagnosis = g_ptr_array_index (diagnoses, i);

      assert_says_something (diagnosis->title);
      assert_says_something (diagnosis->happened);
      assert_says_something (diagnosis->why);
      assert_says_something (diagnosis->remedy_text);
      g_assert_cmpuint (diagnosis->actions->len, >, 0);
      g_assert_true (diagnoses->len == 1 || !diagnosis->certain);

      for (guint j = 0; j < diagnosis->actions->len; j++)
        {
          const LkDiagnosisAction *action = g_ptr_array_index (diagnosis->actions, j);

          g_assert_cmpint (action->remedy, !=, LK_REMEDY_NONE);
          assert_says_something (action->label);
          g_assert_nonnull (strchr (action->label, '_'));
        }

      note_rule (diagnosis, flow);
    }
}

static LkRemedy
get_first_remedy (GPtrArray *diagnoses)
{
  const LkDiagnosis *first = g_ptr_array_index (diagnoses, 0);
  const LkDiagnosisAction *action = g_ptr_array_index (first->actions, 0);

  return action->remedy;
}

static GPtrArray *
drive_sign_in (Scene      *scene,
               const Case *c)
{
  switch (c->driver)
    {
    case SIGN_IN_IMPLICIT:
      return scene_sign_in (scene, LK_GRANT_IMPLICIT);

    case SIGN_IN_CLIENT_CREDENTIALS:
    case SIGN_IN_RESAVED:
      return scene_sign_in (scene, LK_GRANT_CLIENT_CREDENTIALS);

    case SIGN_IN_AGENT:
      scene->agent_error = c->number;
      return scene_sign_in (scene, LK_GRANT_CODE);

    case SIGN_IN_OLD_CODE:
      scene->code_age = OLD_CODE;
      return scene_sign_in (scene, LK_GRANT_CODE);

    case SIGN_IN_CODE:
    default:
      return scene_sign_in (scene, LK_GRANT_CODE);
    }
}

static GPtrArray *
drive (Scene      *scene,
       const Case *c)
{
  switch (c->driver)
    {
    case REFRESH:
      return scene_refresh (scene);

    case CALL:
    case CALL_AGAIN:
    case CALL_NO_TOKEN:
      return scene_call (scene, c->argument);

    case SWITCH_CLIENT:
      return scene_switch_client (scene);

    case CONVERSE:
    case CONVERSE_READ_ONLY:
      return scene_converse (scene);

    case SEND:
      return scene_send (scene, c->argument, "Basic YW5uOnB3", 0);

    case SEND_BRIEFLY:
      return scene_send (scene, c->argument, NULL, 1);

    default:
      return drive_sign_in (scene, c);
    }
}

static void
forget_token (Scene *scene)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lk_token_source_forget_async (lk_account_get_source (scene->account), NULL, lk_test_async_cb, &result);
  lk_test_wait (&result);
  lk_token_source_forget_finish (lk_account_get_source (scene->account), result, &error);
  g_assert_no_error (error);
}

/* What has to be well before it goes wrong. */
static void
prepare (Scene      *scene,
         const Case *c)
{
  g_autoptr(GPtrArray) first = NULL;

  scene_keep_secret (scene);

  switch (c->driver)
    {
    case SIGN_IN_RESAVED:
      scene_get_token (scene, LK_GRANT_CODE, "read write");
      scene_confidential (scene);
      forget_token (scene);
      break;

    case REFRESH:
    case SWITCH_CLIENT:
      scene_get_token (scene, LK_GRANT_CODE, "read write");
      break;

    /* Not by code, for a token that comes with a refresh token gets over one refusal by itself. */
    case CALL:
    case CONVERSE_READ_ONLY:
      scene_get_token (scene, LK_GRANT_IMPLICIT, "read");
      break;

    case CALL_AGAIN:
      scene_get_token (scene, LK_GRANT_IMPLICIT, "read");
      first = scene_call (scene, "account");
      g_assert_cmpuint (first->len, ==, 1);
      break;

    case CONVERSE:
      scene_get_token (scene, LK_GRANT_IMPLICIT, "read write chat");
      break;

    default:
      break;
    }

  if (c->property != NULL)
    {
      g_autofree char *value = scene_expand (scene, c->value);

      if (g_str_equal (c->property, "pkce"))
        g_object_set (scene_connection (scene), "pkce", LK_PKCE_S256, NULL);
      else
        g_object_set (scene_connection (scene), c->property, value, NULL);
    }

  if (c->fault != NULL)
    scene_arm (scene, c->fault);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) diagnoses = NULL;

  prepare (scene, c);
  diagnoses = drive (scene, c);
  check_diagnoses (diagnoses, scene->flow, c->expected);
  g_assert_cmpint (get_first_remedy (diagnoses), ==, c->remedy);
  n_run++;
}

/* What has no server in it: the keyring, and tokens that came to their end. */
static void
test_own_errors (void)
{
  const struct
  {
    GQuark domain;
    int code;
    const char *expected;
    LkRemedy remedy;
  } errors[] = {
    { LK_VAULT_ERROR, LK_VAULT_ERROR_UNAVAILABLE, "keyring-absent", LK_REMEDY_RETRY },
    { LK_VAULT_ERROR, LK_VAULT_ERROR_LOCKED, "keyring-locked", LK_REMEDY_RETRY },
    { LK_VAULT_ERROR, LK_VAULT_ERROR_FAILED, "keyring-failed", LK_REMEDY_RETRY },
    { LK_TOKEN_SOURCE_ERROR, LK_TOKEN_SOURCE_ERROR_NO_SECRET, "no-secret secret-lost", LK_REMEDY_EDIT_FIELD },
  };
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_INTEGRATED);

  g_object_set (scene_connection (scene), "subdomain", "acme", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (errors[i].domain, errors[i].code, "What the keyring said");
      g_autoptr(GPtrArray) diagnoses = lk_account_diagnose (scene->account, LK_FLOW_STORE, NULL, error);

      check_diagnoses (diagnoses, LK_FLOW_STORE, errors[i].expected);
      g_assert_cmpint (get_first_remedy (diagnoses), ==, errors[i].remedy);
    }
  n_run++;
}

static void
test_token_ends (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) expired = NULL;
  g_autoptr(GPtrArray) not_renewed = NULL;
  g_autoptr(GPtrArray) moved = NULL;

  scene_arm (scene, "expires-zero");
  scene_get_token (scene, LK_GRANT_IMPLICIT, "read");
  expired = scene_call (scene, "chats");
  check_diagnoses (expired, scene->flow, "token-expired");

  scene_get_token (scene, LK_GRANT_IMPLICIT, "read");
  not_renewed = scene_refresh (scene);
  check_diagnoses (not_renewed, scene->flow, "no-refresh-token");

  g_object_set (scene_connection (scene), "client-id", "another", NULL);
  moved = scene_call (scene, "chats");
  check_diagnoses (moved, scene->flow, "token-moved");
  n_run++;
}

static void
test_no_secret (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) diagnoses = scene_sign_in (scene, LK_GRANT_CLIENT_CREDENTIALS);
  const LkDiagnosis *lost;

  check_diagnoses (diagnoses, scene->flow, "no-secret secret-lost");
  /* The practice account has no dashboard, so the button for it is not there. */
  lost = g_ptr_array_index (diagnoses, 1);
  g_assert_cmpuint (lost->actions->len, ==, 1);
  n_run++;
}

static void
test_no_client_id (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_INTEGRATED);
  g_autoptr(GPtrArray) diagnoses = NULL;
  const LkDiagnosis *where;
  const LkDiagnosisAction *action;

  g_object_set (scene_connection (scene), "subdomain", "acme", NULL);
  diagnoses = scene_sign_in (scene, LK_GRANT_CODE);
  check_diagnoses (diagnoses, scene->flow, "connection-invalid no-such-page");

  action = g_ptr_array_index (((LkDiagnosis *) g_ptr_array_index (diagnoses, 0))->actions, 0);
  g_assert_cmpint (action->remedy, ==, LK_REMEDY_EDIT_FIELD);
  g_assert_cmpstr (action->argument, ==, "client-id");

  where = g_ptr_array_index (diagnoses, 1);
  action = g_ptr_array_index (where->actions, 0);
  g_assert_cmpint (action->remedy, ==, LK_REMEDY_OPEN_DASHBOARD);
  g_assert_cmpstr (action->argument, ==, "https://acme.zendesk.com/chat/agent#account/api");
  n_run++;
}

/* What fails is edited where this kind of service has it, and not at all where it is not for a person to set. */
static void
test_fields (void)
{
  static const struct
  {
    LkConnectionKind kind;
    LkFlow flow;
    const char *field;      /* not owned, nullable */
  } rows[] = {
    { LK_CONNECTION_KIND_INTEGRATED, LK_FLOW_SIGN_IN, "subdomain" },
    { LK_CONNECTION_KIND_LEGACY, LK_FLOW_API, "subdomain" },
    { LK_CONNECTION_KIND_CUSTOM, LK_FLOW_SIGN_IN, "authorize-url" },
    { LK_CONNECTION_KIND_CUSTOM, LK_FLOW_REFRESH, "token-url" },
    { LK_CONNECTION_KIND_CUSTOM, LK_FLOW_API, "api-base" },
    { LK_CONNECTION_KIND_CUSTOM, LK_FLOW_CONVERSATION, "graphql-url" },
    { LK_CONNECTION_KIND_PRACTICE, LK_FLOW_API, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LkConnection) connection = lk_connection_new (rows[i].kind);
      g_autoptr(GError) error = g_error_new_literal (LK_HTTP_ERROR, LK_HTTP_ERROR_UNREACHABLE, "Nobody is there");
      const LkSymptom symptom = { .flow = rows[i].flow, .connection = connection, .error = error, .code_age = -1 };
      g_autoptr(GPtrArray) diagnoses = lk_diagnose (&symptom);
      const LkDiagnosis *diagnosis = g_ptr_array_index (diagnoses, 0);
      const LkDiagnosisAction *action;

      check_diagnoses (diagnoses, rows[i].flow, "unreachable");
      g_assert_cmpuint (diagnosis->actions->len, ==, rows[i].field != NULL ? 2 : 1);
      g_assert_true ((strstr (diagnosis->remedy_text, "nothing to edit") != NULL) == (rows[i].field == NULL));
      if (rows[i].field == NULL)
        continue;

      action = g_ptr_array_index (diagnosis->actions, 1);
      g_assert_cmpint (action->remedy, ==, LK_REMEDY_EDIT_FIELD);
      g_assert_cmpstr (action->argument, ==, rows[i].field);
    }

  n_run++;
}

/* The addresses of the real service, which no practice server has: by host alone. */
static void
test_real_hosts (void)
{
  const struct
  {
    LkExchangePurpose purpose;
    LkFlow flow;
    const char *url;
    guint status;
    const char *body;
    const char *expected;
  } answers[] = {
    { LK_EXCHANGE_PURPOSE_API, LK_FLOW_API, "https://www.zopim.com/api/v2/chats", 401, "{}", "legacy-host" },
    { LK_EXCHANGE_PURPOSE_API, LK_FLOW_API, "https://www.zopim.com/api/v2/chats", 301, "", "legacy-host" },
    { LK_EXCHANGE_PURPOSE_API, LK_FLOW_API, "https://acme.zendesk.com/api/v2/chats", 404, "<html>", "support-path" },
    { LK_EXCHANGE_PURPOSE_API, LK_FLOW_API, "https://acme.zendesk.com/api/v2/chat/chats", 404,
      "{\"error\":\"InvalidEndpoint\",\"description\":\"Not found\"}", "support-path" },
    { LK_EXCHANGE_PURPOSE_API, LK_FLOW_API, "https://acme.zendesk.com/api/v2/chat/chats/1", 404, "{}", "not-found" },
    { LK_EXCHANGE_PURPOSE_API, LK_FLOW_API, "https://notzopim.com/api/v2/chats", 404, "{}", "not-found" },
    { LK_EXCHANGE_PURPOSE_TOKEN, LK_FLOW_SIGN_IN, "https://acme.zendesk.com/oauth/tokens", 400,
      "{\"error\":\"invalid_grant\"}", "support-endpoint" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(LkConnection) connection = lk_connection_new (LK_CONNECTION_KIND_INTEGRATED);
      g_autoptr(LkExchange) exchange = lk_exchange_new (answers[i].purpose, "GET", answers[i].url);
      g_autoptr(GBytes) body = g_bytes_new_static (answers[i].body, strlen (answers[i].body));
      g_autoptr(GPtrArray) diagnoses = NULL;

      lk_exchange_set_response (exchange, answers[i].status, NULL);
      lk_exchange_set_body (exchange, body, g_bytes_get_size (body));
      lk_exchange_finish (exchange, NULL);
      diagnoses = lk_diagnose (&(LkSymptom) { .flow = answers[i].flow, .connection = connection,
                                              .exchange = exchange, .code_age = -1 });
      check_diagnoses (diagnoses, answers[i].flow, answers[i].expected);
    }
  n_run++;
}

/* A redirect URL that has been changed since it was sent: both, and the character at which they part. */
static void
test_redirect_uris (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) same = NULL;
  g_autoptr(GPtrArray) changed = NULL;
  G_GNUC_UNUSED g_autoptr(LkExchange) exchange = NULL;
  const LkDiagnosis *diagnosis;

  scene_keep_secret (scene);
  scene_arm (scene, "redirect-mismatch");
  same = scene_sign_in (scene, LK_GRANT_CODE);
  diagnosis = g_ptr_array_index (same, 0);
  g_assert_cmpstr (diagnosis->id, ==, "redirect-mismatch");
  g_assert_nonnull (strstr (diagnosis->happened, "http://localhost:8080 (21 characters)"));

  g_object_set (scene_connection (scene), "redirect-uri", "http://localhost:8088/", NULL);
  changed = lk_diagnose (&(LkSymptom) { .flow = LK_FLOW_SIGN_IN, .connection = scene_connection (scene),
                                        .exchange = scene->exchange, .grant = LK_GRANT_CODE, .code_age = 0 });
  diagnosis = g_ptr_array_index (changed, 0);
  g_assert_cmpstr (diagnosis->id, ==, "redirect-mismatch");
  g_assert_nonnull (strstr (diagnosis->happened, "http://localhost:8080\n"));
  g_assert_nonnull (strstr (diagnosis->happened, "http://localhost:8088/\n"));
  g_assert_nonnull (strstr (diagnosis->happened, "at character 21"));
  n_run++;
}

/* It is not known what it means; the card says so, says what is known, and offers checks. */
static void
test_session_hypotheses (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) diagnoses = NULL;
  const LkDiagnosis *diagnosis;
  const char *const checks[] = { "agents/me", "account" };

  scene_get_token (scene, LK_GRANT_IMPLICIT, "read write chat");
  g_ptr_array_unref (scene_call (scene, "account"));
  scene_arm (scene, "session-unauthorized");
  diagnoses = scene_converse (scene);

  /* REST takes the token, so that it be invalid is no candidate any more. */
  check_diagnoses (diagnoses, scene->flow, "session-unauthorized");
  diagnosis = g_ptr_array_index (diagnoses, 0);
  g_assert_false (diagnosis->certain);
  g_assert_nonnull (strstr (diagnosis->happened, "does work for the REST API"));
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      const LkDiagnosisAction *action = g_ptr_array_index (diagnosis->actions, i);

      g_assert_cmpint (action->remedy, ==, LK_REMEDY_GET);
      g_assert_cmpstr (action->argument, ==, checks[i]);
    }
  n_run++;
}

/* A stream that did not open or broke off: there is no answer, only what was heard of it. */
static void
test_stream_lost (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GError) error = g_error_new_literal (LK_CONVERSATION_ERROR, LK_CONVERSATION_ERROR_LOST,
                                                      "The stream broke off");
  g_autoptr(GPtrArray) diagnoses = NULL;
  const LkDiagnosis *diagnosis;

  diagnoses = lk_diagnose (&(LkSymptom) { .flow = LK_FLOW_CONVERSATION, .connection = scene_connection (scene),
                                          .error = error });
  check_diagnoses (diagnoses, LK_FLOW_CONVERSATION, "stream-lost");
  diagnosis = g_ptr_array_index (diagnoses, 0);
  g_assert_nonnull (strstr (diagnosis->happened, "The stream broke off"));
  n_run++;
}

/* The honest card: the status, the service's own words and no guess. */
static void
test_unknown (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) teapot = NULL;
  g_autoptr(GPtrArray) tea = NULL;
  const LkDiagnosis *diagnosis;

  scene_keep_secret (scene);
  scene_arm (scene, "error-unknown");
  tea = scene_sign_in (scene, LK_GRANT_CODE);
  diagnosis = g_ptr_array_index (tea, 0);
  g_assert_cmpstr (diagnosis->id, ==, "unknown");
  g_assert_nonnull (strstr (diagnosis->happened, "400"));
  g_assert_nonnull (strstr (diagnosis->happened, "out_of_tea: <b>No</b> tea %s%n left"));

  scene_get_token (scene, LK_GRANT_IMPLICIT, "read");
  scene_arm (scene, "status-teapot");
  teapot = scene_call (scene, "chats");
  diagnosis = g_ptr_array_index (teapot, 0);
  g_assert_cmpstr (diagnosis->id, ==, "unknown");
  g_assert_false (diagnosis->certain);
  g_assert_nonnull (strstr (diagnosis->happened, "418"));
  g_assert_nonnull (strstr (diagnosis->happened, "I'm a teapot"));
  n_run++;
}

static void
test_wait (void)
{
  const struct
  {
    const char *fault;
    const char *seconds;
    const char *said;
  } waits[] = {
    { "rate-limited", "3", "asks for 3 seconds" },
    { "rate-limit-silent", "60", "does not say for how long" },
  };
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);

  scene_get_token (scene, LK_GRANT_IMPLICIT, "read");
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr(GPtrArray) diagnoses = NULL;
      const LkDiagnosis *diagnosis;
      const LkDiagnosisAction *action;

      scene_arm (scene, waits[i].fault);
      diagnoses = scene_call (scene, "chats");
      diagnosis = g_ptr_array_index (diagnoses, 0);
      g_assert_nonnull (strstr (diagnosis->remedy_text, waits[i].said));
      action = g_ptr_array_index (diagnosis->actions, 0);
      g_assert_cmpstr (action->argument, ==, waits[i].seconds);
    }
  n_run++;
}

static void
test_resaved_is_named (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;

  scene_keep_secret (scene);
  before = scene_sign_in (scene, LK_GRANT_CLIENT_CREDENTIALS);
  g_assert_null (strstr (((LkDiagnosis *) g_ptr_array_index (before, 0))->why, "saved again"));

  g_object_set (scene_connection (scene), "last-client-type", LK_CLIENT_TYPE_CONFIDENTIAL, NULL);
  after = scene_sign_in (scene, LK_GRANT_CLIENT_CREDENTIALS);
  g_assert_nonnull (strstr (((LkDiagnosis *) g_ptr_array_index (after, 0))->why, "saved again"));
  n_run++;
}

/* The person who ended it knows: no card. Unless there was nothing else to do on the page. */
static void
test_quiet (void)
{
  g_autoptr(Scene) scene = scene_new (LK_CONNECTION_KIND_PRACTICE);

  scene->agent_error = LK_USER_AGENT_ERROR_CANCELLED;
  g_assert_null (scene_sign_in (scene, LK_GRANT_CODE));
  scene->agent_error = LK_USER_AGENT_ERROR_USE_BROWSER;
  g_assert_null (scene_sign_in (scene, LK_GRANT_CODE));
  n_run++;
}

/* Each fault has a case that ends in the diagnosis which its row names. */
static void
test_every_fault_explained (void)
{
  guint n_faults;
  const LkPracticeFault *faults = lk_practice_faults (&n_faults);

  for (guint i = 0; i < n_faults; i++)
    {
      gboolean found = faults[i].diagnosis == NULL;

      /* A page that only asks for a passkey is a good answer; the login window offers the browser beside it. */
      if (g_str_equal (faults[i].name, "passkey-page") || g_str_equal (faults[i].name, "rate-limit-200"))
        continue;

      for (guint j = 0; j < G_N_ELEMENTS (cases) && !found; j++)
        {
          g_auto(GStrv) expected = g_strsplit (cases[j].expected, " ", -1);

          found = g_strcmp0 (cases[j].fault, faults[i].name) == 0
                  && g_strv_contains ((const char *const *) expected, faults[i].diagnosis);
        }
      if (!found)
        g_error ("no case shows that the fault %s is explained as %s", faults[i].name, faults[i].diagnosis);
    }
  n_run++;
}

static void
check_covered (LkRuleTable table)
{
  for (gsize i = 0; i < table.n_rules; i++)
    {
      if (!g_ptr_array_find (seen_rules, &table.rules[i], NULL))
        g_error ("no test leads to the rule %s, “%s”", table.rules[i].id, table.rules[i].title);
    }
}

static gboolean
has_rule (LkRuleTable  table,
          const char  *id)
{
  for (gsize i = 0; i < table.n_rules; i++)
    {
      if (g_str_equal (table.rules[i].id, id))
        return TRUE;
    }

  return FALSE;
}

/* The table of zendesk-chat.md section 7, row by row. */
static void
test_every_row_has_a_rule (void)
{
  static const char *const rows[] = {
    "subdomain-full", "client-still-public", "client-mismatch", "code-expired", "redirect-mismatch", "refresh-used",
    "support-endpoint", "access-denied", "hash-not-query", "nothing-listens", "scope-missing", "session-unauthorized",
    "basic-auth", "secret-as-token", "legacy-host", "support-path", "wrong-method", "rate-limited", "empty-chats",
    "token-died", "secret-lost", "no-such-page", "sso-blocked", "pasted-dirt", "proxy-html",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!has_rule (_lk_diagnosis_app_rules (), rows[i]) && !has_rule (_lk_diagnosis_oauth_rules (), rows[i])
          && !has_rule (_lk_diagnosis_api_rules (), rows[i]))
        g_error ("the row %s has no rule", rows[i]);
    }
  n_run++;
}

static void
test_every_rule_has_a_test (gconstpointer n_tests)
{
  if (n_run < GPOINTER_TO_UINT (n_tests))
    {
      g_test_skip ("only some of the tests were run");
      return;
    }

  check_covered (_lk_diagnosis_app_rules ());
  check_covered (_lk_diagnosis_oauth_rules ());
  check_covered (_lk_diagnosis_api_rules ());
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *path;
    GTestFunc func;
  } others[] = {
    { "/diagnosis/own-errors", test_own_errors },
    { "/diagnosis/token-ends", test_token_ends },
    { "/diagnosis/no-secret", test_no_secret },
    { "/diagnosis/no-client-id", test_no_client_id },
    { "/diagnosis/fields", test_fields },
    { "/diagnosis/real-hosts", test_real_hosts },
    { "/diagnosis/redirect-uris", test_redirect_uris },
    { "/diagnosis/session-hypotheses", test_session_hypotheses },
    { "/diagnosis/stream-lost", test_stream_lost },
    { "/diagnosis/unknown", test_unknown },
    { "/diagnosis/wait", test_wait },
    { "/diagnosis/resaved-is-named", test_resaved_is_named },
    { "/diagnosis/quiet", test_quiet },
    { "/diagnosis/every-fault-explained", test_every_fault_explained },
    { "/diagnosis/every-row-has-a-rule", test_every_row_has_a_rule },
  };
  int result;

  lk_test_init (&argc, &argv);
  seen_rules = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/diagnosis/rule/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_test_add_func (others[i].path, others[i].func);
  g_test_add_data_func ("/last/every-rule-has-a-test",
                        GUINT_TO_POINTER (G_N_ELEMENTS (cases) + G_N_ELEMENTS (others)), test_every_rule_has_a_test);

  result = g_test_run ();
  g_ptr_array_unref (seen_rules);

  return result;
}
