/** How much more than then: growth between two periods, with its bounds, or why there is none. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { go, useParameters } from "../address.js";
import { request, useAnswer } from "../api.js";
import { bounds, period, sign, written } from "../numbers.js";
import { Found, Notices, Table } from "./basics.js";
import { Number as NumberButton } from "./number.js";
import { frequencyOf } from "./stretches.js";

/** Periods with a number, and the two of one frequency in which most organizations have one, far apart; null if none. */
export function pairOf(series) {
  const having = new Map();
  for (const { observations } of series)
    for (const { period: text, value } of observations)
      if (value !== null) having.set(text, (having.get(text) ?? 0) + 1);
  const periods = [...having.keys()].sort();
  let best = null;
  for (const [place, first] of periods.entries())
    for (const last of periods.slice(place + 1)) {
      if (frequencyOf(first) !== frequencyOf(last)) continue;
      const both = series.filter((each) =>
        [first, last].every((text) => each.observations.some((row) => row.period === text && row.value !== null)),
      ).length;
      const score = [both, last.slice(0, 4) - first.slice(0, 4)];
      if (both && (!best || score[0] > best.score[0] || (score[0] === best.score[0] && score[1] > best.score[1])))
        best = { score, first, last };
    }
  return best && { periods, first: best.first, last: best.last };
}

/** Rows of /v1/growth for the periods in the address, else for the pair. */
export function GrowthBetween({ series, catalog, indicator, pair }) {
  const { growthFrom = pair.first, growthTo = pair.last, breaks } = useParameters();
  const organization = series.map((each) => each.key).join(",");
  const asking = {
    organization,
    indicator,
    startPeriod: growthFrom,
    endPeriod: growthTo,
    acrossBreaks: breaks ? "true" : null,
  };
  const address = request("/v1/growth", asking);
  const found = useAnswer(address);
  const names = new Map(series.map((each) => [each.key, each]));
  return html`<section class="growth">
    <h2>${tell("growth.title", { from: growthFrom, to: growthTo })}</h2>
    <div class="chooser">
      <${PeriodChoice} name="growthFrom" label=${tell("growth.from")} periods=${pair.periods} chosen=${growthFrom} />
      <${PeriodChoice} name="growthTo" label=${tell("growth.to")} periods=${pair.periods} chosen=${growthTo} />
      <label class="tick"
        ><input
          type="checkbox"
          checked=${Boolean(breaks)}
          onChange=${(event) => go({ breaks: event.target.checked ? "1" : null })}
        />
        ${tell("growth.breaks")}</label
      >
    </div>
    <${Found} of=${found}>
      ${(answer) =>
        html`<${GrowthTable} rows=${answer.data} names=${names} catalog=${catalog} />
          <${Notices} notices=${answer.meta.notices} />
          <p><a href=${address}>${tell("growth.request")}</a></p>`}
    <//>
  </section>`;
}

function PeriodChoice({ name, label, periods, chosen }) {
  const offered = periods.includes(chosen) ? periods : [chosen, ...periods];
  return html`<label class="field short">
    <span>${label}</span>
    <select name=${name} value=${chosen} onChange=${(event) => go({ [name]: event.target.value })}>
      ${offered.map((each) => html`<option key=${each} value=${each} selected=${each === chosen}>${each}</option>`)}
    </select>
  </label>`;
}

const FEW = 2;

/** A change with its direction, unit and qualifier, and its bounds below; a dash where it is refused. */
function Change({ row, catalog }) {
  if (!row || row.value === null) return "–";
  const isCount = !["percent", "percentage_points"].includes(row.unit);
  const plus = row.value > 0 ? "+" : "";
  const unit = row.unit === "percent" ? sign(row.unit) : ` ${catalog.unitOf(row.unit)}`;
  const number = `${plus}${written(row.value, isCount ? null : FEW)}${unit}`;
  const isPlain = !row.qualifier || ["exact", "between"].includes(row.qualifier);
  const reach = bounds(row);
  return html`${isPlain ? number : tell(`qualifier.${row.qualifier}`, { number })}${reach && html`<small>${reach}</small>`}`;
}

const MEASURES = ["absolute", "percent", "points", "compound_per_year"];

/** One row for each organization: both ends, then the change by every measure that fits. */
function GrowthTable({ rows, names, catalog }) {
  const codes = [...names.keys()].filter((code) => rows.some((row) => row.organization === code));
  const of = (code) => rows.filter((row) => row.organization === code);
  const measured = (code, measure) => of(code).find((row) => row.measure === measure);
  const measures = MEASURES.filter((measure) => rows.some((row) => row.measure === measure));
  const columns = [
    [tell("growth.organization"), (code) => html`<span class="named">${names.get(code).label}</span>`],
    [tell("growth.earlier"), (code) => html`<${End} rows=${of(code)} place=${0} names=${names} />`, true],
    [tell("growth.later"), (code) => html`<${End} rows=${of(code)} place=${1} names=${names} />`, true],
    ...measures.map((measure) => [
      tell(`growth.${measure}`),
      (code) => html`<${Change} row=${measured(code, measure)} catalog=${catalog} />`,
      true,
    ]),
    [tell("growth.remarks"), (code) => remarksOf(of(code))],
  ];
  return html`<${Table} caption=${tell("growth.caption")} columns=${columns} rows=${codes} keyOf=${(code) => code} />`;
}

function End({ rows, place, names }) {
  const row = rows.find((each) => each.operands[place]);
  if (!row) return "–";
  const operand = row.operands[place];
  const label = `${names.get(row.organization).label}, ${period(operand.period)}`;
  return html`<${NumberButton}
    observation=${operand}
    decimals=${names.get(row.organization).decimals}
    label=${label}
  />`;
}

/** Refusals and notices, each once; that it is since the period chosen above needs no saying. */
function remarksOf(rows) {
  const said = rows.flatMap((row) => [
    row.refusal && inLanguage(row.refusal),
    row.direction === "undetermined" && tell("growth.undetermined"),
    ...row.notices.filter((notice) => notice.code !== "since").map(inLanguage),
  ]);
  return [...new Set(said.filter(Boolean))].join(" ");
}
