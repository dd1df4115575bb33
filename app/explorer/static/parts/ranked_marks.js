/** What a ranking is drawn with: names, points, bounds, and bars that join neighbours whose order is not certain. */

import { inLanguage, tell } from "../language.js";
import { period, sign, told, written } from "../numbers.js";
import { telling } from "./plotting.js";
import { boundsTold } from "./stretches.js";

const ROW = 26;
const WIDE = 620;
/** How far an open end is drawn: a share of the axis, which says nothing of how far it may reach. */
export const OPEN_SHARE = 0.06;

/** What the words for bounds ask of a series. */
export const seriesOf = ({ domain, unit, display_decimals: decimals }) => ({ domain, unit, decimals });
export const nameOf = (row) => inLanguage(row.name);

/** An SVG element of a width; names stand over their rows where there is little room, else beside them. */
export function drawn(Plot, width, { marks, links, reach, indicator }) {
  const beside = 76 + 7.4 * Math.max(...marks.map(({ row }) => nameOf(row).length));
  const isWide = width >= WIDE && beside < width / 2;
  const left = isWide ? beside : 34;
  const dy = isWide ? 0 : 8;
  return Plot.plot({
    className: "plot",
    width,
    height: (isWide ? ROW : ROW * 1.8) * marks.length + 40,
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
      ...axis(Plot, Math.max(2, Math.floor((width - left) / 110)), indicator),
      linkMarks(Plot, links, reach),
      ...names(Plot, marks, { isWide, left, width }),
      ...whiskers(Plot, marks, { reach, dy, indicator }),
      dots(Plot, marks, { dy, indicator }),
    ],
  });
}

function axis(Plot, ticks, { unit }) {
  const tickFormat = (value) => written(value) + sign(unit);
  return [
    Plot.gridX({ ticks, stroke: "var(--line)", strokeOpacity: 1 }),
    Plot.axisX({ anchor: "top", ticks, tickSize: 0, tickFormat, fill: "var(--quiet)", fontSize: 13 }),
    Plot.ruleX([0], { stroke: "var(--quiet)" }),
  ];
}

function names(Plot, marks, { isWide, left, width }) {
  const row = { y: "place", frameAnchor: "left" };
  const place = { textAnchor: "end", dx: isWide ? 44 - left : -14, fill: "var(--quiet)" };
  const name = { textAnchor: "start", dx: isWide ? 52 - left : 4, dy: isWide ? 0 : -12, fill: "var(--text)" };
  const lineWidth = (isWide ? left - 76 : width - 40) / 13;
  return [
    Plot.text(marks, { ...row, ...place, text: (mark) => `${tieOf(mark.row, marks)}${mark.row.rank}.` }),
    Plot.text(marks, { ...row, ...name, text: (mark) => nameOf(mark.row), lineWidth, textOverflow: "ellipsis" }),
  ];
}

function dots(Plot, marks, { dy, indicator }) {
  const color = "var(--series-1)";
  return Plot.dot(marks, {
    x: ({ row }) => row.value,
    y: "place",
    r: 5,
    stroke: color,
    strokeWidth: 2,
    fill: ({ row, shape }) => (row.nearest || shape === "unbounded" ? "var(--ground)" : color),
    dy,
    ...telling(marks, (mark) => rankTold(mark, indicator), {
      idOf: ({ row }) => row.id,
      whose: ({ row }) => nameOf(row),
    }),
  });
}

/** "=" before a place that several share. */
export function tieOf(row, marks) {
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
  return [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ].map(([goesDown, goesUp]) => {
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
  const said = [
    `${row.id}: ${told(row, indicator.display_decimals)}`,
    boundsTold(row, seriesOf(indicator)),
    tell("ranking.place", { rank: row.rank }),
  ];
  if (row.nearest) said.push(tell("ranking.ofPeriod", { period: period(row.period, indicator.kind) }));
  if (row.overlaps_next) said.push(tell("ranking.overlapsNext"));
  return said.filter(Boolean).join("; ");
}
