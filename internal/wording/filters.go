package wording

import (
	"strings"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
)

// longestFact is how much of one fact is shown, in characters.
const longestFact = 200

// apply makes a fact fit to be shown, the way that a filter says.
func apply(filter, value string) string {
	switch filter {
	case "role":
		return fact(roleName(value))
	case "account":
		return fact(accountOf(value))
	case "name":
		return fact(lastPart(value))
	case "place":
		return fact(lastElement(value))
	case "stage":
		return Stage(chain.StageInfo{ID: value})
	case "option":
		return Flag(value)
	case "first":
		first, _, _ := strings.Cut(value, ", ")
		return Shell(first)
	case "word":
		return fact(strings.ReplaceAll(value, "-", " "))
	case "sdks":
		return sdks(value)
	case "problem":
		return cacheProblem(value)
	case "left":
		return left(value)
	case "ms":
		return milliseconds(value)
	case "span":
		return span(value)
	case "user":
		return user(value)
	case "silent": // a condition alone
		return ""
	case "skew":
		return skew(value)
	case "text":
		return cut(sanitize.Text(strings.TrimSpace(value)))
	}
	return fact(value)
}

func fact(value string) string { return cut(sanitize.Quote(value)) }

func cut(s string) string { return sanitize.Cut(s, longestFact) }

// roleName is the name in a role's ARN without its path; other text stays.
func roleName(arn string) string {
	if _, path, ok := strings.Cut(arn, ":role/"); ok {
		return lastElement(path)
	}
	return arn
}

// accountOf is the account id of an ARN; other text stays.
func accountOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[0] == "arn" && parts[4] != "" {
		return parts[4]
	}
	return arn
}

// lastPart is what follows the last slash of an ARN, such as the name of an MFA
// device; other text stays.
func lastPart(arn string) string {
	if strings.HasPrefix(arn, "arn:") {
		return lastElement(arn)
	}
	return arn
}

// lastElement is the last element of a path with either kind of slash.
func lastElement(path string) string {
	if i := strings.LastIndexAny(path, `/\`); i >= 0 && i+1 < len(path) {
		return path[i+1:]
	}
	return path
}

// Shell is value as a word of a POSIX shell. A value that cannot be shown as it is
// cannot be pasted either, so that it only has to be readable.
func Shell(value string) string {
	plain := value != "" && !strings.ContainsFunc(value, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%", r)
	})
	if plain && value[0] != '-' {
		return value
	}
	return "'" + strings.ReplaceAll(cut(sanitize.Text(value)), "'", `'\''`) + "'"
}

// date is an RFC 3339 time as people write it, in the zone it names.
func date(value string) string {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return fact(value)
	}
	if t.Location() == time.UTC {
		return t.Format("2006-01-02 15:04 UTC")
	}
	return t.Format("2006-01-02 15:04")
}

// user is a user id as people say it.
func user(id string) string {
	if id == "0" {
		return "root"
	}
	return "user " + fact(id)
}

// sdkNames are the tools as people call them.
var sdkNames = map[string]string{
	"boto3": "Python", "cli": "the AWS CLI", "go": "Go", "node": "Node", "js": "Node",
	"rust": "Rust", "java": "Java", "kotlin": "Kotlin", "dotnet": ".NET", "php": "PHP", "ruby": "Ruby", "cpp": "C++",
	"terraform": "Terraform", "all": "every SDK",
}

// sdks turns a list of dialects, separated by commas or blanks, into words.
func sdks(list string) string {
	var names []string
	for name := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch known, ok := sdkNames[name]; {
		case name == "botocore":
			names = append(names, sdkNames["cli"], sdkNames["boto3"])
		case ok:
			names = append(names, known)
		default:
			names = append(names, name)
		}
	}
	switch n := len(names); n {
	case 0:
		return missing
	case 1:
		return fact(names[0])
	default:
		return fact(strings.Join(names[:n-1], ", ") + " and " + names[n-1])
	}
}
