package chain

import (
	"time"

	"credence/profiles"
)

// Node is what @aws-sdk/credential-provider-node does in its latest release
// (3.972.97 when this was written), its departures from its own document included.
// A new Dialect is returned each time.
func Node() *Dialect {
	return &Dialect{
		Name:    "node",
		Reading: profiles.Node,
		stages: []stage{
			{StageInfo{"environment", KindEnvironment}, environmentStage},
			{StageInfo{"sso", KindSSO}, ssoOptionsStage},
			{StageInfo{"shared-files", KindSharedFiles}, sharedFilesStage},
			{StageInfo{"process.again", KindProcess}, processStage},
			{StageInfo{"web-identity", KindWebIdentity}, webIdentityStage},
			{StageInfo{"container", KindContainer}, containerStage},
			{StageInfo{"instance", KindInstance}, instanceStage},
		},
		rules: rules{
			environmentOff:        namedAnyhow,
			forms:                 []form{roleForm, staticForm, webIdentityForm, processForm, ssoForm, loginForm},
			sourceForms:           []form{staticForm, roleForm, namedSourceForm, webIdentityForm, processForm, ssoForm, loginForm},
			sessionNamePrefix:     "aws-sdk-js-",
			settingsOfVariable:    true,
			refreshNeedsNoneAlive: true,
			refreshWriteMayFail:   true,
			refreshDropsToken:     true,
			container: containerRules{
				retries: 3, pause: true, everyError: true, secondTry: true, hangs: true, addressesOnly: true,
			},
			instance: instanceRules{
				v1After: v1UnlessBadRequest, disabled: disabledUnlessFalse, extendExpired: true, everyError: true,
			},
			memo: memoRules{window: 5 * time.Minute, background: true},
		},
	}
}
