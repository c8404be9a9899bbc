package chain

import (
	"time"

	"credence/profiles"
)

// Documented is the order that the Node.js default provider documents, credence's
// own: environment, SSO token cache, web identity, shared files, container or
// instance metadata. Where the document is silent it follows the latest Node
// release; where the two disagree, the document. A new Dialect is returned each time.
func Documented() *Dialect {
	return &Dialect{
		Name:    "documented",
		Reading: profiles.Documented,
		stages: []stage{
			{StageInfo{"environment", KindEnvironment}, environmentStage},
			{StageInfo{"sso", KindSSO}, ssoStage},
			{StageInfo{"web-identity", KindWebIdentity}, webIdentityStage},
			{StageInfo{"shared-files", KindSharedFiles}, sharedFilesStage},
			{StageInfo{"container", KindContainer}, containerStage},
			{StageInfo{"instance", KindInstance}, instanceStage},
		},
		rules: rules{
			environmentOff:            namedAnyhow,
			webIdentityOff:            namedExplicitly,
			invalidConfigurationStops: true,
			missingProfileStops:       true,
			maxSourceDepth:            32,
			// SSO is a stage of its own; it is a form only of a source profile.
			forms:               []form{roleForm, staticForm, webIdentityForm, processForm, loginForm},
			sourceForms:         []form{staticForm, roleForm, namedSourceForm, webIdentityForm, ssoForm, processForm, loginForm},
			ownSessions:         true,
			sessionNamePrefix:   "credence-",
			codeAskedAgain:      true,
			optionPathsReachSSO: true,
			ssoGivesAccount:     true,
			instance: instanceRules{
				v1After: v1AfterRefusal, disabled: disabledUnlessFalse, extendExpired: true, settingsOfOption: true,
			},
			memo: memoRules{window: 5 * time.Minute},
		},
	}
}
