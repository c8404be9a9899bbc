# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands print what changes the shell, and nothing if they fail; it is evaluated
# here. Every other command, and what asks for --shell or --json, is passed on as it is.
function credence {
	emulate -L zsh
	case "${1-}" in
	use|logout) ;;
	'') if [[ -t 1 ]]; then set -- use; else command {{program}}; return; fi ;;
	*) command {{program}} "$@"; return ;;
	esac
	case " $* " in *" --shell"*|*" --json"*) command {{program}} "$@"; return ;; esac
	local __credence_code
	__credence_code=$(command {{program}} "$1" --shell {{shell}} --state "${__credence_state-}" "${@:2}") || return
	eval "$__credence_code"
}
