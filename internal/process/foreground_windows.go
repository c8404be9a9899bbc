package process

import (
	"errors"
	"io/fs"
	"os"
)

// passedOn: the console tells every program of ^C itself; ours must not end by it.
var passedOn = []os.Signal{os.Interrupt}

func terminalSends(os.Signal) bool { return true }

func endOf(state *os.ProcessState) End { return End{ExitCode: state.ExitCode()} }

// Replace is not possible here.
func Replace(Program) error { return errors.ErrUnsupported }

// Follow: there are no signals to end by.
func Follow(End) {}

func mayRun(string, fs.FileInfo) bool { return true }
