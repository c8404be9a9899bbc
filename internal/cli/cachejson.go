package cli

import (
	"time"

	"credence/chain"
	"credence/chain/cache"
)

// The objects of `cache list --json` and `cache clear --json` (version 1).
type (
	cacheReport struct {
		Version  int                  `json:"version"`
		Folder   string               `json:"folder"` // of credence's own
		Entries  []cacheEntryReport   `json:"entries"`
		Problems []cacheProblemReport `json:"problems"` // of the folder
	}
	clearReport struct {
		Version int                `json:"version"`
		DryRun  bool               `json:"dryRun"`
		Removed []cacheEntryReport `json:"removed"` // or what would be
		Failed  []string           `json:"failed"`
	}
	cacheEntryReport struct {
		Owner       cache.Tool           `json:"owner"`
		Kind        cache.Kind           `json:"kind"`
		State       cache.State          `json:"state"` // hit, expiring, expired, rejected
		Profiles    []string             `json:"profiles"`
		ObtainedFor string               `json:"obtainedFor,omitempty"`
		Account     string               `json:"accountId,omitempty"`
		Role        string               `json:"role,omitempty"`
		RoleARN     string               `json:"roleArn,omitempty"`
		Source      string               `json:"source,omitempty"`
		MFASerial   string               `json:"mfaSerial,omitempty"`
		SSO         string               `json:"sso,omitempty"`
		AccessKeyID string               `json:"accessKeyId,omitempty"`
		Sealed      string               `json:"sealed,omitempty"` // by what
		Path        string               `json:"path"`
		Created     *time.Time           `json:"created"`
		Expiration  *time.Time           `json:"expiration"` // null where the file does not say
		AgeMs       int64                `json:"ageMs"`
		LeftMs      *int64               `json:"leftMs"`
		Problems    []cacheProblemReport `json:"problems"`
	}
	cacheProblemReport struct {
		Code  cache.Code `json:"code"`
		Path  string     `json:"path"`
		Cause string     `json:"cause,omitempty"`
	}
)

func (inv *inventory) report(now time.Time) cacheReport {
	return cacheReport{
		Version: 1, Folder: inv.store.Dir(), Entries: entryReports(inv.items, now), Problems: problemReports(inv.problems),
	}
}

func entryReports(items []keptItem, now time.Time) []cacheEntryReport {
	all := make([]cacheEntryReport, 0, len(items))
	for _, k := range items {
		r := cacheEntryReport{
			Owner: k.Tool, Kind: k.Kind, State: k.State, Profiles: k.users, ObtainedFor: k.Profile, Account: k.Account, Role: k.RoleName,
			RoleARN: k.RoleARN, Source: k.Source, MFASerial: k.MFASerial, SSO: k.SSO, AccessKeyID: k.AccessKeyID, Sealed: k.Sealer, Path: k.Path,
			Problems: problemReports(k.Problems),
		}
		if r.Profiles == nil {
			r.Profiles = []string{}
		}
		if r.Role == "" {
			_, r.Role = chain.RoleOfARN(k.RoleARN)
		}
		if !k.Created.IsZero() {
			r.Created, r.AgeMs = new(k.Created.UTC()), now.Sub(k.Created).Milliseconds()
		}
		if !k.Expires.IsZero() {
			r.Expiration, r.LeftMs = new(k.Expires.UTC()), new(k.Expires.Sub(now).Milliseconds())
		}
		all = append(all, r)
	}
	return all
}

func problemReports(problems []*cache.Diagnostic) []cacheProblemReport {
	all := make([]cacheProblemReport, 0, len(problems))
	for _, d := range problems {
		all = append(all, cacheProblemReport{d.Code, d.Path, d.Cause()})
	}
	return all
}
