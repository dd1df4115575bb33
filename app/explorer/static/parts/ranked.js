/** A ranking drawn and written: a row for each organization, its bounds, and where the order is not certain. */

import { html, useMemo } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { period, sign, told, written } from "../numbers.js";
import { OrganizationLink, Table, To } from "./basics.js";
import { Chart } from "./chart.js";
import { Number as NumberButton } from "./number.js";
import { telling } from "./plotting.js";
import { boundsTold, reachOf, reached } from "./stretches.js";

const ROW = 26;
const WIDE = 620;
const OPEN_SHARE = 0.06;

export function RankingChart({ rows, indicator, caption, unitLabel, name, sources }) {
  const drawing = useMemo(() => drawingOf(rows, indicator, unitLabel), [rows, indicator, unitLabel]);
  return html`<${Chart} name=${name} caption=${caption} sources=${sources} ...${drawing} />`;
}

function drawingOf(rows, indicator, unitLabel) {
  const marks = rows.map((row, place) => ({ row, place, observation: row, ...reachOf(row, indicator) }));
  const reach = horizontalReach(marks);
  const links = rows.map((row, place) => ({ row, place })).filter(({ row, place }) => row.overlaps_next && place + 1 < rows.length);
  return {
    axis: [unitLabel, tell(reach[0] === 0 ? "series.fromZero" : "series.notFromZero")].filter(Boolean).join(" · "),
    legend: legendOf(marks, links),
    draw: (Plot, d3, width) => drawn(Plot, width, { marks, links, reach, indicator }),
  };
}

function horizontalReach(marks) {
  const numbers = reached(marks);
  const [least, greatest] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const room = (greatest - least || 1) * OPEN_SHARE * 1.2;
  return [marks.some((mark) => mark.goesDown) && least < 0 ? least - room : least, greatest + room];
}

function legendOf(marks, links) {
  const quiet = { color: "var(--quiet)" };
  return [
    { key: "value", symbol: "circle", color: "var(--series-1)", text: tell("ranking.value") },
    marks.some((mark) => mark.shape === "unbounded") && { key: "unbounded", symbol: "circle", hollow: true, color: "var(--series-1)", text: tell("series.unbounded") },
    marks.some((mark) => mark.row.nearest) && { key: "nearest", symbol: "circle", hollow: true, color: "var(--series-1)", text: tell("ranking.other") },
    marks.some((mark) => mark.shape === "closed") && { key: "bounds", symbol: "whisker", ...quiet, text: tell("series.band") },
    marks.some((mark) => mark.shape === "open") && { key: "open", symbol: "arrow", ...quiet, text: tell("series.arrow") },
    links.length > 0 && { key: "links", symbol: "link", color: "var(--doubt)", text: tell("ranking.link") },
  ].filter(Boolean);
}

/** What the words for bounds ask of a series. */
const seriesOf = ({ domain, unit, display_decimals: decimals }) => ({ domain, unit, decimals });
const nameOf = (row) => inLanguage(row.name);

/** Names stand over their rows where there is little room, else beside them. */
function drawn(Plot, width, { marks, links, reach, indicator }) {
  const isWide = width >= WIDE;
  const height = (isWide ? ROW : ROW * 1.8) * marks.length + 40;
  const left = isWide ? Math.min(440, 76 + 7.4 * Math.max(...marks.map(({ row }) => nameOf(row).length))) : 34;
  const rank = ({ row }) => `${tieOf(row, marks)}${row.rank}.`;
  const color = "var(--series-1)";
  const dy = isWide ? 0 : 8;
  return Plot.plot({
    className: "plot",
    width,
    height,
    marginLeft: left,
    marginRight: 20,
    marginTop: 26,
    marginBottom: 6,
    style: { fontSize: "13px", background: "none" },
    x: { domain: reach, label: null },
    y: { type: "linear", domain: [marks.length - 0.5, -0.5], axis: null },
    symbol: { type: "identity" },
    color: { type: "identity" },
    marks: [
      Plot.gridX({ ticks: isWide ? 6 : 3, stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.axisX({ anchor: "top", ticks: isWide ? 6 : 3, tickSize: 0, tickFormat: (value) => written(value) + sign(indicator.unit), fill: "var(--quiet)", fontSize: 13 }),
      Plot.ruleX([0], { stroke: "var(--quiet)" }),
      linkMarks(Plot, links, reach),
      Plot.text(marks, { y: "place", text: rank, frameAnchor: "left", textAnchor: "end", dx: isWide ? -left + 44 : -14, fill: "var(--quiet)" }),
      Plot.text(marks, { y: "place", text: ({ row }) => nameOf(row), frameAnchor: "left", textAnchor: "start", dx: isWide ? -left + 52 : 4, dy: isWide ? 0 : -12, fill: "var(--text)", lineWidth: (isWide ? left - 76 : width - 40) / 13, textOverflow: "ellipsis" }),
      ...whiskers(Plot, marks, { reach, dy, indicator }),
      Plot.dot(marks, {
        x: ({ row }) => row.value,
        y: "place",
        r: 5,
        stroke: color,
        strokeWidth: 2,
        fill: ({ row, shape }) => (row.nearest || shape === "unbounded" ? "var(--ground)" : color),
        dy,
        ...telling(marks, (mark) => rankTold(mark, indicator), { idOf: ({ row }) => row.id, whose: ({ row }) => nameOf(row) }),
      }),
    ],
  });
}

function tieOf(row, marks) {
  return marks.some((other) => other.row !== row && other.row.rank === row.rank) ? "=" : "";
}

/** A bar at the edge joins neighbours whose order is not certain. */
function linkMarks(Plot, links, reach) {
  return Plot.ruleX(links, {
    x: () => reach[0],
    y1: ({ place }) => place,
    y2: ({ place }) => place + 1,
    dx: -9,
    stroke: "var(--doubt)",
    strokeWidth: 5,
    ...telling(links, ({ row }) => tell("ranking.linked", { name: nameOf(row) })),
  });
}

function whiskers(Plot, marks, { reach, dy, indicator }) {
  const open = (reach[1] - reach[0]) * OPEN_SHARE;
  const bounded = marks.filter(({ shape }) => shape === "open" || shape === "closed");
  return [[false, false], [false, true], [true, false], [true, true]].map(([goesDown, goesUp]) => {
    const some = bounded.filter((mark) => mark.goesDown === goesDown && mark.goesUp === goesUp);
    return Plot.ruleY(some, {
      x1: ({ row }) => (goesDown ? Math.max(reach[0], row.value - open) : row.lower),
      x2: ({ row }) => (goesUp ? row.value + open : row.upper),
      y: "place",
      dy,
      stroke: "var(--text)",
      strokeWidth: 1.5,
      markerStart: goesDown ? "arrow-reverse" : "tick",
      markerEnd: goesUp ? "arrow" : "tick",
      ...telling(some, ({ row }) => `${row.id}: ${boundsTold(row, seriesOf(indicator))}`),
    });
  });
}

function rankTold({ row }, indicator) {
  const said = [`${row.id}: ${told(row, indicator.display_decimals)}`, boundsTold(row, seriesOf(indicator)), tell("ranking.place", { rank: row.rank })];
  if (row.nearest) said.push(tell("ranking.ofPeriod", { period: period(row.period, indicator.kind) }));
  if (row.overlaps_next) said.push(tell("ranking.overlapsNext"));
  return said.filter(Boolean).join("; ");
}

export function RankingTable({ rows, indicator, caption, publisherOf }) {
  const marks = rows.map((row) => ({ row }));
  const isNearest = rows.some((row) => row.nearest);
  const columns = [
    [tell("ranking.rank"), (row) => `${tieOf(row, marks)}${row.rank}`],
    [tell("ranking.organization"), (row) => html`<${OrganizationLink} code=${row.organization} name=${row.name} />`],
    [tell("series.number"), (row) => html`<${NumberButton} observation=${row} decimals=${indicator.display_decimals} label=${`${nameOf(row)}, ${period(row.period, indicator.kind)}`} />`, true],
    [tell("series.bounds"), (row) => html`<span class="whole">${boundsTold(row, seriesOf(indicator))}</span>`],
    isNearest && [tell("series.period"), (row) => html`${period(row.period, indicator.kind)}${row.nearest && html` <strong>(${tell("ranking.other")})</strong>`}`],
    [tell("series.printed"), (row) => (row.as_reported ? html`<q class="printed">${row.as_reported}</q>` : tell(`card.derivations.${row.derivation}`))],
    [tell("series.source"), (row) => row.source && html`<${To} page="sources" to=${{ code: row.source }}>${publisherOf(row.source)}<//>`],
    [tell("ranking.next"), (row) => orderTold(row, rows)],
  ];
  return html`<${Table} caption=${caption} columns=${columns.filter(Boolean)} rows=${rows} keyOf=${(row) => row.id} />`;
}

/** How sure the order of a row and the next is; equal prints are told apart from equal numbers. */
function orderTold(row, rows) {
  const next = rows[rows.indexOf(row) + 1];
  if (!next || row.overlaps_next === null) return "";
  if (next.rank !== row.rank) return tell(row.overlaps_next ? "ranking.uncertain" : "ranking.sure");
  if (!row.overlaps_next) return tell("ranking.apart");
  return tell(row.lower === row.upper && next.lower === next.upper ? "ranking.tied" : "ranking.alike");
}
