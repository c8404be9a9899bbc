package wording

import "credence/profiles"

func fileRemarks() remarks {
	return remarks{
		profiles.CodeFileMissing: {
			say("{origin} does not exist, though {name|option} names it", "{origin} does not exist"),
			say("unset {name|var}", "correct {name|option}", "correct the path"),
		},
		profiles.CodeFileMisnamedVariable: {
			say("{name} is set, which no SDK reads: the name is {use}"),
			say(`export {use}="${name}"`),
		},
		profiles.CodeFileUnreadable: {
			say("{origin} cannot be read{?: {error|text}?}"),
			say("look at the file: ls -l {origin}"),
		},
		profiles.CodeFilePermission: {
			say("{origin} may not be read by user {uid}{?; it belongs to {owner|user}?}{?, mode {mode}?}: SDKs take it for absent", "{origin} may not be read: SDKs take it for absent"),
			say("sudo chown \"$USER\" {origin|sh} && chmod 600 {origin|sh} (was it sudo aws configure?)"),
		},
		profiles.CodeFileTooLarge: {
			say("{origin} is larger than 10 MB and is not read"),
			say("remove what is not an AWS setting"),
		},
		profiles.CodeFileDirectory: {
			say("{origin} is a folder, not a file"),
			say("name the file in it"),
		},
		profiles.CodeFileNotRegular: {
			say("{origin} is no regular file ({kind|text}) and is not read", "{origin} is no regular file and is not read"),
			say("name a regular file"),
		},
		profiles.CodeFileDanglingLink: {
			say("{origin} is a link to {target}, which does not exist", "{origin} is a link to nothing"),
			say("mount or create {target}", "create what it links to"),
		},
		profiles.CodeFileInvalidUTF8: {
			say("{origin} has bytes that are not UTF-8{? (column {column})?}; the AWS CLI and Python refuse the whole file"),
			say("write the line again in UTF-8"),
		},
		profiles.CodeFileBOM: {
			say("{origin} begins with a byte-order mark: the AWS CLI and Python refuse the whole file, Go loses its first section"),
			say("save the file as UTF-8 without BOM (PowerShell 5 and Notepad write one)"),
		},
		profiles.CodeFileNUL: {
			say("{origin} holds a NUL character"),
			say("write the line again"),
		},
		profiles.CodeFileUTF16: {
			say("{origin} is UTF-16, which no SDK reads{?; its profiles are {profiles|text}?}"),
			say("save the file as UTF-8"),
		},
		profiles.CodeFileLoneCR: {
			say("{origin} ends its lines with CR alone: most SDKs see one long line"),
			say("save the file with LF line ends"),
		},
		profiles.CodeFileNoHeader: {
			say("{origin} stands before any [section]: it is ignored, and the AWS CLI and Python refuse the whole file"),
			say("put [default] or [profile NAME] above it"),
		},
		profiles.CodeFileForbiddenName: {
			say("{origin} has a section {section}, for which Node takes the whole file for empty", "{origin} has a section for which Node takes the whole file for empty"),
			say("rename the section"),
		},
		profiles.CodeFileMoreFindings: {
			say("only the first {limit} findings about {origin} are told", "not all findings about {origin} are told"),
			say("correct the first ones"),
		},
		profiles.CodeFileRefused: {
			say("{dialect|sdks} refuses both files because of {origin}{?: {reason|word}?}", "both files are refused because of {origin}"),
			say("correct {origin}"),
		},
	}
}
