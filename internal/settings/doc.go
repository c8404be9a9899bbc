// Package settings keeps what the program remembers between runs: settings that a
// person wrote (config.ini), and, beside them in the state folder, which profiles
// were used last and which are pinned. No secret is ever in either.
//
// The settings that there are stand in one place, Settings; `credence config --help`
// shows them. The inspector takes what it can use of a file; whoever needs to know
// where sessions rest (ReadStore) takes a file whole or not at all.
package settings
