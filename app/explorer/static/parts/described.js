/** What numbers are of: indicators, units and levels of the release, for choosing and for saying. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request } from "../api.js";
import { publishersOfSources } from "./terms.js";

/** {indicators, byCode, unitOf(code), conceptOf, groups, levels, publisherOf(code)} of the release; asked once. */
export async function described() {
  const [indicators, lists, publisherOf] = await Promise.all([
    askAll(request("/v1/indicators", { limit: 1000 })),
    ask(request("/v1/codelists")),
    publishersOfSources(),
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
    publisherOf,
  };
}

/** A choice among indicators by their groups; `remarkOf(indicator)` is told after its label. */
export function IndicatorChoice({ catalog, chosen, onChoose, remarkOf = () => "" }) {
  const options = (group) => catalog.indicators.filter((each) => each.group === group);
  return html`<label class="field">
    <span>${tell("choose.indicator")}</span>
    <select value=${chosen} onChange=${(event) => onChoose(event.target.value)}>
      ${catalog.groups.map(
        (group) =>
          html`<optgroup key=${group.code} label=${inLanguage(group.label)}>
            ${options(group.code).map(
              (each) =>
                html`<option key=${each.code} value=${each.code} selected=${each.code === chosen}>
                  ${inLanguage(each.label)}${remarkOf(each)}
                </option>`,
            )}
          </optgroup>`,
      )}
    </select>
  </label>`;
}

/** Definition, unit, formula with its denominator, and notes: what keeps a number from being misread. */
export function Meaning({ indicator, catalog }) {
  const concept = catalog.conceptOf.get(indicator.concept) ?? indicator.concept;
  return html`<section class="meaning">
    <p>${inLanguage(indicator.definition)}</p>
    <p>
      ${tell("choose.unit", { unit: catalog.unitOf(indicator.unit) })}
      ${indicator.formula && html` · ${tell("choose.formula", { formula: inWords(indicator.formula, catalog) })}`}
      ${concept && html` · ${tell("choose.concept", { concept })}`}
    </p>
    ${
      indicator.notes.length > 0 &&
      html`<ul>
        ${indicator.notes.map((note) => html`<li>${inLanguage(note)}</li>`)}
      </ul>`
    }
  </section>`;
}

/** A formula with labels for codes: members / population * 100 as Đảng viên ÷ Dân số trung bình × 100. */
function inWords(formula, catalog) {
  const named = formula.replace(/[a-z][a-z0-9_]*/g, (code) => inLanguage(catalog.byCode.get(code)?.label) || code);
  return named.replaceAll(" / ", " ÷ ").replaceAll(" * ", " × ");
}

const TITLED = 6;
const NAMED = 100;

/** One line naming the publications behind rows, or many of them by their publishers: what a saved chart is cited with. */
export async function sourcesOf(rows) {
  const codes = [...new Set(rows.map((row) => row.source).filter(Boolean))];
  if (!codes.length) return tell("choose.computed");
  const sources = await askAll(request("/v1/sources", { code: codes.slice(0, NAMED).join(","), limit: NAMED }));
  const nameOf = (each) => (codes.length > TITLED ? each.publisher : `${each.publisher}, “${each.title}”`);
  const named = [...new Set(sources.map(nameOf))].join("; ");
  const more = codes.length > NAMED ? ` ${tell("choose.moreSources", { count: codes.length - NAMED })}` : "";
  return tell("choose.sources", { sources: named }) + more;
}
