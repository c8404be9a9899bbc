package chain

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"
	"github.com/aws/smithy-go"
)

// answerOf is what a service's error answer says, or what kind of answer that is. It is
// not ok where no answer came.
func answerOf(err error) (text string, ok bool) {
	status := ""
	if r := responseOf(err); r != nil {
		status = strings.TrimSpace("HTTP " + strconv.Itoa(r.StatusCode) + " " + http.StatusText(r.StatusCode))
	}
	if notAWS(err) && status != "" {
		return status, true
	}
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		return "", false
	}
	switch text = api.ErrorMessage(); {
	case text == "":
		return oidcDescription(err), true
	case text == unknownError && status != "": // the SDK's word for an answer without one
		return status, true
	}
	return text, true
}

// notAWS reports an answer in another language than the service's.
func notAWS(err error) bool {
	_, badJSON := errors.AsType[*json.SyntaxError](err)
	_, badXML := errors.AsType[*xml.SyntaxError](err)
	return badJSON || badXML
}

// unknownError is what the SDK calls an error that the answer does not name.
const unknownError = "UnknownError"

// oidcDescription is what the sign-in service says about its refusal. Its exceptions have
// a member of their own for that (RFC 6749, error_description), which the SDK does not
// take for the message.
func oidcDescription(err error) string {
	for _, description := range []func(error) *string{
		described(func(e *types.InvalidRequestException) *string { return e.Error_description }),
		described(func(e *types.InvalidGrantException) *string { return e.Error_description }),
		described(func(e *types.InvalidClientException) *string { return e.Error_description }),
		described(func(e *types.UnauthorizedClientException) *string { return e.Error_description }),
		described(func(e *types.InvalidScopeException) *string { return e.Error_description }),
		described(func(e *types.InvalidClientMetadataException) *string { return e.Error_description }),
		described(func(e *types.InvalidRedirectUriException) *string { return e.Error_description }),
		described(func(e *types.UnsupportedGrantTypeException) *string { return e.Error_description }),
		described(func(e *types.AccessDeniedException) *string { return e.Error_description }),
		described(func(e *types.InternalServerException) *string { return e.Error_description }),
	} {
		if text := description(err); text != nil {
			return aws.ToString(text)
		}
	}
	return ""
}

func described[E error](text func(E) *string) func(error) *string {
	return func(err error) *string {
		if e, ok := errors.AsType[E](err); ok {
			return text(e)
		}
		return nil
	}
}
