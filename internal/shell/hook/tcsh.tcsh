# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell, and nothing if they fail; it is evaluated
# here. Every other command, and what asks for --shell or --json, is passed on as it is. tcsh has no functions: this is an
# alias, and its two ways to go on, in variables that are not exported.
set __credence_program = {{program}}
set __credence_run = {{quoted}}
set __credence_pass = '$__credence_program:q $__credence_words:q'
set __credence_switch = 'if ( ! $?__credence_state ) set __credence_state = "" ; set __credence_code = "`$__credence_run:q --shell={{shell}} --state=$__credence_state:q $__credence_quoted:q`" ; set __credence_status = $status ; if ( $__credence_status == 0 ) eval "$__credence_code:q" ; unset __credence_code __credence_quoted ; ( exit $__credence_status )'
alias credence 'set __credence_words = (\!*) ; set __credence_quoted = (\!*:q) ; set __credence_way = "$__credence_pass:q" ; if ( $#__credence_words == 0 && { test -t 1 } ) set __credence_quoted = (use) ; if ( $#__credence_words == 0 ) set __credence_words = ($__credence_quoted) ; if ( " $__credence_words:q " =~ " use *" || " $__credence_words:q " =~ " logout *" || " $__credence_words:q " =~ " -* use *" || " $__credence_words:q " =~ " -* logout *" ) set __credence_way = "$__credence_switch:q" ; if ( " $__credence_words:q " =~ "* --shell*" || " $__credence_words:q " =~ "* --json*" ) set __credence_way = "$__credence_pass:q" ; eval "$__credence_way:q"'
