package profiles

import "strings"

// readNode reads a body by the rules of Node's parseIni: a line is cut at its
// comment and trimmed; the first = splits it; a key without a value opens a block,
// which following indented keys join until an unindented key has a value. The key
// without a value is not stored. A line without =, or with nothing before it, says
// nothing.
func readNode(body lineSeq, put func(entry)) {
	block := ""
	for number, line := range body {
		key, text, ok := nodeKey(line)
		switch {
		case !ok:
		case text == "":
			block = key
		default:
			if !indentedJS(line) {
				block = ""
			}
			if key != "__proto__" || block != "" { // JavaScript swallows it
				put(entry{number, block, key, text})
			}
		}
	}
}

// nodeKey splits a line into key and value.
func nodeKey(line string) (key, text string, ok bool) {
	line = trimJS(cutNodeComment(line))
	i := strings.IndexByte(line, '=')
	if i <= 0 {
		return "", "", false
	}
	return trimJS(line[:i]), trimJS(line[i+1:]), true
}
