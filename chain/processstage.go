package chain

import "context"

// processStage is fromProcess of the Node provider: the chosen profile's
// credential_process once more, after the shared files. A command that failed there
// runs a second time here, as it does in Node.
func processStage(ctx context.Context, w *walk) verdict {
	p, err := w.chosenProfile()
	if err != nil {
		return fail(CodeNoHome, nil, err)
	}
	if p == nil {
		return skip(CodeProfileMissing, Data{"profile": w.profile.Name})
	}
	if p.Get("credential_process") == "" {
		return skip(CodeProcessAbsent, Data{"profile": p.Name()})
	}
	s := Step{Kind: StepSource, Profile: p.Name(), Source: SourceProcess}
	return w.step(ctx, s, func(ctx context.Context) verdict { return w.processSource(ctx, p) })
}
