# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands print what changes the shell, and nothing if they fail; it is evaluated
# here. Every other command, and what asks for --shell or --json, is passed on as it is.
credence() {
	case "${1-}" in
	use | logout) ;;
	'') if [ -t 1 ]; then set -- use; else command {{program}}; return; fi ;;
	*) command {{program}} "$@"; return ;;
	esac
	case " $* " in *" --shell"* | *" --json"*) command {{program}} "$@"; return ;; esac
	__credence_code=$1; shift
	if __credence_code=$(command {{program}} "$__credence_code" --shell {{shell}} --state "${__credence_state-}" "$@"); then
		eval "$__credence_code"
		set -- "$?"
	else
		set -- "$?"
	fi
	\unset -v __credence_code
	return "$1"
}
