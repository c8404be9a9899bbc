package wording

import (
	"path/filepath"
	"strings"
	"time"

	"credence/chain/cache"
	"credence/internal/sanitize"
)

// cacheKinds are the kinds of file in a cache, for people.
var cacheKinds = map[cache.Kind]string{
	cache.KindRole: "role", cache.KindSSO: "sso role", cache.KindMFA: "mfa session", cache.KindMarker: "mfa direct",
	cache.KindSSOToken: "sso sign-in", cache.KindRegistration: "sso client", cache.KindLogin: "login", cache.KindUnknown: "unreadable",
}

// CacheKind is what sort of session a file of a cache holds.
func CacheKind(k cache.Kind) string {
	if words, ok := cacheKinds[k]; ok {
		return words
	}
	return sanitize.Quote(string(k))
}

// CacheTool is in whose cache a file lies.
func CacheTool(t cache.Tool) string {
	if t == cache.ToolPublished {
		return string(cache.ToolAWSCLI) + " (copy)"
	}
	return string(t)
}

// hashLength is how much is shown of a name that is a hash.
const hashLength = 8

// CachePath is the path of a file in a cache with the home folder as ~ and, of a name
// that is a hash, its beginning.
func CachePath(path, home string) string {
	folder, name := filepath.Split(path)
	if hash, ok := strings.CutSuffix(name, ".json"); ok && len(hash) >= 40 && strings.Trim(hash, "0123456789abcdef") == "" {
		path = folder + hash[:hashLength] + "….json"
	}
	return Path(path, home)
}

// Age is how old something is: 40 s, 12 min, 3 h, 2 days.
func Age(d time.Duration) string {
	if d < 0 {
		return "0 s"
	}
	return span(decimalSeconds(d))
}

// cacheProblems are what can be wrong with a file or folder of a cache.
var cacheProblems = map[cache.Code]string{
	cache.CodeCorrupt:     "it is damaged",
	cache.CodeVersion:     "a later release wrote it",
	cache.CodeForeign:     "its content belongs to something else",
	cache.CodeFuture:      "it was obtained after now, by this computer's clock",
	cache.CodeNoExpiry:    "it does not say when it ends",
	cache.CodeOwner:       "it belongs to another user",
	cache.CodeWritable:    "others may write it",
	cache.CodeLoose:       "others may read it",
	cache.CodeSymlink:     "it is a symbolic link",
	cache.CodeNotRegular:  "it is no regular file",
	cache.CodeTooLarge:    "it is larger than 1 MB",
	cache.CodeUnreadable:  "it cannot be read",
	cache.CodeUnwritable:  "it cannot be written",
	cache.CodeUnlocked:    "it cannot be locked",
	cache.CodeSealed:      "its seal cannot be opened or made",
	cache.CodeExpiredSoon: "it has ended by this computer's clock",
}

// cacheProblem are the words of a problem's code.
func cacheProblem(code string) string {
	if words, ok := cacheProblems[cache.Code(code)]; ok {
		return words
	}
	return fact(code)
}
