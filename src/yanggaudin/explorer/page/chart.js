// The picture: curves as the functions of yanggaudin.plots draw them, by uPlot.
import { element } from "./element.js";

const DASHES = { "--": [7, 4], "-.": [8, 3, 2, 3], ":": [2, 3] };
const figure = document.getElementById("picture");
const place = document.getElementById("chart");
const key = document.getElementById("key");
let plot = null;
let shown = null;

/** Draw a picture. */
export function draw(picture) {
  shown = picture;
  plot?.destroy();
  place.replaceChildren();
  figure.querySelector("figcaption").textContent = picture.title ?? "";
  const curves = picture.curves.filter((curve) => curve.x.length);
  const outputs = explain(curves);
  plot = new uPlot(options(picture, curves, outputs), aligned(picture, curves), place);
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", description(picture, curves));
}

export function clear() {
  plot?.destroy();
  plot = shown = null;
  key.replaceChildren();
  place.removeAttribute("role");
  figure.querySelector("figcaption").textContent = "";
}

function description(picture, curves) {
  const names = [...new Set(curves.map((curve) => curve.label).filter(Boolean))].join(", ");
  return `${picture.ylabel} against ${picture.xlabel}: ${names}`;
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A colour of matplotlib for this paper: black is ink, shades of grey are faint. */
function colour(name) {
  if (name === "black") return css("--ink");
  return name.startsWith("#") ? name : css("--faint");
}

function dash(curve) {
  return Array.isArray(curve.linestyle) ? curve.linestyle[1] : DASHES[curve.linestyle];
}

const isPoint = (curve) => curve.linestyle === "None";

function options(picture, curves, outputs) {
  return {
    width: place.clientWidth,
    height: place.clientHeight,
    pxAlign: 0,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: scale(picture.xlim, picture.xscale, false),
      y: scale(picture.ylim, picture.yscale, true),
    },
    axes: [
      axis(picture.xlabel, picture.xscale, "width", 46, picture.xticks),
      { ...axis(picture.ylabel, picture.yscale, "height", 22), size: 62 },
    ],
    series: [{}, ...curves.map(series)],
    hooks: { setLegend: [(u) => report(u, outputs)] },
  };
}

function scale(limits, kind, isY) {
  const [low, high] = (limits ?? [null, null]).map(number);
  const free = kind === "log"
    ? (min, max) => [10 ** Math.floor(Math.log10(min)), 10 ** Math.ceil(Math.log10(max))]
    : (min, max) => (isY ? [min - 0.04 * (max - min), max + 0.04 * (max - min)] : [min, max]);
  return {
    time: false,
    distr: kind === "log" ? 3 : 1,
    range: (u, min, max) => {
      const [least, most] = free(min, max);
      return [low ?? least, high ?? most];
    },
  };
}

const number = (value) => (typeof value === "number" ? value : null);

const LABEL = 14;
const pen = document.createElement("canvas").getContext("2d");

/** A label and its font: shorter, then smaller, if the axis is too short for it. */
function fitting(label, room) {
  const font = (size) => `${size}px system-ui, sans-serif`;
  const space = (room === "width" ? place.clientWidth : place.clientHeight) - 90;
  pen.font = font(LABEL);
  if (pen.measureText(label).width > space) label = label.replace(" (dimensionless)", "");
  const size = (LABEL * space) / pen.measureText(label).width;
  return { label, labelFont: font(Math.max(9, Math.min(LABEL, size))) };
}

function axis(label, kind, room, space, ticks) {
  const base = {
    ...fitting(label, room), stroke: css("--ink"), labelSize: 26,
    font: "13px system-ui, sans-serif",
    grid: { stroke: css("--grid"), width: 1 }, ticks: { stroke: css("--line"), width: 1 },
  };
  if (ticks) {
    const names = new Map(ticks);
    return { ...base, splits: () => [...names.keys()], values: (u, at) => at.map((x) => names.get(x)) };
  }
  if (kind === "log") {
    const splits = (u, _, min, max) => decades(min, max, u.bbox[room] / devicePixelRatio / space);
    return { ...base, splits, filter: (u, at) => at, values: (u, at) => at.map(power) };
  }
  return { ...base, values: (u, at) => at.map((x) => (x === null ? "" : String(+x.toPrecision(8)))) };
}

/** The powers of ten on a scale, or every second, third, ... if there is no room for all. */
function decades(min, max, most) {
  const [first, last] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const found = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) found.push(Number(`1e${at}`));
  return found;
}

/** A power of ten as a label. */
function power(value) {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(exponent) < 3) return String(+value.toPrecision(3));
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return `10${String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => digits[digit])}`;
}

function series(curve) {
  const line = colour(curve.color);
  return {
    label: curve.label,
    stroke: isPoint(curve) ? undefined : line,
    width: isPoint(curve) ? 0 : Math.max(1, 1.2 * curve.linewidth),
    dash: dash(curve),
    paths: isPoint(curve) ? () => null : undefined,
    points: {
      show: curve.marker !== "None",
      size: Math.max(5, 1.4 * curve.markersize), fill: line, stroke: line,
    },
    spanGaps: false,
  };
}

/** The curves over one ascending array of x, as uPlot takes them. */
function aligned({ xlim, xscale, yscale }, curves) {
  const frame = { "-inf": xlim?.[0], inf: xlim?.[1] };
  const tables = curves.map((curve) => {
    const x = curve.x.map((at) => on(xscale, frame[at] ?? at));
    const order = x.map((_, i) => i).filter((i) => x[i] !== null);
    if (order.some((i, j) => j && x[order[j - 1]] > x[i])) order.sort((a, b) => x[a] - x[b]);
    return [order.map((i) => x[i]), order.map((i) => on(yscale, curve.y[i]))];
  });
  // null is a gap where a curve has one, also in the eyes of others that have an x there (2); where
  // only others have an x, the line goes on
  return tables.length ? uPlot.join(tables, tables.map(() => [0, 2])) : [[]];
}

/** A number that has a place on a scale, else null. */
function on(kind, value) {
  return typeof value === "number" && (kind !== "log" || value > 0) ? value : null;
}

/** The legend: a sample of every line, its name, and its value under the pointer. */
function explain(curves) {
  const outputs = curves.map(() => element("output"));
  const items = curves.map((curve, i) => {
    if (!curve.label) return null;
    return element("li", {}, sample(curve), curve.label, " ", outputs[i]);
  });
  key.replaceChildren(...items.filter(Boolean));
  return outputs;
}

function sample(curve) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 44 12");
  svg.setAttribute("aria-hidden", "true");
  const part = document.createElementNS(svg.namespaceURI, isPoint(curve) ? "circle" : "line");
  const shape = isPoint(curve) ? { cx: 22, cy: 6, r: 4, fill: colour(curve.color) }
    : { x1: 0, x2: 44, y1: 6, y2: 6, stroke: colour(curve.color), "stroke-width": 2.4,
        "stroke-dasharray": (dash(curve) ?? []).join(" ") };
  for (const [name, value] of Object.entries(shape)) part.setAttribute(name, value);
  svg.append(part);
  return svg;
}

function report(u, outputs) {
  outputs.forEach((output, i) => {
    const index = u.cursor.idxs?.[i + 1];
    const value = index == null ? null : u.data[i + 1][index];
    output.textContent = value == null ? "" : String(+value.toPrecision(5));
  });
}

new ResizeObserver(() => {
  if (plot && place.clientWidth) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
}).observe(place);
const again = () => shown && draw(shown);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
for (const event of ["beforeprint", "afterprint"]) addEventListener(event, again);
