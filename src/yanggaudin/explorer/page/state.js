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
// a new one, so that "back" leads to what was there before it.  Browsers refuse many changes a second.
const PAUSE = 200;
let isChanging = false;
let timer = null;
let pending = null;

export function changed(state) {
  if (isChanging) {
    pending = address(state);
    timer ??= setTimeout(write, PAUSE);
  } else {
    history.pushState(null, "", address(state));
    isChanging = true;
  }
}

export function settled() {
  write();
  isChanging = false;
}

/** Another entry of the history is shown: what was to be written belongs to the one that was left. */
export function left() {
  pending = null;
  settled();
}

function write() {
  clearTimeout(timer);
  if (pending !== null) history.replaceState(null, "", pending);
  timer = pending = null;
}
