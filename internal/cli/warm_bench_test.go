package cli

import (
	"context"
	"fmt"
	"testing"

	"credence/internal/fakeaws"
)

// BenchmarkWarmProcess is `credence process` of a role whose session is kept: nearly
// the same whatever the number of profiles. Of these runs one sends a request.
func BenchmarkWarmProcess(b *testing.B) {
	for _, n := range []int{10, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := benchWorld(b, n)
			server, err := fakeaws.Start(context.Background(), fakeaws.Config{World: &fakeaws.World{
				Users: []fakeaws.User{{
					Account: "111122223333", Name: "jane",
					Keys: []fakeaws.AccessKey{{ID: "AKIA0000000000000000", Secret: "abcdefghijklmnopqrstuvwxyz0123456789ABCD"}},
				}},
				Roles: []fakeaws.Role{{ARN: "arn:aws:iam::000000000002:role/team/Admin", Trusted: []string{"111122223333"}}},
			}})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(server.Close)
			variables := w.Env.List()
			for name, value := range server.Env() {
				variables = append(variables, name+"="+value)
			}
			w.Env = environment(variables...)
			b.ReportAllocs()
			for b.Loop() {
				if code := Main(context.Background(), w, []string{"process", "team-0002-account"}); code != ExitOK {
					b.Fatalf("exit code %d", code)
				}
			}
			if requests := server.Count("AssumeRole"); requests != 1 {
				b.Errorf("%d requests", requests)
			}
		})
	}
}
