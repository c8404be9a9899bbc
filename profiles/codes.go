package profiles

// The codes of findings. They are stable. Each comment says what is the case and
// which Data there is beside. Three names of Data mean the same everywhere:
//
//   - "refusedBy": the tools, comma-separated, that refuse the whole file for it
//   - "misreadBy": those that read something else here than this dialect
//   - "profile": the profile concerned
//
// Tools are named botocore (boto3 and the AWS CLI, too), go, node and rust.
//
// No Data ever holds a value of a key that IsSecretKey, or the text of a line that
// is not understood: such a line may be a secret.

// Findings about a file as a whole.
const (
	// CodeFileMissing: an option or variable names a file that does not exist. Data
	// "by" is option or variable, "name" is its name.
	CodeFileMissing = "file.missing"
	// CodeFileMisnamedVariable: a variable that no SDK reads, with a name like one
	// that they do. Data "name", and "use" for the right one. Origin: the variable.
	CodeFileMisnamedVariable = "file.misnamed-variable"
	// CodeFileUnreadable: the system would not read it. Data "error".
	CodeFileUnreadable = "file.unreadable"
	// CodeFilePermission: it may not be read. Data "uid" (ours), and where the
	// system tells them "owner" (a user id) and "mode" (octal). SDKs take it for absent.
	CodeFilePermission = "file.permission"
	// CodeFileTooLarge: over MaxFileSize. Data "size" and "limit", in bytes; or
	// "sections" instead of "size" where there are too many of those.
	CodeFileTooLarge = "file.too-large"
	// CodeFileDirectory: it is a folder.
	CodeFileDirectory = "file.directory"
	// CodeFileNotRegular: it is a pipe, socket, device or a file of /proc. Data "kind".
	CodeFileNotRegular = "file.not-regular"
	// CodeFileDanglingLink: a symbolic link to nothing. Data "target".
	CodeFileDanglingLink = "file.dangling-link"
	// CodeFileInvalidUTF8: a byte is not UTF-8. The origin is its line, Data "column".
	CodeFileInvalidUTF8 = "file.invalid-utf8"
	// CodeFileBOM: it begins with a byte-order mark.
	CodeFileBOM = "file.bom"
	// CodeFileNUL: it has a NUL character. The origin is the line of the first.
	CodeFileNUL = "file.nul"
	// CodeFileUTF16: it is UTF-16, which no SDK reads. Data "profiles": the first
	// names that it would have.
	CodeFileUTF16 = "file.utf-16"
	// CodeFileLoneCR: lines end with CR alone; to all but botocore it is one line.
	CodeFileLoneCR = "file.lone-cr"
	// CodeFileNoHeader: text before the first section. The origin is its first line.
	CodeFileNoHeader = "file.no-header"
	// CodeFileForbiddenName: a section named __proto__, for which Node takes the
	// whole file for empty. Data "section".
	CodeFileForbiddenName = "file.forbidden-name"
	// CodeFileRefused: the dialect refuses both files because of this line. Data
	// "dialect", and "reason": one of the Refused constants.
	CodeFileRefused = "file.refused"
	// CodeFileMoreFindings: there are more findings than are reported. Data "limit".
	CodeFileMoreFindings = "file.more-findings"
)

// Findings about a section's header. Data "section" is the text between the brackets.
const (
	// CodeSectionMissingPrefix: [x] in the config file is nothing to any SDK. Data
	// "use": the header that was meant; "profile".
	CodeSectionMissingPrefix = "section.missing-prefix"
	// CodeSectionNeedlessPrefix: [profile x] in the credentials file. Data "use", "profile".
	CodeSectionNeedlessPrefix = "section.needless-prefix"
	// CodeSectionMisspelt: the word before the name is nearly one that is known. Data
	// "use", and "profile" if it was to be one.
	CodeSectionMisspelt = "section.misspelt"
	// CodeSectionNoName: [], [profile].
	CodeSectionNoName = "section.no-name"
	// CodeSectionUnknown: a section with a word before its name that no SDK knows.
	CodeSectionUnknown = "section.unknown"
	// CodeSectionWrongFile: an sso-session or services section in the credentials
	// file, where nobody looks for it. Data "use": "config".
	CodeSectionWrongFile = "section.wrong-file"
	// CodeSectionUnclosed: no closing bracket. What follows is nobody's; Node gives it
	// to the section before. No Data "section"; "profile" if it was to be one.
	CodeSectionUnclosed = "section.unclosed"
	// CodeSectionTrailing: text behind the bracket that some tools stumble over.
	CodeSectionTrailing = "section.trailing-text"
	// CodeSectionIndented: the header is indented.
	CodeSectionIndented = "section.indented"
	// CodeSectionDuplicate: the same header again. Data "line" of the first.
	CodeSectionDuplicate = "section.duplicate"
	// CodeSectionTwoDefaults: [default] beside [profile default]. The origin is
	// [default]; Data "line" of the other; "ignored": "true" if its keys do not count.
	CodeSectionTwoDefaults = "section.two-defaults"
	// CodeSectionUpperDefault: [DEFAULT]; botocore gives its keys to every profile.
	CodeSectionUpperDefault = "section.upper-default"
	// CodeSectionSpelling: some tools see no such profile because of how the name is
	// written: quotes, blanks, letters outside ASCII, a dot. Data "profile", "misreadBy".
	CodeSectionSpelling = "section.spelling"
	// CodeSectionEmpty: the section has no keys. Data "profile", "misreadBy": to Node
	// it does not exist.
	CodeSectionEmpty = "section.empty"
	// CodeSectionTooLong: the section has too many lines; the rest is not read. Data "limit".
	CodeSectionTooLong = "section.too-long"
)

// Findings about a line or a key. Data "key" is the key, left out where what stands
// in its place may be a secret.
const (
	// CodeLineTooLong: over MaxLineLength; the line is left out. Data "length", "limit".
	CodeLineTooLong = "line.too-long"
	// CodeLineJunk: neither key = value, nor header, nor comment.
	CodeLineJunk = "line.junk"
	// CodeLineColon: "key: value", which botocore and Go read.
	CodeLineColon = "line.colon"
	// CodeLineExport: a pasted shell line, "export AWS_…=…" and the like. Data "use":
	// the key that was meant.
	CodeLineExport = "line.export"
	// CodeLineIndentedComment: an indented comment, which Rust adds to the value before
	// it ("key"), or refuses the file for.
	CodeLineIndentedComment = "line.indented-comment"

	// CodeKeyIndented: an indented key that is no part of a block; botocore and Rust
	// add the line to the value before it. Data "previous" and its "line", absent
	// right after a header.
	CodeKeyIndented = "key.indented"
	// CodeKeyMisspelt: nearly a known key. Data "use".
	CodeKeyMisspelt = "key.misspelt"
	// CodeKeyCase: a known key in upper case, which Node does not see. Data "use".
	CodeKeyCase = "key.case"
	// CodeKeyDuplicate: the key again in the same section. Data "line" of the first.
	CodeKeyDuplicate = "key.duplicate"
	// CodeKeyEmpty: nothing after =, and no block under it: not stored.
	CodeKeyEmpty = "key.empty"
	// CodeKeyHidden: the other file has another value, which wins. The origin is the
	// loser; Data "path" and "line" of the winner; "profile".
	CodeKeyHidden = "key.hidden"

	// CodeValueQuoted: quotes around a value are part of it to all but Go.
	CodeValueQuoted = "value.quoted"
	// CodeValueComment: a comment after a value, which is part of it to botocore.
	CodeValueComment = "value.comment"
	// CodeValueInvisible: the value holds a character that cannot be seen. Data
	// "character": its code point, U+200B.
	CodeValueInvisible = "value.invisible"
)

// Findings about a profile as a whole. Each has Data "profile".
const (
	// CodeProfileHalfPair: one of the two keys without the other. Data "set", "missing".
	CodeProfileHalfPair = "profile.half-pair"
	// CodeProfileMixedPair: the two keys come from different files: Node mixes them,
	// botocore and Go refuse. Data "set" (the one the origin shows), "path" and "line" of the other.
	CodeProfileMixedPair = "profile.mixed-pair"
	// CodeProfileSeveral: it has settings of several kinds. Data "kinds", "where": each
	// with its place, and "used": the one that counts here; "agreed": "true" if it does
	// in every SDK.
	CodeProfileSeveral = "profile.several-kinds"
	// CodeProfileTwoSources: role_arn with source_profile and credential_source.
	CodeProfileTwoSources = "profile.two-sources"
	// CodeProfileNoSource: role_arn with neither, and nothing else that uses it.
	CodeProfileNoSource = "profile.role-without-source"
	// CodeProfileCredentialSource: no such credential_source. Data "value", "valid",
	// and "nearest" if one is near.
	CodeProfileCredentialSource = "profile.credential-source"
	// CodeProfileSourceMissing: source_profile names no profile. Data "source", "nearest".
	CodeProfileSourceMissing = "profile.source-missing"
	// CodeProfileSourceEmpty: the source has no credential settings. Data "source".
	CodeProfileSourceEmpty = "profile.source-empty"
	// CodeProfileSourceBroken: the source is broken. Data "source", "because": the code.
	CodeProfileSourceBroken = "profile.source-broken"
	// CodeProfileSourceCycle: the sources lead back. Data "path": the names in order.
	CodeProfileSourceCycle = "profile.source-cycle"
	// CodeProfileSourceDepth: more than MaxSourceDepth sources. Data "limit".
	CodeProfileSourceDepth = "profile.source-depth"
	// CodeProfileWebIdentity: web_identity_token_file without role_arn.
	CodeProfileWebIdentity = "profile.web-identity-incomplete"
	// CodeProfileSSOIncomplete: SSO settings that lack some. Data "missing": the keys;
	// "session" if one is named.
	CodeProfileSSOIncomplete = "profile.sso-incomplete"
	// CodeProfileSSOSessionMissing: no such sso-session. Data "session", "nearest".
	CodeProfileSSOSessionMissing = "profile.sso-session-missing"
	// CodeProfileSSOSessionOnly: sso_session without account and role gives a token
	// and no credentials. Data "session".
	CodeProfileSSOSessionOnly = "profile.sso-session-only"
	// CodeProfileSSODisagrees: the profile and its sso-session differ in a key. Data
	// "key", "session", "value" and "sessionValue", "path" and "line" of the latter.
	CodeProfileSSODisagrees = "profile.sso-disagrees"
	// CodeProfileMFAUnused: mfa_serial without a role: no SDK asks for a code. Data "serial".
	CodeProfileMFAUnused = "profile.mfa-unused"
)
