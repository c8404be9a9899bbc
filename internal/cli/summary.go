package cli

import (
	"strconv"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// mostNotes is how many findings a view tells; the rest are counted.
const mostNotes = 12

// summary is what stands below the stages: whose credentials these are, or would
// be, and what else is true.
func (v *view) summary(res *chain.Result, now time.Time) string {
	var b strings.Builder
	switch res.Outcome {
	case chain.OutcomeFound:
		b.WriteString("\n" + v.page.flow(identity(res, now)))
	case chain.OutcomeWouldUse:
		b.WriteString("\n" + v.page.line([]span{
			{"would use ", plain}, {wording.Source(res.Source), bold}, {", and has asked, run and sent nothing", faint},
		}, span{}))
	case chain.OutcomeUnknown:
		b.WriteString("\n" + v.page.line([]span{
			{"unknown", bold}, {": only a request can tell, and none was sent", faint},
		}, span{}))
	}
	findings := wording.Besides(v.trace.Findings, res.Error)
	if len(findings) > 0 && b.Len() == 0 {
		b.WriteString("\n")
	}
	for i, f := range findings {
		if i == mostNotes {
			b.WriteString(v.page.line([]span{{"note", yellow}, {"  " + strconv.Itoa(len(findings)-i) + " more: credence list", plain}}, span{}))
			break
		}
		b.WriteString(v.page.note(f, true))
	}
	return b.String()
}

// identity is the line about credentials that were found.
func identity(res *chain.Result, now time.Time) [][]span {
	groups := [][]span{{{sanitize.Quote(res.Keys.AccessKeyID), bold}}}
	if account := res.Keys.AccountID; account != "" {
		groups = append(groups, []span{{"account " + sanitize.Quote(account), plain}})
	}
	if end := res.Keys.Expiration; !end.IsZero() {
		groups = append(groups, []span{{"until ", faint}, {wording.Clock(end, now), plain}, {" (" + wording.Left(end.Sub(now)) + ")", faint}})
	}
	if region := res.Region.Value; region != "" {
		group := []span{{"region ", faint}, {sanitize.Quote(region), plain}}
		if at := wording.Short(res.Region.Origin); at != "" {
			group = append(group, span{" (" + at + ")", faint})
		}
		groups = append(groups, group)
	}
	return groups
}
