package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// The columns of the list.
const (
	accountName = iota
	accountID
	accountRole
	accountProfiles
	accountColumns
)

var (
	accountHead  = [accountColumns]string{"account", "id", "role", "profile"}
	accountLooks = [accountColumns]style{bold, plain, blue, green}
)

// list prints a row for each role, with a head on a terminal.
func (c *accounting) list() error {
	rows := c.rows()
	if len(rows) == 0 {
		return c.nothing()
	}
	p := c.page(c.Stdout)
	if c.StdoutTerminal {
		rows = slices.Insert(rows, 0, accountHead)
	}
	var widths [accountColumns]int
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], width(text))
			if p.cut {
				widths[i] = min(widths[i], widestCell)
			}
		}
	}
	w := bufio.NewWriter(c.Stdout)
	for i, row := range rows {
		head := i == 0 && c.StdoutTerminal
		p.writeRow(w, row[:], widths[:], func(column int, text string) style {
			if head || text == "-" {
				return faint
			}
			return accountLooks[column]
		})
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !c.StdoutTerminal || !c.StderrTerminal {
		return nil
	}
	_, err := io.WriteString(c.Stderr, c.theme(c.Stderr).paint(faint, c.summary())+"\n")
	return err
}

// rows are the cells of the list, fit for a terminal. An account without roles has a row
// of its own.
func (c *accounting) rows() [][accountColumns]string {
	used := portal.ProfilesOf(c.files(), c.target)
	var rows [][accountColumns]string
	for _, account := range c.shown {
		row := [accountColumns]string{orDash(account.Name), orDash(account.ID), "-", "-"}
		if len(account.Roles) == 0 {
			rows = append(rows, row)
		}
		for _, role := range account.Roles {
			row[accountRole], row[accountProfiles] = orDash(role), "-"
			var names []string
			for _, name := range used[account.ID+"/"+role] {
				names = append(names, sanitize.Quote(name))
			}
			if len(names) > 0 {
				row[accountProfiles] = strings.Join(names, ", ")
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return sanitize.Quote(text)
}

// summary counts what is shown.
func (c *accounting) summary() string {
	text := wording.Count(len(c.shown), "account", "accounts") + ", " + wording.Count(len(portal.Roles(c.shown)), "role", "roles") + " of " + sanitize.Quote(c.target.Name())
	if all := len(portal.Roles(c.all)); all != len(portal.Roles(c.shown)) {
		text += " (" + strconv.Itoa(all) + " without the filter)"
	}
	return text
}

// nothing is the end of a list without a row.
func (c *accounting) nothing() error {
	if len(c.all) > 0 {
		return told{c.refuse(ExitNone, fmt.Errorf("no account and no role holds %s", sanitize.Quote(c.own.filter)), c.again())}
	}
	return told{c.refuse(ExitNone, errors.New("the sign-in to "+sanitize.Quote(c.target.Name())+" may use no account"), "ask for an assignment in IAM Identity Center")}
}

// refuse tells an error with its hints, and gives the code back.
func (c *accounting) refuse(code int, err error, hints ...string) int {
	return c.app.report(code, &hintedError{err, hints})
}

// object is that of `accounts --json` (version 1).
func (c *accounting) object() any {
	type role struct {
		Name     string   `json:"name"`
		Profiles []string `json:"profiles"` // that use it
	}
	type account struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Email string `json:"email"`
		Roles []role `json:"roles"`
	}
	used := portal.ProfilesOf(c.files(), c.target)
	accounts := []account{}
	for _, a := range c.shown {
		out := account{ID: a.ID, Name: a.Name, Email: a.Email, Roles: []role{}}
		for _, name := range a.Roles {
			names := used[a.ID+"/"+name]
			if names == nil {
				names = []string{}
			}
			out.Roles = append(out.Roles, role{name, names})
		}
		accounts = append(accounts, out)
	}
	return struct {
		Version  int       `json:"version"`
		Session  string    `json:"session,omitempty"` // none in the legacy form
		StartURL string    `json:"startUrl"`
		Region   string    `json:"region"`
		Accounts []account `json:"accounts"`
	}{1, c.target.Session, c.target.StartURL, c.target.Region, accounts}
}
