# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell, and nothing if they fail; it is evaluated
# here. Every other command, and what asks for --shell or --json, is passed on as it is.
{{function}} {
	{{builtin}}emulate -L zsh
	case "${1-}" in
	use|logout|-*) ;;
	'') if [[ -t 1 ]]; then {{builtin}}set -- use; else {{builtin}}command {{program}}; {{builtin}}return; fi ;;
	*) {{builtin}}command {{program}} "$@"; {{builtin}}return ;;
	esac
	case " ${(j: :)@} " in
	*" --shell"*|*" --json"*) {{builtin}}command {{program}} "$@"; {{builtin}}return ;;
	*" use "*|*" logout "*) ;;
	*) {{builtin}}command {{program}} "$@"; {{builtin}}return ;;
	esac
	{{builtin}}local __credence_code
	__credence_code=$({{builtin}}command {{program}} --shell={{shell}} --state="${__credence_state-}" "$@") || {{builtin}}return
	{{builtin}}eval "$__credence_code"
}
