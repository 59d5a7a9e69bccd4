# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for latchkey

# The names that begin with what is typed, written so that the shell reads each as one word.
_latchkey_names () {
  local current=$1 plain=${1//\\/} name
  plain=${plain#[\"\']}
  COMPREPLY=()
  while IFS= read -r name; do
    [ "${name:0:${#plain}}" = "$plain" ] || continue
    case $current in
      [\"\']*) COMPREPLY+=("$name") ;;
      *) COMPREPLY+=("$(printf '%q' "$name")") ;;
    esac
  done < <(latchkey list --names 2>/dev/null)
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
        list) options+=' --names' ;;
        add)
          options+=' --kind= --subdomain= --client-id= --redirect-uri= --issuer= --scopes= --grant= --pkce= --client-auth='
          options+=' --authorize-url= --token-url= --api-base= --graphql-url= --stream-url= --ask-secret'
          ;;
        token) options+=' --format=' ;;
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
      _latchkey_names "$current"
      ;;
    get:3) mapfile -t COMPREPLY < <(IFS=' ' compgen -W 'chats agents/me account oauth/clients' -- "$current") ;;
    set-client-type:4) mapfile -t COMPREPLY < <(IFS=' ' compgen -W 'public confidential' -- "$current") ;;
  esac
}

complete -F _latchkey latchkey
