package wording

import "credence/profiles"

func sectionRemarks() remarks {
	return remarks{
		profiles.CodeSectionMissingPrefix: {
			say("[{section}] at {origin} is ignored: in the config file a profile's header begins with the word profile"),
			say("write {use|text} at {origin}"),
		},
		profiles.CodeSectionNeedlessPrefix: {
			say("[{section}] at {origin} is not profile {profile} to most tools: in the credentials file the header is the name alone"),
			say("write {use|text} at {origin}"),
		},
		profiles.CodeSectionMisspelt: {
			say("[{section}] at {origin} is no section that any SDK knows"),
			say("write {use|text} at {origin}"),
		},
		profiles.CodeSectionNoName: {
			say("[{section}] at {origin} has no name", "{origin} is a section without a name"),
			say("write [profile NAME] at {origin}"),
		},
		profiles.CodeSectionUnknown: {
			say("[{section}] at {origin} is no section that any SDK knows"),
			say("delete it, or write [profile NAME]"),
		},
		profiles.CodeSectionWrongFile: {
			say("[{section}] at {origin} stands in the credentials file, where nobody looks for it"),
			say("move it to the config file"),
		},
		profiles.CodeSectionUnclosed: {
			say("the section header at {origin} has no closing bracket: what follows is nobody's, and Node gives it to the section before"),
			say("close the bracket at {origin}"),
		},
		profiles.CodeSectionTooLong: {
			say("the section at {origin} has more than {limit} lines; the rest is not read", "the section at {origin} is too long; the rest of it is not read"),
			say("split it, or remove what is not an AWS setting"),
		},
		profiles.CodeSectionTrailing: {
			say("there is text behind the header [{section}] at {origin}, over which some tools stumble", "there is text behind the header at {origin}, over which some tools stumble"),
			say("put it on a line of its own"),
		},
		profiles.CodeSectionIndented: {
			say("the header [{section}] at {origin} is indented: some tools take it for a part of the line before", "the header at {origin} is indented"),
			say("remove the blanks before it"),
		},
		profiles.CodeSectionDuplicate: {
			say("[{section}] at {origin} stands in line {line} too: most tools merge the two, the AWS CLI and Python refuse the file", "[{section}] at {origin} stands there twice"),
			say("merge the two"),
		},
		profiles.CodeSectionTwoDefaults: {
			say("there are [default] ({origin}) and [profile default] (line {line}): to the AWS CLI and Python the last value of the two counts, to Go and Node [profile default] alone", "there are two defaults: tools disagree on which counts"),
			say("merge the two into [default]"),
		},
		profiles.CodeSectionUpperDefault: {
			say("[DEFAULT] at {origin} is not default: the AWS CLI and Python give its keys to every profile"),
			say("write [default] at {origin}"),
		},
		profiles.CodeSectionSpelling: {
			say("to {misreadBy|sdks} there is no profile {profile}, because of how its header is written ({origin})", "to some tools there is no profile {profile}, because of how its header is written ({origin})"),
			say("use letters, digits and - _ . in the name, without quotes"),
		},
		profiles.CodeSectionEmpty: {
			say("[{section}] at {origin} has no keys: to some tools it does not exist"),
			say("add its settings, or delete it"),
		},
	}
}
