package wording

import (
	"path/filepath"
	"strconv"
	"strings"

	"credence/internal/sanitize"
	"credence/profiles"
)

// Place says where something stands: ~/.aws/config:31, AWS_PROFILE, --region.
// home is the home folder, shown as ~; empty leaves paths whole. The default has no
// place: "".
func Place(o profiles.Origin, home string) string {
	if o.Kind == profiles.OriginFile {
		return withLine(Path(o.Path, home), o.Line)
	}
	return Short(o)
}

// Short is Place with the file's name alone: config:31.
func Short(o profiles.Origin) string {
	switch o.Kind {
	case profiles.OriginFile:
		return withLine(sanitize.Quote(lastElement(o.Path)), o.Line)
	case profiles.OriginVariable:
		return sanitize.Text(o.Name)
	case profiles.OriginOption:
		return Flag(o.Name)
	}
	return ""
}

// Path is a path with the home folder as ~.
func Path(path, home string) string {
	if home != "" && home != string(filepath.Separator) {
		home = strings.TrimRight(home, `/\`)
		if rest, ok := strings.CutPrefix(path, home); ok && (rest == "" || rest[0] == '/' || rest[0] == '\\') {
			path = "~" + rest
		}
	}
	return cut(sanitize.Quote(path))
}

func withLine(path string, line int) string {
	if line == 0 {
		return path
	}
	return path + ":" + strconv.Itoa(line)
}

// flags are the command-line flags of the options that places are named by.
var flags = map[string]string{
	"profile": "the argument", "filepath": "--credentials-file", "configFilepath": "--config-file",
	"roleArn": "--role-arn", "webIdentityTokenFile": "--web-identity-token-file",
	"timeout": "--timeout", "maxRetries": "--max-retries", "region": "--region",
}

// Flag is the command-line flag of an option of package chain.
func Flag(option string) string {
	if flag, ok := flags[option]; ok {
		return flag
	}
	return sanitize.Text(option)
}
