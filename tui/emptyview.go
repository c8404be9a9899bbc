package tui

import (
	"slices"

	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// emptyRows are what stands in the place of the list where there is nothing to list:
// what is so, and what to do.
func (m *Model) emptyRows(r rect) [][]span {
	t := &paragraphs{width: r.w - 3}
	demo := func() {
		if !m.opts.Demo {
			offerDemo(t)
		}
	}
	switch {
	case m.loadErr != nil:
		t.add(span{bad, sanitize.Text(m.loadErr.Error())})
		t.gap()
		t.labelled(span{accent, "→"}, 2, span{plain, "set HOME, or AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE"})
		demo()
	case m.files == nil:
		t.add(span{faint, "reading the shared files"})
	case m.list.query != "" && len(m.list.entries) == 0:
		t.add(span{plain, "nothing matches "}, span{accent, sanitize.Text(m.list.query)})
		t.gap()
		t.add(span{faint, "names, accounts, roles and SSO sessions are searched"})
		t.gap()
		t.labelled(span{accent, "→"}, 2, span{plain, "esc"}, span{faint, " shows all profiles"})
		demo()
	default:
		return nil
	}
	return t.rows
}

// offerDemo says where to see it all.
func offerDemo(t *paragraphs) {
	const command = "credence demo"
	t.labelled(span{accent, "→"}, 2, span{plain, command}, span{faint, fitting(t.width-2-len(command), " shows it all without an account", " needs no account", "")})
}

// noProfiles says why there are no profiles and what to do, below the row of the
// environment. What to do is left out last.
func (m *Model) noProfiles(width, height int) [][]span {
	if m.files == nil || m.list.profiles() > 0 || m.list.query != "" {
		return nil
	}
	todo := &paragraphs{width: width}
	offerDemo(todo)
	if more := (&paragraphs{width: width}); height > len(todo.rows) {
		more.labelled(span{accent, "→"}, 2, span{plain, "aws configure sso"}, span{faint, " sets one up"})
		todo.rows = append(more.rows, todo.rows...)
	}
	title, files := m.whyNoProfiles(width)
	rows := todo.rows
	for _, more := range []*paragraphs{title, files} {
		if len(more.rows)+len(rows)+1 > height {
			break
		}
		if more == title {
			rows = slices.Concat(title.rows, [][]span{nil}, todo.rows)
		} else {
			rows = slices.Concat(title.rows, files.rows, [][]span{nil}, todo.rows)
		}
	}
	return rows[:min(len(rows), max(0, height))]
}

// whyNoProfiles says how the shared files are.
func (m *Model) whyNoProfiles(width int) (title, files *paragraphs) {
	title, files = &paragraphs{width: width}, &paragraphs{width: width}
	config, credentials := m.files.Config(), m.files.Credentials()
	if config.State == profiles.StateAbsent && credentials.State == profiles.StateAbsent {
		title.add(span{plain, "there are no shared files yet"})
		files.add(span{faint, wording.Path(config.Path, m.opts.Home) + " and " + wording.Path(credentials.Path, m.opts.Home)})
		return title, files
	}
	title.add(span{plain, "the shared files hold no profiles"})
	for _, f := range []*profiles.File{config, credentials} {
		files.add(span{faint, wording.Path(f.Path, m.opts.Home) + "  " + fileState(f)})
	}
	return title, files
}

func fileState(f *profiles.File) string {
	switch f.State {
	case profiles.StateRead:
		return "empty"
	case profiles.StateUnreadable:
		return "cannot be read"
	}
	return "absent"
}
