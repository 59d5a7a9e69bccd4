/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lk-diagnosis-rule.h"
#include "lk-redact.h"

#define MAX_SHOWN_BODY 600

/* Seconds. */
#define DEFAULT_WAIT 60
#define MAX_WAIT 3600

static void
facts_clear (LkFacts *facts)
{
  g_clear_pointer (&facts->code, g_free);
  g_clear_pointer (&facts->description, g_free);
  g_clear_pointer (&facts->host, g_free);
  g_clear_pointer (&facts->path, g_free);
  g_clear_pointer (&facts->endpoints, lk_endpoints_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkFacts, facts_clear)

static void
action_free (LkDiagnosisAction *action)
{
  g_free (action->argument);
  g_free (action->label);
  g_free (action);
}

static void
read_url (LkFacts    *facts,
          const char *url)
{
  g_autoptr(GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return;

  facts->host = g_ascii_strdown (g_uri_get_host (uri), -1);
  facts->path = g_strdup (g_uri_get_path (uri));
}

static void
read_body (LkFacts    *facts,
           LkExchange *exchange)
{
  GBytes *body = lk_exchange_get_body (exchange);
  const char *data = NULL;
  gsize length = 0, i = 0;

  if (body != NULL)
    data = g_bytes_get_data (body, &length);
  while (i < length && g_ascii_isspace (data[i]))
    i++;

  facts->is_empty = i == length;
  facts->is_html = !facts->is_empty && lk_exchange_is_html (exchange);
}

static void
facts_read (LkFacts         *facts,
            const LkSymptom *symptom)
{
  facts->symptom = symptom;

  if (symptom->connection != NULL)
    facts->endpoints = lk_connection_get_endpoints (symptom->connection);

  if (symptom->exchange != NULL)
    {
      read_url (facts, lk_exchange_get_url (symptom->exchange));
      facts->status = lk_exchange_get_status (symptom->exchange);
      if (facts->status != 0 && lk_exchange_get_purpose (symptom->exchange) != LK_EXCHANGE_PURPOSE_AUTHORIZE)
        {
          read_body (facts, symptom->exchange);
          lk_oauth_error_from_body (symptom->exchange, &facts->code, &facts->description);
        }
    }
  else if (facts->endpoints != NULL)
    {
      read_url (facts, facts->endpoints->authorize);
    }

  if (symptom->oauth_error != NULL)
    {
      g_free (facts->code);
      facts->code = g_strdup (symptom->oauth_error);
      g_free (facts->description);
      facts->description = g_strdup (symptom->oauth_description);
    }
}

gboolean
_lk_facts_has_error (const LkFacts *facts,
                     GQuark         domain,
                     int            code)
{
  return g_error_matches (facts->symptom->error, domain, code);
}

gboolean
_lk_facts_has_code (const LkFacts *facts,
                    const char    *code)
{
  return facts->code != NULL && g_ascii_strcasecmp (facts->code, code) == 0;
}

/* @domain itself, or a host below it. */
gboolean
_lk_facts_is_host (const LkFacts *facts,
                   const char    *domain)
{
  gsize length = strlen (domain);
  gsize host_length = facts->host != NULL ? strlen (facts->host) : 0;

  if (host_length < length || !g_str_equal (facts->host + host_length - length, domain))
    return FALSE;

  return host_length == length || facts->host[host_length - length - 1] == '.';
}

void
_lk_diagnosis_add_action (LkDiagnosis *diagnosis,
                          LkRemedy     remedy,
                          const char  *argument,
                          const char  *label)
{
  LkDiagnosisAction *action = g_new0 (LkDiagnosisAction, 1);

  action->remedy = remedy;
  action->argument = g_strdup (argument);
  action->label = g_strdup (label);
  g_ptr_array_add (diagnosis->actions, action);
}

/* What this program itself has seen, in its own words. */
void
_lk_quote_error (const LkFacts *facts,
                 LkDiagnosis   *diagnosis)
{
  if (facts->symptom->error != NULL)
    _lk_diagnosis_append (&diagnosis->happened, facts->symptom->error->message);
}

void
_lk_diagnosis_append (char       **text,
                      const char  *more)
{
  char *joined = **text != '\0' ? g_strconcat (*text, "\n", more, NULL) : g_strdup (more);

  g_free (*text);
  *text = joined;
}

/* The address that failed, as a field of the connection. */
static const char *
get_address_field (const LkFacts *facts)
{
  LkExchange *exchange = facts->symptom->exchange;

  switch (facts->symptom->flow)
    {
    case LK_FLOW_API:
      return "api-base";

    case LK_FLOW_CONVERSATION:
      return "graphql-url";

    case LK_FLOW_REFRESH:
      return "token-url";

    case LK_FLOW_SIGN_IN:
    case LK_FLOW_STORE:
    default:
      return exchange != NULL && lk_exchange_get_purpose (exchange) == LK_EXCHANGE_PURPOSE_TOKEN ? "token-url"
                                                                                                  : "authorize-url";
    }
}

/* Nobody is sent to a field that is not there: where a service has no subdomain, its address stands in for it, and what
 * the practice account fills in by itself is not edited at all. */
void
_lk_diagnosis_add_edit (const LkFacts *facts,
                        LkDiagnosis   *diagnosis,
                        const char    *field,
                        const char    *label)
{
  LkConnection *connection = facts->symptom->connection;
  const char *given = _("The practice account fills this in by itself, so there is nothing to edit.");

  if (connection != NULL && g_str_equal (field, "subdomain") && !lk_connection_has_field (connection, field))
    {
      field = get_address_field (facts);
      label = _("_Edit Connection");
    }

  if (connection == NULL || lk_connection_has_field (connection, field))
    _lk_diagnosis_add_action (diagnosis, LK_REMEDY_EDIT_FIELD, field, label);
  else if (!g_str_has_suffix (diagnosis->remedy_text, given))
    _lk_diagnosis_append (&diagnosis->remedy_text, given);
}

/* To wait as long as the service says, and a minute if it does not. */
void
_lk_diagnosis_wait_as_told (const LkFacts *facts,
                            LkDiagnosis   *diagnosis)
{
  const char *after = lk_exchange_get_response_header (facts->symptom->exchange, "Retry-After");
  g_autofree char *argument = NULL;
  g_autofree char *line = NULL;
  guint64 seconds;

  if (after != NULL && g_ascii_string_to_unsigned (after, 10, 1, MAX_WAIT, &seconds, NULL))
    {
      line = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The service asks for %u second.",
                                           "The service asks for %u seconds.", (guint) seconds), (guint) seconds);
    }
  else
    {
      seconds = DEFAULT_WAIT;
      line = g_strdup (_("The service does not say for how long. Its limit is one for each minute."));
    }

  _lk_diagnosis_append (&diagnosis->remedy_text, line);
  argument = g_strdup_printf ("%" G_GUINT64_FORMAT, seconds);
  _lk_diagnosis_add_action (diagnosis, LK_REMEDY_WAIT, argument, _("_Wait and Try Again"));
}

static LkDiagnosis *
diagnosis_new (const char *id,
               gboolean    certain,
               const char *title,
               const char *happened,
               const char *why,
               const char *remedy_text)
{
  LkDiagnosis *diagnosis = g_new0 (LkDiagnosis, 1);

  diagnosis->id = id;
  diagnosis->certain = certain;
  diagnosis->title = g_strdup (title);
  diagnosis->happened = g_strdup (happened);
  diagnosis->why = g_strdup (why);
  diagnosis->remedy_text = g_strdup (remedy_text);
  diagnosis->actions = g_ptr_array_new_with_free_func ((GDestroyNotify) action_free);

  return diagnosis;
}

/* The service's own words belong on every card that rests on them. */
static void
quote_service (const LkFacts *facts,
               LkDiagnosis   *diagnosis)
{
  g_autoptr(GString) said = g_string_new (NULL);

  if (facts->code != NULL)
    g_string_append (said, facts->code);
  if (facts->description != NULL)
    g_string_append_printf (said, "%s%s", said->len > 0 ? ": " : "", facts->description);
  if (said->len == 0)
    return;

  {
    g_autofree char *redacted = lk_redact_text (said->str);
    /* Translators: what the service wrote */
    g_autofree char *line = g_strdup_printf (_("The service says: “%s”"), redacted);

    _lk_diagnosis_append (&diagnosis->happened, line);
  }
}

/* (transfer full): what @rule says of @facts. */
LkDiagnosis *
_lk_diagnosis_from_rule (const LkRule  *rule,
                         const LkFacts *facts)
{
  LkDiagnosis *diagnosis = diagnosis_new (rule->id, rule->certain, _(rule->title), _(rule->happened), _(rule->why),
                                          _(rule->remedy_text));

  for (gsize i = 0; i < LK_RULE_MAX_ACTIONS && rule->actions[i].remedy != LK_REMEDY_NONE; i++)
    {
      const char *argument = rule->actions[i].argument;

      if (rule->actions[i].remedy == LK_REMEDY_EDIT_FIELD)
        {
          _lk_diagnosis_add_edit (facts, diagnosis, argument, _(rule->actions[i].label));
          continue;
        }

      if (g_strcmp0 (argument, LK_RULE_DASHBOARD) == 0)
        argument = facts->endpoints != NULL ? facts->endpoints->dashboard : NULL;
      if (argument != NULL || rule->actions[i].argument == NULL)
        _lk_diagnosis_add_action (diagnosis, rule->actions[i].remedy, argument, _(rule->actions[i].label));
    }

  quote_service (facts, diagnosis);
  if (rule->refine != NULL)
    rule->refine (facts, diagnosis);
  if (diagnosis->actions->len == 0)
    _lk_diagnosis_add_action (diagnosis, LK_REMEDY_RETRY, NULL, _("_Try Again"));

  return diagnosis;
}

/* What no rule knows: all that was seen, and no guess. */
static LkDiagnosis *
unknown_new (const LkFacts *facts)
{
  LkExchange *exchange = facts->symptom->exchange;
  LkDiagnosis *diagnosis;

  diagnosis = diagnosis_new ("unknown", FALSE,
                             _("Something went wrong that Latchkey does not know"),
                             "",
                             _("No known cause fits. What was seen is all there is to go by."),
                             _("Try once more. If it stays so, look at the whole exchange and send a report of it, "
                               "which holds no secrets, to whoever runs the service."));

  if (facts->status != 0)
    {
      g_autofree char *line = g_strdup_printf (_("The service answered with HTTP status %u."), facts->status);

      _lk_diagnosis_append (&diagnosis->happened, line);
    }
  if (facts->symptom->error != NULL)
    {
      g_autofree char *line = lk_redact_text (facts->symptom->error->message);

      _lk_diagnosis_append (&diagnosis->happened, line);
    }

  if (facts->code != NULL || facts->description != NULL)
    {
      quote_service (facts, diagnosis);
    }
  else if (exchange != NULL && facts->status != 0 && !facts->is_empty)
    {
      g_autofree char *body = lk_redact_response_body (exchange, MAX_SHOWN_BODY);

      _lk_diagnosis_append (&diagnosis->happened, body);
    }
  if (*diagnosis->happened == '\0')
    _lk_diagnosis_append (&diagnosis->happened, _("Nothing more is known of it."));

  _lk_diagnosis_add_action (diagnosis, LK_REMEDY_RETRY, NULL, _("_Try Again"));
  _lk_diagnosis_add_action (diagnosis, LK_REMEDY_SHOW_PAGE, "activity", _("_Show Activity"));

  return diagnosis;
}

/* Explains a symptom by the rules of the first table in which any applies, or says that none does.
 *
 * Returns: (transfer full) (element-type LkDiagnosis): at least one */
GPtrArray *
_lk_diagnosis_apply (const LkSymptom   *symptom,
                     const LkRuleTable *tables,
                     gsize              n_tables)
{
  g_auto(LkFacts) facts = { NULL };
  GPtrArray *diagnoses = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_diagnosis_free);

  facts_read (&facts, symptom);
  for (gsize i = 0; i < n_tables && diagnoses->len == 0; i++)
    {
      for (gsize k = 0; k < tables[i].n_rules; k++)
        {
          if (tables[i].rules[k].applies (&facts))
            g_ptr_array_add (diagnoses, _lk_diagnosis_from_rule (&tables[i].rules[k], &facts));
        }
    }

  if (diagnoses->len == 0)
    g_ptr_array_add (diagnoses, unknown_new (&facts));

  for (guint i = 0; diagnoses->len > 1 && i < diagnoses->len; i++)
    ((LkDiagnosis *) g_ptr_array_index (diagnoses, i))->certain = FALSE;

  return diagnoses;
}
