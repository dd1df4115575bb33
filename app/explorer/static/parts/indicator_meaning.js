/** What an indicator means, and how it stands to others. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, language, tell } from "../language.js";
import { To } from "./basics.js";

/** Indicators as links, by their labels. */
function Links({ codes, all }) {
  return html`<ul class="inline">
    ${codes.map((code) => {
      const found = all.find((row) => row.code === code);
      return html`<li key=${code}><${To} page="indicators" to=${{ code }}>${inLanguage(found?.label) || code}<//></li>`;
    })}
  </ul>`;
}

/** A formula with each name a link; everything else stands as it is. */
function Formula({ text, all }) {
  const parts = text.split(/([a-z][a-z0-9_]*)/);
  const known = new Map(all.map((row) => [row.code, row]));
  return html`<span class="formula">
    ${parts.map((part) =>
      known.has(part)
        ? html`<${To} page="indicators" to=${{ code: part }}>${inLanguage(known.get(part).label)}<//>`
        : part.replace("*", "×").replace("/", "÷"),
    )}
  </span>`;
}

/** Relations of both directions: what this is made of, and what is made with it. */
function relations(indicator, all) {
  const others = (has) => all.filter((row) => row.code !== indicator.code && has(row)).map((row) => row.code);
  return [
    ["partitions", indicator.partitions],
    ["partOf", others((row) => row.partitions.includes(indicator.code))],
    ["subsetOf", indicator.subset_of],
    ["supersetOf", others((row) => row.subset_of.includes(indicator.code))],
    ["overlaps", indicator.overlaps],
    ["usedBy", others((row) => row.operands.includes(indicator.code) || row.growth?.of === indicator.code)],
  ].filter(([, codes]) => codes.length > 0);
}

function domainOf({ lower, upper }) {
  if (lower === null && upper === null) return tell("indicators.domainFree");
  return upper === null ? `≥ ${lower}` : `${lower} – ${upper}`;
}

/** Definition in both languages, that of the page first. */
function Definitions({ definition, label }) {
  const order = language === "vi" ? ["vi", "en"] : ["en", "vi"];
  return html`<div class="definitions">
    ${order.map((each, place) =>
      definition[each]
        ? html`<p lang=${each} class=${place === 0 ? "first" : "quiet"}>${place > 0 && html`<strong>${label[each]}</strong>${": "}`}${definition[each]}</p>`
        : null,
    )}
  </div>`;
}

export function Meaning({ indicator, all, units, concepts, groups }) {
  const facts = [
    ["kind", tell(`indicators.kinds.${indicator.kind}`)],
    ["unit", units.get(indicator.unit) ?? indicator.unit],
    ["group", groups.get(indicator.group) ?? indicator.group],
    ["concept", concepts.get(indicator.concept) ?? indicator.concept],
    ["domain", domainOf(indicator.domain)],
    ["rollUp", tell(`indicators.rollUps.${indicator.roll_up}`)],
    ["formula", indicator.formula && html`<${Formula} text=${indicator.formula} all=${all} />`],
    ["growth", indicator.growth && html`${tell(`indicators.measures.${indicator.growth.measure}`)}: <${Links} codes=${[indicator.growth.of]} all=${all} />`],
    ["formColumn", indicator.form_column && tell("indicators.column", { column: indicator.form_column })],
    ["personal", indicator.personal && tell("indicators.personalTold")],
    ["fullYear", indicator.full_year_only && tell("indicators.fullYearTold")],
    ["code", html`<code>${indicator.code}</code>`],
  ];
  return html`<${Definitions} definition=${indicator.definition} label=${indicator.label} />
    <dl class="facts">
      ${facts.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${tell(`indicators.${name}`)}</dt><dd>${value}</dd></div>`)}
      ${relations(indicator, all).map(
        ([name, codes]) => html`<div key=${name} data-relation=${name}><dt>${tell(`indicators.${name}`)}</dt><dd><${Links} codes=${codes} all=${all} /></dd></div>`,
      )}
    </dl>
    ${indicator.notes.length > 0 &&
    html`<h2>${tell("indicators.notes")}</h2>
      <ul>${indicator.notes.map((note) => html`<li>${inLanguage(note)}</li>`)}</ul>`}`;
}
