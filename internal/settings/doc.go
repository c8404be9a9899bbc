// Package settings keeps what the program remembers between runs: settings that a
// person wrote (config.ini), and, beside them in the state folder, which profiles
// were used last and which are pinned. No secret is ever in either.
package settings
