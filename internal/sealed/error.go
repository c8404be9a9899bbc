package sealed

// Code is the stable name of why something could not be sealed or opened.
type Code string

// The codes of errors. Those of the keyring are in credence/internal/keyring.
const (
	CodeTruncated   Code = "sealed.truncated"
	CodeTampered    Code = "sealed.tampered"
	CodeNotOurs     Code = "sealed.not-ours"    // it is no box of ours
	CodeOtherKey    Code = "sealed.other-key"   // sealed with a key that is not there
	CodeNoKey       Code = "sealed.no-key"      // there is no key at all
	CodeKind        Code = "sealed.kind"        // sealed in a way that this release does not know
	CodePassphrase  Code = "age.passphrase"     // it is not that one
	CodeCost        Code = "age.cost"           // opening it would take too long: not ours, or an attack
	CodeDamaged     Code = "age.damaged"        // the key file does not parse or decrypt
	CodeNoIdentity  Code = "age.no-identity"    // the identity file is not there, or none is named
	CodeBadIdentity Code = "age.bad-identity"   // it holds no age identity
	CodeOpenFile    Code = "age.loose-identity" // others may read it
	CodeWrongKey    Code = "age.wrong-identity" // the key file is for another identity
	CodeCannotAsk   Code = "age.cannot-ask"     // a passphrase is needed, and there is no terminal
)

// Error is why something could not be sealed or opened. It holds no secret.
type Error struct {
	Code Code
	Path string // of the file it is about; "" where it is none
	Err  error
}

var texts = map[Code]string{
	CodeTruncated:   "a part of it is missing",
	CodeTampered:    "it was changed after it was sealed",
	CodeNotOurs:     "it was not sealed by credence",
	CodeOtherKey:    "it was sealed with another key",
	CodeNoKey:       "the key that it was sealed with is gone",
	CodeKind:        "this release does not know how it was sealed",
	CodePassphrase:  "the passphrase is not that of the key file",
	CodeCost:        "opening the key file would take too long: it was not written by credence",
	CodeDamaged:     "the key file is damaged",
	CodeNoIdentity:  "the age identity file is not there",
	CodeBadIdentity: "the file holds no age identity",
	CodeOpenFile:    "others may read the age identity file",
	CodeWrongKey:    "the key file is for another age identity",
	CodeCannotAsk:   "a passphrase is needed, and there is no terminal to ask on",
}

// Error implements error.
func (e *Error) Error() string {
	s := texts[e.Code]
	if e.Path != "" {
		s += " (" + e.Path + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
