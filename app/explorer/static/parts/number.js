/** A number that opens its card: as printed, source, lineage, verdict, citation, request. */

import { html } from "../vendored/preact-htm.js";
import { go } from "../address.js";
import { tell } from "../language.js";
import { told } from "../numbers.js";

/**
 * A published observation as a button; `label` names what is measured, for whoever hears the page.
 * `text` is the number as the API tells it, where the answer at hand has it.
 */
export function Number({ observation, decimals = null, label = "", text = null }) {
  const shown = text ?? told(observation, decimals);
  return html`<button
    type="button"
    class="number"
    data-observation=${observation.id}
    aria-haspopup="dialog"
    aria-label=${label ? tell("number.open", { label, number: shown }) : null}
    onClick=${() => go({ card: observation.id })}
  >
    ${shown}
  </button>`;
}
