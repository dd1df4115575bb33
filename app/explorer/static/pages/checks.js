/** Checks: rules evaluated in the release, both sides of each laid beside each other. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { request, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { period } from "../numbers.js";
import { Found, Notices, Title } from "../parts/basics.js";
import { allowed, Bounded } from "../parts/bounded.js";
import {
  cellOf,
  Choices,
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

function references(check) {
  const keys = [...check.left.keys, ...check.right.keys];
  const cells = keys.map(cellOf);
  return {
    organizations: [check.organization, ...cells.map((cell) => cell.split(".")[0])],
    indicators: [check.indicator, ...cells.map((cell) => cell.split(".")[1])],
    sources: [...check.sources, ...keys.map((key) => key.split("@")[1])],
    observations: keys.filter((key) => !key.includes("@")),
  };
}

/** How many checks there are by outcome, by rule and by verdict, each under the other choices. */
async function counted({ outcome, rule, verdict, ...narrowed }) {
  const count = (changed) => totalOf("/v1/checks", { outcome, rule, verdict, ...narrowed, ...changed });
  const all = (name, values) => Promise.all([...values, null].map((value) => count({ [name]: value })));
  const [outcomes, rules, verdicts] = await Promise.all([
    all("outcome", OUTCOMES),
    all("rule", RULES),
    all("verdict", VERDICTS),
  ]);
  return { outcomes, rules, verdicts };
}

function Filters({ asked, outcome }) {
  const found = useFound(() => counted(asked), [JSON.stringify(asked)]);
  const choices = (texts, values, counts, everything) => [
    ...values.map((value, place) => [value, tell(`checks.${texts}.${value}`), counts?.[place]]),
    [everything, tell(`checks.${texts}.all`), counts?.[values.length]],
  ];
  const { outcomes, rules, verdicts } = found.value ?? {};
  const shared = { page: "checks" };
  return html`<div class="filters" aria-busy=${found.waiting}>
    <${Choices} ...${shared} name="outcome" label=${tell("checks.byOutcome")} chosen=${outcome}
      choices=${choices("outcomes", OUTCOMES, outcomes, "all")} />
    <${Choices} ...${shared} name="rule" label=${tell("checks.byRule")} chosen=${asked.rule}
      choices=${choices("rules", RULES, rules, null)} />
    <${Choices} ...${shared} name="verdict" label=${tell("checks.byVerdict")} chosen=${asked.verdict}
      choices=${choices("verdicts", VERDICTS, verdicts, null)} />
  </div>`;
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
      ${sides.map((side) => side.keys.length > 0 && html`<${Side} side=${side} indicator=${indicator} known=${known} />`)}
    </div>
    <${Bounded} sides=${sides} unit=${indicator?.unit} />
    <p class="told">${inLanguage(check.text)}</p>
    <p class="from">
      ${tell("checks.sources")}${": "}
      ${check.sources.map((code, place) => html`${place > 0 && ", "}<${SourceName} code=${code} known=${known} />`)}
    </p>
  </article>`;
}

/** A side as printed, with what the print allows and the numbers that it is made of. */
function Side({ side, indicator, known }) {
  return html`<section class="side" aria-label=${side.label}>
    <h4>${side.label}</h4>
    ${side.as_reported && html`<p class="printed">“${side.as_reported}”</p>`}
    <p>${tell("checks.allows", { bounds: allowed(side, indicator?.unit) })}</p>
    <ul class="involved">
      ${side.keys.map((key) => html`<li key=${key}><${Involved} name=${key} side=${side} known=${known} /></li>`)}
    </ul>
  </section>`;
}

/** An observation by what it says, or a figure by its print and its source; each opens the card of its cell. */
function Involved({ name, side, known }) {
  const [cell, source] = name.split("@");
  const observation = known.observations.get(cell);
  const [code, measure] = cell.split(".");
  const label = [
    inLanguage(known.organizations.get(code)?.name) || code,
    inLanguage(known.indicators.get(measure)?.label) || measure,
  ].join(": ");
  const decimals = known.indicators.get(measure)?.display_decimals ?? null;
  return html`<span class="of">${label}${": "}</span>
    <${Number} observation=${observation ?? { id: cell }} decimals=${decimals} label=${label}
      text=${source ? side.as_reported : null} />
    ${source && html`${" "}<${SourceName} code=${source} known=${known} />`}`;
}
