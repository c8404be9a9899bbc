package cli

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"credence/chain"
)

// ofSession are the findings about the session that a command obtains or could not
// keep. They are of the walk, and not of the files: who only wants the session hears
// of nothing else.
var ofSession = []string{
	chain.FindingRoleDuration, chain.FindingRoleChainedTooLong, chain.FindingMFASessionLimit,
	chain.FindingMFARoleRefuses, chain.FindingMFASessionDenied, chain.FindingMFASessionDropped, chain.FindingMFASetting, chain.FindingMFANoProvider,
	chain.FindingClockSkew, chain.FindingCacheNotStored, chain.FindingCacheUnlocked, chain.FindingCacheKept,
	chain.FindingCacheCorrupt, chain.FindingCacheLoose, chain.FindingCacheFolder,
	chain.FindingMachineIdentity, chain.FindingMachineNoProfile, chain.FindingWebIdentityFirst, chain.FindingEnvExpired,
}

// tellSession says of a walk what became of its session, each thing once: commands that
// print no findings would hand out an hour for twelve in silence. nil where the command
// prints them. Under an SDK, which takes one line for the error, nothing is said.
func (a *app) tellSession(cmd *cobra.Command) func(chain.Event) {
	if name := cmd.Name(); !cmd.HasParent() || name == "why" {
		return nil
	}
	var said []string
	return func(e chain.Event) {
		if e.Kind != chain.EventFinding || a.oneLine || a.handed || !slices.Contains(ofSession, e.Finding.Code) {
			return
		}
		if text := a.page(a.Stderr).note(*e.Finding, true); !slices.Contains(said, text) {
			said = append(said, text)
			_, _ = io.WriteString(a.Stderr, text)
		}
	}
}
