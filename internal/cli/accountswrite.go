package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/profiles"
)

// profileWriting is a change of the config file under way.
type profileWriting struct {
	*accounting
	wish portal.Wish
	plan portal.Plan
	edit editing
}

// writeProfiles plans, shows, asks and writes.
func (c *accounting) writeProfiles(ctx context.Context, template portal.Template) error {
	w := &profileWriting{accounting: c}
	w.wish = portal.Wish{Target: c.target, Chosen: portal.Roles(c.shown), All: portal.Roles(c.all), Template: template, Prune: c.own.prune}
	if c.opts.Region != nil {
		w.wish.Region = *c.opts.Region
	}
	if err := w.prepare(); err != nil {
		return w.failure(err)
	}
	if c.flags.json {
		return w.writeJSON(ctx)
	}
	if _, err := io.WriteString(c.Stdout, w.words()); err != nil || w.plan.Empty() {
		return err
	}
	return w.consent(ctx)
}

// mostPlans are made where others keep changing the file.
const mostPlans = 10

// prepare compares the wish with the files as they are now.
func (w *profileWriting) prepare() error {
	for plans := 1; ; plans++ {
		err := w.compare()
		if !editEnds(err, profiles.EditExists, profiles.EditMissing) || plans == mostPlans {
			return err
		}
		// The file is read twice, and somebody wrote it in between.
	}
}

func (w *profileWriting) compare() error {
	files, err := profiles.Load(w.fileOptions(w.cmd, profiles.Documented))
	if err != nil {
		return err
	}
	if w.plan, err = portal.NewPlan(files, w.wish); err != nil {
		return err
	}
	if w.edit.Edit, err = profiles.NewEdit(files.Config().Path, profiles.RoleConfig); err != nil {
		return err
	}
	return w.plan.Edit(w.edit.Edit)
}

// settle writes what nobody has to look at first. Where somebody else changed the file
// after it was read the wish is compared with the file as it is then; again, unless it is
// nil, shows what that comes to.
func (w *profileWriting) settle(ctx context.Context, again func() error) error {
	for plans := 1; ; plans++ {
		err := w.edit.apply(ctx, w.Clock())
		if !editEnds(err, profiles.EditChanged) || plans == mostPlans {
			return err
		}
		if err := w.prepare(); err != nil {
			return err
		}
		if again != nil {
			if err := again(); err != nil {
				return err
			}
		}
	}
}

// editEnds reports an edit that is refused for one of these reasons.
func editEnds(err error, codes ...profiles.EditCode) bool {
	e, ok := errors.AsType[*profiles.EditError](err)
	return ok && slices.Contains(codes, e.Code)
}

// failure gives the error of a plan or an edit its words.
func (w *profileWriting) failure(err error) error {
	if errors.Is(err, portal.ErrNothingLeft) {
		return &hintedError{fmt.Errorf("nothing is pruned: %w, and all profiles would go", err), []string{w.again()}}
	}
	return w.editFailure(err)
}

// words are the change, line by line, and what is left alone.
func (w *profileWriting) words() string {
	var b strings.Builder
	t := w.theme(w.Stdout)
	if !w.plan.Empty() {
		b.WriteString(diffText(t, w.edit.Edit, w.home()))
		b.WriteString("\n")
	}
	for _, e := range w.plan.Unwritable {
		fmt.Fprintf(&b, "%s  %s in %s gets no profile: %s\n", t.paint(yellow, "note"), sanitize.Quote(e.Role.Name), sanitize.Quote(e.Role.Account.ID), e.Detail)
	}
	for _, e := range w.plan.Held {
		fmt.Fprintf(&b, "%s  %s is gone, and stays: it is the source of %s\n", t.paint(yellow, "note"), sanitize.Quote(e.Profile), sanitize.Quote(e.Detail))
	}
	b.WriteString(w.counted() + "\n")
	return b.String()
}

// counted says in a line what the plan comes to.
func (w *profileWriting) counted() string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{len(w.plan.Add), "to add"}, {len(w.plan.Region), "to get a region"}, {len(w.plan.Remove), "to remove"}, {len(w.plan.Kept), "there already"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	if len(parts) == 0 {
		return "no profiles: nothing to change"
	}
	text := "profiles: " + strings.Join(parts, ", ")
	if w.plan.Empty() {
		text += "; nothing to change"
	}
	return text
}

// consent asks whether to write, unless that was said.
func (w *profileWriting) consent(ctx context.Context) error {
	if w.own.yes {
		return w.writeUnasked(ctx)
	}
	yes, asked, err := w.app.consent(ctx, &w.edit, "--yes")
	switch {
	case err != nil:
		return err
	case !asked:
		return told{ExitInput}
	case !yes:
		return nil
	}
	return w.write(ctx, &w.edit)
}

// writeUnasked writes, and says so if there was anything left to write.
func (w *profileWriting) writeUnasked(ctx context.Context) error {
	err := w.settle(ctx, func() error {
		if err := w.remark("the file was changed meanwhile; this is left:"); err != nil {
			return err
		}
		_, err := io.WriteString(w.Stdout, w.words())
		return err
	})
	if err != nil {
		return w.failure(err)
	}
	if !w.edit.written {
		return nil
	}
	return w.tellWritten(&w.edit)
}

// writeJSON writes if that was said, and prints what was done or would be (version 1).
func (w *profileWriting) writeJSON(ctx context.Context) error {
	if w.own.yes {
		if err := w.settle(ctx, nil); err != nil {
			return w.failure(err)
		}
	}
	changes := changedLines(w.edit.Edit)
	names := func(entries []portal.Entry) []string {
		list := []string{}
		for _, e := range entries {
			list = append(list, e.Profile)
		}
		return list
	}
	skipped := []string{}
	for _, e := range w.plan.Unwritable {
		skipped = append(skipped, e.Role.Account.ID+"/"+e.Role.Name)
	}
	return writeJSON(w.Stdout, struct {
		Version  int           `json:"version"`
		Path     string        `json:"path"`
		RealPath string        `json:"realPath"` // the one behind links
		Added    []string      `json:"added"`
		Changed  []string      `json:"changed"`
		Removed  []string      `json:"removed"`
		Kept     []string      `json:"kept"`
		Held     []string      `json:"held"`    // gone, but the source of other profiles
		Skipped  []string      `json:"skipped"` // ACCOUNT/ROLE that cannot stand in the file
		Changes  []changedLine `json:"changes"`
		Written  bool          `json:"written"`
		Backup   string        `json:"backup,omitempty"`
	}{
		1, w.edit.Path(), w.edit.RealPath(), names(w.plan.Add), names(w.plan.Region), names(w.plan.Remove), names(w.plan.Kept), names(w.plan.Held), skipped,
		changes, w.edit.written, w.edit.backup,
	})
}
