// Package signin signs a person in to IAM Identity Center: by the authorization code
// flow with PKCE (RFC 6749, 7636, 8252) where a browser of this computer can be
// opened, else by a device code (RFC 8628). It knows no terminal: what a person has to
// see comes out as events.
package signin
