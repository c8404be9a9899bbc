package chain

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

// The variables of instance metadata (AWS SDKs and Tools Reference Guide, "IMDS
// credential provider").
const (
	variableInstanceDisabled   = "AWS_EC2_METADATA_DISABLED"
	variableInstanceV1Disabled = "AWS_EC2_METADATA_V1_DISABLED"
	variableInstanceEndpoint   = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
	variableInstanceMode       = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
)

// The codes of the instance stage's findings.
const (
	FindingInstanceExtended = "instance.extended" // expired credentials, handed out with a new end as SDKs do
	FindingInstanceV1       = "instance.v1-used"  // the metadata service answered without a session token
	FindingInstanceSilent   = "instance.silent"   // it was waited for, and nothing answered
)

const (
	pathInstanceToken = "/latest/api/token"
	pathInstanceRole  = "/latest/meta-data/iam/security-credentials/"
	// instanceTokenTTL is how long the session token shall live, in seconds.
	instanceTokenTTL = "21600"
)

var instanceCodes = metadataCodes{
	answered: CodeInstanceMetaRequest, timeout: CodeInstanceTimeout, unreachable: CodeInstanceUnreachable,
	status: CodeInstanceStatus, tooLarge: CodeInstanceTooLarge,
}

// instanceStage is fromInstanceMetadata of the Node provider: the role of the EC2
// instance. A container URI rules it out, whatever became of the container stage.
func instanceStage(ctx context.Context, w *walk) verdict {
	for _, name := range []string{variableContainerRelative, variableContainerFull} {
		if w.env(name) != "" {
			w.lookVariable(name)
			return skip(CodeInstanceContainer, Data{"variable": name}).at(variableOrigin(name))
		}
	}
	if v := w.lookVariable(variableInstanceDisabled); w.rules.instance.disabled(v) {
		return skip(CodeInstanceDisabled, Data{"variable": variableInstanceDisabled, "value": v}).at(variableOrigin(variableInstanceDisabled))
	}
	return w.instanceSource(ctx)
}

// disabledUnlessFalse is Node's reading of AWS_EC2_METADATA_DISABLED: every text
// but "false", in this spelling, disables.
func disabledUnlessFalse(value string) bool { return value != "" && value != "false" }

// v1AfterRefusal: a service that has no session tokens answers so.
func v1AfterRefusal(status int) bool {
	return status == http.StatusForbidden || status == http.StatusNotFound || status == http.StatusMethodNotAllowed
}

// v1UnlessBadRequest is Node's rule: silence and a closed port lead to version 1 as well.
func v1UnlessBadRequest(status int) bool { return status != http.StatusBadRequest }

// instanceSource is what credential_source = Ec2InstanceMetadata asks for. The
// variable that disables the stage does not disable this.
func (w *walk) instanceSource(ctx context.Context) verdict {
	e, v := w.instanceEndpoint()
	if v.state != "" {
		return v
	}
	w.proxyFinding(e.url, e.host)
	if w.explain {
		w.rec.add(e.tokenRequest().evidence())
		return unknown(CodeInstanceUnknown, SourceInstance, Data{"endpoint": e.text()}).at(e.origin)
	}
	c := w.metadataClient(SourceInstance, instanceCodes, nil)
	defer c.close()
	began := w.now()
	v = w.askInstance(ctx, c, e).at(e.origin)
	if v.reason.Code == CodeInstanceTimeout {
		waited := max(w.now().Sub(began), w.timeout())
		w.rec.finding(Finding{Code: FindingInstanceSilent, Severity: SeverityWarning, Origin: e.origin, Data: Data{"endpoint": e.text(), "waited": milliseconds(waited)}})
	}
	return v
}

// extended gives expired credentials a new end 5 to 10 minutes from now, so that
// callers go on and ask again then: AWS SDKs do this (static stability, @smithy/credential-provider-imds)
// since the service may be late with new ones.
func (w *walk) extended(creds Credentials, origin Origin) Credentials {
	now := w.now()
	if !w.rules.instance.extendExpired || creds.Expiration.IsZero() || !creds.Expiration.Before(now) {
		return creds
	}
	end := now.Add(5*time.Minute + rand.N(5*time.Minute)).Truncate(time.Second)
	w.rec.finding(Finding{
		Code: FindingInstanceExtended, Severity: SeverityWarning, Origin: origin,
		Data: Data{"expired": creds.Expiration.Format(time.RFC3339), "until": end.Format(time.RFC3339)},
	})
	creds.Expiration = end
	return creds
}
