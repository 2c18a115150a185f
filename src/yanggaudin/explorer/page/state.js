// The state: which view, and what stands in its fields.  It is in the address and nowhere else.

/** The view and the words of the address; what is not there is left to the defaults. */
export function fromAddress(views) {
  const words = Object.fromEntries(new URLSearchParams(location.search));
  const view = views.find((one) => one.name === words.view) ?? views[0];
  delete words.view;
  return { view, words };
}

/** The words of a view's inputs, as an address has them. */
export function query({ view, words }) {
  const own = view.inputs.map(({ name, default: usual }) => [name, words[name] ?? usual]);
  return new URLSearchParams(own).toString();
}

export function address(state) {
  return `?view=${state.view.name}&${query(state)}`;
}

// While something is typed or dragged the entry of the history is the same; the next change makes
// a new one, so that "back" leads to what was there before it.
let changing = false;

export function changed(state) {
  history[changing ? "replaceState" : "pushState"](null, "", address(state));
  changing = true;
}

export function settled() {
  changing = false;
}
