/** What most people came for: the indicators the catalog puts first, with what sources claim of them. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { Number } from "./number.js";
import { Verdict } from "./verdicts.js";

/** `rows` are those of a profile. */
export function Headlines({ rows, publisherOf }) {
  const shown = rows.filter((row) => row.headline && row.value !== null);
  if (!shown.length) return null;
  return html`<dl class="headlines">
    ${shown.map(
      (row) => html`<div key=${row.id}>
        <dt>${inLanguage(row.label)}</dt>
        <dd><${Number} observation=${row} label=${inLanguage(row.label)} text=${inLanguage(row.text)} /></dd>
        ${row.claims.map((claim) => html`<dd class="claimed" key=${claim.key}><${Claimed} ...${{ claim, publisherOf }} /></dd>`)}
      </div>`,
    )}
  </dl>`;
}

function Claimed({ claim, publisherOf }) {
  return html`${tell("organization.claim", { publisher: publisherOf(claim.source) })}${" "}
    <q class="printed">${claim.as_reported}</q> <${Verdict} verdict=${claim.verdict} />`;
}
