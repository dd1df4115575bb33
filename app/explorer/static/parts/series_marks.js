/** What a chart of series is drawn with: axes, events, bands, lines, whiskers, points and claims. */

import { sign, written } from "../numbers.js";
import { SERIES_COLORS, SYMBOLS, telling } from "./plotting.js";
import { bandsOf, claimTold, toldOf, whoseOf } from "./stretches.js";

const ARROW = 26;
const BESIDE = 10;
const BOTTOM = 28;
const TOP = 24;

export const colorOf = (place) => SERIES_COLORS[place % SERIES_COLORS.length];
export const symbolOf = (place) => SYMBOLS[place % SYMBOLS.length];
/** Whether a number is drawn hollow: it is not what was counted and printed with bounds. */
export const isUnsure = ({ observation, shape }) =>
  observation.implied || shape === "unbounded" || ["E", "P"].includes(observation.status);

/** An SVG element of a width; `reach` are the ends of the upright axis, `dated` the events by day. */
export function drawn({ Plot, d3 }, width, { points, claims, dated, reach, unit }) {
  const height = width < 500 ? 300 : 400;
  const perDot = (reach.highest - reach.lowest) / (height - TOP - BOTTOM);
  const ends = (point) => endsOf(point, reach, perDot);
  const tickTold = (value) => written(value) + sign(unit);
  const widest = Math.max(...d3.ticks(reach.lowest, reach.highest, 6).map((tick) => tickTold(tick).length));
  return Plot.plot({
    className: "plot",
    width,
    height,
    marginLeft: Math.max(44, 16 + 8 * widest),
    marginRight: 18,
    marginTop: TOP,
    marginBottom: BOTTOM,
    style: { fontSize: "13px", background: "none" },
    x: { type: "utc", inset: 12, label: null },
    y: { domain: [reach.lowest, reach.highest], label: null },
    marks: [
      ...numberAxis(Plot, reach, tickTold),
      ...timeAxis(Plot, [...points, ...claims], width),
      ...eventMarks(Plot, dated),
      ...bandsOf(points).map((run) => bandMark(Plot, run)),
      lineMark(Plot, points),
      ...whiskerMarks(Plot, points, ends),
      ...dotMarks(Plot, points),
      ...claimMarks(Plot, claims, ends),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
  });
}

function numberAxis(Plot, reach, tickFormat) {
  return [
    Plot.gridY({ ticks: 6, stroke: "var(--line)", strokeOpacity: 1 }),
    Plot.axisY({ tickSize: 0, ticks: 6, tickFormat, fill: "var(--quiet)", fontSize: 13 }),
    ...(reach.lowest === 0 ? [Plot.ruleY([0], { stroke: "var(--quiet)" })] : []),
  ];
}

function lineMark(Plot, points) {
  const joined = points.filter((point) => point.hasValue && !point.alone);
  const stroke = (point) => colorOf(point.place);
  return Plot.lineY(joined, { x: "date", y: valueOf, z: "stretch", stroke, strokeWidth: 2 });
}

/** A bound without a number: a level stroke, from which an arrow goes. */
const LEVEL = {
  draw(context) {
    context.moveTo(-7, 0);
    context.lineTo(7, 0);
  },
};
const valueOf = ({ observation }) => observation.value;

/** Years stand at their last day, where their numbers stand. */
function timeAxis(Plot, points, width) {
  const years = points.map((point) => point.date.getUTCFullYear());
  const [first, last] = [Math.min(...years) - 1, Math.max(...years)];
  const step = Math.ceil(((last - first + 1) * 52) / width);
  const ticks = [];
  for (let year = last; year >= first; year -= step) ticks.push(new Date(Date.UTC(year, 11, 31)));
  const least = Math.min(...points.map((point) => +point.date));
  const shown = ticks.filter((tick) => +tick >= least - 200 * 86_400_000);
  return [
    Plot.axisX(shown, {
      tickFormat: (date) => String(date.getUTCFullYear()),
      fill: "var(--quiet)",
      stroke: "var(--quiet)",
      fontSize: 13,
    }),
  ];
}

function eventMarks(Plot, dated) {
  const said = (event) => event.text;
  return [
    Plot.ruleX(dated, {
      x: "date",
      stroke: (event) => (event.isBreak ? "var(--accent)" : "var(--quiet)"),
      strokeDasharray: "5 4",
      ...telling(dated, said),
    }),
    Plot.text(dated, {
      x: "date",
      text: (event) => String(event.number),
      frameAnchor: "top",
      dy: -14,
      fontSize: 13,
      fontWeight: 700,
      fill: "var(--quiet)",
    }),
  ];
}

function bandMark(Plot, run) {
  const ends = { x: "date", y1: (point) => point.observation.lower, y2: (point) => point.observation.upper };
  return Plot.areaY(run, { ...ends, fill: colorOf(run[0].place), fillOpacity: 0.22 });
}

/** Where a whisker is drawn from and to, and which ends go on: open ones, and those below the axis. */
function endsOf({ observation, goesDown, goesUp }, reach, perDot) {
  const base = observation.value ?? observation.lower ?? observation.upper;
  const low = goesDown ? base - ARROW * perDot : observation.lower;
  const high = goesUp ? base + ARROW * perDot : observation.upper;
  const isCut = low < reach.lowest && !goesDown;
  return { low: Math.max(low, reach.lowest), high: Math.min(high, reach.highest), goesDown: goesDown || isCut, goesUp };
}

function whiskerMarks(Plot, points, ends) {
  const reaching = points
    .filter(({ shape, alone }) => shape === "open" || (shape === "closed" && alone))
    .map((point) => ({ ...point, ...ends(point) }));
  return [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ].map(([goesDown, goesUp]) => {
    const some = reaching.filter((point) => point.goesDown === goesDown && point.goesUp === goesUp);
    return Plot.ruleX(some, {
      x: "date",
      y1: "low",
      y2: "high",
      dx: (some[0]?.claim && BESIDE) || 0,
      markerStart: goesDown ? "arrow-reverse" : "tick",
      markerEnd: goesUp ? "arrow" : "tick",
      stroke: (point) => colorOf(point.place),
      strokeWidth: 1.5,
      strokeOpacity: 0.8,
      ...telling(some, (point) => (point.claim ? claimTold(point) : toldOf(point))),
    });
  });
}

function dotMarks(Plot, points) {
  const look = {
    x: "date",
    y: ({ observation }) => observation.value ?? observation.lower ?? observation.upper,
    symbol: (point) => (point.hasValue ? symbolOf(point.place) : LEVEL),
    fill: (point) => (isUnsure(point) || !point.hasValue ? "var(--ground)" : colorOf(point.place)),
    stroke: (point) => colorOf(point.place),
    strokeWidth: 1.5,
    r: 4.5,
  };
  return [
    Plot.dot(points, {
      ...look,
      ...telling(points, toldOf, { idOf: (point) => point.observation.id, whose: whoseOf }),
    }),
  ];
}

function claimMarks(Plot, claims, ends) {
  const look = { x: "date", y: valueOf, symbol: "times", dx: BESIDE, r: 5, stroke: "var(--text)", strokeWidth: 2 };
  return [
    ...whiskerMarks(
      Plot,
      claims.map((claim) => ({ ...claim, alone: true })),
      ends,
    ),
    Plot.dot(claims, { ...look, ...telling(claims, claimTold, { idOf: (claim) => claim.id }) }),
  ];
}
