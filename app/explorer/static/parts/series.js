/** Numbers over time: lines only where nothing breaks them, bounds always, what sources claim beside what is computed. */

import { html, useMemo } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { period } from "../numbers.js";
import { Table } from "./basics.js";
import { Chart } from "./chart.js";
import { Number as NumberButton } from "./number.js";
import { eventsBeside } from "./events.js";
import { Printed, SourceOf } from "./provenance.js";
import { colorOf, drawn, isUnsure, symbolOf } from "./series_marks.js";
import { bandsOf, boundsTold, claimsOf, pointsOf, reached, whoseOf } from "./stretches.js";

/**
 * `series` is [{key, label, unit, unitLabel, decimals, kind, domain, observations, claims}], `events` those of /v1/events.
 * Give the same arrays as long as nothing changes: another identity draws anew. `hasTable` is false
 * where the page shows a SeriesTable of its own; `publisherOf(code)` names sources in it; `name` and `sources` as in Chart.
 */
export function SeriesChart({ series, events = [], caption, hasTable = true, publisherOf, ...rest }) {
  const drawing = useMemo(() => drawingOf(series, events), [series, events]);
  if (!drawing.points.length) return html`<p>${tell("series.nothing", { caption })}</p>`;
  return html`<${Chart}
    ...${rest}
    caption=${caption}
    draw=${drawing.draw}
    axis=${drawing.axis}
    legend=${drawing.legend}
    lines=${drawing.lines}
    table=${hasTable && html`<${SeriesTable} ...${{ series, caption, publisherOf }} />`}
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
    axis: [
      unit,
      tell(reach.lowest === 0 ? "series.fromZero" : "series.notFromZero"),
      isStock && tell("series.endOfYear"),
    ]
      .filter(Boolean)
      .join(" · "),
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
  return series.map((each, place) => ({
    key: each.key,
    text: each.label,
    color: colorOf(place),
    symbol: symbolOf(place),
  }));
}

/** What else is drawn, said once each: only what this very chart shows. */
function signsOf(points, claims, dated) {
  const quiet = { color: "var(--quiet)" };
  const has = (test) => points.some(test);
  return [
    bandsOf(points).length > 0 && { key: "band", symbol: "band", text: tell("series.band") },
    has((point) => point.alone && point.shape === "closed") && {
      key: "whisker",
      symbol: "whisker",
      text: tell("series.whisker"),
    },
    has((point) => point.shape === "open") && { key: "arrow", symbol: "arrow", text: tell("series.arrow") },
    has((point) => !point.hasValue) && { key: "level", symbol: "level", text: tell("series.level") },
    has(isUnsure) && { key: "hollow", symbol: "circle", hollow: true, text: tell("series.hollow") },
    claims.length > 0 && { key: "claims", symbol: "times", text: tell("series.claims") },
    dated.length > 0 && { key: "events", symbol: "rule", text: tell("series.events") },
  ]
    .filter(Boolean)
    .map((entry) => ({ ...quiet, ...entry }));
}

/** The numbers of a chart in one tidy table: a row for each series and period, what is missing named. */
export function SeriesTable({ series, caption, publisherOf = (code) => code }) {
  const rows = series.flatMap((each) => each.observations.map((observation) => ({ each, observation })));
  const isUsual = rows.every(({ observation }) => observation.status === "A" && !observation.implied);
  const columns = [
    [tell("series.period"), ({ observation, each }) => period(observation.period, each.kind)],
    ...(series.length > 1 ? [[tell("series.series"), ({ each }) => html`<span class="named">${each.label}</span>`]] : []),
    [tell("series.number"), (row) => html`<${Pressed} ...${row} />`, true],
    [
      tell("series.bounds"),
      ({ observation, each }) => html`<span class="whole">${boundsTold(observation, each)}</span>`,
    ],
    [tell("series.printed"), ({ observation }) => html`<${Printed} observation=${observation} />`],
    [tell("series.source"), ({ observation }) => html`<${SourceOf} ...${{ observation, publisherOf }} />`],
    ...(isUsual ? [] : [[tell("series.status"), ({ observation }) => statusTold(observation)]]),
  ];
  return html`<${Table}
    caption=${caption}
    columns=${columns}
    rows=${rows}
    keyOf=${({ observation }) => observation.id}
  />`;
}

function Pressed({ observation, each }) {
  const label = whoseOf({ observation, series: each });
  return html`<${NumberButton} observation=${observation} decimals=${each.decimals} label=${label} />`;
}

function statusTold({ status, implied }) {
  return [status !== "A" && tell(`card.statuses.${status}`), implied && tell("series.implied")]
    .filter(Boolean)
    .join("; ");
}
