// The fields of a view: a field of text holds the number, a slider is its handle.
import { element } from "./element.js";

const STEPS = 1000;

/** Fill a form with fields for the inputs of a view; `edited(name, word, done)` hears of changes. */
export function build(form, { view, words }, edited) {
  form.replaceChildren(...view.inputs.map((input) => field(input, words[input.name], edited)));
}

/** Show a refusal beside the field that it is about, or none. */
export function refuse(form, name, sentence) {
  for (const box of form.querySelectorAll("[name]")) {
    const wrong = box.name === name;
    box.setAttribute("aria-invalid", wrong);
    document.getElementById(`${box.name}-wrong`).textContent = wrong ? sentence : "";
  }
}

function field(input, word = input.default, edited) {
  const box = input.choices.length ? choices(input, word) : text(input, word);
  box.id = input.name;
  box.name = input.name;
  box.setAttribute("aria-describedby", `${input.name}-wrong`);
  const row = element("div", { class: "row" }, box);
  if (input.unit) row.append(element("span", { class: "unit", id: `${input.name}-unit` }, input.unit));
  const parts = [element("label", { for: input.name }, input.title), row];
  const handle = input.slider && slider(input, box);
  if (handle) {
    parts.push(handle);
    handle.addEventListener("input", () => {
      box.value = wordAt(input.slider, Number(handle.value));
      name(handle, box.value);
      edited(input.name, box.value, false);
    });
    handle.addEventListener("change", () => edited(input.name, box.value, true));
  }
  for (const [event, done] of [["input", false], ["change", true]]) {
    box.addEventListener(event, () => {
      if (handle) {
        handle.value = placeOf(input.slider, box.value);
        name(handle, box.value);
      }
      edited(input.name, box.value, done);
    });
  }
  parts.push(element("p", { class: "wrong", id: `${input.name}-wrong`, "aria-live": "polite" }));
  return element("div", { class: "field" }, ...parts);
}

function text({ unit }, word) {
  const box = element("input", { type: "text", inputmode: "text", autocapitalize: "off" });
  box.value = word;
  return box;
}

function choices(input, word) {
  const options = input.choices.map((one) =>
    element("option", { value: one }, input.names?.[one] ?? one));
  const box = element("select", {}, ...options);
  box.value = word;
  return box;
}

function slider(input, box) {
  const handle = element("input", {
    type: "range", min: 0, max: STEPS, step: 1, "aria-label": `${input.title}, slider`,
  });
  handle.value = placeOf(input.slider, box.value);
  name(handle, box.value);
  return handle;
}

function name(handle, word) {
  handle.setAttribute("aria-valuetext", word);
}

/** What a word is as a number; only for the place of the handle. */
function valueOf(word, suffix) {
  const [over, under = "1"] = word.trim().replace(suffix, "").split("/");
  return Number(over.trim().replace(/^\+?inf(inity)?$/i, "Infinity")) / Number(under);
}

function placeOf({ low, high, log, suffix }, word) {
  const value = valueOf(word, suffix);
  if (Number.isNaN(value)) return 0;
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(1 + (STEPS - 2) * Math.min(Math.max(share, -1), 2));
}

function wordAt({ low, high, log, below, above, whole, suffix }, place) {
  if (place === 0 && below) return below;
  if (place === STEPS && above) return above;
  const share = Math.min(Math.max((place - 1) / (STEPS - 2), 0), 1);
  const value = log ? low * (high / low) ** share : low + (high - low) * share;
  return (whole ? Math.round(value) : Number(value.toPrecision(3))) + suffix;
}
