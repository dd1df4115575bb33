/** A ranking drawn and written: a row for each organization, its bounds, and where the order is not certain. */

import { html, useMemo } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { period } from "../numbers.js";
import { OrganizationLink, Table } from "./basics.js";
import { Chart } from "./chart.js";
import { Number as NumberButton } from "./number.js";
import { Printed, SourceOf } from "./provenance.js";
import { OPEN_SHARE, drawn, nameOf, seriesOf, tieOf } from "./ranked_marks.js";
import { boundsTold, reachOf, reached } from "./stretches.js";

const DRAWN = 100;

/** The first rows alone where there are very many: a picture of a thousand rows shows nothing. */
export function RankingChart({ rows, indicator, unitLabel, caption, ...rest }) {
  const drawing = useMemo(() => drawingOf(rows.slice(0, DRAWN), indicator, unitLabel), [rows, indicator, unitLabel]);
  const shown = rows.length > DRAWN ? `${caption} · ${tell("ranking.drawn", { count: DRAWN })}` : caption;
  return html`<${Chart} caption=${shown} ...${rest} ...${drawing} />`;
}

function drawingOf(rows, indicator, unitLabel) {
  const marks = rows.map((row, place) => ({ row, place, observation: row, ...reachOf(row, indicator) }));
  const reach = horizontalReach(marks);
  const links = rows
    .map((row, place) => ({ row, place }))
    .filter(({ row, place }) => row.overlaps_next && place + 1 < rows.length);
  return {
    axis: [unitLabel, reach[0] === 0 && tell("series.fromZero")].filter(Boolean).join(" · "),
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
    marks.some((mark) => mark.shape === "unbounded") && {
      key: "unbounded",
      symbol: "circle",
      hollow: true,
      color: "var(--series-1)",
      text: tell("series.unbounded"),
    },
    marks.some((mark) => mark.row.nearest) && {
      key: "nearest",
      symbol: "circle",
      hollow: true,
      color: "var(--series-1)",
      text: tell("ranking.other"),
    },
    marks.some((mark) => mark.shape === "closed") && {
      key: "bounds",
      symbol: "whisker",
      ...quiet,
      text: tell("series.band"),
    },
    marks.some((mark) => mark.shape === "open") && {
      key: "open",
      symbol: "arrow",
      ...quiet,
      text: tell("series.arrow"),
    },
    links.length > 0 && { key: "links", symbol: "link", color: "var(--doubt)", text: tell("ranking.link") },
  ].filter(Boolean);
}

export function RankingTable({ rows, indicator, caption, publisherOf }) {
  const marks = rows.map((row) => ({ row }));
  const isNearest = rows.some((row) => row.nearest);
  const columns = [
    [tell("ranking.rank"), (row) => `${tieOf(row, marks)}${row.rank}`],
    [tell("ranking.organization"), (row) => html`<${OrganizationLink} code=${row.organization} name=${row.name} />`],
    [
      tell("series.number"),
      (row) =>
        html`<${NumberButton}
          observation=${row}
          decimals=${indicator.display_decimals}
          label=${`${nameOf(row)}, ${period(row.period, indicator.kind)}`}
        />`,
      true,
    ],
    [tell("series.bounds"), (row) => html`<span class="whole">${boundsTold(row, seriesOf(indicator))}</span>`],
    isNearest && [
      tell("series.period"),
      (row) =>
        html`${period(row.period, indicator.kind)}${row.nearest && html` <strong>(${tell("ranking.other")})</strong>`}`,
    ],
    [tell("series.printed"), (row) => html`<${Printed} observation=${row} />`],
    [tell("series.source"), (row) => html`<${SourceOf} observation=${row} publisherOf=${publisherOf} />`],
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
