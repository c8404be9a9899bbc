package wording

// AskToConfirm is what a person has to do to sign in; the address follows. here says that
// it has to be in a browser of this computer.
func AskToConfirm(here bool) string {
	if here {
		return "confirm in the browser of this computer, at"
	}
	return "confirm on any device, if it shows the same code, at"
}
