package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"credence/internal/fakeaws/demo"
)

// sampleWorld is the sandbox of the program itself.
type sampleWorld struct{ *demo.Demo }

func startSample(ctx context.Context, w *World) (Sandbox, error) {
	d, err := demo.New(ctx, demo.Options{Clock: w.Clock, Parent: w.Env.List()})
	if err != nil {
		return nil, err
	}
	return sampleWorld{d}, nil
}

// Phone implements Sandbox.
func (s sampleWorld) Phone(serial string) (string, time.Duration, error) {
	code, left := s.Demo.Phone(serial)
	if code == "" {
		return "", 0, fmt.Errorf("no device %q in the demo", serial)
	}
	return code, left, nil
}

// Samples implements Sandbox: the sample files say above each profile what it shows.
func (s sampleWorld) Samples() []Sample {
	var all []Sample
	seen := map[string]bool{}
	for _, file := range []string{"config", "credentials"} {
		text, err := os.ReadFile(filepath.Join(s.Home(), ".aws", file))
		if err != nil {
			continue // what is not there shows nothing
		}
		for _, sample := range samplesIn(string(text)) {
			if !seen[sample.Name] {
				seen[sample.Name] = true
				all = append(all, sample)
			}
		}
	}
	return all
}

// samplesIn are the profiles that have a comment right above their header.
func samplesIn(text string) []Sample {
	var found []Sample
	comment := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if about, ok := strings.CutPrefix(line, "# "); ok {
			comment = about
			continue
		}
		header, ok := strings.CutSuffix(strings.TrimPrefix(line, "["), "]")
		if ok && line != header+"]" && comment != "" && !strings.HasPrefix(header, "sso-session ") {
			name := strings.Trim(strings.TrimPrefix(header, "profile "), `"`)
			found = append(found, Sample{name, strings.TrimSuffix(comment, ".")})
		}
		comment = ""
	}
	return found
}
