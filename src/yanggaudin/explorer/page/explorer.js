// The page: fields, a request for what stands in them, and what comes back.
import { answer, newest } from "./ask.js";
import * as chart from "./chart.js";
import { element } from "./element.js";
import * as fields from "./fields.js";
import { address, changed, fromAddress, left, query, settled } from "./state.js";

// what takes longer than this, in ms, is said to be computed
const SOON = 150;
const DOWNLOADS = {
  csv: "numbers (CSV)", "curves.csv": "curves (CSV)", json: "JSON", png: "PNG", svg: "SVG",
};
// Numbers are asked for when the picture is there, since then they are nearly found; but of a slow
// picture only for so many ms are they kept waiting, for another process is free to find them.
const HEAD_START = 100;
const part = (id) => document.getElementById(id);
const form = part("fields");
const results = part("results");
const status = part("status");
let views = [];
let state = null;

start();

async function start() {
  views = await (await fetch("/api/views.json")).json();
  for (const view of views) {
    const picture = view.inputs.at(-1);
    picture.names = view.pictures;
    picture.title = "Picture";
  }
  addEventListener("popstate", arrive);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.addEventListener("click", () => copy(button));
  }
  arrive();
}

/** Show what the address says. */
function arrive() {
  left();
  state = fromAddress(views);
  build();
  show(true);
}

function build() {
  document.title = `${state.view.title}: yanggaudin explorer`;
  part("about").textContent = state.view.about;
  fields.build(form, state, edited);
  navigation();
}

function navigation() {
  const links = views.map((view) => {
    const link = element("a", { "data-view": view.name }, view.title);
    if (view === state.view) link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      settled();
      state = { view, words: withoutPicture(state.words) };
      changed(state);
      settled();
      build();
      show(true);
      document.querySelector("nav [aria-current]").focus();
    });
    return link;
  });
  document.querySelector("nav").replaceChildren(...links);
  lead();
}

/** Let the links lead to what stands in the fields. */
function lead() {
  for (const link of document.querySelectorAll("nav a")) {
    link.href = address({ ...state, view: views.find((view) => view.name === link.dataset.view) });
  }
}

function withoutPicture({ picture, ...others }) {
  return others;
}

function edited(name, word, done) {
  if ((state.words[name] ?? null) !== word) {
    state.words[name] = word;
    changed(state);
    show();
    lead();
  }
  if (done) settled();
}

function show(now = false) {
  newest(() => ({ view: state.view.name, words: query(state) }), ask, refuse, now);
}

/** Ask for numbers and picture, and show each when it is there. */
async function ask({ view, words }, signal) {
  const waiting = new Set(["picture.json", "numbers.json"]);
  const soon = setTimeout(() => signal.aborted || wait(waiting), SOON);
  const present = async (kind, shows) => {
    const found = await answer(`/api/${view}.${kind}?${words}`, signal);
    signal.throwIfAborted();
    waiting.delete(kind);
    shows(found, words);
    if (results.getAttribute("aria-busy") === "true") wait(waiting);
  };
  try {
    const picture = present("picture.json", presentPicture);
    await Promise.race([picture, new Promise((go) => setTimeout(go, HEAD_START))]);
    await Promise.all([picture, present("numbers.json", presentNumbers)]);
    shown(`${view}?${words}`);
  } finally {
    clearTimeout(soon);
  }
}

/** Say what is being computed, and that what is shown in its place belongs to other values. */
function wait(waiting) {
  status.textContent = waiting.size ? "computing …" : "";
  status.classList.remove("wrong");
  results.setAttribute("aria-busy", waiting.size > 0);
  part("picture").classList.toggle("old", waiting.has("picture.json"));
  part("beside").classList.toggle("old", waiting.has("numbers.json"));
}

function shown(what) {
  wait(new Set());
  fields.refuse(form, null, "");
  results.hidden = false;
  document.documentElement.dataset.shown = what;
}

function presentPicture({ picture }) {
  results.hidden = false;
  chart.draw(picture);
}

function presentNumbers(found, words) {
  results.hidden = false;
  part("numbers").tBodies[0].replaceChildren(...Object.values(found.numbers).map(row));
  part("notes").replaceChildren(...found.notes.map((note) => element("li", {}, note)));
  part("python").textContent = found.python;
  part("shell").textContent = found.shell.join("\n");
  const links = Object.entries(DOWNLOADS).map(([kind, name]) => element("a", {
    href: `/api/${found.view}.${kind}?${words}`, download: `${found.view}.${kind}`,
  }, name));
  part("downloads").replaceChildren("Download: ", ...links);
}

/** All digits of a number, as Python and CSV have them but for the form. */
function written(value) {
  const small = typeof value === "number" && value && Math.abs(value) < 1e-4;
  return small ? value.toExponential() : String(value);
}

function row({ title, value, error, unit, shown }) {
  const bound = error === null ? "" : typeof error === "number" ? `± ${error.toExponential(1)}` : `± ${error}`;
  return element("tr", { role: "row" },
    element("th", { scope: "row", role: "rowheader" }, title),
    element("td", { role: "cell", class: String(value).length > 25 ? "long" : "" },
      written(value), ...(shown ? [element("small", {}, ` = ${shown}`)] : [])),
    element("td", { role: "cell" }, error === 0 ? "exact" : bound),
    element("td", { role: "cell" }, unit === "1" ? "" : unit));
}

/** Show a sentence of the library; what is there belongs to other values and goes. */
function refuse({ message, input, isRefusal }) {
  wait(new Set());
  status.textContent = input ? "" : isRefusal ? message
    : `the server does not answer (${message}); is it still running?`;
  status.classList.toggle("wrong", !input);
  fields.refuse(form, input, message);
  results.hidden = true;
  chart.clear();
  document.documentElement.dataset.shown = "";
}

async function copy(button) {
  await navigator.clipboard.writeText(part(button.dataset.copies).textContent);
  button.textContent = "copied";
  setTimeout(() => { button.textContent = "copy"; }, 1500);
}
