package cache

import (
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// keyMember is the member of an entry's file that names its access key.
var keyMember = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"accessKeyId"\s*:\s*"([A-Z0-9]{16,128})"`) })

// keyID is the access key of an entry. That of one which is not used (it is of the
// future, or broken) is looked for in its text: a copy of it may lie elsewhere, which
// has to go when it goes.
func (it Item) keyID(clock func() time.Time) string {
	if it.AccessKeyID != "" || it.State != Rejected {
		return it.AccessKeyID
	}
	data, _, _, err := folder{path: filepath.Dir(it.Path), clock: clock}.read(filepath.Base(it.Path))
	if err != nil {
		return ""
	}
	if found := keyMember().FindSubmatch(data); found != nil {
		return string(found[1])
	}
	return ""
}
