package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
)

// A box is magic, the name of its key, the length of the rest, a nonce and the sealed
// content: AES-256-GCM, with the head and what the box is bound to as associated data.
const (
	magic     = "crs1"
	nameSize  = 8
	nonceSize = 12
	tagSize   = 16
	headSize  = len(magic) + nameSize + 4
	// MaxPlain is the most that a box takes, in bytes.
	MaxPlain = 1 << 19
)

// box seals content with a key. What it is bound to has to be the same when it is
// opened: a box that was moved to another place does not open there.
func box(k Key, bound string, plain []byte) ([]byte, error) {
	if len(plain) > MaxPlain {
		return nil, fmt.Errorf("%d bytes are too much to seal", len(plain))
	}
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	out := make([]byte, headSize+nonceSize, headSize+nonceSize+len(plain)+tagSize)
	copy(out, magic)
	name := k.name()
	copy(out[len(magic):], name[:])
	binary.BigEndian.PutUint32(out[len(magic)+nameSize:], uint32(nonceSize+len(plain)+tagSize))
	nonce := out[headSize:]
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return aead.Seal(out, nonce, plain, associated(out[:headSize], bound)), nil
}

// unbox opens a box with the key of its name. The error is an *Error.
func unbox(keys []Key, bound string, sealed []byte) ([]byte, error) {
	if len(sealed) < headSize+nonceSize+tagSize {
		return nil, &Error{Code: CodeTruncated}
	}
	if string(sealed[:len(magic)]) != magic {
		return nil, &Error{Code: CodeNotOurs}
	}
	switch length := uint64(binary.BigEndian.Uint32(sealed[len(magic)+nameSize:])); {
	case uint64(len(sealed)-headSize) < length:
		return nil, &Error{Code: CodeTruncated}
	case uint64(len(sealed)-headSize) > length:
		return nil, &Error{Code: CodeTampered}
	}
	for _, k := range keys {
		name := k.name()
		if subtle.ConstantTimeCompare(name[:], sealed[len(magic):len(magic)+nameSize]) != 1 {
			continue
		}
		aead, err := k.aead()
		if err != nil {
			return nil, err
		}
		plain, err := aead.Open(nil, sealed[headSize:headSize+nonceSize], sealed[headSize+nonceSize:], associated(sealed[:headSize], bound))
		if err != nil {
			return nil, &Error{Code: CodeTampered}
		}
		return plain, nil
	}
	return nil, &Error{Code: CodeOtherKey}
}

func associated(head []byte, bound string) []byte { return append(append([]byte{}, head...), bound...) }

// name tells keys apart and gives nothing of them away.
func (k Key) name() (name [nameSize]byte) {
	sum := sha256.Sum256(append([]byte("credence key name 1\n"), k[:]...))
	copy(name[:], sum[:])
	return name
}

func (k Key) aead() (cipher.AEAD, error) {
	derived, err := hkdf.Key(sha256.New, k[:], nil, "credence seal 1", len(k))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return cipher.NewGCM(block)
}
