package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"credence/chain"
)

// benchWorld is a world with shared files of n profiles of every kind.
func benchWorld(b *testing.B, n int) *World {
	b.Helper()
	home := b.TempDir()
	var config, credentials strings.Builder
	for i := range n {
		switch name := fmt.Sprintf("team-%04d-account", i); i % 5 {
		case 0, 1:
			fmt.Fprintf(&config, "[profile %s]\nregion = eu-west-1\noutput = json\n\n", name)
			fmt.Fprintf(&credentials, "[%s]\naws_access_key_id = AKIA%016d\naws_secret_access_key = abcdefghijklmnopqrstuvwxyz0123456789ABCD\n\n", name, i)
		case 2, 3:
			fmt.Fprintf(&config, "[profile %s]\nrole_arn = arn:aws:iam::%012d:role/team/Admin\nsource_profile = team-%04d-account\nregion = us-east-1\n\n", name, i, i/5*5)
		case 4:
			fmt.Fprintf(&config, "[profile %s]\nsso_session = corp\nsso_account_id = %012d\nsso_role_name = Admin\n\n", name, i)
		}
	}
	config.WriteString("[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n")
	folder := filepath.Join(home, ".aws")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	for name, text := range map[string]string{"config": config.String(), "credentials": credentials.String()} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return &World{Stdout: io.Discard, Stderr: io.Discard, Env: environment("HOME=" + home), Clock: time.Now}
}

// environment is one of so many variables.
func environment(variables ...string) chain.Environment {
	values := map[string]string{}
	for _, v := range variables {
		name, value, _ := strings.Cut(v, "=")
		values[name] = value
	}
	return chain.Environment{
		Lookup: func(name string) (string, bool) { v, ok := values[name]; return v, ok },
		List:   func() []string { return variables },
	}
}

func benchmarkCommand(b *testing.B, n int, args ...string) {
	w := benchWorld(b, n)
	b.ReportAllocs()
	for b.Loop() {
		if code := Main(context.Background(), w, args); code != ExitOK {
			b.Fatalf("exit code %d", code)
		}
	}
}

func BenchmarkCommands(b *testing.B) {
	for _, n := range []int{10, 1000, 10000} {
		for _, args := range [][]string{{"process", "team-0000-account"}, {"why", "team-0000-account"}, {"list"}, {"list", "--json"}} {
			b.Run(fmt.Sprintf("%s/%d", strings.Join(args, " "), n), func(b *testing.B) { benchmarkCommand(b, n, args...) })
		}
	}
	b.Run("version", func(b *testing.B) { benchmarkCommand(b, 1, "--version") })
}
