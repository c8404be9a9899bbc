package wording

import "credence/profiles"

func lineRemarks() remarks {
	return remarks{
		profiles.CodeLineTooLong: {
			say("{origin} is longer than 64 KB and is not read"),
			say("shorten the line"),
		},
		profiles.CodeLineJunk: {
			say("{origin} is neither key = value, nor header, nor comment: the AWS CLI and Python refuse the whole file"),
			say("correct or delete {origin}"),
		},
		profiles.CodeLineColon: {
			say("{origin} has a colon for =: the AWS CLI, Python and Go read it, others do not"),
			say("write {key} = … at {origin}", "write = at {origin}"),
		},
		profiles.CodeLineExport: {
			say("{origin} is a line of a shell, which no tool reads here"),
			say("write {use} = … at {origin}", "write key = value at {origin}"),
		},
		profiles.CodeLineIndentedComment: {
			say("the comment at {origin} is indented: Rust adds it to the value before"),
			say("remove the blanks before it"),
		},
		profiles.CodeKeyIndented: {
			say("{key} at {origin} is indented: the AWS CLI and Python take it for a part of the value of {previous} (line {line})", "{key} at {origin} is indented: some tools take it for a part of the line before"),
			say("remove the blanks before {key} at {origin}", "remove the blanks before it"),
		},
		profiles.CodeKeyMisspelt: {
			say("unknown key {key} at {origin}; did you mean {use}?"),
			say("write {use} at {origin}"),
		},
		profiles.CodeKeyCase: {
			say("{key} at {origin} is not in lower case: Node does not see it, the AWS CLI, Python and Go do"),
			say("write {use} at {origin}"),
		},
		profiles.CodeKeyDuplicate: {
			say("{key} at {origin} stands in line {line} too: the last one counts, and the AWS CLI and Python refuse the file", "{key} at {origin} stands there twice"),
			say("delete one of the two"),
		},
		profiles.CodeKeyEmpty: {
			say("{key} at {origin} has no value and is not stored"),
			say("give it a value, or delete it"),
		},
		profiles.CodeKeyHidden: {
			say("{key} of {profile} at {origin} does not count: {path|place}:{line} has another value, which wins in every SDK", "{key} at {origin} does not count: the other file has another value, which wins"),
			say("delete {origin}"),
		},
		profiles.CodeValueQuoted: {
			say("the quotes around {key} at {origin} are part of the value to the AWS CLI, Python and Node; Go and Terraform strip them"),
			say("remove the quotes at {origin}"),
		},
		profiles.CodeValueComment: {
			say("the comment behind {key} at {origin} is part of the value to the AWS CLI and Python"),
			say("put the comment of {origin} on a line of its own"),
		},
		profiles.CodeValueInvisible: {
			say("{key} at {origin} holds a character that cannot be seen ({character})", "{key} at {origin} holds a character that cannot be seen"),
			say("type the value again"),
		},
	}
}
