# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell, and nothing if they fail; it is evaluated
# here. Every other command, and what asks for --shell or --json, is passed on as it is.
function credence --description 'which AWS credentials, and why'
    if not set -q argv[1]; and isatty stdout
        set argv use
    end
    set -l changes $argv[1]
    string match -q -- '-*' $changes; and set changes $argv
    if not contains -- use $changes; and not contains -- logout $changes; or string match -qr -- '^--(shell|json)' $argv
        command {{program}} $argv
        return
    end
    set -l code (command {{program}} --shell={{shell}} --state="$__credence_state" $argv)
    or return
    eval (string join \n -- $code | string collect)
end
