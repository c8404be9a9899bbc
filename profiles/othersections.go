package profiles

import "iter"

// SSOSession is an [sso-session name] section of the config file.
func (f *Files) SSOSession(name string) (*Section, bool) {
	return f.section(SectionSSOSession, f.index().sessions.get(name))
}

// SSOSessions are all sso-session sections in the order of the file.
func (f *Files) SSOSessions() iter.Seq[*Section] {
	return f.all(SectionSSOSession, &f.index().sessions)
}

// Services is a [services name] section of the config file.
func (f *Files) Services(name string) (*Section, bool) {
	return f.section(SectionServices, f.index().services.get(name))
}

// AllServices are all services sections in the order of the file.
func (f *Files) AllServices() iter.Seq[*Section] {
	return f.all(SectionServices, &f.index().services)
}

func (f *Files) all(kind SectionKind, c *catalogue) iter.Seq[*Section] {
	return func(yield func(*Section) bool) {
		for i := range c.all {
			if s, _ := f.section(kind, &c.all[i]); !yield(s) {
				return
			}
		}
	}
}

func (f *Files) section(kind SectionKind, n *named) (*Section, bool) {
	if n == nil {
		return nil, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	key := string(kind) + " " + n.name
	if s, ok := f.sections[key]; ok {
		return s, true
	}
	config := f.Config()
	s := &Section{kind: kind, name: n.name}
	s.table = &table{}
	config.rules.readBodies(config.bodies(nil, n.parts[0], s.table))
	for _, part := range n.parts[0] {
		s.headers = append(s.headers, place{config, int(part.line)})
	}
	f.sections[key] = s
	return s, true
}
