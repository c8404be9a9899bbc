// Package demo is a whole sample world for `credence demo`: a temporary home
// with shared files, caches, token files and helper programs, and a fake AWS
// behind them. Nothing outside its folder is touched.
package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"credence/internal/fakeaws"
)

// Options are the seams of New.
type Options struct {
	// Clock tells the time; nil means time.Now.
	Clock func() time.Time
	// Parent is the caller's environment, "NAME=value" each, from which
	// Environ passes on what has nothing to do with AWS (terminal, language,
	// search path). Nil passes on nothing.
	Parent []string
	// TempDir is where the folder is made; "" means os.TempDir().
	TempDir string
}

// Demo is a running sample world.
type Demo struct {
	server *fakeaws.Server
	root   string
	parent []string
}

// New makes the folder (mode 0700) and starts the server. Close removes all.
func New(ctx context.Context, o Options) (*Demo, error) {
	root, err := os.MkdirTemp(o.TempDir, "credence-demo-")
	if err != nil {
		return nil, fmt.Errorf("make the demo's folder: %w", err)
	}
	d := &Demo{root: root, parent: o.Parent}
	if d.server, err = fakeaws.Start(ctx, fakeaws.Config{Clock: o.Clock, World: world()}); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := d.fill(); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Close stops the server and removes the folder.
func (d *Demo) Close() error {
	if d.server != nil {
		d.server.Close()
	}
	if err := os.RemoveAll(d.root); err != nil {
		return fmt.Errorf("remove the demo's folder: %w", err)
	}
	return nil
}

// Server is the fake AWS behind the demo.
func (d *Demo) Server() *fakeaws.Server { return d.server }

// Home is the home folder of the demo.
func (d *Demo) Home() string { return filepath.Join(d.root, "home") }

// Phone shows what the authenticator of an MFA device displays and for how long
// still; "" for a device that the sample world does not have.
func (d *Demo) Phone(serial string) (code string, left time.Duration) {
	code, left, err := d.server.Phone(serial)
	if err != nil {
		return "", 0
	}
	return code, left
}
