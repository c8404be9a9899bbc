package cli

import (
	"crypto/sha1" //nolint:gosec // SDKs name token files by SHA-1
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// appendFile adds text to a file below the world's home.
func appendFile(t *testing.T, w *World, name, text string) {
	t.Helper()
	file, err := os.OpenFile(filepath.Join(w.env("HOME"), filepath.FromSlash(name)), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// signInTo signs the world in: the token lies where every SDK looks.
func signInTo(t *testing.T, w *World, server *fakeaws.Server, startURL, name string) fakeaws.SSOToken {
	t.Helper()
	token, err := server.SignIn(startURL, fakeaws.SSOSignIn{Life: 8 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]string{
		"startUrl": token.StartURL, "region": token.Region, "accessToken": token.AccessToken, "expiresAt": token.ExpiresAt.UTC().Format(time.RFC3339),
		"clientId": token.ClientID, "clientSecret": token.ClientSecret, "refreshToken": token.RefreshToken,
		"registrationExpiresAt": token.RegistrationExpiresAt.UTC().Format(time.RFC3339),
	})
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(w.env("HOME"), ".aws", "sso", "cache")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	sum := sha1.Sum([]byte(name)) //nolint:gosec // as above
	if err := os.WriteFile(filepath.Join(folder, hex.EncodeToString(sum[:])+".json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return token
}
