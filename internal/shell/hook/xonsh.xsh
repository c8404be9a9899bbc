# credence in {{shell}}: `credence use`, `credence logout` and the inspector change this shell.
# To install it, put this line into {{file}}:
#   {{install}}
# Those commands, which flags may precede, print what changes the shell as JSON, and nothing if they fail; it is
# done here. Every other command, and what asks for --shell or --json, is passed on as it is.
def __credence_alias():
    import json, subprocess, sys
    from xonsh.tools import uncapturable, unthreadable
    kept = {"first": None, "previous": None, "state": ""}

    @uncapturable
    @unthreadable
    def credence(words):
        words = list(words)
        if not words and sys.stdout.isatty():
            words = ["use"]
        env = __xonsh__.env
        asked = words if words[:1] and words[0].startswith("-") else words[:1]
        if not {"use", "logout"} & set(asked) or any(w.startswith(("--shell", "--json")) for w in words):
            return subprocess.run([{{program}}, *words], env=env.detype()).returncode
        ended = subprocess.run(
            [{{program}}, "--shell={{shell}}", "--state=" + kept["state"], *words],
            stdout=subprocess.PIPE, env=env.detype())
        if ended.returncode != 0 or not ended.stdout:
            return ended.returncode
        move = json.loads(ended.stdout)
        change = {"to": move["change"], "back": kept["previous"], "off": kept["first"]}[move["move"]]
        if move["move"] == "off":
            kept.update(first=None, previous=None, state="")
        else:
            kept.update(first=kept["first"] or move["before"], previous=move["before"] or kept["previous"], state=move["state"])
        for name in change["unset"]:
            env.pop(name, None)
        for name, value in change["set"].items():
            env[name] = value
        return 0

    return credence

aliases["credence"] = __credence_alias()
del __credence_alias
