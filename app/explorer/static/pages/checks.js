/** Checks: rules evaluated in the release, both sides of each laid beside each other. */

import { html, useState } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { request, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { period } from "../numbers.js";
import { Found, Notices, Title } from "../parts/basics.js";
import { allowed, Bounded } from "../parts/bounded.js";
import {
  cellOf,
  Choices,
  dated,
  IndicatorName,
  OrganizationName,
  Pages,
  SourceName,
  totalOf,
  useReferred,
} from "../parts/browse.js";
import { Number } from "../parts/number.js";

const OUTCOMES = ["contradiction", "possible", "revised", "undetermined", "error", "passed", "marked"];
const RULES = ["figures", "claim", "roll_up", "parts", "subset", "break"];
const VERDICTS = ["inconsistent", "compatible", "consistent", "revised", "undetermined"];
const FIRST = "contradiction";
const SIGNS = { contradiction: "≠", possible: "≟", revised: "↻", undetermined: "?", error: "✕", passed: "✓", marked: "│" };

export function Page() {
  const { outcome = FIRST, rule, verdict, organization, indicator, after } = useParameters();
  const narrowed = { organization, indicator };
  const asked = { ...narrowed, rule, verdict, outcome: outcome === "all" ? null : outcome };
  const found = useReferred(request("/v1/checks", { ...asked, after, limit: 25, total: "true" }), references);
  return html`<${Title} lead=${tell("checks.lead")}>${tell("checks.title")}<//>
    <${Filters} asked=${asked} outcome=${outcome} />
    <${Found} of=${found}>
      ${({ answer, known }) => html`<h2>${tell(`checks.outcomes.${outcome}`)}</h2>
        <p class="lead">${tell(`checks.explained.${outcome}`)}</p>
        <${Notices} notices=${answer.meta.notices} />
        <div class="checks">
          ${answer.data.map((check) => html`<${Check} key=${check.code} check=${check} known=${known} />`)}
        </div>
        <${Pages} page="checks" answer=${answer} />`}
    <//>`;
}

/** The code of the event that a check of the rule `break` is about; null for the others. */
function eventOf({ rule, code }) {
  return rule === "break" ? code.slice(code.lastIndexOf(":") + 1) : null;
}

function references(check) {
  const keys = [...check.left.keys, ...check.right.keys];
  const cells = keys.map(cellOf);
  return {
    organizations: [check.organization, ...cells.map((cell) => cell.split(".")[0])],
    indicators: [check.indicator, ...cells.map((cell) => cell.split(".")[1])],
    sources: [...check.sources, ...keys.map((key) => key.split("@")[1])],
    observations: keys.filter((key) => !key.includes("@")),
    events: [eventOf(check)],
  };
}

/** How many checks there are with each value of a parameter and with any, under the other choices. */
function counted(asked, name, values) {
  return Promise.all([...values, null].map((value) => totalOf("/v1/checks", { ...asked, [name]: value })));
}

/** The values of one parameter, each with its count, and the one that takes any. */
function Filter({ asked, name, values, chosen = asked[name], anything = null }) {
  const found = useFound(() => counted(asked, name, values), [JSON.stringify(asked)]);
  const text = (value) => tell(`checks.${name}s.${value}`);
  const choices = [...values, anything].map((value, place) => [value, text(value ?? "all"), found.value?.[place]]);
  return html`<div aria-busy=${found.waiting}>
    <${Choices} page="checks" name=${name} label=${tell(`checks.by.${name}`)} chosen=${chosen} choices=${choices} />
  </div>`;
}

/** Outcomes are always in sight; rules and verdicts once they are wanted, since each count is asked for. */
function Filters({ asked, outcome }) {
  const isNarrowed = Boolean(asked.rule || asked.verdict);
  const [isOpen, open] = useState(isNarrowed);
  return html`<${Filter} asked=${asked} name="outcome" values=${OUTCOMES} chosen=${outcome} anything="all" />
    <details class="more" open=${isOpen} onToggle=${(event) => open(event.currentTarget.open)}>
      <summary>${tell("checks.more")}</summary>
      ${isOpen &&
      html`<${Filter} asked=${asked} name="rule" values=${RULES} />
        <${Filter} asked=${asked} name="verdict" values=${VERDICTS} />`}
    </details>`;
}

function Check({ check, known }) {
  const { outcome, rule, verdict } = check;
  const indicator = known.indicators.get(check.indicator);
  const sides = ["left", "right"].map((side) => ({ ...check[side], label: tell(`checks.${side}.${rule}`) }));
  return html`<article class=${`check ${outcome}`} data-check=${check.code}>
    <h3>
      <${OrganizationName} code=${check.organization} known=${known} period=${check.period} />${": "}
      <${IndicatorName} code=${check.indicator} known=${known} />${", "}${period(check.period, indicator?.kind)}
    </h3>
    <p class="outcome">
      <span aria-hidden="true">${SIGNS[outcome]} </span><strong>${tell(`checks.outcomes.${outcome}`)}</strong>
      ${" · "}${tell(`checks.rules.${rule}`)}
      ${verdict && ` · ${tell("checks.verdict", { verdict: tell(`checks.verdicts.${verdict}`) })}`}
    </p>
    <div class="sides">
      ${sides.map((side) => side.keys.length > 0 && html`<${Side} side=${side} check=${check} known=${known} />`)}
    </div>
    <${Bounded} sides=${sides} indicator=${indicator} />
    <p class="quiet"><${Told} check=${check} known=${known} /></p>
    ${rule !== "figures" && html`<${Sources} codes=${check.sources} known=${known} />`}
  </article>`;
}

function Sources({ codes, known }) {
  return html`<p>
    ${tell("checks.sources")}${": "}
    ${codes.map((code, place) => html`${place > 0 && ", "}<${SourceName} code=${code} known=${known} />`)}
  </p>`;
}

/** The event that makes a break, else the comparison in the API's own words. */
function Told({ check, known }) {
  const event = known.events.get(eventOf(check));
  if (!event) return inLanguage(check.text);
  const basis = event.legal_basis ? ` (${event.legal_basis})` : "";
  return `${dated(event.effective)}: ${inLanguage(event.title)}${basis}`;
}

/** A side with what it allows. Where it is one number, that is its print, else the numbers it is made of are listed. */
function Side({ side, check, known }) {
  const involved = (key) => html`<${Involved} name=${key} side=${side} check=${check} known=${known} />`;
  return html`<div class="side" role="group" aria-label=${side.label}>
    <h4>${side.label}</h4>
    ${side.keys.length === 1 && html`<p class="printed">${involved(side.keys[0])}</p>`}
    <p>${tell("checks.allows", { bounds: allowed(side, known.indicators.get(check.indicator)) })}</p>
    ${side.keys.length > 1 && html`<ul class="involved">${side.keys.map((key) => html`<li key=${key}>${involved(key)}</li>`)}</ul>`}
  </div>`;
}

/** An observation with all its digits, or a figure by its print and its source; each opens the card of its cell. */
function Involved({ name, side, check, known }) {
  const [cell, source] = name.split("@");
  const [code, measure] = cell.split(".");
  const names = [inLanguage(known.organizations.get(code)?.name) || code, inLanguage(known.indicators.get(measure)?.label) || measure];
  const others = [code !== check.organization && names[0], measure !== check.indicator && names[1]].filter(Boolean);
  return html`<${Number} observation=${known.observations.get(cell) ?? { id: cell }} label=${names.join(", ")}
      text=${source ? `“${side.as_reported}”` : null} />
    ${others.length > 0 && html` <span class="of">${others.join(", ")}</span>`}
    ${source && html` <span class="of"><${SourceName} code=${source} known=${known} /></span>`}`;
}
