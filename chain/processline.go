package chain

import (
	"encoding/json"
	"errors"
	"path"
	"slices"
	"strings"

	"credence/internal/secret"
)

// The codes of the findings about a credential_process.
const (
	FindingProcessShell     = "process.shell-syntax" // a shell, as Node and Go use it, reads the line otherwise than the AWS CLI and boto3
	FindingProcessSelf      = "process.calls-itself" // the command asks for the profile that it belongs to
	FindingProcessDuplicate = "process.duplicate-key"
	FindingProcessEmptyKey  = "process.empty-key" // Node takes an empty access key for one
)

// pastedCommand is how long a command may be to be offered again in another form.
const pastedCommand = 180

// processFindings are the true things about a command that its text alone tells.
func (w *walk) processFindings(p interface{ Name() string }, line string, at Origin) {
	words, err := splitLine(line)
	if special := shellSyntax(line); special != "" || err != nil {
		data := Data{"profile": p.Name(), "characters": special}
		if len(line) <= pastedCommand && secret.Scrub(line) == line {
			data["command"] = secret.Scrub(line)
		}
		if err != nil {
			data["error"] = err.Error()
		} else {
			argv, _ := json.Marshal(words)
			data["argv"] = secret.Scrub(string(argv))
		}
		w.rec.finding(Finding{Code: FindingProcessShell, Severity: SeverityInfo, Origin: at, Data: data})
	}
	if asked, ok := w.askedProfile(words); ok && asked == p.Name() {
		w.rec.finding(Finding{Code: FindingProcessSelf, Severity: SeverityError, Origin: at, Data: Data{"profile": p.Name(), "command": secret.Scrub(line)}})
	}
}

// The errors of splitLine, in the words of Python's shlex.
var (
	errNoClosingQuotation = errors.New("no closing quotation")
	errNoEscaped          = errors.New("no escaped character")
)

// splitLine splits a command the way botocore does (shlex.split of Python in POSIX
// mode): words, both quotes and backslashes, and nothing else of a shell.
func splitLine(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	var open bool // a word has begun, be it empty
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ', '\t', '\r', '\n':
			if open {
				words = append(words, word.String())
				word.Reset()
				open = false
			}
		case '\\':
			if i++; i == len(line) {
				return nil, errNoEscaped
			}
			word.WriteByte(line[i])
			open = true
		case '\'', '"':
			end, err := quoted(line, i, &word)
			if err != nil {
				return nil, err
			}
			i, open = end, true
		default:
			word.WriteByte(c)
			open = true
		}
	}
	if open {
		words = append(words, word.String())
	}
	return words, nil
}

// quoted reads the quotation that begins at i and gives the place of its end.
func quoted(line string, i int, word *strings.Builder) (int, error) {
	quote := line[i]
	for i++; i < len(line); i++ {
		c := line[i]
		switch {
		case c == quote:
			return i, nil
		case c == '\\' && quote == '"' && i+1 == len(line):
			return i, errNoEscaped
		case c == '\\' && quote == '"' && i+1 < len(line) && (line[i+1] == '"' || line[i+1] == '\\'):
			i++
			c = line[i]
		}
		word.WriteByte(c)
	}
	return i, errNoClosingQuotation
}

// shellSyntax are the characters of a line that mean something to a shell and
// nothing to splitLine, each once.
func shellSyntax(line string) string {
	var special []byte
	add := func(c byte) {
		if !slices.Contains(special, c) {
			special = append(special, c)
		}
	}
	var quote byte
	start := true // of a word
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\' && quote != '\'':
			if i++; quote == '"' && i < len(line) && (line[i] == '$' || line[i] == '`') {
				add(c) // a shell takes it away, and splitLine does not
			}
		case quote != 0 && c == quote:
			quote = 0
		case quote == '\'':
		case quote == '"':
			if c == '$' || c == '`' {
				add(c)
			}
		case c == '\'' || c == '"':
			quote = c
		case strings.IndexByte("|&;<>()$`*?[", c) >= 0, start && (c == '~' || c == '#'):
			add(c)
		}
		start = quote == 0 && (c == ' ' || c == '\t')
	}
	if first, _, ok := strings.Cut(line, "="); ok && isVariableName(first) {
		add('=')
	}
	return string(special)
}

func isVariableName(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// askedProfile is the profile whose credentials a command asks for, where the command is
// this program or the AWS CLI.
func (w *walk) askedProfile(words []string) (string, bool) {
	inherited := w.env("AWS_PROFILE")
	for len(words) > 0 {
		name, value, ok := strings.Cut(words[0], "=")
		if !ok || !isVariableName(name) {
			break
		}
		if name == "AWS_PROFILE" {
			inherited = value
		}
		words = words[1:]
	}
	if inherited == "" {
		inherited = "default"
	}
	if len(words) < 2 {
		return "", false
	}
	named, plain := profileArguments(words[1:])
	switch strings.TrimSuffix(path.Base(strings.ReplaceAll(words[0], `\`, "/")), ".exe") {
	case "credence":
		if len(plain) == 0 || !slices.Contains([]string{"process", "env", "exec", "use", "why", "whoami"}, plain[0]) {
			return "", false
		}
		if slices.ContainsFunc(words, func(w string) bool { return w == "--stored" || strings.HasPrefix(w, "--stored=") }) {
			return "", false // kept keys: no profile is resolved
		}
		if named == "" && len(plain) > 1 {
			named = plain[1]
		}
	case "aws":
		exports := len(plain) > 1 && plain[0] == "configure" && plain[1] == "export-credentials"
		if !exports && (len(plain) == 0 || plain[0] != "sts") {
			return "", false
		}
	default:
		return "", false
	}
	if named == "" {
		named = inherited
	}
	return named, true
}

// profileArguments are the value of --profile or -p and the arguments that are no flags.
func profileArguments(args []string) (named string, plain []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch value, ok := strings.CutPrefix(a, "--profile="); {
		case ok:
			named = value
		case (a == "--profile" || a == "-p") && i+1 < len(args):
			i++
			named = args[i]
		case a == "--":
			return named, plain
		case !strings.HasPrefix(a, "-"):
			plain = append(plain, a)
		}
	}
	return named, plain
}
