package cache

import "errors"

var errInterrupted = errors.New("interrupted")
