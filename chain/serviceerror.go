package chain

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// errCallLimit is the cause of a call that took too long.
var errCallLimit = errors.New("no answer within the limit")

// callError is an error of a service call.
type callError struct {
	service service
	limit   bool // ended by our own limit
	err     error
}

func (e *callError) Error() string { return fmt.Sprintf("%s: %s", e.service, messageOf(e)) }

func (e *callError) Unwrap() error { return e.err }

// ClockSkewError is a refusal for the time of the signature: this computer's clock
// is off.
type ClockSkewError struct {
	Skew time.Duration // the server's clock minus ours, by the Date of its answer
	Err  error
}

func (e *ClockSkewError) Error() string {
	return fmt.Sprintf("the clock is %v off: %v", e.Skew.Round(time.Second), e.Err)
}

// Unwrap gives the service's error.
func (e *ClockSkewError) Unwrap() error { return e.Err }

// clockRefused recognises STS's words for a signature from another time.
func clockRefused(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		return false
	}
	message := api.ErrorMessage()
	switch api.ErrorCode() {
	case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture":
		return true
	case "SignatureDoesNotMatch", "InvalidSignatureException":
		return strings.Contains(message, "Signature expired") || strings.Contains(message, "Signature not yet current")
	}
	return false
}

// isMFARejection reports a refusal of the token code itself, after which another
// code may do. Other MFA refusals (a device of somebody else, none at all) are not.
func isMFARejection(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok || !strings.HasPrefix(api.ErrorCode(), "AccessDenied") {
		return false
	}
	message := strings.ToLower(api.ErrorMessage())
	return strings.Contains(message, "multifactorauthentication failed") && strings.Contains(message, "invalid mfa one time pass code")
}

// keyRefusals are the codes of STS for keys that it does not know, or no longer.
var keyRefusals = []string{"InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"}

// isUnknownDevice recognises STS's words for an MFA serial that is not a device of the
// user whose keys sign (they end in "verify your MFA serial number is valid …").
func isUnknownDevice(api smithy.APIError) bool {
	return strings.HasPrefix(api.ErrorCode(), "AccessDenied") && strings.Contains(strings.ToLower(api.ErrorMessage()), "verify your mfa serial number")
}

// responseOf is the answer that an error came with; nil where none came.
func responseOf(err error) *http.Response {
	r, ok := errors.AsType[*smithyhttp.ResponseError](err)
	if !ok || r.Response == nil || r.Response.Response == nil || r.Response.StatusCode == 0 {
		return nil
	}
	return r.Response.Response
}

// refusedByService tells a service's verdict on the request from trouble on the
// way or on its side.
func refusedByService(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok || api.ErrorCode() == "SlowDownException" {
		return false
	}
	r := responseOf(err)
	return r != nil && r.StatusCode >= 400 && r.StatusCode < 500 && r.StatusCode != 408 && r.StatusCode != 429
}

// unanswered reports trouble on the way: no answer came.
func unanswered(err error) bool {
	if call, ok := errors.AsType[*callError](err); ok && call.limit {
		return true
	}
	if responseOf(err) != nil {
		return false
	}
	_, sending := errors.AsType[*smithyhttp.RequestSendError](err)
	_, network := errors.AsType[net.Error](err)
	return sending || network
}

// messageOf is the cause in one line, without the layers of the SDK.
func messageOf(err error) string {
	if call, ok := errors.AsType[*callError](err); ok && call.limit {
		return errCallLimit.Error()
	}
	if text, ok := answerOf(err); ok {
		return text
	}
	if send, ok := errors.AsType[*smithyhttp.RequestSendError](err); ok {
		return send.Err.Error()
	}
	if r, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		return r.Err.Error()
	}
	if op, ok := errors.AsType[*smithy.OperationError](err); ok {
		return op.Err.Error()
	}
	if call, ok := errors.AsType[*callError](err); ok {
		return call.err.Error()
	}
	return err.Error()
}

// serviceVerdict stops the chain for a failed call: refused where the service
// answered, unreachable where it did not. Errors that already say what they are
// keep their code.
func serviceVerdict(ctx context.Context, err error, refused, unreachable Code) verdict {
	if known, ok := errors.AsType[*Error](err); ok {
		v := stop(known.Code, known.Data, err)
		v.reason.Origin = known.Origin
		return v.ended(ctx)
	}
	code := refused
	if unanswered(err) {
		code = unreachable
	}
	return stop(code, serviceData(err), err).ended(ctx)
}

// serviceData are the facts of a failed call.
func serviceData(err error) Data {
	data := Data{"message": messageOf(err)}
	if call, ok := errors.AsType[*callError](err); ok {
		data["service"] = string(call.service)
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		data["awsCode"] = api.ErrorCode()
		switch {
		case isUnknownDevice(api):
			data["unknownDevice"] = "true"
		case strings.HasPrefix(api.ErrorCode(), "AccessDenied"):
			data["denied"] = "true"
		case slices.Contains(keyRefusals, api.ErrorCode()) && !clockRefused(err):
			data["unknownKey"] = "true"
		}
	}
	if r := responseOf(err); r != nil {
		data["status"] = strconv.Itoa(r.StatusCode)
	}
	if notAWS(err) {
		data["notAWS"] = "true"
	}
	if skew, ok := errors.AsType[*ClockSkewError](err); ok {
		data["clockSkewSeconds"] = strconv.Itoa(int(skew.Skew.Round(time.Second) / time.Second))
	}
	return data
}
