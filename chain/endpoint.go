package chain

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"credence/mfa"
	"credence/profiles"
)

// FindingEndpointOverride: a service is not called where AWS has it.
const FindingEndpointOverride = "endpoint.override"

// service is a service by its name in the SDKs' endpoint settings.
type service string

// The services that credentials come from.
const (
	serviceSTS    service = "sts"
	serviceSSO    service = "sso"
	serviceOIDC   service = "sso_oidc"
	serviceSignin service = "signin"
)

// variable is the service's own endpoint variable.
func (s service) variable() string { return "AWS_ENDPOINT_URL_" + strings.ToUpper(string(s)) }

// endpoint is an address configured in place of a service's own.
type endpoint struct {
	url    string
	origin Origin
}

// settingsProfile is the profile whose settings for services count, or nil: the
// chosen one or, where the dialect says so, that of AWS_PROFILE.
func (w *walk) settingsProfile() *profiles.Profile {
	name := w.profile.Name
	if w.rules.settingsOfVariable {
		if name = w.env("AWS_PROFILE"); name == "" {
			name = "default"
		}
	}
	files, err := w.sharedFiles()
	if err != nil {
		return nil
	}
	if p, ok := files.Profile(name); ok {
		return p
	}
	return nil
}

// setting is a setting for services: the variable, where it has one, else the
// profile's key, where the config file's value counts first. What is set is noted
// as evidence.
func (w *walk) setting(p *profiles.Profile, variable, key string) (string, Origin) {
	if variable != "" && w.env(variable) != "" {
		return w.lookVariable(variable), variableOrigin(variable)
	}
	if p == nil {
		return "", Origin{}
	}
	v, ok := p.ValueIn(profiles.RoleConfig, key)
	if !ok {
		if v, ok = p.Value(key); !ok {
			return "", Origin{}
		}
	}
	w.noteKey(v, p.Name(), key)
	return v.Text(), v.Origin
}

func (w *walk) noteKey(v profiles.Value, section, key string) {
	w.rec.add(Evidence{
		Kind: EvidenceKey, Path: v.Origin.Path, Line: v.Origin.Line, Section: section, Key: key, Value: redactURL(v.Text()),
	})
}

// switchedOn reads the flags of the SDKs, which are "true" or not.
func switchedOn(value string) bool { return strings.EqualFold(strings.TrimSpace(value), "true") }

// endpointOverride finds the configured address of a service (AWS SDKs and Tools
// Reference Guide, "Service-specific endpoints"): its variable, the variable for
// all, the profile's services section, the profile. The zero endpoint means AWS's
// own. What is configured and must not be used is an *Error.
func (w *walk) endpointOverride(s service) (endpoint, error) {
	e, err := w.configuredEndpoint(s)
	if err != nil || e.url == "" {
		return endpoint{}, err
	}
	if err := w.acceptEndpoint(s, e); err != nil {
		return endpoint{}, err
	}
	w.rec.finding(Finding{
		Code: FindingEndpointOverride, Severity: SeverityInfo, Origin: e.origin,
		Data: Data{"service": string(s), "url": redactURL(e.url)},
	})
	return e, nil
}

func (w *walk) configuredEndpoint(s service) (endpoint, error) {
	p := w.settingsProfile()
	if ignored, _ := w.setting(p, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"); switchedOn(ignored) {
		return endpoint{}, nil
	}
	for _, name := range []string{s.variable(), "AWS_ENDPOINT_URL"} {
		if w.env(name) != "" {
			return endpoint{w.lookVariable(name), variableOrigin(name)}, nil
		}
	}
	if p == nil {
		return endpoint{}, nil
	}
	if e, err := w.servicesEndpoint(p, s); err != nil || e.url != "" {
		return e, err
	}
	url, origin := w.setting(p, "", "endpoint_url")
	return endpoint{url, origin}, nil
}

// servicesEndpoint is endpoint_url in the service's block of the services section
// that the profile names. A section that is not there is an error, as in Node.
func (w *walk) servicesEndpoint(p *profiles.Profile, s service) (endpoint, error) {
	name, origin := w.setting(p, "", "services")
	if name == "" {
		return endpoint{}, nil
	}
	files, err := w.sharedFiles()
	if err != nil {
		return endpoint{}, err
	}
	section, ok := files.Services(name)
	if !ok {
		return endpoint{}, &Error{Reason: Reason{Code: CodeServicesMissing, Data: Data{"profile": p.Name(), "services": name}, Origin: &origin}}
	}
	key := string(s) + ".endpoint_url"
	v, ok := section.Value(key)
	if !ok || v.Text() == "" {
		return endpoint{}, nil
	}
	w.noteKey(v, "services "+name, key)
	return endpoint{v.Text(), v.Origin}, nil
}

// acceptEndpoint refuses an address that cannot be one, and plain HTTP to anything
// that is not this machine.
func (w *walk) acceptEndpoint(s service, e endpoint) error {
	data := Data{"service": string(s), "url": redactURL(e.url)}
	refuse := func(code Code, why error) error {
		return &Error{Reason: Reason{Code: code, Data: data, Origin: &e.origin}, Err: notSent(why)}
	}
	u, err := url.Parse(e.url)
	switch {
	case err != nil:
		return refuse(CodeEndpointInvalid, nil) // the parser's error repeats the address
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.Opaque != "":
		return refuse(CodeEndpointInvalid, nil)
	case u.Scheme == "http" && !loopbackHost(u.Hostname()) && !w.opts.AllowPlainEndpoint:
		return refuse(CodeEndpointPlain, nil)
	}
	return nil
}

// notSent marks an error after which nothing, and no token code, has left.
func notSent(err error) error {
	if err == nil {
		return mfa.ErrNotSent
	}
	return fmt.Errorf("%w: %w", mfa.ErrNotSent, err)
}

// loopbackHost judges the host as it is written: a name other than localhost may
// resolve to anything.
func loopbackHost(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
