/** To be built. */

import { html } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { Title } from "../parts/basics.js";

export function Page() {
  return html`<${Title}>${tell("checks.title")}<//>`;
}
