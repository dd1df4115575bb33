/** What happened to an organization, and what was checked of its numbers. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { period } from "../numbers.js";
import { Table, To } from "./basics.js";
import { Number } from "./number.js";
import { moment } from "./sources.js";
import { nameOf } from "./terms.js";
import { Verdict } from "./verdicts.js";

const KINDS = {
  founding: "founding",
  "re-establishment": "reestablishment",
  merger: "merger",
  "boundary-change": "boundary",
  reorganization: "reorganization",
  document: "document",
  "series-break": "seriesBreak",
  task: "task",
  theme: "theme",
};
/** A programme, not something that happened to numbers. */
const PROGRAMME = ["task", "theme", "document"];

export function EventsOf({ events, ...names }) {
  const dated = [...events].sort((one, other) => when(one).localeCompare(when(other)));
  const changes = dated.filter((event) => !PROGRAMME.includes(event.kind));
  const programme = dated.filter((event) => PROGRAMME.includes(event.kind));
  return html`<h2>${tell("organization.events")}</h2>
    ${events.length === 0 && html`<p class="quiet">${tell("organization.noEvents")}</p>`}
    <${Events} events=${changes} ...${names} />
    ${programme.length > 0 &&
    html`<details>
      <summary>${tell("organization.programme", { count: programme.length })}</summary>
      <${Events} events=${programme} ...${names} />
    </details>`}`;
}

function when({ effective, decided }) {
  return effective ?? decided ?? "";
}

function Events({ events, ...names }) {
  return html`<ul class="events">
    ${events.map((event) => html`<li key=${event.code}><${Happening} event=${event} ...${names} /></li>`)}
  </ul>`;
}

function Happening({ event, indicators, publisherOf }) {
  const kind = KINDS[event.kind] ? tell(`organization.eventKinds.${KINDS[event.kind]}`) : event.kind;
  return html`${when(event) && html`<strong>${moment(when(event))}</strong>${" · "}`}
    ${kind}: ${inLanguage(event.title)}
    ${event.legal_basis && html` (${event.legal_basis})`}
    ${event.breaks.length > 0 && html`<div class="doubt">${tell("organization.breaks", { of: broken(event, indicators) })}</div>`}
    <div class="quiet">
      ${tell("card.source")}: <${To} page="sources" to=${{ code: event.source }}>${publisherOf(event.source)}<//>
    </div>`;
}

function broken({ breaks }, indicators) {
  if (breaks.includes("*")) return tell("organization.allIndicators");
  return breaks.map((code) => nameOf(indicators, code)).join("; ");
}

/** Every rule that was evaluated for a number of the organization, failures first. */
export function ChecksOf({ checks, indicators }) {
  const order = ["error", "contradiction", "possible", "undetermined", "revised", "marked", "passed"];
  const rows = [...checks].sort((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  const label = (row) => `${nameOf(indicators, row.indicator)}, ${period(row.period, indicators.get(row.indicator)?.kind)}`;
  const columns = [
    [tell("organization.cell"), (row) => html`<${Number} observation=${{ id: row.cell }} text=${label(row)} />`],
    [tell("organization.rule"), (row) => tell(`organization.rules.${row.rule}`)],
    [tell("organization.compared"), (row) => inLanguage(row.text)],
    [tell("organization.outcome"), (row) => html`<${Outcome} of=${row} />`],
  ];
  return html`<h2>${tell("organization.checks")}</h2>
    ${rows.length === 0
      ? html`<p class="quiet">${tell("organization.noChecks")}</p>`
      : html`<${Table} caption=${tell("organization.checksCaption")} columns=${columns} rows=${rows} keyOf=${(row) => row.code} />`}`;
}

function Outcome({ of }) {
  return html`${tell(`organization.outcomes.${of.outcome}`)}
  ${of.verdict && html` (<${Verdict} verdict=${of.verdict} />)`}`;
}
