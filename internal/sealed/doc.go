// Package sealed encrypts what credence keeps on disk, where somebody chose that over
// plain files. What lies there is sealed with a random key; the key rests in the
// system's keyring or in a file that age encrypts. So no limit of a keyring on the
// size of an item applies, and a daemon is asked once a run.
//
// What cannot be opened is an error with the reason, and nothing falls back to a
// plain file or from one place to the other.
package sealed
