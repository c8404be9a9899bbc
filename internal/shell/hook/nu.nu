# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, run this line once, and again after an update:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell as JSON, and nothing if they fail; it is
# done here. Every other command, and what asks for --shell or --json, is passed on as it is.
def --env --wrapped credence [...arguments: string] {
    let words = if ($arguments | is-empty) and (is-terminal --stdout) { ["use"] } else { $arguments }
    let asked = if ($words | take 1 | any {|word| $word starts-with "-" }) { $words } else { $words | take 1 }
    if not ($asked | any {|word| $word in ["use" "logout"] }) or ($words | any {|word| $word =~ "^--(shell|json)" }) {
        {{program}} ...$words
        return
    }
    let kept = ($env.__credence? | default {first: null, previous: null, state: ""})
    let answer = ({{program}} --shell={{shell}} $"--state=($kept.state)" ...$words)
    if ($answer | is-empty) { return }
    let move = ($answer | from json)
    let change = match $move.move { "to" => $move.change, "back" => $kept.previous, _ => $kept.first }
    # A record is not handed to children.
    $env.__credence = if $move.move == "off" { null } else {
        {first: ($kept.first | default $move.before), previous: ($move.before | default $kept.previous), state: $move.state}
    }
    hide-env --ignore-errors ...$change.unset
    load-env $change.set
}
