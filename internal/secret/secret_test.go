package secret_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"

	"credence/internal/secret"
)

const canary = "wJalrCANARYbPxRfiCYEXAMPLEKEY"

// leaks are the shapes in which a printed canary would show itself.
func leaks(out string) bool {
	for _, shape := range []string{
		canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprintf("% x", canary),
		fmt.Sprintf("%v", []byte(canary)), strings.Trim(fmt.Sprint([]byte(canary)), "[]"),
	} {
		if strings.Contains(out, shape) {
			return true
		}
	}
	return false
}

type exported struct {
	Name string
	Key  secret.Text
	Ptr  *secret.Text
	List []secret.Text
	Map  map[string]secret.Text
	Any  any
}

type unexported struct {
	name string
	key  secret.Text
	ptr  *secret.Text
	list []secret.Text
	byID map[string]secret.Text
	keys map[secret.Text]int
	any  any
}

type embedding struct{ secret.Text }

type holder interface{ hold() }

func (*unexported) hold() {}

// holders are the places in which a secret may stand when somebody prints it.
func holders() map[string]any {
	t := secret.New(canary)
	e := exported{"n", t, &t, []secret.Text{t}, map[string]secret.Text{"k": t}, t}
	u := unexported{"n", t, &t, []secret.Text{t}, map[string]secret.Text{"k": t}, map[secret.Text]int{t: 1}, t}
	return map[string]any{
		"value": t, "pointer": &t, "pointer to pointer": new(&t),
		"slice": []secret.Text{t}, "array": [1]secret.Text{t},
		"map value": map[string]secret.Text{"k": t}, "map key": map[secret.Text]int{t: 1},
		"struct": e, "struct pointer": &e, "unexported": u, "unexported pointer": &u,
		"embedded": embedding{t}, "any": []any{t, &t, e}, "interface": []holder{&u},
		"anonymous": struct{ k secret.Text }{t}, "nested": map[string][]unexported{"x": {u}},
	}
}

func TestNoVerbPrintsTheValue(t *testing.T) {
	t.Parallel()
	verbs := "vTtbcdoOqxXUeEfFgGspwyzaA%!"
	noVerb := strings.Repeat("x", 1) // not a constant, or vet refuses what is tested here
	flags := []string{"", "+", "#", "-", " ", "0", "20", "-40", ".3", "+#", "# ", "[1]", "[2]", "*"}
	for where, v := range holders() {
		for _, verb := range verbs {
			for _, flag := range flags {
				format := "%" + flag + string(verb)
				for how, out := range map[string]string{
					"Sprintf": fmt.Sprintf(format, v),
					"extra":   fmt.Sprintf(noVerb, v),
					"Errorf":  fmt.Errorf(format, v).Error(),
				} {
					if leaks(out) {
						t.Errorf("%s of %s with %q shows the value: %s", how, where, format, out)
					}
				}
			}
		}
	}
}

func TestNoPrinterPrintsTheValue(t *testing.T) {
	t.Parallel()
	for where, v := range holders() {
		var logged bytes.Buffer
		log.New(&logged, "", 0).Print(v)
		cause := fmt.Errorf("call: %w", errors.Join(fmt.Errorf("key %v", v), errors.New(fmt.Sprint(v))))
		panicked := func() (said string) {
			defer func() { said = fmt.Sprint(recover()) }()
			panic(v)
		}()
		var templated bytes.Buffer
		if err := template.Must(template.New("x").Parse(`{{.}} {{printf "%s %v" . .}} {{print .}} {{html .}} {{js .}}`)).Execute(&templated, v); err != nil {
			t.Fatal(err)
		}
		for how, out := range map[string]string{
			"Sprint": fmt.Sprint(v), "Sprintln": fmt.Sprintln(v), "Append": string(fmt.Append(nil, v)), "log": logged.String(),
			"error": cause.Error(), "error %+v": fmt.Sprintf("%+v %#v", cause, cause), "panic": panicked, "template": templated.String(),
		} {
			if leaks(out) {
				t.Errorf("%s of %s shows the value: %s", how, where, out)
			}
		}
	}
}

func TestNoLoggerLogsTheValue(t *testing.T) {
	t.Parallel()
	for where, v := range holders() {
		var text, jsonText bytes.Buffer
		level := &slog.HandlerOptions{Level: slog.LevelDebug}
		for _, l := range []*slog.Logger{slog.New(slog.NewTextHandler(&text, level)), slog.New(slog.NewJSONHandler(&jsonText, level))} {
			l.With("k", v).WithGroup("g").Info(fmt.Sprint(v), "v", v, slog.Group("h", "v", v), slog.Any("any", v), "args", []any{v})
		}
		if text.Len() == 0 || leaks(text.String()) {
			t.Errorf("slog text of %s: %s", where, text.String())
		}
		if jsonText.Len() == 0 || leaks(jsonText.String()) {
			t.Errorf("slog json of %s: %s", where, jsonText.String())
		}
	}
}

func TestNoEncoderWritesTheValue(t *testing.T) {
	t.Parallel()
	for where, v := range holders() {
		// An encoder may refuse the value; it may not write it, nor name it in its error.
		var asXML, asGob bytes.Buffer
		plain, err1 := json.Marshal(v)
		indented, err2 := json.MarshalIndent(v, "", " ")
		err3 := xml.NewEncoder(&asXML).Encode(v)
		err4 := gob.NewEncoder(&asGob).Encode(v)
		for _, out := range []string{string(plain), string(indented), asXML.String(), asGob.String(), fmt.Sprint(err1, err2, err3, err4)} {
			if leaks(out) {
				t.Errorf("encoded %s shows the value: %q", where, out)
			}
		}
	}
	key := secret.New(canary)
	for what, v := range map[string]any{`"***"`: key, `{"***":1}`: map[secret.Text]int{key: 1}, `{"K":"***"}`: struct{ K secret.Text }{key}} {
		if out, err := json.Marshal(v); err != nil || string(out) != what {
			t.Errorf("json = %s, %v; want %s", out, err, what)
		}
	}
	if out, err := xml.Marshal(struct {
		XMLName xml.Name    `xml:"x"`
		K       secret.Text `xml:"k,attr"`
	}{K: key}); err != nil || string(out) != `<x k="***"></x>` {
		t.Errorf("xml = %s, %v", out, err)
	}
}

func TestMaskSaysNothingOfTheValue(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%s", "%q", "%x", "%d", "%+v", "%#v"} {
		empty, short, long := fmt.Sprintf(verb, secret.Text{}), fmt.Sprintf(verb, secret.New("a")), fmt.Sprintf(verb, secret.New(strings.Repeat("a", 999)))
		if empty != secret.Mask || short != secret.Mask || long != secret.Mask {
			t.Errorf("%s: %q %q %q", verb, empty, short, long)
		}
	}
}

func TestReveal(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "a", canary, "nul\x00\xff"} {
		text := secret.New(value)
		if text.Reveal() != value || text.IsEmpty() != (value == "") {
			t.Errorf("%q: Reveal %q, IsEmpty %v", value, text.Reveal(), text.IsEmpty())
		}
	}
	if (secret.Text{}).Reveal() != "" || !(secret.Text{}).IsEmpty() || secret.New("") != (secret.Text{}) {
		t.Error("the zero Text is not the empty secret")
	}
}

func TestEquality(t *testing.T) {
	t.Parallel()
	a, b, c := secret.New(canary), secret.New(strings.Clone(canary)), secret.New("other")
	if a != b || a == c || !reflect.DeepEqual(a, b) || reflect.DeepEqual(a, c) {
		t.Error("equality is not that of the values")
	}
}
