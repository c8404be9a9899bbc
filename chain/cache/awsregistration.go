package cache

// AWSRegistrationName is the name of the file in ~/.aws/sso/cache of a client
// registration (AWS CLI, BaseSSOTokenFetcher). session is empty for the legacy form;
// scopes are those of the configuration, nil where it has none.
func AWSRegistrationName(region, session, startURL string, scopes []string) string {
	args := object{"tool": "botocore", "startUrl": startURL, "region": region, "scopes": nil, "session_name": nil}
	if session != "" {
		args["session_name"] = session
	}
	if scopes != nil {
		list := make([]any, len(scopes))
		for i, scope := range scopes {
			list[i] = scope
		}
		args["scopes"] = list
	}
	return sha1Name(spaced.text(args))
}
