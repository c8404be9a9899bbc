package signin

import "time"

// Method is a way of signing in.
type Method string

// The ways of signing in.
const (
	// Auto is ByBrowser where one of this computer can be opened, else ByDevice. The legacy
	// form of SSO settings knows ByDevice alone, as in the AWS CLI.
	Auto Method = ""
	// ByBrowser is the authorization code flow: the browser answers to a port of
	// 127.0.0.1.
	ByBrowser Method = "browser"
	// ByDevice is the device code flow: any browser anywhere will do.
	ByDevice Method = "device"
)

// EventKind is what an event reports.
type EventKind string

// The kinds of event.
const (
	EventAddress   EventKind = "address"    // the person has to open Address and confirm there
	EventOpened    EventKind = "opened"     // a browser was started with the address
	EventNotOpened EventKind = "not-opened" // none could be started, or it failed: Err
	EventSlowDown  EventKind = "slow-down"  // the service asks for longer pauses: Interval
	EventTrouble   EventKind = "trouble"    // a poll got no answer; the next may: Err
	EventStranger  EventKind = "stranger"   // something that is not the answer hit the port; it got nothing
	EventConfirmed EventKind = "confirmed"  // the person confirmed; the token is fetched and written
)

// Event is one thing that happened. Events come in order, on the goroutine of Run.
type Event struct {
	Kind     EventKind
	Method   Method
	Address  string        // in full
	UserCode string        // of the device flow, to compare or to type
	Expires  time.Time     // until when the address is good
	Interval time.Duration // between two polls
	Err      error
}
