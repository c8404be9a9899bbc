package mfa_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"credence/mfa"
)

func Example() {
	// A provider is a function; here it is one that knows the codes beforehand.
	codes := []string{"111 111", "222 222"}
	provider := func(_ context.Context, r mfa.Request) (string, error) {
		if r.LastErr != nil {
			fmt.Println("not accepted:", r.LastErr)
		}
		fmt.Printf("code %d for %s\n", r.Attempt, r.Serial)
		return codes[r.Attempt-1], nil
	}

	wrong := errors.New("invalid MFA one time pass code")
	getSession := func(_ context.Context, code string) error { // calls AWS
		if code != "222222" {
			return wrong
		}
		return nil
	}

	var ledger mfa.Ledger // one for the whole process
	err := mfa.Ask(context.Background(), provider, &ledger, time.Now, mfa.Request{Serial: "arn:aws:iam::111122223333:mfa/jane"},
		getSession, func(err error) bool { return errors.Is(err, wrong) })
	fmt.Println("error:", err)
	// Output:
	// code 1 for arn:aws:iam::111122223333:mfa/jane
	// not accepted: invalid MFA one time pass code
	// code 2 for arn:aws:iam::111122223333:mfa/jane
	// error: <nil>
}

func ExampleFirst() {
	// The command of the profile if there is one, else an error that says why.
	provider := mfa.First(
		mfa.Command(mfa.CommandOptions{Line: os.Getenv("NO_SUCH_VARIABLE")}),
		mfa.None(),
	)
	_, err := provider(context.Background(), mfa.Request{Attempt: 1})
	fmt.Println(err)
	// Output: an MFA code is needed, but there is no terminal to ask for it
}
