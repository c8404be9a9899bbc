package profiles

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample writes both files with n profiles of about five keys and loads nothing.
func sample(tb testing.TB, n int) Options {
	tb.Helper()
	dir := tb.TempDir()
	var config, credentials strings.Builder
	config.WriteString("[default]\nregion = eu-west-1\n\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n")
	credentials.WriteString("[default]\naws_access_key_id = AKIAEXAMPLEDEFAULT00\naws_secret_access_key = x\n")
	for i := range n {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&config, "\n# team %d\n[profile role-%05d]\nregion = eu-west-1\nrole_arn = arn:aws:iam::%012d:role/Admin\nsource_profile = default\noutput = json\n", i, i, i)
		case 1:
			fmt.Fprintf(&config, "\n[profile sso-%05d]\nregion = us-east-1\nsso_session = corp\nsso_account_id = %012d\nsso_role_name = Read\n", i, i)
		case 2:
			fmt.Fprintf(&config, "\n[profile keys-%05d]\nregion = us-east-1\ns3 =\n    addressing_style = path\n    max_concurrent_requests = 20\n", i)
			fmt.Fprintf(&credentials, "\n[keys-%05d]\naws_access_key_id = AKIA%016d\naws_secret_access_key = secret%d\n", i, i, i)
		case 3:
			fmt.Fprintf(&config, "\n[profile process-%05d]\nregion = us-east-1\ncredential_process = /opt/bin/creds --account %012d\n", i, i)
		}
	}
	write(tb, filepath.Join(dir, "config"), config.String())
	write(tb, filepath.Join(dir, "credentials"), credentials.String())
	return Options{
		ConfigFile:      new(filepath.Join(dir, "config")),
		CredentialsFile: new(filepath.Join(dir, "credentials")),
		LookupEnv:       func(string) (string, bool) { return "", false },
	}
}

func write(tb testing.TB, path, text string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func mustLoad(tb testing.TB, o Options) *Files {
	tb.Helper()
	f, err := Load(o)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func BenchmarkLoadOne(b *testing.B) {
	for _, n := range []int{10, 1000, 10000} {
		o := sample(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := mustLoad(b, o).Profile("sso-00005"); !ok {
					b.Fatal("no profile")
				}
			}
		})
	}
}

func BenchmarkListAll(b *testing.B) {
	for _, n := range []int{10, 1000, 10000} {
		o := sample(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				count := 0
				for p := range mustLoad(b, o).Profiles() {
					if p.Kind() != "" {
						count++
					}
				}
				if count <= n {
					b.Fatal(count)
				}
			}
		})
	}
}

func BenchmarkLint(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		o := sample(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = mustLoad(b, o).Lint()
			}
		})
	}
}
