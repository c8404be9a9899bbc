package profiles_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"credence/profiles"
)

func Example() {
	dir, err := os.MkdirTemp("", "profiles")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	config := filepath.Join(dir, "config")
	text := "[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/Dev\nsource_profile = base\nregion = eu-west-1 # Dublin\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	files, err := profiles.Load(profiles.Options{ConfigFile: &config, CredentialsFile: new(os.DevNull)})
	if err != nil {
		fmt.Println(err)
		return
	}
	dev, _ := files.Profile("dev")
	region, _ := dev.Value("region")
	fmt.Println(dev.Name(), "is", dev.Kind())
	fmt.Println("region", region.Text(), "in line", region.Origin.Line)
	for _, finding := range files.ProfileFindings("dev") {
		fmt.Println(finding.Code, "in line", finding.Origin.Line)
	}
	// Output:
	// dev is broken
	// region eu-west-1 in line 4
	// profile.source-missing in line 3
	// value.comment in line 4
}

// Several goroutines may ask one Files at once.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	config := filepath.Join(t.TempDir(), "config")
	text := ""
	for i := range 100 {
		text += fmt.Sprintf("[profile p%d]\nrole_arn = r\nsource_profile = p%d\nregoin = x\n[sso-session s%d]\nsso_region = r\n", i, i+1, i)
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := profiles.Load(profiles.Options{ConfigFile: &config, CredentialsFile: new(os.DevNull)})
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() {
			for _, name := range files.Names() {
				p, ok := files.Profile(name)
				if !ok || p.Kind() != profiles.KindBroken {
					t.Errorf("%d: %s %v", i, name, ok)
				}
				files.SSOSession("s" + name[1:])
			}
			for p := range files.Profiles() {
				_ = p.Broken()
			}
			files.Lint()
			files.ProfileFindings("p5")
			files.Nearest("p")
		})
	}
	work.Wait()
}

func ExampleEdit() {
	dir, err := os.MkdirTemp("", "profiles")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	config := filepath.Join(dir, "config")
	if err := os.WriteFile(config, []byte("[profile dev]\nregion = eu-west-1 # Dublin\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	edit, err := profiles.NewEdit(config, profiles.RoleConfig)
	if err != nil {
		fmt.Println(err)
		return
	}
	dev := profiles.SectionRef{Kind: profiles.SectionProfile, Name: "dev"}
	if err := edit.Set(dev, "region", "eu-west-3"); err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range edit.Diff() {
		fmt.Printf("%c%d %s\n", line.Op, line.Line, line.Text)
	}
	done, err := edit.Apply(context.Background(), time.Now())
	fmt.Println(err, done.Path == edit.RealPath(), done.Backup != "")
	// Output:
	//  1 [profile dev]
	// -2 region = eu-west-1 # Dublin
	// +2 region = eu-west-3 # Dublin
	// <nil> true true
}
