/** Numbers over time: lines only where nothing breaks them, bounds always, what sources claim beside what is computed. */

import { html, useMemo } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { period, sign, written } from "../numbers.js";
import { Table, To } from "./basics.js";
import { Chart } from "./chart.js";
import { Number as NumberButton } from "./number.js";
import { SERIES_COLORS, SYMBOLS, telling } from "./plotting.js";
import { eventsBeside } from "./events.js";
import { bandsOf, boundsTold, claimTold, claimsOf, pointsOf, reached, toldOf, whoseOf } from "./stretches.js";

const ARROW = 26;
const BESIDE = 10;
const BOTTOM = 28;
const TOP = 24;

/**
 * `series` is [{key, label, unit, unitLabel, decimals, kind, domain, observations, claims}], `events` those of /v1/events.
 * Give the same arrays as long as nothing changes: another identity draws anew. `name` is that of a saved file;
 * `hasTable` is false where the page shows a SeriesTable of its own.
 */
export function SeriesChart({ series, events = [], caption, name = "partystats", sources = null, hasTable = true }) {
  const drawing = useMemo(() => drawingOf(series, events), [series, events]);
  if (!drawing.points.length) return html`<p>${tell("series.nothing", { caption })}</p>`;
  return html`<${Chart}
    name=${name}
    caption=${caption}
    draw=${drawing.draw}
    axis=${drawing.axis}
    legend=${drawing.legend}
    lines=${drawing.lines}
    sources=${sources}
    table=${hasTable && html`<${SeriesTable} series=${series} caption=${caption} />`}
  />`;
}

function drawingOf(series, events) {
  const points = series.flatMap(pointsOf);
  const claims = series.flatMap(claimsOf);
  const dated = eventsBeside(events, points);
  const reach = verticalReach([...points, ...claims]);
  const unit = [...new Set(series.map((each) => each.unitLabel ?? each.unit))].filter(Boolean).join(", ");
  const isStock = series.some((each) => (each.kind ?? "stock") === "stock");
  return {
    points,
    axis: [unit, tell(reach.lowest === 0 ? "series.fromZero" : "series.notFromZero"), isStock && tell("series.endOfYear")].filter(Boolean).join(" · "),
    legend: [...legendOf(series), ...signsOf(points, claims, dated)],
    lines: dated.map((event) => `${event.number}. ${event.text}`),
    draw: (Plot, d3, width) => drawn({ Plot, d3 }, width, { points, claims, dated, reach, unit: series[0]?.unit }),
  };
}

/** The ends of the upright axis: from 0 where a bound reaches it or little is lost by it, with room for arrows. */
function verticalReach(points) {
  const numbers = reached(points);
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (greatest - Math.min(least, 0) || 1) * 0.08;
  if (least >= 0 && least < greatest / 2) return { lowest: 0, highest: greatest + room };
  const span = greatest - least || Math.abs(greatest) || 1;
  return { lowest: least === 0 ? 0 : least - span * 0.15, highest: greatest + span * 0.15 };
}

function legendOf(series) {
  if (series.length < 2) return [];
  return series.map((each, place) => ({ key: each.key, text: each.label, color: colorOf(place), symbol: symbolOf(place) }));
}

/** What else is drawn, said once each: only what this very chart shows. */
function signsOf(points, claims, dated) {
  const quiet = { color: "var(--quiet)" };
  const has = (test) => points.some(test);
  return [
    bandsOf(points).length > 0 && { key: "band", symbol: "band", text: tell("series.band") },
    has((point) => point.alone && point.shape === "closed") && { key: "whisker", symbol: "whisker", text: tell("series.whisker") },
    has((point) => point.shape === "open") && { key: "arrow", symbol: "arrow", text: tell("series.arrow") },
    has((point) => !point.hasValue) && { key: "level", symbol: "level", text: tell("series.level") },
    has(isUnsure) && { key: "hollow", symbol: "circle", hollow: true, text: tell("series.hollow") },
    claims.length > 0 && { key: "claims", symbol: "times", text: tell("series.claims") },
    dated.length > 0 && { key: "events", symbol: "rule", text: tell("series.events") },
  ]
    .filter(Boolean)
    .map((entry) => ({ ...quiet, ...entry }));
}

const colorOf = (place) => SERIES_COLORS[place % SERIES_COLORS.length];
const symbolOf = (place) => SYMBOLS[place % SYMBOLS.length];
const isUnsure = ({ observation, shape }) => observation.implied || shape === "unbounded" || ["E", "P"].includes(observation.status);

function drawn({ Plot, d3 }, width, { points, claims, dated, reach, unit }) {
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
      Plot.gridY({ ticks: 6, stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.axisY({ tickSize: 0, ticks: 6, tickFormat: tickTold, fill: "var(--quiet)", fontSize: 13 }),
      ...timeAxis(Plot, [...points, ...claims], width),
      ...(reach.lowest === 0 ? [Plot.ruleY([0], { stroke: "var(--quiet)" })] : []),
      ...eventMarks(Plot, dated),
      ...bandsOf(points).map((run) => bandMark(Plot, run)),
      Plot.lineY(points.filter((point) => point.hasValue && !point.alone), { x: "date", y: valueOf, z: "stretch", stroke: (point) => colorOf(point.place), strokeWidth: 2 }),
      ...whiskerMarks(Plot, points, ends),
      ...dotMarks(Plot, points),
      ...claimMarks(Plot, claims, ends),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
  });
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
  return [Plot.axisX(shown, { tickFormat: (date) => String(date.getUTCFullYear()), fill: "var(--quiet)", stroke: "var(--quiet)", fontSize: 13 })];
}

function eventMarks(Plot, dated) {
  const said = (event) => event.text;
  return [
    Plot.ruleX(dated, { x: "date", stroke: (event) => (event.isBreak ? "var(--accent)" : "var(--quiet)"), strokeDasharray: "5 4", ...telling(dated, said) }),
    Plot.text(dated, { x: "date", text: (event) => String(event.number), frameAnchor: "top", dy: -14, fontSize: 13, fontWeight: 700, fill: "var(--quiet)" }),
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
  return [[false, false], [false, true], [true, false], [true, true]].map(([goesDown, goesUp]) => {
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
  return [Plot.dot(points, { ...look, ...telling(points, toldOf, { idOf: (point) => point.observation.id, whose: whoseOf }) })];
}

function claimMarks(Plot, claims, ends) {
  const look = { x: "date", y: valueOf, symbol: "times", dx: BESIDE, r: 5, stroke: "var(--text)", strokeWidth: 2 };
  return [
    ...whiskerMarks(Plot, claims.map((claim) => ({ ...claim, alone: true })), ends),
    Plot.dot(claims, { ...look, ...telling(claims, claimTold, { idOf: (claim) => claim.id }) }),
  ];
}

/** The numbers of a chart in one tidy table: a row for each series and period, what is missing named. */
export function SeriesTable({ series, caption, publisherOf = (code) => code }) {
  const rows = series.flatMap((each) => each.observations.map((observation) => ({ each, observation })));
  const isUsual = rows.every(({ observation }) => observation.status === "A" && !observation.implied);
  const columns = [
    [tell("series.period"), ({ observation, each }) => period(observation.period, each.kind)],
    ...(series.length > 1 ? [[tell("series.series"), ({ each }) => each.label]] : []),
    [tell("series.number"), ({ observation, each }) => html`<${NumberButton} observation=${observation} decimals=${each.decimals} label=${whoseOf({ observation, series: each })} />`, true],
    [tell("series.bounds"), ({ observation, each }) => html`<span class="whole">${boundsTold(observation, each)}</span>`],
    [tell("series.printed"), ({ observation }) => (observation.as_reported ? html`<q class="printed">${observation.as_reported}</q>` : tell(`card.derivations.${observation.derivation}`))],
    [tell("series.source"), ({ observation }) => observation.source && html`<${To} page="sources" to=${{ code: observation.source }}>${publisherOf(observation.source)}<//>`],
    ...(isUsual ? [] : [[tell("series.status"), ({ observation }) => statusTold(observation)]]),
  ];
  return html`<${Table} caption=${caption} columns=${columns} rows=${rows} keyOf=${({ observation }) => observation.id} />`;
}

function statusTold({ status, implied }) {
  return [status !== "A" && tell(`card.statuses.${status}`), implied && tell("series.implied")].filter(Boolean).join("; ");
}
