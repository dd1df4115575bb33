/** The card of a number: everything it rests on, from /v1/observations/{id}. */

import { html, useEffect, useRef } from "../vendored/preact-htm.js";
import { addressOf } from "../address.js";
import { inLanguage, tell } from "../language.js";
import { ask, release, request, useFound } from "../api.js";
import { period } from "../numbers.js";
import { Found, Notices } from "./basics.js";
import { Citation } from "./citation.js";
import { Downloads } from "./downloads.js";
import { Facts } from "./facts.js";
import { Lineage } from "./lineage.js";
import { Sources } from "./sources.js";
import { terms } from "./terms.js";
import { Alternatives, Claims, History } from "./verdicts.js";

/** A dialog that is closed by Escape, by its button or by a press beside it. */
export function Card({ id, onClose }) {
  const dialog = useRef(null);
  const found = useFound(() => everythingAbout(id), [id]);
  useEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    shown.showModal();
    // Taken away by the browser's "back", a dialog would leave the focus nowhere.
    return () => returnFocus(shown, opener);
  }, []);
  const beside = (event) => event.target === dialog.current && dialog.current.close();
  return html`<dialog ref=${dialog} class="card" aria-label=${tell("card.title")} onClose=${onClose} onClick=${beside}>
    <div class="inside">
      <form method="dialog"><button class="close" aria-label=${tell("card.close")}>×</button></form>
      <${Found} of=${found}>${(about) => html`<${About} key=${about.observation.id} ...${about} />`}<//>
    </div>
  </dialog>`;
}

/** To what opened the card; where it was opened by a link, to the number on the page. */
function returnFocus(dialog, opener) {
  const { id } = dialog.querySelector("[data-card]")?.dataset ?? {};
  if (dialog.open) dialog.close();
  const onPage = id && document.querySelector(`button.number[data-observation="${CSS.escape(id)}"]`);
  const target = opener?.isConnected && opener !== document.body ? opener : onPage;
  target?.focus();
}

async function everythingAbout(id) {
  const path = `/v1/observations/${encodeURIComponent(id)}`;
  const [answer, sentence, names] = await Promise.all([
    ask(request(path)),
    ask(request(`${path}/sentence`)),
    terms(),
  ]);
  return { observation: answer.data, meta: answer.meta, path, sentence: sentence.data.sentence, ...names };
}

function About({ observation, meta, path, sentence, indicators, labelOf, publisherOf }) {
  const indicator = indicators.get(observation.indicator);
  const shared = { observation, indicators, labelOf, publisherOf };
  const heading = useRef(null);
  useEffect(() => {
    heading.current.closest("dialog").scrollTop = 0;
    // What was pressed in the card before this one is gone: whoever reads on begins at the top.
    if (document.activeElement === document.body) heading.current.focus();
  }, []);
  return html`<article data-card data-id=${observation.id}>
    <h2 ref=${heading} tabindex="-1">${inLanguage(observation.indicator_label)}</h2>
    <p class="of">${inLanguage(observation.organization_name)}, ${period(observation.period, indicator?.kind)}</p>
    <p class="told">${inLanguage(observation.text)}</p>
    <p>${inLanguage(sentence)}</p>
    <${Notices} notices=${[...observation.notices, ...meta.notices]} />
    <${Facts} ...${shared} />
    <${Claims} ...${shared} />
    <${Lineage} ...${shared} />
    <${Alternatives} ...${shared} />
    <${Sources} sources=${observation.sources} />
    <${History} observation=${observation} />
    <${Citation} path=${path} id=${observation.id} />
    <${Taking} observation=${observation} path=${path} />
  </article>`;
}

/** Where a program finds the same: the request, the permalink, every format. */
function Taking({ observation, path }) {
  const address = request(path);
  const { organization: code, period, id } = observation;
  const card = addressOf("organization", { code, period, release: release(), card: id });
  return html`<h3>${tell("card.taking")}</h3>
    <p>${tell("card.link")} <a href=${card}><code>${card}</code></a></p>
    <p>${tell("card.request")} <a href=${address}><code>GET ${address}</code></a></p>
    <p>
      ${tell("card.permalink", { release: release() })}${" "}
      <a href=${observation.permalink}><code>${observation.permalink}</code></a>
    </p>
    <${Downloads} path=${path} of=${inLanguage(observation.indicator_label)} />`;
}
