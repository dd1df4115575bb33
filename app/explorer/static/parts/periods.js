/** Choosing a period: a list of those with numbers, and one step back or on. */

import { html } from "../vendored/preact-htm.js";
import { go } from "../address.js";
import { tell } from "../language.js";
import { endOf, period as inWords } from "../numbers.js";

export function Periods({ period, periods }) {
  if (!periods.length) return null;
  const known = periods.includes(period) ? periods : [...periods, period];
  const ordered = [...known].sort((one, other) => endOf(one) - endOf(other) || one.length - other.length);
  const place = ordered.indexOf(period);
  const step = (to, key, mark) =>
    html`<button type="button" disabled=${!ordered[to]} aria-label=${tell(key)} onClick=${() => go({ period: ordered[to] })}>
      ${mark}
    </button>`;
  return html`<p class="choice periods">
    <label for="period">${tell("organization.period")}</label>
    ${step(place - 1, "organization.earlier", "‹")}
    <select id="period" value=${period} onChange=${(event) => go({ period: event.target.value })}>
      ${ordered.toReversed().map((each) => html`<option key=${each} value=${each}>${inWords(each)}</option>`)}
    </select>
    ${step(place + 1, "organization.later", "›")}
  </p>`;
}
