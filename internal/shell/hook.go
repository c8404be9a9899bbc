package shell

import (
	"embed"
	"strings"
)

//go:embed hook
var hooks embed.FS

// hook is a file of the folder hook with its placeholders filled in.
func hook(file string, s Shell, program string) string {
	text, err := hooks.ReadFile("hook/" + file)
	if err != nil {
		panic("shell: no hook " + file) // the tests print each of them
	}
	return strings.NewReplacer(
		"{{shell}}", s.Name(), "{{program}}", program, "{{file}}", s.StartFile(), "{{install}}", s.InstallLine(),
	).Replace(string(text))
}

// word is how a hook runs the program: by its name if it is found so, else by its
// path.
func word(program, byName string, quote func(string) string) string {
	if program == "credence" {
		return byName
	}
	return quote(program)
}
