//go:build unix

package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// chromium is a headless browser that a test drives over a pipe (Chrome DevTools
// Protocol, --remote-debugging-pipe: JSON texts that end in NUL).
type chromium struct {
	t    *testing.T
	in   *os.File
	out  *bufio.Reader
	last int
}

func startChromium(t *testing.T) *chromium {
	t.Helper()
	path := lane(t, "chromium")
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	at := t.TempDir()
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+at, "--remote-debugging-pipe", "about:blank")
	cmd.Env = environment(at)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = theirIn.Close(), theirOut.Close()
	t.Cleanup(func() {
		_, _ = in.Write([]byte(`{"id":1000000,"method":"Browser.close"}` + "\x00"))
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }()
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
		_, _ = in.Close(), out.Close()
	})
	if err := out.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &chromium{t: t, in: in, out: bufio.NewReader(out)}
}

// call sends a command and waits for its answer; events are passed over.
func (c *chromium) call(session, method string, params any) map[string]any {
	c.t.Helper()
	result, refused := c.ask(session, method, params)
	if refused != "" {
		c.t.Fatalf("%s: %s", method, refused)
	}
	return result
}

// ask is call where the browser may refuse the command; its reason is then not empty.
func (c *chromium) ask(session, method string, params any) (result map[string]any, refused string) {
	c.t.Helper()
	c.last++
	text, err := json.Marshal(map[string]any{"id": c.last, "method": method, "params": params, "sessionId": session})
	if err != nil {
		c.t.Fatal(err)
	}
	if session == "" {
		text = []byte(strings.Replace(string(text), `,"sessionId":""`, "", 1))
	}
	if _, err := c.in.Write(append(text, 0)); err != nil {
		c.t.Fatal(err)
	}
	for {
		answer, err := c.out.ReadBytes(0)
		if err != nil {
			c.t.Fatalf("%s: %v", method, err)
		}
		var said struct {
			ID     int
			Result map[string]any
			Error  *struct{ Message string }
		}
		if err := json.Unmarshal(answer[:len(answer)-1], &said); err != nil {
			c.t.Fatal(err)
		}
		if said.ID != c.last {
			continue
		}
		if said.Error != nil {
			return nil, said.Error.Message
		}
		return said.Result, ""
	}
}

// open opens a page and gives its session.
func (c *chromium) open(address string) string {
	c.t.Helper()
	target := c.call("", "Target.createTarget", map[string]any{"url": address})["targetId"]
	session, _ := c.call("", "Target.attachToTarget", map[string]any{"targetId": target, "flatten": true})["sessionId"].(string)
	return session
}

// onTheWay are the reasons for which a browser does not evaluate, or loses the value,
// while a page gives way to the next one, as it does after a click on a button.
var onTheWay = []string{
	"Inspected target navigated or closed",
	"Execution context was destroyed.",
	"Cannot find default execution context",
}

// evaluate is the text that an expression yields in the page; none while the page gives
// way to the next one.
func (c *chromium) evaluate(session, expression string) string {
	c.t.Helper()
	answer, refused := c.ask(session, "Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true})
	if refused != "" && !slices.Contains(onTheWay, refused) {
		c.t.Fatalf("%s: %s", expression, refused)
	}
	result, _ := answer["result"].(map[string]any)
	text, _ := result["value"].(string)
	return text
}

// until evaluates until the text holds a part.
func (c *chromium) until(session, expression, part string) string {
	c.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		text := c.evaluate(session, expression)
		if strings.Contains(text, part) {
			return text
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%s is %q, without %q", expression, text, part)
		}
		<-time.After(20 * time.Millisecond)
	}
}
