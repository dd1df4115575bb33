/** Two or more readings of a number on one scale: where they meet, and where they do not. */

import { html } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { bounds, sign, written } from "../numbers.js";

const WIDTH = 320;
const MIDDLE = 9;
const EDGE = 24;

/** What a side allows, in words; a point is its number. */
export function allowed(side, indicator) {
  const { unit, domain } = indicator ?? {};
  if (side.lower !== null && side.lower === side.upper) return tell("checks.exactly", { number: written(side.lower) + sign(unit) });
  return bounds({ ...side, unit }, null, domain);
}

/** From a number to a place on the picture; an open end lies at the picture's edge. */
function scaleOf(sides) {
  const ends = sides.flatMap((side) => [side.lower, side.upper]).filter((end) => end !== null);
  const least = Math.min(...ends);
  const greatest = Math.max(...ends);
  const margin = (greatest - least || Math.abs(greatest) || 1) * 0.4;
  const from = least - margin;
  const reach = greatest + margin - from;
  const place = (number) => EDGE + ((number - from) / reach) * (WIDTH - 2 * EDGE);
  return (number, otherwise) =>
    number === null ? otherwise : Math.max(6, Math.min(WIDTH - 6, place(number)));
}

/** One reading: a point, or a bar whose open ends run out of the picture. */
function Reading({ side, told, place, isDashed }) {
  const from = place(side.lower, 0);
  const to = place(side.upper, WIDTH);
  const end = (x, closed) =>
    html`<circle cx=${x} cy=${MIDDLE} r="5" class=${closed ? "closed" : "open"} stroke="currentColor" stroke-width="2" />`;
  return html`<svg viewBox=${`0 0 ${WIDTH} ${2 * MIDDLE}`} role="img" aria-label=${`${side.label}: ${told}`}>
    <line x1=${from} x2=${to} y1=${MIDDLE} y2=${MIDDLE} stroke="currentColor" stroke-width="4" stroke-dasharray=${isDashed ? "6 3" : null} />
    ${side.lower !== null && end(from, side.lower_closed)} ${side.upper !== null && end(to, side.upper_closed)}
  </svg>`;
}

/** An end that stands where the domain's does is no statement of the print, and runs out of the picture. */
function withoutDomain(side, domain) {
  if (side.lower === side.upper) return side;
  const told = (end, limit) => (end === limit ? null : end);
  return { ...side, lower: told(side.lower, domain?.lower), upper: told(side.upper, domain?.upper) };
}

/** Sides with `label`, lower and upper; each is also said in words beside it, so nothing hangs on the picture. */
export function Bounded({ sides, indicator }) {
  const shown = sides.map((side) => withoutDomain(side, indicator?.domain)).filter(({ lower, upper }) => lower !== null || upper !== null);
  const numbers = new Set(shown.flatMap(({ lower, upper }) => [lower, upper]));
  if (shown.length < 2 || numbers.size < 2) return null;
  const place = scaleOf(shown);
  return html`<div class="bounded" role="group" aria-label=${tell("checks.picture")}>
    ${shown.map(
      (side, row) => html`<div class=${`reading side-${row}`} key=${row}>
        <span>${side.label}</span>
        <${Reading} side=${side} told=${allowed(side, indicator)} place=${place} isDashed=${row > 0} />
      </div>`,
    )}
  </div>`;
}
