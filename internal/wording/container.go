package wording

import "credence/chain"

func containerWords() table {
	return table{
		chain.CodeContainerFound: {
			reason: say("credentials from {url}", "credentials of the container"),
			change: say("unset the AWS_CONTAINER_CREDENTIALS_… variable to pass it over"),
		},
		chain.CodeContainerWouldAsk: {
			reason: say("would ask {url}", "would ask the container endpoint"),
			change: say("press {key:resolve} to do it", "without --dry-run it is asked"),
		},
		chain.CodeContainerUnset: {
			reason: say("no container URI variable is set"),
			change: say("containers on ECS and EKS have AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or …_FULL_URI set"),
		},
		chain.CodeContainerBadURI: {
			reason:  say("{uri} is not a URI", "the container URI is not a URI"),
			message: say("{variable} is not a URI: {uri}", "the container URI is not a URI{? ({origin})?}"),
			change:  say("write a whole http or https URI"),
			hints:   []string{"unset {variable}"},
		},
		chain.CodeContainerHostRefused: {
			reason:  say("{host} may not be asked over plain http", "{variable} names neither an http nor an https URI", "the host may not be asked over plain http"),
			message: say("{variable} names {host}{?, at {address}?}, which may not be asked over plain http", "{variable} names neither an http nor an https URI", "the container host may not be asked over plain http"),
			change:  say("use https, a loopback address, or the addresses of ECS and EKS"),
			hints:   []string{"use https, or unset {variable}"},
		},
		chain.CodeContainerTokenUnreadable: {
			reason:  say("the token file {path} cannot be read", "the token file cannot be read"),
			message: say("the container token file {path} cannot be read{?: {error|text}?}", "the container token file cannot be read{?: {error|text}?}"),
			change:  say("the file has to exist and be readable"),
			hints:   []string{"ls -l {path|sh}"},
		},
		chain.CodeContainerTokenInvalid: {
			reason: say("the container token ({variable}) holds a {fault|word}", "the container token holds a line break"),
			change: say("the token has to be one line"),
			hints:  []string{"write the token without a line end"},
		},
		chain.CodeContainerTimeout: {
			reason:  say("{url} did not answer within {timeout|ms}", "{url} did not answer in time", "the container endpoint did not answer in time"),
			message: say("the container endpoint {url} did not answer within {timeout|ms}", "the container endpoint did not answer in time"),
			change:  say("a longer --timeout, or an endpoint that answers"),
			hints:   []string{"raise the limit: --timeout 5s"},
		},
		chain.CodeContainerUnreachable: {
			reason:  say("{url} cannot be reached{?: {error|text}?}", "the container endpoint cannot be reached{?: {error|text}?}"),
			message: say("the container endpoint {url} cannot be reached{?: {error|text}?}", "the container endpoint cannot be reached{?: {error|text}?}"),
			change:  say("the endpoint has to run"),
			hints:   []string{"unset {variable}"},
		},
		chain.CodeContainerStatus: {
			reason:  say("the container endpoint answered {status}{?: {message|text}?}", "the container endpoint answered with an error"),
			message: say("the container endpoint {url} answered {status}{?: {message|text}?}", "the container endpoint answered {status}{?: {message|text}?}", "the container endpoint answered with an error"),
			change:  say("the endpoint has to answer 200"),
		},
		chain.CodeContainerNotJSON: {
			reason: say("the container endpoint answered no JSON"),
			change: say("the endpoint has to answer with a JSON object"),
		},
		chain.CodeContainerIncomplete: {
			reason: say("the container's answer lacks {missing|text}", "the container's answer is not complete"),
			change: say("the answer needs AccessKeyId, SecretAccessKey, Token and Expiration"),
		},
		chain.CodeContainerTooLarge: {
			reason: say("the container's answer is larger than 1 MB"),
			change: say("the endpoint has to answer with a small JSON object"),
		},
		chain.CodeContainerBadExpiration: {
			reason: say("the container's answer has an expiration that is no date: {expiration}", "the container's answer has an expiration that is no date"),
			change: say("the expiration has to read 2030-01-02T03:04:05Z"),
		},
	}
}
