/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lk-practice-pages.h"

static const char style[] =
  ":root { color-scheme: light dark; --ink: #1d2129; --soft: #5b6472; --paper: #ffffff;\n"
  "  --ground: #f1f3f6; --line: #d5dae1; --accent: #0b5d66; --on-accent: #ffffff; --note: #e8f1f2; --bad: #9c1c28; }\n"
  "@media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --soft: #a9b2be; --paper: #22262c;\n"
  "  --ground: #17191d; --line: #3c434d;\n"
  "  --accent: #6fc5cf; --on-accent: #06282c; --note: #1d3336; --bad: #ff9aa2; } }\n"
  "* { box-sizing: border-box; }\n"
  "body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);\n"
  "  font: 16px/1.5 Cantarell, \"Noto Sans\", \"DejaVu Sans\", sans-serif; }\n"
  "header { padding: 16px 24px; background: var(--paper); border-bottom: 1px solid var(--line);\n"
  "  font-weight: 700; }\n"
  "header span { color: var(--soft); font-weight: 400; }\n"
  "main { max-width: 420px; margin: 32px auto; padding: 28px; background: var(--paper);\n"
  "  border: 1px solid var(--line); border-radius: 12px; }\n"
  "h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }\n"
  "p { margin: 0 0 16px; color: var(--soft); overflow-wrap: anywhere; }\n"
  "label { display: block; margin: 12px 0 4px; font-weight: 600; }\n"
  "input { width: 100%; padding: 10px 12px; font: inherit; color: inherit; background: var(--paper);\n"
  "  border: 1px solid var(--soft); border-radius: 8px; }\n"
  "button { padding: 10px 18px; font: inherit; font-weight: 600; border-radius: 8px;\n"
  "  border: 1px solid var(--soft); background: transparent; color: inherit; }\n"
  "button.go { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }\n"
  ":focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }\n"
  ".row { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 24px; }\n"
  ".note { margin: 16px 0; padding: 12px 14px; background: var(--note); border-radius: 8px;\n"
  "  color: var(--ink); }\n"
  ".note dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 4px 0 0; }\n"
  ".note dd { margin: 0; font-family: monospace; overflow-wrap: anywhere; }\n"
  ".bad { color: var(--bad); font-weight: 600; }\n"
  "ul { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 8px; }\n"
  "li { padding: 10px 14px; border-top: 1px solid var(--line); }\n"
  "li:first-child { border-top: 0; }\n"
  "li small { display: block; color: var(--soft); }\n"
  "iframe { width: 100%; height: 80px; border: 1px solid var(--line); }\n"
  "@media (max-width: 480px) { main { margin: 0; border-width: 0 0 1px; border-radius: 0; } }\n";

/* Everything around the content. `head` and `content` are HTML, `title` is plain text. */
static char *
page (const char *title,
      const char *head,
      const char *content)
{
  /* TRANSLATORS: the code of your language, such as "de": the lang attribute of the practice pages. */
  const char *language = C_("HTML language", "en");
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *account = g_markup_escape_text (_("practice account"), -1);

  return g_strdup_printf ("<!DOCTYPE html>\n"
                          "<html lang=\"%s\">\n"
                          "<head>\n"
                          "<meta charset=\"utf-8\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                          "%s"
                          "<title>%s</title>\n"
                          "<link rel=\"stylesheet\" href=\"/practice.css\">\n"
                          "</head>\n"
                          "<body>\n"
                          "<header>Fern &amp; Feather <span>%s</span></header>\n"
                          "<main>\n%s</main>\n"
                          "</body>\n"
                          "</html>\n",
                          language,
                          head,
                          escaped_title,
                          account,
                          content);
}

static char *
credentials_note (const char *user,
                  const char *password)
{
  g_autofree char *note = g_markup_escape_text (_("This is a practice account on your own computer. Sign in with:"),
                                                -1);
  g_autofree char *user_label = g_markup_escape_text (_("E-mail"), -1);
  g_autofree char *password_label = g_markup_escape_text (_("Password"), -1);

  /* Both are the server's own, plain ASCII. */
  return g_strdup_printf ("<div class=\"note\">%s<dl><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd></dl></div>\n",
                          note,
                          user_label,
                          user,
                          password_label,
                          password);
}

static const char *
scope_title (const char *scope)
{
  if (strcmp (scope, "read") == 0)
    return _("See chats and settings");
  if (strcmp (scope, "write") == 0)
    return _("Change chats and settings");
  if (strcmp (scope, "chat") == 0)
    return _("Take part in conversations");

  return scope;
}

/**
 * lk_practice_page_login:
 * @user: the account's e-mail address, shown
 * @password: its password, shown
 * @refused: whether what was typed last was wrong
 *
 * The login form. It has no action of its own: it posts to the address it was shown at, query and all.
 *
 * Returns: (transfer full): HTML
 */
char *
lk_practice_page_login (const char *user,
                        const char *password,
                        gboolean    refused)
{
  g_autofree char *note = credentials_note (user, password);
  g_autofree char *heading = g_markup_escape_text (_("Sign in"), -1);
  g_autofree char *user_label = g_markup_escape_text (_("E-mail"), -1);
  g_autofree char *password_label = g_markup_escape_text (_("Password"), -1);
  g_autofree char *button = g_markup_escape_text (_("Sign in"), -1);
  g_autofree char *wrong = g_markup_escape_text (_("The e-mail or the password is not right. Please try again."), -1);
  g_autofree char *alert = refused ? g_strdup_printf ("<p class=\"bad\" role=\"alert\">%s</p>\n", wrong)
                                   : g_strdup ("");
  g_autofree char *content = NULL;

  content = g_strdup_printf ("<h1>%s</h1>\n"
                             "%s%s"
                             "<form method=\"post\">\n"
                             "<label for=\"email\">%s</label>\n"
                             "<input id=\"email\" name=\"email\" type=\"email\" required"
                             " autofocus autocomplete=\"off\">\n"
                             "<label for=\"password\">%s</label>\n"
                             "<input id=\"password\" name=\"password\" type=\"password\" required"
                             " autocomplete=\"off\">\n"
                             "<div class=\"row\"><button class=\"go\" type=\"submit\">%s</button></div>\n"
                             "</form>\n",
                             heading,
                             alert,
                             note,
                             user_label,
                             password_label,
                             button);

  return page (_("Sign in"), "", content);
}

/**
 * lk_practice_page_consent:
 * @client_name: the API client's name
 * @company: its company
 * @user: who is signed in
 * @scopes: what is asked for
 * @form_key: the session's form key
 *
 * The page that asks to allow or deny. Allow comes first in the form, so it is what Enter presses, and has the focus.
 *
 * Returns: (transfer full): HTML
 */
char *
lk_practice_page_consent (const char        *client_name,
                          const char        *company,
                          const char        *user,
                          const char *const *scopes,
                          const char        *form_key)
{
  g_autofree char *title = g_strdup_printf (_("Allow “%s” to use this account?"), client_name);
  g_autofree char *heading = g_markup_escape_text (title, -1);
  g_autofree char *by = g_strdup_printf (_("It is by %s. You are signed in as %s."), company, user);
  g_autofree char *escaped_by = g_markup_escape_text (by, -1);
  g_autofree char *list_label = g_markup_escape_text (_("It will be able to:"), -1);
  g_autofree char *allow = g_markup_escape_text (_("Allow"), -1);
  g_autofree char *deny = g_markup_escape_text (_("Deny"), -1);
  g_autofree char *other = g_markup_escape_text (_("Use another account"), -1);
  g_autoptr(GString) list = g_string_new (NULL);
  g_autofree char *content = NULL;

  for (guint i = 0; scopes[i] != NULL; i++)
    {
      g_autofree char *name = g_markup_escape_text (scopes[i], -1);
      g_autofree char *words = g_markup_escape_text (scope_title (scopes[i]), -1);

      g_string_append_printf (list, "<li>%s<small>%s</small></li>\n", words, name);
    }

  content = g_strdup_printf ("<h1>%s</h1>\n"
                             "<p>%s</p>\n"
                             "<p id=\"can\">%s</p>\n"
                             "<ul aria-labelledby=\"can\">\n%s</ul>\n"
                             "<form method=\"post\">\n"
                             "<input type=\"hidden\" name=\"form_key\" value=\"%s\">\n"
                             "<div class=\"row\">\n"
                             "<button class=\"go\" type=\"submit\" name=\"decision\" value=\"allow\">%s"
                             "</button>\n"
                             "<button type=\"submit\" name=\"decision\" value=\"deny\">%s</button>\n"
                             "<button type=\"submit\" name=\"decision\" value=\"leave\">%s</button>\n"
                             "</div>\n"
                             "</form>\n",
                             heading,
                             escaped_by,
                             list_label,
                             list->str,
                             form_key,
                             allow,
                             deny,
                             other);

  return page (title, "", content);
}

/**
 * lk_practice_page_error:
 * @title: what is wrong, in a line
 * @explanation: more of it
 *
 * A page for what cannot be answered by a redirect.
 *
 * Returns: (transfer full): HTML
 */
char *
lk_practice_page_error (const char *title,
                        const char *explanation)
{
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped = g_markup_escape_text (explanation, -1);
  g_autofree char *content = g_strdup_printf ("<h1>%s</h1>\n<p>%s</p>\n", escaped_title, escaped);

  return page (title, "", content);
}

/**
 * lk_practice_page_blocked:
 * @passkey: whether it asks for a passkey instead of refusing the browser
 *
 * The dead end of an identity provider that will not deal with an embedded page.
 *
 * Returns: (transfer full): HTML
 */
char *
lk_practice_page_blocked (gboolean passkey)
{
  if (passkey)
    return lk_practice_page_error (_("Use your passkey"),
                                   _("Insert your security key and touch it. There is no other way to sign in here."));

  return lk_practice_page_error (_("This browser or app may not be secure"),
                                 _("Try a different browser. Error: disallowed_useragent"));
}

/**
 * lk_practice_page_home:
 * @user: the account's e-mail address
 * @password: its password
 *
 * What somebody sees who opens the server's address itself.
 *
 * Returns: (transfer full): HTML
 */
char *
lk_practice_page_home (const char *user,
                       const char *password)
{
  g_autofree char *note = credentials_note (user, password);
  g_autofree char *heading = g_markup_escape_text (_("Practice account"), -1);
  g_autofree char *words = g_markup_escape_text (_("This server plays a chat service, to try signing in without one. "
                                                   "It listens on this computer only and forgets all when it stops."),
                                                 -1);
  g_autofree char *content = g_strdup_printf ("<h1>%s</h1>\n<p>%s</p>\n%s", heading, words, note);

  return page (_("Practice account"), "", content);
}

/**
 * lk_practice_page_style:
 *
 * Returns: (transfer none): the style sheet of all pages
 */
const char *
lk_practice_page_style (void)
{
  return style;
}
