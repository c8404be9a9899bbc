package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/settings"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) configList(context.Context, *cobra.Command, []string) error {
	f, err := a.settingsFile()
	if err != nil {
		return err
	}
	problems := f.Problems()
	if a.flags.json {
		list := settingsReport{Version: 1, Path: f.Path, Settings: []settingReport{}, Problems: []problemReport{}}
		for _, v := range f.All() {
			list.Settings = append(list.Settings, a.settingReport(f, v))
		}
		for _, p := range problems {
			list.Problems = append(list.Problems, problemReport{p.Path, p.Line, p.Err.Error()})
		}
		if err := writeJSON(a.Stdout, list); err != nil {
			return err
		}
	} else if _, err := io.WriteString(a.Stdout, a.settingsTable(f)); err != nil {
		return err
	}
	if len(problems) == 0 {
		return nil
	}
	for _, p := range problems[1:] {
		a.report(ExitError, p)
	}
	return restError(problems[0])
}

// settingsReport is the object of `config --json` (version 1).
type settingsReport struct {
	Version  int             `json:"version"`
	Path     string          `json:"path"`
	Settings []settingReport `json:"settings"`
	Problems []problemReport `json:"problems"`
}

type settingReport struct {
	Name    string       `json:"name"`
	Value   string       `json:"value"`
	Default string       `json:"default"`
	Origin  originReport `json:"origin"`
}

type originReport struct {
	Kind string `json:"kind"` // file or default
	Path string `json:"path,omitempty"`
	Line int    `json:"line,omitempty"`
}

type problemReport struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func (a *app) settingReport(f *settings.File, v settings.Value) settingReport {
	r := settingReport{v.Name, v.Value, v.Default, originReport{Kind: "default"}}
	if v.Line > 0 {
		r.Origin = originReport{"file", f.Path, v.Line}
	}
	return r
}

// settingsTable is a row a setting: name, value, place.
func (a *app) settingsTable(f *settings.File) string {
	t := a.theme(a.Stdout)
	all := f.All()
	var names, values int
	for _, v := range all {
		names, values = max(names, width(sanitize.Text(v.Name))), max(values, width(sanitize.Text(v.Value)))
	}
	var b strings.Builder
	for _, v := range all {
		value, look, place := sanitize.Text(v.Value), plain, "default"
		if v.Line > 0 {
			look, place = bold, wording.Place(profiles.FileOrigin(f.Path, v.Line), a.home())
		}
		if value == "" {
			value, look = "-", faint
		}
		b.WriteString(t.paint(look, pad(sanitize.Text(v.Name), names+2)) + t.paint(look, pad(value, values+2)) + t.paint(faint, place) + "\n")
	}
	return b.String()
}
