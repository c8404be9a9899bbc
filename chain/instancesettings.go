package chain

import (
	"net/http"
	"net/url"

	"credence/profiles"
)

// The endpoints of the two modes, and the keys of the shared files.
const (
	instanceIPv4 = "http://169.254.169.254"
	instanceIPv6 = "http://[fd00:ec2::254]"

	keyInstanceEndpoint   = "ec2_metadata_service_endpoint"
	keyInstanceMode       = "ec2_metadata_service_endpoint_mode"
	keyInstanceV1Disabled = "ec2_metadata_v1_disabled"
)

// instanceAt is where the metadata service is, and who said so.
type instanceAt struct {
	url    *url.URL
	host   metadataHost
	origin Origin
}

func (e instanceAt) text() string { return e.url.Scheme + "://" + e.url.Host }

// at replaces whatever path the endpoint has, as Node does.
func (e instanceAt) at(path string) string { return e.text() + path }

// configured reports whether somebody named the endpoint: then its silence is a
// fault, while the default's only says that this is no EC2 instance.
func (e instanceAt) configured() bool { return e.origin.Kind != profiles.OriginDefault }

func (e instanceAt) tokenRequest() metadataRequest {
	h := http.Header{}
	h.Set(headerTokenTTL, instanceTokenTTL)
	return metadataRequest{http.MethodPut, e.at(pathInstanceToken), h}
}

// instanceEndpoint follows getInstanceMetadataEndpoint of the Node SDK: an endpoint,
// else that of the mode. A verdict with a state ends the stage.
func (w *walk) instanceEndpoint() (instanceAt, verdict) {
	text, origin := w.instanceSetting(variableInstanceEndpoint, keyInstanceEndpoint)
	if text == "" {
		var v verdict
		if text, origin, v = w.instanceMode(); v.state != "" {
			return instanceAt{}, v
		}
	}
	u, host, err := parseMetadataURL(text)
	if err != nil || u.Scheme != "http" {
		return instanceAt{}, stop(CodeInstanceBadEndpoint, Data{"endpoint": redactURL(text)}, err).at(origin)
	}
	return instanceAt{u, host, origin}, verdict{}
}

// instanceMode is the endpoint of the mode; its spelling is exact.
func (w *walk) instanceMode() (string, Origin, verdict) {
	mode, origin := w.instanceSetting(variableInstanceMode, keyInstanceMode)
	switch {
	case origin.Kind == profiles.OriginDefault, mode == "IPv4":
		return instanceIPv4, origin, verdict{}
	case mode == "IPv6":
		return instanceIPv6, origin, verdict{}
	}
	return "", origin, stop(CodeInstanceBadMode, Data{"value": mode}, nil).at(origin)
}

// instanceSetting is a variable, even an empty one, else the key of the profile that
// endpoint settings come from, the config file's value first.
func (w *walk) instanceSetting(variable, key string) (string, Origin) {
	v := w.lookVariable(variable)
	if _, set := w.opts.Env.Lookup(variable); set {
		return v, variableOrigin(variable)
	}
	name := w.profile.Name
	if !w.rules.instance.settingsOfOption {
		if name = w.env("AWS_PROFILE"); name == "" {
			name = "default"
		}
	}
	if v, ok := w.instanceKey(name, key); ok {
		return v.Text(), v.Origin
	}
	return "", profiles.DefaultOrigin()
}

// instanceKey is a key of a profile, and evidence where it is set. Files that cannot
// be found have none.
func (w *walk) instanceKey(profile, key string) (profiles.Value, bool) {
	files, err := w.sharedFiles()
	if err != nil {
		return profiles.Value{}, false
	}
	p, ok := files.Profile(profile)
	if !ok {
		return profiles.Value{}, false
	}
	v, ok := p.ValueIn(profiles.RoleConfig, key)
	if !ok {
		v, ok = p.ValueIn(profiles.RoleCredentials, key)
	}
	if ok {
		w.rec.add(Evidence{Kind: EvidenceKey, Path: v.Origin.Path, Line: v.Origin.Line, Section: profile, Key: key, Value: redactURL(v.Text())})
	}
	return v, ok
}

// v1Blocked finds who forbids version 1: the variable, even one that says "false",
// before the chosen profile's key.
func (w *walk) v1Blocked() (Origin, bool) {
	v := w.lookVariable(variableInstanceV1Disabled)
	if _, set := w.opts.Env.Lookup(variableInstanceV1Disabled); set {
		return variableOrigin(variableInstanceV1Disabled), disabledUnlessFalse(v)
	}
	key, ok := w.instanceKey(w.profile.Name, keyInstanceV1Disabled)
	return key.Origin, ok && disabledUnlessFalse(key.Text())
}
