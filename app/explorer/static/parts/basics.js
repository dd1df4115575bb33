/** What every page is put together from: notices, refusals, waiting, links, tables. */

import { html, useEffect } from "../vendored/preact-htm.js";
import { inLanguage, language, tell } from "../language.js";
import { addressOf } from "../address.js";

/** The page's own title, in the document and at its head. */
export function Title({ children, lead = null }) {
  const text = [].concat(children).join("");
  useEffect(() => {
    document.title = `${text} · partystats`;
  }, [text]);
  return html`<h1>${children}</h1>
    ${lead && html`<p class="lead">${lead}</p>`}`;
}

/** What is awaited, refused or found: `children` is called with the value once it is there. */
export function Found({ of, children }) {
  if (of.refusal) return html`<${Refused} refusal=${of.refusal} />`;
  if (of.value === null) return html`<p class="waiting" role="status">${tell("waiting")}</p>`;
  return html`<div aria-busy=${of.waiting}>${children(of.value)}</div>`;
}

/** A refusal of the API in its own words, with what was expected. */
export function Refused({ refusal }) {
  const problem = refusal.problem ?? {};
  return html`<div class="refused" role="alert">
    <p><strong>${problem.title ?? tell("problem.title")}</strong></p>
    <p>${refusal.message}</p>
    ${problem.expected && html`<p>${tell("problem.expected", { expected: problem.expected })}</p>`}
    ${problem.type && html`<p><a href=${`${problem.type}?lang=${language}`}>${tell("problem.more")}</a></p>`}
  </div>`;
}

/** Notices of an answer, in words. */
export function Notices({ notices }) {
  if (!notices?.length) return null;
  return html`<ul class="notices">
    ${notices.map((notice) => html`<li>${inLanguage(notice)}</li>`)}
  </ul>`;
}

/** A link to a page of the explorer, which keeps language and release. */
export function To({ page, to = {}, children, ...rest }) {
  return html`<a href=${addressOf(page, to)} ...${rest}>${children}</a>`;
}

/** An organization by its name. */
export function OrganizationLink({ code, name, period = null }) {
  return html`<${To} page="organization" to=${{ code, period }}>${inLanguage(name) || code}<//>`;
}

/** A table with a caption; `columns` are [heading, cell of a row, is a number]. */
export function Table({ caption, columns, rows, keyOf = (row, place) => place }) {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(([heading, , isNumber]) => html`<th scope="col" class=${isNumber ? "number" : ""}>${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, place) => html`<tr key=${keyOf(row, place)}>
            ${columns.map(([, cell, isNumber], column) =>
              column === 0
                ? html`<th scope="row">${cell(row)}</th>`
                : html`<td class=${isNumber ? "number" : ""}>${cell(row)}</td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
