# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for latchkey

_latchkey_names () {
  local line
  while IFS= read -r line; do
    # A list for people has the name in the first column of 24 characters.
    line=${line:0:24}
    printf '%s\n' "${line%"${line##*[![:space:]]}"}"
  done < <(latchkey list 2>/dev/null)
}

_latchkey () {
  local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-}
  local commands='list add token sign-in sign-out get clients set-client-type practice'
  local IFS=$'\n'

  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(IFS=' ' compgen -W "$commands --help --version" -- "$current")
    return
  fi

  case $current in
    -*)
      local options='--json --help'
      case $command in
        add)
          options+=' --kind= --subdomain= --client-id= --redirect-uri= --issuer= --scopes= --grant= --pkce= --client-auth='
          options+=' --authorize-url= --token-url= --api-base= --graphql-url= --stream-url= --ask-secret'
          ;;
        sign-in) options+=' --browser --client-credentials --scopes=' ;;
        practice) options+=' --port= --chats= --token-lifetime= --redirect-uri= --fault= --list-faults' ;;
      esac
      mapfile -t COMPREPLY < <(IFS=' ' compgen -W "$options" -- "$current")
      [ "${#COMPREPLY[@]}" -ne 1 ] || [ "${COMPREPLY[0]%=}" = "${COMPREPLY[0]}" ] || compopt -o nospace
      return
      ;;
  esac

  case $command:$COMP_CWORD in
    token:2 | sign-in:2 | sign-out:2 | get:2 | clients:2 | set-client-type:2)
      mapfile -t COMPREPLY < <(compgen -W "$(_latchkey_names)" -- "$current")
      ;;
    get:3) mapfile -t COMPREPLY < <(IFS=' ' compgen -W 'chats agents/me account oauth/clients' -- "$current") ;;
    set-client-type:4) mapfile -t COMPREPLY < <(IFS=' ' compgen -W 'public confidential' -- "$current") ;;
  esac
}

complete -F _latchkey latchkey
