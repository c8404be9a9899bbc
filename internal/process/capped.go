package process

import (
	"bytes"
	"sync"
)

// capped keeps the first max bytes. The rest is dropped if full is nil, else it
// is refused, after full was called once.
type capped struct {
	mu   sync.Mutex // a grandchild's output may still be copied when Wait gives up
	buf  bytes.Buffer
	max  int
	full func()
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	room := c.max - c.buf.Len()
	if len(p) <= room {
		return c.buf.Write(p)
	}
	c.buf.Write(p[:room])
	if c.full == nil {
		return len(p), nil
	}
	if !c.over {
		c.over = true
		c.full()
	}
	return room, ErrTooMuchOutput
}

func (c *capped) bytes() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Clone(c.buf.Bytes())
}

func (c *capped) overflowed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.over
}
