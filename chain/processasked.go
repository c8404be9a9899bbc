package chain

import "errors"

// AskedProfile is the profile whose credentials a credential_process asks for, where the
// command is this program or the AWS CLI, by its own arguments or the AWS_PROFILE of
// env. It runs nothing. The error is a line that cannot be split into words.
func AskedProfile(env Environment, line string) (name string, ok bool, err error) {
	words, err := splitLine(line)
	if err != nil {
		return "", false, errors.Join(errors.New("split the command"), err)
	}
	name, ok = (&walk{opts: Options{Env: env}}).askedProfile(words)
	return name, ok, nil
}

// SplitProcess splits a credential_process into words as botocore does; a POSIX shell,
// which the other SDKs use, does the same with a line that has no other syntax in it.
func SplitProcess(line string) ([]string, error) { return splitLine(line) }
