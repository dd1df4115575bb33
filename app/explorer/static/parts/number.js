/** A number that opens its card: as printed, source, lineage, verdict, citation, request. */

import { html, useState } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { told } from "../numbers.js";
import { Card } from "./card.js";

/** A published observation as a button; `label` names what is measured, for whoever hears the page. */
export function Number({ observation, decimals = null, label = "", text = null }) {
  const [isOpen, open] = useState(false);
  const shown = text ?? told(observation, decimals);
  return html`<button
      type="button"
      class="number"
      data-observation=${observation.id}
      aria-haspopup="dialog"
      aria-label=${label ? tell("number.open", { label, number: shown }) : null}
      onClick=${() => open(true)}
    >
      ${shown}
    </button>
    ${isOpen && html`<${Card} id=${observation.id} onClose=${() => open(false)} />`}`;
}
