// Package wording makes text for people from codes and data: reasons, errors,
// hints, findings and places, for every view alike.
//
// The rules of the text: reasons and errors are lower case and end without a full
// stop; an error names one cause; a hint can be pasted, or says in a few words what
// to do. Everything that came from outside passes internal/sanitize here, so that
// what this package returns can go to a terminal as it is.
package wording
