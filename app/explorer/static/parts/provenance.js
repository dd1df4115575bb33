/** Cells of tables that say where a number comes from. */

import { html } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { To } from "./basics.js";

/** As it was printed, or how it came about where it was not. */
export function Printed({ observation }) {
  if (observation.as_reported) return html`<q class="printed">${observation.as_reported}</q>`;
  return tell(`card.derivations.${observation.derivation}`);
}

/** Its source by publisher; nothing for a number with several sources, which its card names. */
export function SourceOf({ observation, publisherOf }) {
  const { source } = observation;
  return source && html`<${To} page="sources" to=${{ code: source }}>${publisherOf(source)}<//>`;
}
