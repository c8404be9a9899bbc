// Package cli is the command line: one file a command, the plain and the JSON
// printers, and what they share.
//
// The rules of what goes where:
//
//   - Standard output is for data alone: what a command was asked for, plain or as
//     JSON. A pipe or $(…) is always clean.
//   - Standard error is for people: errors ("credence: " and one cause, lower case),
//     remedies ("hint: "), what a list found to be wrong.
//   - Prompts go to the terminal itself, wherever the streams go, and are erased.
//   - Colour only where the stream is a terminal or was asked for, and never as the
//     only sign. A line on a terminal is as long as the terminal is wide; in a pipe
//     nothing is cut.
//   - Text from files, variables, services and child processes passes
//     internal/sanitize, in JSON too.
//   - Secrets are printed by the commands alone that are for that: process, env and
//     accounts --use, to a terminal only with --reveal; use, for the shell's hook; and
//     console --print, whose address is one.
//
// Everything of the world outside comes in through World, so that tests and the
// demo run the same commands against another one.
package cli
