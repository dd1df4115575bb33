/** The numbers of a profile in the groups of the catalog: each as told, with bounds, print and verdict. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { bounds } from "../numbers.js";
import { Notices } from "./basics.js";
import { inWords } from "./lineage.js";
import { Number } from "./number.js";
import { Verdict } from "./verdicts.js";

export function Groups({ groups, sources, indicators }) {
  const publishers = new Map(sources.map((source) => [source.code, source.publisher]));
  return groups.map(
    (group) => html`<section key=${group.code} data-group=${group.code}>
      <h2>${inLanguage(group.label)}</h2>
      <ul class="indicators">
        ${group.indicators.map(
          (row) => html`<li key=${row.id} class=${row.headline ? "headline" : ""}>
            <${Indicator} row=${row} publishers=${publishers} indicators=${indicators} />
          </li>`,
        )}
      </ul>
    </section>`,
  );
}

function Indicator({ row, publishers, indicators }) {
  const label = inLanguage(row.label);
  const text = inLanguage(row.text);
  return html`<div class="name">${label}</div>
    <div class="figure"><${Number} observation=${row} label=${label} text=${text} /></div>
    <div class="beside">
      <${Origin} row=${row} publishers=${publishers} indicators=${indicators} />
      ${bounds(row) && html`<div>${tell("card.bounds")}: ${bounds(row)}</div>`}
      ${row.status === "B" && html`<div class="doubt">${tell("card.statuses.B")}</div>`}
      ${row.claims.map((claim) => html`<${Print} key=${claim.key} of=${claim} name="organization.claim" ...${{ publishers }} />`)}
      ${row.alternatives.map((each) => html`<${Print} key=${each.key} of=${each} name="organization.also" ...${{ publishers }} />`)}
      <${Notices} notices=${row.notices} />
      ${row.notes.length > 0 &&
      html`<details>
        <summary>${tell("organization.notes")}</summary>
        ${row.notes.map((note) => html`<p>${inLanguage(note)}</p>`)}
      </details>`}
    </div>`;
}

/** Printed by whom, or computed how. */
function Origin({ row, publishers, indicators }) {
  if (row.as_reported) {
    return html`<div><q class="printed">${row.as_reported}</q> — ${publishers.get(row.source) ?? row.source}</div>`;
  }
  if (row.derivation === "rolled_up") {
    return html`<div>${tell("card.parts", { known: row.parts_known, total: row.parts_total ?? "?" })}</div>`;
  }
  const formula = row.formula && inWords(row.formula, indicators);
  return html`<div>${tell("organization.computed")}${formula && `: ${formula}`}</div>`;
}

/** What a source prints beside the number, with the verdict on it. */
function Print({ of, name, publishers }) {
  return html`<div>
    ${tell(name, { publisher: publishers.get(of.source) ?? of.source })}${" "}
    <q class="printed">${of.as_reported}</q> <${Verdict} verdict=${of.verdict} />
  </div>`;
}
