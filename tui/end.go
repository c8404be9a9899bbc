package tui

import "time"

// patienceOfEnd is how long the end of what is under way is waited for. A child that
// is deaf to its signal takes a quarter of a second.
const patienceOfEnd = 2 * time.Second

// end ends the walks that are under way and waits for their ends: who left at once
// would leave the children of a walk behind. It is called when nobody reads them any
// more.
func (w *walks) end() {
	limit := time.NewTimer(patienceOfEnd)
	defer limit.Stop()
	for _, i := range w.runs {
		i.run.cancel()
	}
	for _, i := range w.runs {
		for open := true; open; {
			select {
			case _, open = <-i.run.msgs:
			case <-limit.C:
				return
			}
		}
	}
}
