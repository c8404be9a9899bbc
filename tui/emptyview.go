package tui

import (
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// emptyRows are what stands in the place of the list where there is nothing to list:
// what is so, and what to do.
func (m *Model) emptyRows(r rect) [][]span {
	t := &paragraphs{width: r.w - 3}
	ambient := func() {
		t.labelled(span{accent, "→"}, 2, span{plain, "credence demo"}, span{faint, " shows it all without an account"})
	}
	switch {
	case m.loadErr != nil:
		t.add(span{bad, sanitize.Text(m.loadErr.Error())})
		t.gap()
		t.labelled(span{accent, "→"}, 2, span{plain, "set HOME, or AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE"})
		ambient()
	case m.files == nil:
		t.add(span{faint, "reading the shared files"})
	case m.list.query != "" && len(m.list.entries) == 0:
		t.add(span{plain, "nothing matches "}, span{accent, sanitize.Text(m.list.query)})
		t.gap()
		t.add(span{faint, "names, account ids, roles and SSO sessions were looked at; esc shows all profiles"})
	default:
		return nil
	}
	return t.rows
}

// noProfiles says why there are no profiles, below the row of the environment.
func (m *Model) noProfiles(width int) [][]span {
	if m.files == nil || m.list.profiles() > 0 || m.list.query != "" {
		return nil
	}
	t := &paragraphs{width: width}
	config, credentials := m.files.Config(), m.files.Credentials()
	if config.State == profiles.StateAbsent && credentials.State == profiles.StateAbsent {
		t.add(span{plain, "there are no shared files yet"})
		t.add(span{faint, wording.Path(config.Path, m.opts.Home) + " and " + wording.Path(credentials.Path, m.opts.Home)})
	} else {
		t.add(span{plain, "the shared files hold no profiles"})
		for _, f := range []*profiles.File{config, credentials} {
			t.add(span{faint, wording.Path(f.Path, m.opts.Home) + ": " + fileState(f)})
		}
	}
	t.gap()
	t.labelled(span{accent, "→"}, 2, span{plain, "aws configure sso"}, span{faint, " sets one up"})
	t.labelled(span{accent, "→"}, 2, span{plain, "credence demo"}, span{faint, " shows it all without an account"})
	return t.rows
}

func fileState(f *profiles.File) string {
	switch f.State {
	case profiles.StateRead:
		return "read, and empty of profiles"
	case profiles.StateUnreadable:
		return "cannot be read"
	}
	return "absent"
}
