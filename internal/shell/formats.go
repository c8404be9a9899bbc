package shell

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// own reports whether a variable is for prompts and for credence alone: formats that
// no shell evaluates leave it out.
func own(name string) bool { return strings.HasPrefix(name, "CREDENCE_") || name == promptVariable }

// JSON is an object of names and values, without what is to be unset.
func JSON(c Change) (string, error) {
	set := map[string]string{}
	for _, v := range c.Set {
		if !own(v.Name) {
			set[v.Name] = v.Value.Reveal()
		}
	}
	text, err := json.MarshalIndent(set, "", "  ")
	return string(text) + "\n", err
}

// Dotenv is a .env file that its many readers, docker's --env-file among them, read
// alike: values without quotes. The error is ErrUnquotable for one that they would not.
func Dotenv(c Change) (string, error) {
	var b strings.Builder
	for _, v := range c.Set {
		value := v.Value.Reveal()
		switch {
		case own(v.Name):
			continue
		case strings.ContainsFunc(value, func(r rune) bool { return !plainRune(r) }):
			return "", fmt.Errorf("%s: %w", v.Name, ErrUnquotable)
		}
		b.WriteString(v.Name + "=" + value + "\n")
	}
	return b.String(), nil
}

// plainRune reports whether a rune stands for itself in every .env file, without
// quotes: keys, tokens, regions, paths.
func plainRune(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("+/=:._-@,~", r) || r > 0x7f
}

// Cmd is text for cmd.exe, in a batch file or from `for /f`. The error is
// ErrUnquotable for a value with a character that there is no safe form for.
func Cmd(c Change) (string, error) {
	var b strings.Builder
	for _, name := range c.Unset {
		b.WriteString("set \"" + name + "=\"\r\n")
	}
	for _, v := range c.Set {
		value := v.Value.Reveal()
		if strings.ContainsAny(value, "\"%!\r\n") {
			return "", fmt.Errorf("%s: %w", v.Name, ErrUnquotable)
		}
		b.WriteString("set \"" + v.Name + "=" + value + "\"\r\n")
	}
	return b.String(), nil
}

// unemptied are variables that stop the AWS CLI and botocore where they are set and
// empty ("The config profile () could not be found"), unlike any other.
var unemptied = []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}

// GitHub is what goes into the file of GITHUB_ENV, and the commands that mask secrets
// in the log, which go to standard output (docs.github.com, "Workflow commands for
// GitHub Actions"). A variable that is set and must not be is emptied there: it cannot
// be unset. Those that would do harm then are in stay. The access key id is masked
// too, as aws-actions/configure-aws-credentials does.
func GitHub(c Change, lookup func(name string) (value string, ok bool)) (lines, masks string, stay []string) {
	var file, log strings.Builder
	for _, name := range c.Unset {
		switch value, _ := lookup(name); {
		case value == "" || own(name):
		case slices.Contains(unemptied, name):
			stay = append(stay, name)
		default:
			file.WriteString(name + "=\n")
		}
	}
	for _, v := range c.Set {
		if own(v.Name) {
			continue
		}
		file.WriteString(v.Name + "=" + v.Value.Reveal() + "\n")
		if v.Secret || v.Name == "AWS_ACCESS_KEY_ID" {
			log.WriteString("::add-mask::" + strings.ReplaceAll(v.Value.Reveal(), "%", "%25") + "\n")
		}
	}
	return file.String(), log.String(), stay
}
