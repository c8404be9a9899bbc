package wording

import (
	"credence/internal/sanitize"
	"credence/profiles"
)

// EditError says why a shared file is not edited, and what can be done. home is shown
// as ~.
func EditError(e *profiles.EditError, home string) (message string, hints []string) {
	path, detail := Path(e.Path, home), sanitize.Quote(e.Detail)
	because := ""
	if e.Err != nil {
		because = ": " + sanitize.Text(innermost(e.Err))
	}
	switch e.Code {
	case profiles.EditUnreadable:
		return path + " cannot be read" + because, nil
	case profiles.EditUnwritable:
		return path + " cannot be written" + because + "; what was there is still there", nil
	case profiles.EditNotRegular:
		return path + " is no regular file, and is not edited", nil
	case profiles.EditTooLarge:
		return path + " is larger than any shared file should be", nil
	case profiles.EditDangling:
		return path + " is a link to " + Path(e.Detail, home) + ", which does not exist", []string{"make that file, or remove the link"}
	case profiles.EditOwner:
		return path + " belongs to " + user(e.Detail) + ": only its owner edits it", nil
	case profiles.EditShared:
		return path + " is open to writing by others (" + detail + "), who could swap the file", []string{"chmod go-w " + Shell(e.Path)}
	case profiles.EditHardLink:
		return path + " has " + detail + " names (hard links); a new file in its place would part them", []string{"edit it by hand, or keep one name"}
	case profiles.EditMount:
		return path + " is a mount of its own and cannot be replaced", []string{"edit the file that is mounted there"}
	case profiles.EditEncoding:
		return path + ": " + sanitize.Text(e.Detail) + ", which no SDK reads as it is meant", []string{"convert it to UTF-8 with line feeds"}
	case profiles.EditChanged:
		return path + " was changed by somebody else meanwhile; nothing was written", []string{"run it again"}
	case profiles.EditLocked:
		return path + " is being edited by another credence", []string{"run it again in a moment"}
	case profiles.EditName:
		return "not every SDK can read the name " + detail, []string{"letters, digits and _-@+.%:/ are read by all"}
	case profiles.EditValue:
		return "SDKs would not read this value of " + detail + " alike, or not at all", nil
	case profiles.EditExists:
		return detail + " is there already (" + path + ")", nil
	case profiles.EditMissing:
		return "there is no " + detail + " in " + path, nil
	case profiles.EditBlock:
		return detail + " has settings of its own below it, and takes no value (" + path + ")", nil
	}
	return sanitize.Text(e.Error()), nil
}

// innermost is the text of what broke, without the places on the way.
func innermost(err error) string {
	for {
		u, ok := err.(interface{ Unwrap() error })
		if !ok || u.Unwrap() == nil {
			return err.Error()
		}
		err = u.Unwrap()
	}
}
