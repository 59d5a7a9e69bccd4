# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for latchkey

function __latchkey_names
    latchkey list --names 2>/dev/null
end

set -l named token sign-in sign-out get clients set-client-type

complete -c latchkey -f
complete -c latchkey -n __fish_use_subcommand -a list -d 'List the connections'
complete -c latchkey -n __fish_use_subcommand -a add -d 'Add a connection'
complete -c latchkey -n __fish_use_subcommand -a token -d 'Print the access token'
complete -c latchkey -n __fish_use_subcommand -a sign-in -d 'Get a new token'
complete -c latchkey -n __fish_use_subcommand -a sign-out -d 'Revoke and forget the token'
complete -c latchkey -n __fish_use_subcommand -a get -d 'Get a path of the API'
complete -c latchkey -n __fish_use_subcommand -a clients -d 'List the OAuth clients'
complete -c latchkey -n __fish_use_subcommand -a set-client-type -d 'Change the type of an OAuth client'
complete -c latchkey -n __fish_use_subcommand -a practice -d 'Run the practice account alone'
complete -c latchkey -n "__fish_seen_subcommand_from $named" -a '(__latchkey_names)'
complete -c latchkey -l json -d 'Print the result as JSON'
complete -c latchkey -l help -d 'Print the options'
complete -c latchkey -n '__fish_seen_subcommand_from list' -l names -d 'Print the names alone'
complete -c latchkey -n '__fish_seen_subcommand_from add' -l kind -x -a 'integrated legacy custom'
complete -c latchkey -n '__fish_seen_subcommand_from add' -l grant -x -a 'code implicit client-credentials'
complete -c latchkey -n '__fish_seen_subcommand_from add' -l pkce -x -a 'off S256'
complete -c latchkey -n '__fish_seen_subcommand_from add' -l client-auth -x -a 'post basic'
for option in subdomain client-id redirect-uri scopes issuer authorize-url token-url api-base graphql-url stream-url
    complete -c latchkey -n '__fish_seen_subcommand_from add' -l $option -x
end
complete -c latchkey -n '__fish_seen_subcommand_from add' -l ask-secret -d 'Take the client secret from standard input'
complete -c latchkey -n '__fish_seen_subcommand_from token' -l format -x -a 'token header json'
complete -c latchkey -n '__fish_seen_subcommand_from sign-in' -l client-credentials
complete -c latchkey -n '__fish_seen_subcommand_from sign-in' -l scopes -x
complete -c latchkey -n '__fish_seen_subcommand_from sign-in' -l browser -d 'Use the system browser'
for option in port chats token-lifetime redirect-uri
    complete -c latchkey -n '__fish_seen_subcommand_from practice' -l $option -x
end
complete -c latchkey -n '__fish_seen_subcommand_from practice' -l fault -x \
    -a "(latchkey practice --list-faults 2>/dev/null | string match --groups-only --regex '^\S+\s+(\S+)')"
complete -c latchkey -n '__fish_seen_subcommand_from practice' -l list-faults -d 'List the ways to go wrong'
