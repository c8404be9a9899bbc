//go:build linux || freebsd || netbsd || openbsd || dragonfly

package keyring

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"

	"github.com/godbus/dbus/v5"

	"credence/internal/secret"
)

const systemName = "the Secret Service keyring"

// The names of the Secret Service (freedesktop.org, Secret Service API Draft 0.2).
const (
	busName    = "org.freedesktop.secrets"
	rootPath   = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath  = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	service    = "org.freedesktop.Secret.Service."
	collection = "org.freedesktop.Secret.Collection."
	item       = "org.freedesktop.Secret.Item."
	prompt     = "org.freedesktop.Secret.Prompt."
	noObject   = dbus.ObjectPath("/")
)

// secretService speaks to the Secret Service over a connection of its own for each
// call. go-keyring does it over one that it shares, finds the bus by starting
// dbus-launch from PATH, takes no context, and waits for whoever is asked to unlock.
type secretService struct {
	lookup func(string) (string, bool)
}

func newBackend(lookup func(string) (string, bool)) backend { return secretService{lookup} }

// wireSecret is the secret of the Secret Service: (oayays).
type wireSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// client is a connection to the service.
type client struct {
	conn    *dbus.Conn
	session dbus.ObjectPath
}

// with connects, opens a session and runs a call within it.
func (s secretService) with(ctx context.Context, call func(*client) error) error {
	address, err := busAddress(s.lookup)
	if err != nil {
		return err
	}
	// The connection closes when the context ends: that unblocks what waits on it.
	conn, err := dbus.Dial(address, dbus.WithContext(ctx))
	if err != nil {
		return &Error{Code: CodeNoBus, Err: err}
	}
	defer func() { _ = conn.Close() }()
	// Who we are is what the kernel says of the socket; no cookie file is read.
	if err := conn.Auth([]dbus.Auth{dbus.AuthExternal(strconv.Itoa(os.Geteuid()))}); err != nil {
		return &Error{Code: CodeNoBus, Err: err}
	}
	if err := conn.Hello(); err != nil {
		return &Error{Code: CodeNoBus, Err: err}
	}
	c := &client{conn: conn}
	var answer dbus.Variant
	err = c.call(ctx, rootPath, service+"OpenSession", []any{"plain", dbus.MakeVariant("")}, &answer, &c.session)
	if err != nil {
		return err
	}
	return call(c)
}

// call calls a method of an object of the service.
func (c *client) call(ctx context.Context, path dbus.ObjectPath, method string, args []any, results ...any) error {
	err := c.conn.Object(busName, path).CallWithContext(ctx, method, 0, args...).Store(results...)
	if err == nil {
		return nil
	}
	refusal, ok := errors.AsType[dbus.Error](err)
	if !ok {
		return &Error{Code: CodeRefused, Err: err}
	}
	switch refusal.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner":
		return &Error{Code: CodeNoService}
	case "org.freedesktop.Secret.Error.IsLocked":
		return &Error{Code: CodeLocked}
	}
	// The text of an answer is not ours: it is not repeated.
	return &Error{Code: CodeRefused, Detail: refusal.Name}
}

// home is the collection that new items go to: the default one, else "login", which
// gnome-keyring makes at the first log-in.
func (c *client) home(ctx context.Context) (dbus.ObjectPath, error) {
	var path dbus.ObjectPath
	if err := c.call(ctx, rootPath, service+"ReadAlias", []any{"default"}, &path); err != nil {
		return "", err
	}
	if path != noObject {
		return path, nil
	}
	all, err := c.property(ctx, rootPath, "org.freedesktop.Secret.Service", "Collections")
	if err != nil {
		return "", err
	}
	paths, _ := all.Value().([]dbus.ObjectPath)
	if !slices.Contains(paths, loginPath) {
		return "", &Error{Code: CodeNoDefault}
	}
	return loginPath, nil
}

func (c *client) property(ctx context.Context, path dbus.ObjectPath, of, name string) (v dbus.Variant, err error) {
	err = c.call(ctx, path, "org.freedesktop.DBus.Properties.Get", []any{of, name}, &v)
	return v, err
}

// unlockedHome is home, or an error where it is locked.
func (c *client) unlockedHome(ctx context.Context) (dbus.ObjectPath, error) {
	path, err := c.home(ctx)
	if err != nil {
		return "", err
	}
	locked, err := c.property(ctx, path, "org.freedesktop.Secret.Collection", "Locked")
	if err != nil {
		return "", err
	}
	if is, _ := locked.Value().(bool); is {
		return "", &Error{Code: CodeLocked}
	}
	return path, nil
}

func (s secretService) check(ctx context.Context) error {
	return s.with(ctx, func(c *client) error {
		_, err := c.unlockedHome(ctx)
		return err
	})
}

func attributes(account string) map[string]string {
	return map[string]string{"service": Service, "username": account}
}

// filed is an item with its value.
type filed struct {
	path  dbus.ObjectPath
	value secret.Text
}

// items are those of an account that can be read. Where there are only locked ones,
// that is the error.
func (c *client) items(ctx context.Context, account string) (all []filed, err error) {
	var open, locked []dbus.ObjectPath
	if err := c.call(ctx, rootPath, service+"SearchItems", []any{attributes(account)}, &open, &locked); err != nil {
		return nil, err
	}
	for _, path := range open {
		var got wireSecret
		if err := c.call(ctx, path, item+"GetSecret", []any{c.session}, &got); err != nil {
			if e, ok := errors.AsType[*Error](err); ok && e.Code == CodeLocked {
				locked = append(locked, path)
				continue
			}
			return nil, err
		}
		all = append(all, filed{path, secret.New(string(got.Value))})
	}
	switch {
	case len(all) > 0:
		return all, nil
	case len(locked) > 0:
		return nil, &Error{Code: CodeLocked}
	}
	// A keyring that is locked may keep its items to itself.
	_, err = c.unlockedHome(ctx)
	return nil, err
}

func (s secretService) find(ctx context.Context, account string) (values []secret.Text, err error) {
	err = s.with(ctx, func(c *client) error {
		all, err := c.items(ctx, account)
		for _, f := range all {
			values = append(values, f.value)
		}
		return err
	})
	return values, err
}

func (s secretService) remove(ctx context.Context, account string, ours func(secret.Text) bool) (n int, err error) {
	err = s.with(ctx, func(c *client) error {
		all, err := c.items(ctx, account)
		if err != nil {
			return err
		}
		for _, f := range all {
			if !ours(f.value) {
				continue
			}
			var ask dbus.ObjectPath
			if err := c.call(ctx, f.path, item+"Delete", nil, &ask); err != nil {
				return err
			}
			if ask != noObject {
				return &Error{Code: CodeLocked}
			}
			n++
		}
		return nil
	})
	return n, err
}

func (s secretService) add(ctx context.Context, account, label string, value secret.Text) error {
	return s.with(ctx, func(c *client) error {
		home, err := c.unlockedHome(ctx)
		if err != nil {
			return err
		}
		properties := map[string]dbus.Variant{
			"org.freedesktop.Secret.Item.Label":      dbus.MakeVariant(label),
			"org.freedesktop.Secret.Item.Attributes": dbus.MakeVariant(attributes(account)),
		}
		kept := wireSecret{Session: c.session, Value: []byte(value.Reveal()), ContentType: "text/plain; charset=utf8"}
		var made, ask dbus.ObjectPath
		// Not to replace: what others filed under these attributes is theirs.
		if err := c.call(ctx, home, collection+"CreateItem", []any{properties, kept, false}, &made, &ask); err != nil {
			return err
		}
		if ask != noObject {
			return &Error{Code: CodeLocked}
		}
		return nil
	})
}

func (s secretService) unlock(ctx context.Context) error {
	return s.with(ctx, func(c *client) error {
		home, err := c.home(ctx)
		if err != nil {
			return err
		}
		var open []dbus.ObjectPath
		var ask dbus.ObjectPath
		if err := c.call(ctx, rootPath, service+"Unlock", []any{[]dbus.ObjectPath{home}}, &open, &ask); err != nil {
			return err
		}
		if ask == noObject {
			return nil
		}
		return c.ask(ctx, ask)
	})
}

// ask shows a prompt of the service and waits for its end.
func (c *client) ask(ctx context.Context, path dbus.ObjectPath) error {
	signals := make(chan *dbus.Signal, 8)
	c.conn.Signal(signals)
	defer c.conn.RemoveSignal(signals)
	if err := c.conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(path), dbus.WithMatchMember("Completed")); err != nil {
		return &Error{Code: CodeRefused, Err: err}
	}
	if err := c.call(ctx, path, prompt+"Prompt", []any{""}); err != nil {
		return err
	}
	for {
		select {
		case s, ok := <-signals:
			if !ok {
				return &Error{Code: CodeNoService}
			}
			if s.Path != path || s.Name != prompt+"Completed" || len(s.Body) == 0 {
				continue
			}
			if dismissed, _ := s.Body[0].(bool); dismissed {
				return &Error{Code: CodeDismissed}
			}
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
