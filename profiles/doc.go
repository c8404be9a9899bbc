// Package profiles reads the two AWS shared files, config and credentials, and
// knows for every value the file and line it came from and what it hides.
//
// The SDKs do not read these files alike. How a file is read is therefore a
// [Dialect]: a set of rules as data. [Documented], the default, lists every
// profile that some SDK recognises and reads values as the newest Node.js SDK
// does; where another SDK would read something else, it records a [Finding].
//
// A file is indexed once by a scanner that looks for section headers alone;
// the body of a section is parsed when somebody asks for it. That keeps files
// of ten thousand profiles cheap. Bodies are parsed by gopkg.in/ini.v1.
//
// Nothing here writes, runs a process, opens a socket or prints. A broken file
// is never an error of [Load]: it is a finding with file and line.
package profiles
