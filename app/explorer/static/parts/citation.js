/** A number cited in each style, to be copied. */

import { html, useState } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { Found } from "./basics.js";

const STYLES = {
  text: (cited) => inLanguage(cited.text),
  bibtex: (cited) => cited.bibtex,
  csl: (cited) => JSON.stringify(cited.csl_json, null, 2),
};

export function Citation({ path, id }) {
  const found = useAnswer(request(`${path}/citation`));
  const [style, choose] = useState("text");
  const [said, say] = useState("");
  return html`<h3>${tell("card.citation")}</h3>
    <${Found} of=${found}>
      ${(answer) => {
        const cited = STYLES[style](answer.data);
        return html`<p class="choice">
            <label for=${`style-${id}`}>${tell("card.style")}</label>
            <select id=${`style-${id}`} value=${style} onChange=${(event) => (choose(event.target.value), say(""))}>
              ${Object.keys(STYLES).map((each) => html`<option value=${each}>${tell(`card.styles.${each}`)}</option>`)}
            </select>
            <button type="button" onClick=${(event) => copy(event.target, cited).then(say)}>${tell("card.copy")}</button>
          </p>
          <pre class="cited" tabindex="0" role="group" aria-label=${tell("card.citation")}>${cited}</pre>`;
      }}
    <//>
    <p role="status" class="said">${said}</p>`;
}

/** Puts a text where people paste from; says what happened. Browsers allow it on https and this machine alone. */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    return tell("card.copied");
  } catch {
    const shown = button.closest("article").querySelector(".cited");
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy") ? tell("card.copied") : tell("card.selected");
  }
}
