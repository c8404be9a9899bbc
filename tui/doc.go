// Package tui is the inspector: a full-screen program that shows every profile and
// the credential chain of the one under the cursor, resolves it, asks for MFA codes,
// leads through sign-ins, and hands back the session that was chosen.
//
// The rules of the screen:
//
//   - It is drawn on the terminal alone, never on standard output, which belongs to
//     the result. While it runs, os.Stdout is standard error, so that nothing, a
//     panic included, can reach the result.
//   - Update, View and Init do no input and output: files, services and child
//     processes are the business of commands, and every command is safe from panics.
//   - One theme of the terminal's 16 colours, no question to the terminal. State is a
//     symbol and a word; colour only repeats it.
//   - Every frame is exactly as high as the window, and no line wider: widths are
//     those of cells, and one function (layoutOf) decides where things stand.
//   - Texts of others (files, variables, services) pass internal/sanitize.
//   - Keys, clicks and tests call the same named actions; keys are declared once
//     (keys.go), and the help and the footer are made from them.
//   - Nothing ticks unless something on the screen depends on the time.
package tui
