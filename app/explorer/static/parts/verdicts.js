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
    // In one cell, so that a narrow screen shows the verdict without being pushed aside.
    [tell("card.result"), (row) => html`${written(row.value) + sign(unit)}<br /><${Verdict} verdict=${row.verdict} />`],
  ];
  return html`<${Table}
    caption=${tell("card.sensitivity", { printed: claim.as_reported })}
    columns=${columns}
    rows=${claim.sensitivity}
    keyOf=${(row) => row.denominator}
  />`;
}

function denominator({ denominator: id, denominator_value: value }, assumed, indicators) {
  const [, code, when] = id.split(".");
  const label = `${nameOf(indicators, code)}, ${period(when, indicators.get(code)?.kind)}: ${written(value)}`;
  return assumed.has(id) ? html`<strong>${label}</strong> (${tell("card.assumed")})` : label;
}

/** What other sources print for the same cell: two that contradict each other both stay. */
export function Alternatives({ observation, indicators, publisherOf }) {
  if (!observation.alternatives.length) return null;
  const domain = indicators.get(observation.indicator)?.domain;
  const within = (row) => bounds({ ...row, unit: observation.unit }, null, domain);
  return html`<h3>${tell("card.alternatives")}</h3>
    <p class="quiet">${tell("card.alternativesKept")}</p>
    <ul class="alternatives">
      ${observation.alternatives.map(
        (row) => html`<li key=${row.key}>
          <q class="printed">${row.as_reported}</q> (<${To} page="sources" to=${{ code: row.source }}>${publisherOf(row.source)}<//>)
          ${" · "}<${Verdict} verdict=${row.verdict} />
          ${within(row) && html`<br />${tell("card.bounds")}: ${within(row)}`}
          ${row.note && html`<br /><span class="quiet">${row.note}</span>`}
        </li>`,
      )}
    </ul>`;
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
