# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell as JSON, and nothing if they fail; it is
# done here. Every other command, and what asks for --shell or --json, is passed on as it is.
use str
var kept = [&first=$nil &previous=$nil &state='']
fn credence {|@words|
  if (eq $words []) {
    if ?(test -t 1) { set words = [use] }
  }
  var asked = [(take 1 $words)]
  if (and (not-eq $asked []) (str:has-prefix $@asked -)) { set asked = $words }
  if (or (not (or (has-value $asked use) (has-value $asked logout))) (has-value [(each {|w| or (str:has-prefix $w --shell) (str:has-prefix $w --json)} $words)] $true)) {
    {{program}} $@words
    return
  }
  var answer = ({{program}} --shell={{shell}} --state=$kept[state] $@words | slurp)
  if (eq $answer '') {
    return
  }
  var move = (echo $answer | from-json)
  var change = [&to=$move[change] &back=$kept[previous] &off=$kept[first]][$move[move]]
  if (eq $move[move] off) {
    set kept = [&first=$nil &previous=$nil &state='']
  } else {
    set kept = [&first=(or $kept[first] $move[before]) &previous=(or $move[before] $kept[previous]) &state=$move[state]]
  }
  each $unset-env~ $change[unset]
  each {|name| set-env $name $change[set][$name] } [(keys $change[set])]
}
edit:add-var credence~ $credence~
