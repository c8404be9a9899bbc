// Package keyring keeps small secrets in the keyring of the user's session: the Secret
// Service on Linux and the BSDs, the Keychain on macOS, the Credential Manager on
// Windows.
//
// Every call has a limit and ends with its context. A keyring that does not answer,
// is locked or is not there is an error that says so; nothing is kept anywhere else
// instead. No program is looked up in PATH: on Linux a bus has to be there before it
// is spoken to, and only over a Unix socket.
//
// A keyring protects from other users and from whoever gets hold of the disk. It does
// not protect from programs of the same user: neither the Secret Service nor items
// written through macOS' security tool ask which program reads them.
package keyring
