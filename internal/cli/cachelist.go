package cli

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"credence/chain/cache"
	"credence/internal/cells"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

func (a *app) cacheListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list [PROFILE…]",
		Short: "whose sessions are kept, by whom, how old, and for how long",
		Long: `List the files of every cache: the profiles that would use it, what it is, whose cache
it lies in, the account, how old it is and how long it lives. What is wrong with a
file is told on standard error.`,
		Example: `  credence cache list
  credence cache list prod-admin --paths
  credence cache list --json | jq -r '.entries[] | select(.state == "expired").path'`,
		RunE:              a.run(a.cacheList),
		ValidArgsFunction: a.completeProfiles(many),
	}
	cacheListFlags(cmd)
	return cmd
}

func cacheListFlags(cmd *cobra.Command) {
	cmd.Flags().Bool("paths", false, "also the path of each file")
}

func (a *app) cacheList(ctx context.Context, cmd *cobra.Command, names []string) error {
	inv, err := a.inventory(ctx, cmd)
	if err != nil {
		return err
	}
	if err := inv.only(names); err != nil {
		return err
	}
	if a.flags.json {
		return writeJSON(a.Stdout, inv.report(a.Clock()))
	}
	paths, _ := cmd.Flags().GetBool("paths")
	p := a.page(a.Stdout)
	text := p.cacheTable(inv.items, a.StdoutTerminal, paths, a.home(), a.Clock())
	if _, err := io.WriteString(a.Stdout, text); err != nil {
		return err
	}
	notes := a.page(a.Stderr)
	var b strings.Builder
	if len(inv.items) == 0 {
		b.WriteString(nothingKept(names))
	}
	for _, f := range inv.cacheFindings() {
		b.WriteString(notes.note(f, true))
	}
	_, err = io.WriteString(a.Stderr, b.String())
	return err
}

// nothingKept is what an empty list says.
func nothingKept(names []string) string {
	if len(names) == 0 {
		return "No session is kept. credence use PROFILE obtains one and keeps it.\n"
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = wording.Shell(n)
	}
	return "No session of " + strings.Join(quoted, ", ") + " is kept. credence use " + quoted[0] + " obtains one and keeps it.\n"
}

// The columns of the list of caches.
const (
	cacheProfile = iota
	cacheKind
	cacheTool
	cacheAccount
	cacheAge
	cacheLeft
	cacheColumns
)

// cacheTable is a row a file, aligned.
func (p page) cacheTable(items []keptItem, head, paths bool, home string, now time.Time) string {
	var rows [][cacheColumns]string
	if head && len(items) > 0 {
		rows = append(rows, [cacheColumns]string{"profile", "kind", "kept by", "account", "age", "left"})
	}
	first := len(rows)
	for _, it := range items {
		rows = append(rows, it.cells(now))
	}
	var widths [cacheColumns]int
	for _, r := range rows {
		for c, text := range r {
			widths[c] = max(widths[c], width(text))
		}
	}
	if p.cut { // the profile is what gives way
		rest := 0
		for _, w := range widths[1:] {
			rest += w + 2
		}
		widths[cacheProfile] = max(12, min(widths[cacheProfile], p.width-rest))
	}
	var b strings.Builder
	for i, r := range rows {
		var line []span
		for c, text := range r {
			if c == cacheProfile && p.cut {
				text = cells.Truncate(text, widths[c])
			}
			look := plain
			switch {
			case i < first || text == "-":
				look = faint
			case c == cacheProfile:
				look = bold
			case c == cacheKind:
				look = blue
			case c == cacheLeft:
				look = cacheLook(items[i-first])
			}
			line = append(line, span{pad(text, widths[c]+2), look})
		}
		b.WriteString(p.line(line, span{}))
		if paths && i >= first {
			b.WriteString(p.theme.paint(faint, "  "+wording.Path(items[i-first].Path, home)) + "\n")
		}
	}
	return b.String()
}

func cacheLook(it keptItem) style {
	switch it.State {
	case cache.Rejected:
		return red
	case cache.Expiring:
		return yellow
	case cache.Expired:
		return faint
	}
	return plain
}

// cells are the texts of a row.
func (k keptItem) cells(now time.Time) [cacheColumns]string {
	row := [cacheColumns]string{
		k.usersText(), wording.CacheKind(k.Kind), wording.CacheTool(k.Tool), sanitize.Text(k.Account), "-", "-",
	}
	if k.Account == "" {
		row[cacheAccount] = "-"
	}
	if k.Sealer != "" {
		row[cacheTool] += " (" + sanitize.Text(k.Sealer) + ")"
	}
	if !k.Created.IsZero() {
		row[cacheAge] = wording.Age(now.Sub(k.Created))
	}
	switch {
	case k.State == cache.Rejected:
		row[cacheLeft] = "not used"
	case !k.Expires.IsZero():
		row[cacheLeft] = wording.Left(k.Expires.Sub(now))
	}
	return row
}

// roleName is what a role that needs no profile is called on the command line.
func (k keptItem) roleName() string {
	if strings.Contains(k.SSO, ":") { // an address
		return k.Account + "/" + k.RoleName
	}
	return k.SSO + ":" + k.Account + "/" + k.RoleName
}

// usersText is whose a file is: the profiles that would use it, else the one that
// asked for it and has since been changed, else the role or session of a sign-in.
func (k keptItem) usersText() string {
	switch n := len(k.users); {
	case n == 1:
		return sanitize.Quote(k.users[0])
	case n > 1:
		return sanitize.Quote(k.users[0]) + " +" + strconv.Itoa(n-1)
	case k.Profile != "":
		return "was " + sanitize.Quote(k.Profile)
	case k.RoleName != "" && k.SSO != "":
		return sanitize.Quote(k.roleName())
	case k.SSO != "":
		return sanitize.Text(k.SSO)
	}
	return "-"
}
