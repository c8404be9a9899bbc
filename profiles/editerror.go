package profiles

// EditCode is the stable name of a reason not to edit a file.
type EditCode string

// Why a file is not edited. Whatever the reason, the file is as it was.
const (
	EditUnreadable EditCode = "unreadable"  // the system would not read it
	EditUnwritable EditCode = "unwritable"  // the system would not write it, or its folder
	EditNotRegular EditCode = "not-regular" // a folder, pipe or device
	EditTooLarge   EditCode = "too-large"   // over MaxFileSize, before or after
	EditDangling   EditCode = "dangling"    // a symbolic link to nothing; Detail is its target
	EditOwner      EditCode = "owner"       // it or its folder is another user's; Detail is the user id
	EditShared     EditCode = "shared"      // others may write to its folder; Detail is the mode
	EditHardLink   EditCode = "hard-link"   // it has other names, which a replacement would part from it
	EditMount      EditCode = "mount"       // it is a mount point, as in containers, and cannot be replaced
	EditEncoding   EditCode = "encoding"    // UTF-16, or lines that end with CR alone: no SDK reads it as meant
	EditChanged    EditCode = "changed"     // somebody else changed it since it was read
	EditLocked     EditCode = "locked"      // another credence is editing it

	EditName    EditCode = "name"    // a name that not every SDK can read; Detail is the name
	EditValue   EditCode = "value"   // a value that SDKs read differently, or not at all; Detail is the key
	EditExists  EditCode = "exists"  // the section is there already; Detail is its header
	EditMissing EditCode = "missing" // there is no such section; Detail is its header
	EditBlock   EditCode = "block"   // the key has keys of its own below it; Detail is the key
)

// EditError says why a file is not edited.
type EditError struct {
	Code   EditCode
	Path   string // of the file or folder that it is about; the real one behind links
	Detail string // what the code says; never a secret
	Err    error
}

// Error implements error.
func (e *EditError) Error() string {
	s := e.Path + ": " + string(e.Code)
	if e.Detail != "" {
		s += " (" + e.Detail + ")"
	}
	if e.Err != nil {
		s += ": " + cause(e.Err)
	}
	return s
}

// Unwrap gives the cause.
func (e *EditError) Unwrap() error { return e.Err }
