package stored

// Path is where the keys of a profile lie, whether or not there are any.
func (s *Safe) Path(profile string) string { return s.files.Path(name(profile)) }
