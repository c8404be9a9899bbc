// Package tmuxtest runs a program in a terminal emulator of others (tmux) and tells
// what a person would see there. It is imported by tests only. Each test has a tmux
// server of its own, which knows nothing of the user's.
package tmuxtest
