package cli

import (
	"context"

	"credence/internal/sealed"
	"credence/internal/settings"
)

// vaultSeal seals with a vault (stored.Sealer).
type vaultSeal struct{ vault *sealed.Vault }

func (s vaultSeal) Seal(ctx context.Context, kind, bound string, plain []byte) ([]byte, error) {
	return s.vault.Seal(ctx, sealed.Kind(kind), bound, plain)
}

func (s vaultSeal) Open(ctx context.Context, kind, bound string, box []byte) ([]byte, error) {
	return s.vault.Open(ctx, sealed.Kind(kind), bound, box)
}

// fixedSeal is a cache.Sealer of settings that are being changed.
type fixedSeal struct {
	vaultSeal
	chosen settings.Store
}

func (s fixedSeal) Kind(profile string) (string, error) { return sealKind(s.chosen.Of(profile)), nil }
