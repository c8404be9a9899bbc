# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell as JSON, and nothing if they fail; it is
# done here. Every other command, and what asks for --shell or --json, is passed on as it is.
$global:__credence = @{ first = $null; previous = $null; state = '' }
function global:credence {
    $words = @($args)
    $program = {{program}}
    if ($words.Count -eq 0 -and -not [Console]::IsOutputRedirected) { $words = @('use') }
    $asked = if ("$($words | Select-Object -First 1)" -like '-*') { $words } else { @($words | Select-Object -First 1) }
    if (-not ($asked -contains 'use' -or $asked -contains 'logout') -or ($words -match '^--(shell|json)')) {
        & $program @words
        return
    }
    $kept = $global:__credence
    $answer = (& $program --shell={{shell}} "--state=$($kept.state)" @words) -join ''
    if ($LASTEXITCODE -ne 0 -or -not $answer) { return }
    $move = $answer | ConvertFrom-Json
    $change = switch ($move.move) { 'to' { $move.change } 'back' { $kept.previous } 'off' { $kept.first } }
    if ($move.move -eq 'off') {
        $global:__credence = @{ first = $null; previous = $null; state = '' }
    } else {
        $first = if ($kept.first) { $kept.first } else { $move.before }
        $global:__credence = @{ first = $first; previous = $(if ($move.before) { $move.before } else { $kept.previous }); state = $move.state }
    }
    foreach ($name in $change.unset) { Remove-Item -ErrorAction Ignore -LiteralPath "Env:$name" }
    foreach ($v in $change.set.PSObject.Properties) { Set-Item -LiteralPath "Env:$($v.Name)" -Value $v.Value }
}
