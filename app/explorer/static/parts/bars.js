/** Numbers as bars on one scale: full to what is certain, pale to what may be, a line at the number itself. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage } from "../language.js";
import { boundsBeside } from "./terms.js";

const SVG = "http://www.w3.org/2000/svg";
const ROW = 46;

/** Whether the print leaves nothing open. */
export function isPoint(row) {
  return row !== undefined && row.value !== null && row.lower !== null && row.lower === row.upper;
}

/** Where the pieces of a bar begin and how long they are, as shares of the scale. */
function piecesOf({ row, start, scale }) {
  const certain = isPoint(row) ? row.value : (row.lower ?? 0);
  const possible = row.upper === null ? row.value : Math.min(row.upper, scale);
  const open = isPoint(row) ? 0 : possible - certain;
  return [
    ["ground", 0, 1],
    certain > 0 && ["certain", start / scale, certain / scale],
    open > 0 && ["possible", certain / scale, open / scale],
    !isPoint(row) && ["named", row.value / scale, 0],
  ].filter(Boolean);
}

function nameOf(row, indicators) {
  const within = boundsBeside(row, indicators);
  return `${row.id}: ${inLanguage(row.text)}${within && `; ${within}`}`;
}

/** One bar of the page, as wide as there is room. */
export function Bar({ row, start, scale, indicators, isWhole = false }) {
  const percent = (share) => `${share * 100}%`;
  return html`<svg class=${isWhole ? "bar whole" : "bar"} width="100%" height="18" role="img" aria-label=${nameOf(row, indicators)}
    data-value=${row.value} data-lower=${row.lower} data-upper=${row.upper}>
    ${piecesOf({ row, start, scale }).map(([kind, from, length]) =>
      kind === "named"
        ? html`<line class="named" x1=${percent(from)} x2=${percent(from)} y1="0" y2="18" />`
        : html`<rect class=${kind} x=${percent(from)} width=${percent(length)} height="18" />`,
    )}
  </svg>`;
}

const LOOKS = {
  ground: { fill: "var(--raised)", stroke: "var(--line)" },
  certain: { fill: "var(--series-2)" },
  possible: { fill: "var(--accent)", "fill-opacity": 0.2, stroke: "var(--accent)", "stroke-dasharray": "4 3" },
  named: { fill: "var(--accent)" },
};

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** The same bars with their labels in one drawing, for a file that stands alone. */
export function drawnBars({ bars, scale }, width) {
  const drawing = element("svg", { width, height: bars.length * ROW });
  bars.forEach(({ row, start, isWhole = false }, place) => {
    const top = place * ROW;
    const weight = { y: top + 16, "font-size": 14, "font-weight": isWhole ? 650 : 400 };
    const number = element("text", { ...weight, x: width, "text-anchor": "end" }, inLanguage(row.text));
    drawing.append(element("text", { ...weight, x: 0 }, inLanguage(row.label)), number);
    for (const [kind, from, length] of piecesOf({ row, start, scale })) {
      const look = isWhole && kind === "certain" ? { fill: "var(--quiet)" } : LOOKS[kind];
      const reach = { x: from * width, y: top + 22, width: kind === "named" ? 3 : length * width, height: 18 };
      drawing.append(element("rect", { ...reach, ...look }));
    }
  });
  return drawing;
}
