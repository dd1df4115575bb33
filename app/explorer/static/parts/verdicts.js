/** What sources claim beside what is computed or published, with the verdict on each. */

import { html } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { bounds, period, sign, told, written } from "../numbers.js";
import { Table, To } from "./basics.js";
import { nameOf } from "./terms.js";

const MARKS = { consistent: "✓", compatible: "≈", inconsistent: "✗", undetermined: "?", revised: "↻" };

/** A verdict by sign and word; colour only underlines it. */
export function Verdict({ verdict }) {
  if (!verdict) return null;
  return html`<span class=${`verdict ${verdict}`}>
    <span aria-hidden="true">${MARKS[verdict]} </span>${tell(`verdict.${verdict}`)}
  </span>`;
}

/** Each claim with what it assumes, and how it fares with the neighbouring denominators. */
export function Claims({ observation, indicators, publisherOf }) {
  if (!observation.claims.length) return null;
  return html`<h3>${tell("card.claims")}</h3>
    ${observation.claims.map(
      (claim) => html`<section class="claim" key=${claim.key}>
        <p><q class="printed">${claim.as_reported}</q> (${publisherOf(claim.source)}) · <${Verdict} verdict=${claim.verdict} /></p>
        <p>${tell(`card.verdicts.${claim.verdict}`)}</p>
        ${claim.note && html`<p class="quiet">${claim.note}</p>`}
        <${Sensitivity} claim=${claim} unit=${observation.unit} indicators=${indicators} />
      </section>`,
    )}`;
}

function Sensitivity({ claim, unit, indicators }) {
  if (!claim.sensitivity?.length) return null;
  const assumed = new Set(claim.assumes.map((each) => each.id));
  const columns = [
    [tell("card.denominator"), (row) => denominator(row, assumed, indicators)],
    [tell("card.denominatorValue"), (row) => written(row.denominator_value), true],
    [tell("card.result"), (row) => written(row.value) + sign(unit), true],
    [tell("card.verdict"), (row) => html`<${Verdict} verdict=${row.verdict} />`],
  ];
  return html`<${Table}
    caption=${tell("card.sensitivity", { printed: claim.as_reported })}
    columns=${columns}
    rows=${claim.sensitivity}
    keyOf=${(row) => row.denominator}
  />`;
}

function denominator({ denominator: id }, assumed, indicators) {
  const [, code, when] = id.split(".");
  const label = `${nameOf(indicators, code)}, ${period(when, indicators.get(code)?.kind)}`;
  return assumed.has(id) ? html`<strong>${label}</strong> (${tell("card.assumed")})` : label;
}

/** What other sources print for the same cell: two that contradict each other both stay. */
export function Alternatives({ observation, indicators, publisherOf }) {
  if (!observation.alternatives.length) return null;
  const domain = indicators.get(observation.indicator)?.domain;
  const columns = [
    [tell("card.printed"), (row) => html`<q class="printed">${row.as_reported}</q>`],
    [tell("card.bounds"), (row) => bounds({ ...row, unit: observation.unit }, null, domain) || tell("card.point")],
    [tell("card.source"), (row) => html`<${To} page="sources" to=${{ code: row.source }}>${publisherOf(row.source)}<//>`],
    [tell("card.verdict"), (row) => html`<${Verdict} verdict=${row.verdict} />`],
    [tell("card.note"), (row) => row.note],
  ];
  return html`<h3>${tell("card.alternatives")}</h3>
    <${Table}
      caption=${tell("card.alternativesCaption")}
      columns=${columns}
      rows=${observation.alternatives}
      keyOf=${(row) => row.key}
    />`;
}

/** What became of this number, release by release. */
export function History({ observation }) {
  if (!observation.history.length) return null;
  const before = (row) => row.before && { ...row.before, unit: observation.unit };
  const columns = [
    [tell("card.release"), (row) => row.release],
    [tell("card.change"), (row) => tell(`card.changes.${row.change}`)],
    [tell("card.before"), (row) => before(row) && told(before(row)), true],
    [tell("card.bounds"), (row) => before(row) && bounds(before(row))],
  ];
  return html`<h3>${tell("card.history")}</h3>
    <${Table} caption=${tell("card.historyCaption")} columns=${columns} rows=${observation.history} />`;
}
