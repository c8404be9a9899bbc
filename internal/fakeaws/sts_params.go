package fakeaws

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// rules are the constraints of the STS service model (botocore's sts
// 2011-06-15 service-2.json), by parameter as STS names it in its message.
var rules = map[string]struct {
	min, max int
	pattern  string
}{
	"RoleArn":          {20, 2048, `[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`},
	"RoleSessionName":  {2, 64, `[\w+=,.@-]*`},
	"ExternalId":       {2, 1224, `[\w+=,.@:\/-]*`},
	"SerialNumber":     {9, 256, `[\w+=/:,.@-]*`},
	"TokenCode":        {6, 6, `[\d]*`},
	"WebIdentityToken": {4, 20000, ``},
	"Name":             {2, 32, `[\w+=,.@-]*`},
}

// validator collects constraint violations, which STS reports together.
type validator struct {
	c     *call
	found []string
}

// text checks one parameter. Only required ones are missed when absent.
func (v *validator) text(name string, required bool) string {
	member := strings.ToLower(name[:1]) + name[1:]
	if !v.c.form.Has(name) {
		if required {
			v.found = append(v.found, "Value null at '"+member+"' failed to satisfy constraint: Member must not be null")
		}
		return ""
	}
	value, rule := v.c.form.Get(name), rules[name]
	add := func(constraint string) {
		v.found = append(v.found, fmt.Sprintf("Value '%s' at '%s' failed to satisfy constraint: %s", value, member, constraint))
	}
	n := utf8.RuneCountInString(value)
	if n < rule.min {
		add("Member must have length greater than or equal to " + strconv.Itoa(rule.min))
	}
	if n > rule.max {
		add("Member must have length less than or equal to " + strconv.Itoa(rule.max))
	}
	if rule.pattern != "" && name != "RoleArn" && !regexp.MustCompile(`^`+strings.ReplaceAll(rule.pattern, `\/`, `/`)+`$`).MatchString(value) {
		add("Member must satisfy regular expression pattern: " + rule.pattern)
	}
	return value
}

// seconds checks DurationSeconds; 0 means that it was not given.
func (v *validator) seconds(least, most int) time.Duration {
	if !v.c.form.Has("DurationSeconds") {
		return 0
	}
	text := v.c.form.Get("DurationSeconds")
	n, err := strconv.Atoi(text)
	constraint := ""
	switch {
	case err != nil:
		v.found = append(v.found, "Value '"+text+"' at 'durationSeconds' failed to satisfy constraint: Member must be an integer")
	case n < least:
		constraint = "greater than or equal to " + strconv.Itoa(least)
	case n > most:
		constraint = "less than or equal to " + strconv.Itoa(most)
	}
	if constraint != "" {
		v.found = append(v.found, "Value '"+text+"' at 'durationSeconds' failed to satisfy constraint: Member must have value "+constraint)
	}
	return time.Duration(n) * time.Second
}

// problem is the verdict over everything checked.
func (v *validator) problem() *stsProblem {
	switch len(v.found) {
	case 0:
		return nil
	case 1:
		return invalidInput("1 validation error detected: " + v.found[0])
	default:
		return invalidInput(strconv.Itoa(len(v.found)) + " validation errors detected: " + strings.Join(v.found, "; "))
	}
}
