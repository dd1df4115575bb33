/** The numbers of a profile in the groups of the catalog: each as told, with bounds, print and verdict. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { inWords } from "./lineage.js";
import { Number } from "./number.js";
import { boundsBeside, nameOf } from "./terms.js";
import { Verdict } from "./verdicts.js";

export function Groups({ groups, indicators, publisherOf }) {
  return groups.map(
    (group) => html`<section key=${group.code} data-group=${group.code}>
      <h2>${inLanguage(group.label)}</h2>
      <ul class="indicators">
        ${group.indicators.map(
          (row) => html`<li key=${row.id} class=${row.headline ? "headline" : ""}>
            <${Indicator} row=${row} publisherOf=${publisherOf} indicators=${indicators} />
          </li>`,
        )}
      </ul>
    </section>`,
  );
}

function Indicator({ row, publisherOf, indicators }) {
  const within = boundsBeside(row, indicators);
  const label = inLanguage(row.label);
  const text = inLanguage(row.text);
  return html`<div class="name">${label}</div>
    <div class="figure"><${Number} observation=${row} label=${label} text=${text} /></div>
    <div class="beside">
      <${Origin} row=${row} publisherOf=${publisherOf} indicators=${indicators} />
      ${within && html`<div>${tell("card.bounds")}: ${within}</div>`}
      ${row.status === "B" && html`<div class="doubt">${tell("card.statuses.B")}</div>`}
      ${row.claims.map((claim) => html`<${Print} key=${claim.key} of=${claim} name="organization.claim" ...${{ publisherOf }} />`)}
      ${row.alternatives.map((each) => html`<${Print} key=${each.key} of=${each} name="organization.also" ...${{ publisherOf }} />`)}
      ${row.notices.map((notice) => html`<div class="notice" key=${notice.code}>${inLanguage(notice)}</div>`)}
      ${row.notes.length > 0 &&
      html`<details>
        <summary>${tell("organization.notes")}</summary>
        ${row.notes.map((note) => html`<p>${inLanguage(note)}</p>`)}
      </details>`}
    </div>`;
}

/** Printed by whom, or computed how. */
function Origin({ row, publisherOf, indicators }) {
  if (row.as_reported) {
    return html`<div><q class="printed">${row.as_reported}</q> — ${publisherOf(row.source)}</div>`;
  }
  if (row.derivation === "rolled_up") {
    return html`<div>${tell("card.derivations.rolled_up")}</div>`;
  }
  const { growth } = indicators.get(row.indicator) ?? {};
  const change = growth && tell(`card.growth.${growth.measure}`, { of: nameOf(indicators, growth.of) });
  const formula = row.formula ? inWords(row.formula, indicators) : change;
  return html`<div>${tell("organization.computed")}${formula && `: ${formula}`}</div>`;
}

/** What a source prints beside the number, with the verdict on it. */
function Print({ of, name, publisherOf }) {
  return html`<div>
    ${tell(name, { publisher: publisherOf(of.source) })}${" "}
    <q class="printed">${of.as_reported}</q> <${Verdict} verdict=${of.verdict} />
  </div>`;
}
