/** The card of a number: everything it rests on, from /v1/observations/{id}. */

import { html, useEffect, useRef } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { bounds, period, told } from "../numbers.js";
import { Found, Notices } from "./basics.js";

/** A dialog that is closed by Escape, by its button or by a press beside it. */
export function Card({ id, onClose }) {
  const dialog = useRef(null);
  const address = request(`/v1/observations/${id}`);
  const found = useAnswer(address);
  useEffect(() => dialog.current?.showModal(), []);
  return html`<dialog ref=${dialog} class="card" aria-label=${tell("card.title")} onClose=${onClose}>
    <form method="dialog"><button class="close" aria-label=${tell("card.close")}>×</button></form>
    <${Found} of=${found}>
      ${(answer) => html`<h2>${told(answer.data)}</h2>
        <p>${period(answer.data.period)} ${bounds(answer.data)}</p>
        <${Notices} notices=${answer.meta.notices} />
        <p><a href=${answer.links.self}>${tell("card.request")}</a></p>`}
    <//>
  </dialog>`;
}
