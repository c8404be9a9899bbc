package cache

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"
)

// The test program is also the other process of some tests: with these variables it
// does one thing to a store and ends.
const (
	variableAct = "CREDENCE_CACHE_TEST_ACT" // do, put, hold
	variableDir = "CREDENCE_CACHE_TEST_DIR"
	variableLog = "CREDENCE_CACHE_TEST_LOG" // gets a line for each fetch
)

func TestMain(m *testing.M) {
	if act := os.Getenv(variableAct); act != "" {
		if err := childAct(act); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func childAct(act string) error {
	s := Open(Options{Dir: os.Getenv(variableDir), Owner: "child", LockWait: 30 * time.Second})
	fetch := func(context.Context) (Session, error) {
		f, err := os.OpenFile(os.Getenv(variableLog), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return Session{}, err
		}
		_, err = f.WriteString("fetched\n")
		return session(time.Hour, time.Now()), err
	}
	switch act {
	case "put":
		_, err := s.put(testKey, Meta{Profile: "new"}, session(2*time.Hour, time.Now()))
		if err != nil {
			return err
		}
	case "put forever":
		fmt.Println("begun")
		for {
			if _, err := s.put(testKey, Meta{Profile: "new"}, session(2*time.Hour, time.Now())); err != nil {
				return err
			}
		}
	case "publish":
		_, err := NewAWSCLI(os.Getenv(variableDir), nil).Publish(context.Background(), "x.json", testKey.RoleARN, published(2*time.Hour, time.Now()))
		if err != nil {
			return err
		}
	case "hold":
		held, _, err := s.lock(context.Background(), testKey.ID())
		if err != nil {
			return err
		}
		fmt.Println("held")
		<-time.After(time.Hour) // it is killed long before
		runtime.KeepAlive(held) // the lock ends with its file
	default:
		res, err := s.Do(context.Background(), testKey, Meta{}, RenewalWindow, fetch)
		if err != nil {
			return err
		}
		fmt.Print(res.Entry.SecretAccessKey.Reveal(), " ", codes(res.Problems))
	}
	return nil
}
