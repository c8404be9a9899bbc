package wording

import "credence/chain"

func walkWords() table {
	return table{
		chain.CodeNotReached: {
			reason: say(""),
			change: say("it is asked where every stage before it has nothing; --all shows what it would say"),
		},
		chain.CodeCanceled: {
			reason:  say("ended before it was done"),
			message: say("canceled before it was done{?: {cause|text}?}{key:cancel|silent}", "ended before it was done{?: {cause|text}?}"),
		},
		chain.CodeNoCredentials: {
			reason:  say("no stage has credentials"),
			message: say("no credentials: every stage was looked at and none has any{?; {stage|stage} failed: {detail}?}"),
			hints:   []string{"set up single sign-on: aws configure sso", "{key:list|silent} || choose a profile: credence list{listed|silent}"},
		},
		chain.CodeNoHome: {
			reason:  say("there is no home folder to look for the files in"),
			message: say("there is no home folder to look for the shared files in"),
			change:  say("set HOME, or AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE"),
			hints:   []string{"set HOME, or AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE"},
		},
	}
}

// requestWords are those of calling a service.
func requestWords() table {
	return table{
		chain.CodeEndpointPlain: {
			reason:  say("{url} is plain http and not loopback", "the endpoint is plain http and not loopback"),
			message: say("the endpoint {url}{? ({origin})?} is plain http: keys and tokens would cross the network in the open", "the endpoint is plain http and not loopback{? ({origin})?}"),
			change:  say("use https, or --allow-plain-endpoint"),
			hints:   []string{"use https, or allow it: --allow-plain-endpoint"},
		},
		chain.CodeEndpointInvalid: {
			reason:  say("endpoint {url} is not a URL", "the endpoint is not a URL"),
			message: say("the endpoint {url} is not a URL{? ({origin})?}", "the endpoint is not a URL{? ({origin})?}"),
			change:  say("write a whole https URL"),
			hints:   []string{"correct the endpoint: {origin}"},
		},
		chain.CodeCABundle: {
			reason:  say("the CA bundle {path} cannot be used{?: {cause|text}?}", "the CA bundle cannot be used{?: {cause|text}?}"),
			message: say("the CA bundle {path}{? ({origin})?} cannot be used{?: {cause|text}?}", "the CA bundle cannot be used{?: {cause|text}?}"),
			change:  say("name a PEM file"),
			hints:   []string{"name a PEM file: {origin}"},
		},
		chain.CodeEndpointConflict: {
			reason:  say("endpoint {url} excludes FIPS and dual-stack"),
			message: say("a configured endpoint of {service} ({url}{?, {origin}?}) and the FIPS or dual-stack flag exclude each other"),
			change:  say("drop the endpoint or the flag"),
			hints:   []string{"delete the endpoint ({origin}), or use_fips_endpoint and use_dualstack_endpoint"},
		},
		chain.CodeServicesMissing: {
			reason:  say("services section {services} does not exist"),
			message: say("profile {profile} names services {services}{? ({origin})?}, and there is no [services {services}]"),
			change:  say("name a section [services …] of the config file"),
			hints:   []string{"add [services {services}], or delete {origin}"},
		},
		chain.CodeRegionInvalid: {
			reason:  say("region {region} is not a region"),
			message: say("region {region}{? ({origin})?} cannot be part of a host name"),
			change:  say("name a region such as eu-west-1"),
			hints:   []string{"correct {origin}: want a region such as eu-west-1 || name a region: --region eu-west-1"},
		},
		chain.CodeIdentityRefused: {
			reason:  say("sts does not accept these credentials{?: {message|text}?}"),
			message: say("sts does not accept these credentials: this computer's clock is {clockSkewSeconds|skew}", "sts does not accept these credentials{? ({awsCode})?}{?: {message|text}?}"),
			change:  say("use keys that are active, with the token that belongs to them"),
			hints:   []string{"set the clock: sudo timedatectl set-ntp true{clockSkewSeconds|silent}", "credence why"},
		},
		chain.CodeIdentityUnreachable: {
			reason:  say("sts did not answer{?: {message|text}?}"),
			message: say("sts did not answer{?: {message|text}?}"),
			change:  say("the call needs a way to the STS endpoint"),
			hints:   []string{"check the network, HTTPS_PROXY and NO_PROXY, and the region"},
		},
		chain.CodeAnswered: {
			reason: say("answered"),
		},
	}
}
