/** What numbers are of: indicators, units and levels of the release, for choosing and for saying. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request } from "../api.js";

/** {indicators, byCode, unitOf(code), groups, levels} of the release; asked once. */
export async function described() {
  const [indicators, lists] = await Promise.all([
    askAll(request("/v1/indicators", { limit: 1000 })),
    ask(request("/v1/codelists")),
  ]);
  const of = (name) => lists.data.filter((each) => each.code_list === name);
  const units = new Map(of("unit").map((each) => [each.code, inLanguage(each.label)]));
  return {
    indicators,
    byCode: new Map(indicators.map((each) => [each.code, each])),
    unitOf: (code) => units.get(code) ?? code ?? "",
    conceptOf: new Map(of("concept").map((each) => [each.code, inLanguage(each.label)])),
    groups: of("group"),
    levels: of("level"),
  };
}

/** A choice among indicators by their groups; `remarkOf(indicator)` is told after its label. */
export function IndicatorChoice({ catalog, chosen, onChoose, remarkOf = () => "" }) {
  const options = (group) => catalog.indicators.filter((each) => each.group === group);
  return html`<label class="field">
    <span>${tell("choose.indicator")}</span>
    <select value=${chosen} onChange=${(event) => onChoose(event.target.value)}>
      ${catalog.groups.map(
        (group) => html`<optgroup key=${group.code} label=${inLanguage(group.label)}>
          ${options(group.code).map(
            (each) => html`<option key=${each.code} value=${each.code} selected=${each.code === chosen}>${inLanguage(each.label)}${remarkOf(each)}</option>`,
          )}
        </optgroup>`,
      )}
    </select>
  </label>`;
}

/** Definition, unit, formula with its denominator, and notes: what keeps a number from being misread. */
export function Meaning({ indicator, catalog }) {
  return html`<section class="meaning">
    <p>${inLanguage(indicator.definition)}</p>
    <p>
      ${tell("choose.unit", { unit: catalog.unitOf(indicator.unit) })}
      ${indicator.formula && html` · ${tell("choose.formula", { formula: inWords(indicator.formula, catalog) })}`}
      ${indicator.concept && html` · ${tell("choose.concept", { concept: catalog.conceptOf.get(indicator.concept) ?? indicator.concept })}`}
    </p>
    ${indicator.notes.length > 0 && html`<ul>${indicator.notes.map((note) => html`<li>${inLanguage(note)}</li>`)}</ul>`}
  </section>`;
}

/** A formula with labels for codes: members / population * 100 as Đảng viên ÷ Dân số trung bình × 100. */
function inWords(formula, catalog) {
  const named = formula.replace(/[a-z][a-z0-9_]*/g, (code) => inLanguage(catalog.byCode.get(code)?.label) || code);
  return named.replaceAll(" / ", " ÷ ").replaceAll(" * ", " × ");
}
