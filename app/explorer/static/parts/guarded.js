/** What is shown where a page itself fails: never an empty page, never one that waits for ever. */

import { html, useErrorBoundary } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { release } from "../api.js";
import { Title } from "./basics.js";

export function Guarded({ children }) {
  const [mishap] = useErrorBoundary((error) => console.error(error));
  if (!mishap) return children;
  return html`<${Title}>${tell("problem.mishap")}<//>
    <p class="refused" role="alert">${tell("problem.mishapMore", { release: release() })}</p>`;
}
