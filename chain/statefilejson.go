package chain

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// cacheObject is a JSON object that keeps what it does not know: members, their
// order and their spelling. The values may be secrets, so it never prints.
type cacheObject struct{ members []cacheMember }

type cacheMember struct {
	name  string
	value json.RawMessage
}

var errNotObject = errors.New("not a JSON object")

// parseCacheObject reads one JSON object and nothing after it. Of members with the
// same name the last counts, as in every reader of these caches.
func parseCacheObject(data []byte) (cacheObject, error) {
	var o cacheObject
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return o, errNotObject
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return cacheObject{}, errNotObject
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return cacheObject{}, errNotObject
		}
		o.put(name.(string), value)
	}
	if _, err := d.Token(); err != nil {
		return cacheObject{}, errNotObject
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return cacheObject{}, errNotObject
	}
	return o, nil
}

func (o *cacheObject) at(name string) int {
	return slices.IndexFunc(o.members, func(m cacheMember) bool { return m.name == name })
}

func (o *cacheObject) put(name string, value json.RawMessage) {
	if i := o.at(name); i >= 0 {
		o.members[i].value = value
		return
	}
	o.members = append(o.members, cacheMember{name, value})
}

// text is a member that is a string; "" where it is absent or something else.
func (o *cacheObject) text(name string) string {
	var s string
	if i := o.at(name); i >= 0 && json.Unmarshal(o.members[i].value, &s) == nil {
		return s
	}
	return ""
}

// setText sets a member to a string.
func (o *cacheObject) setText(name, value string) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // tokens are full of characters that HTML knows
	_ = e.Encode(value)    // a string always encodes
	o.put(name, bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// object is a member that is an object.
func (o *cacheObject) object(name string) (cacheObject, error) {
	i := o.at(name)
	if i < 0 {
		return cacheObject{}, errNotObject
	}
	return parseCacheObject(o.members[i].value)
}

func (o *cacheObject) drop(name string) {
	o.members = slices.DeleteFunc(o.members, func(m cacheMember) bool { return m.name == name })
}

// encode is the object as JSON on one line, as the AWS CLI writes it.
func (o *cacheObject) encode() []byte {
	b := []byte{'{'}
	for i, m := range o.members {
		if i > 0 {
			b = append(b, ", "...)
		}
		name, _ := json.Marshal(m.name)
		b = append(append(append(b, name...), ": "...), m.value...)
	}
	return append(b, '}')
}

// clone is a copy whose changes stay its own.
func (o *cacheObject) clone() cacheObject { return cacheObject{slices.Clone(o.members)} }

// Format implements fmt.Formatter: no verb reaches the values.
func (o cacheObject) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "***") }
