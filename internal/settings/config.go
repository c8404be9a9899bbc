package settings

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Config are the settings of the inspector.
type Config struct {
	Sort  string // order of the profiles: recent, name or account
	Group string // grouping: none, session or account
	Mouse bool   // take the wheel and clicks
}

// Default is what holds where nobody wrote otherwise.
func Default() Config { return Config{Sort: "recent", Group: "none", Mouse: true} }

// maxConfigSize is more than any such file needs, in bytes.
const maxConfigSize = 1 << 20

// ReadConfig reads config.ini: lines of "key = value", below [inspector] or below
// nothing; # and ; begin comments. An absent file is the default. The error names
// the first line that cannot be used; the other lines count all the same.
func ReadConfig(path string) (Config, error) {
	c := Default()
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c, nil
	case err != nil:
		return c, fmt.Errorf("read settings: %w", err)
	case info.Size() > maxConfigSize || !info.Mode().IsRegular():
		return c, fmt.Errorf("read settings: %s is no settings file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("read settings: %w", err)
	}
	return c, c.parse(path, string(text))
}

func (c *Config) parse(path, text string) error {
	var first error
	section, number := "", 0
	for scanner := bufio.NewScanner(strings.NewReader(text)); scanner.Scan(); {
		number++
		line := strings.TrimSpace(scanner.Text())
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			section = strings.Trim(line, "[] \t")
		case section == "" || section == "inspector":
			key, value, _ := strings.Cut(line, "=")
			if err := c.set(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil && first == nil {
				first = fmt.Errorf("%s:%d: %w", path, number, err)
			}
		}
	}
	return first
}

// words are the values that a setting takes.
var words = map[string][]string{
	"sort": {"recent", "name", "account"}, "group": {"none", "session", "account"}, "mouse": {"on", "off"},
}

func (c *Config) set(key, value string) error {
	allowed, known := words[key]
	if !known {
		return nil // a setting of another part of the program, or of another release
	}
	for _, word := range allowed {
		if value != word {
			continue
		}
		switch key {
		case "sort":
			c.Sort = value
		case "group":
			c.Group = value
		case "mouse":
			c.Mouse = value == "on"
		}
		return nil
	}
	return fmt.Errorf("%s is one of %s", key, strings.Join(allowed, ", "))
}
