/** Search: what /v1/search finds, in its order, with the field that matched and how. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { useParameters } from "../address.js";
import { Found, Notices, Title, To } from "../parts/basics.js";
import { Choices, dated, Pages } from "../parts/browse.js";

const TYPES = ["organization", "indicator", "source", "event"];

export function Page() {
  const { q = "" } = useParameters();
  if (!q.trim()) return html`<${Title} lead=${tell("search.hint")}>${tell("search.title")}<//>`;
  return html`<${Title} lead=${tell("search.lead")}>${tell("search.for", { q })}<//> <${Results} q=${q} />`;
}

function Results({ q }) {
  const { type, after } = useParameters();
  const found = useAnswer(request("/v1/search", { q, type, after, limit: 20, total: "true" }));
  return html`<${Found} of=${found}>
    ${(answer) => html`<${Choices}
        page="search"
        name="type"
        label=${tell("search.byType")}
        chosen=${type}
        choices=${[
          [null, tell("search.types.all"), type ? null : answer.meta.total],
          ...TYPES.map((each) => [each, tell(`search.types.${each}`), answer.meta.types[each]]),
        ]}
      />
      <${Notices} notices=${answer.meta.notices} />
      ${answer.data.length === 0
        ? html`<p class="nothing" role="status">${tell("search.nothing", { q })}</p>`
        : html`<h2>${type ? tell(`search.types.${type}`) : tell("search.types.all")}</h2>
            <ol class="results">
              ${answer.data.map((row) => html`<li key=${row.entry} data-entry=${row.entry}><${Result} row=${row} /></li>`)}
            </ol>
            <${Pages} page="search" answer=${answer} />`}`}
  <//>`;
}

/** The page that shows an entry; an event is shown where it happened. */
function target({ type, code, parents }) {
  if (type === "organization") return ["organization", { code }];
  if (type === "event") return ["organization", { code: parents.at(-1) }];
  return [`${type}s`, { code }];
}

function Result({ row }) {
  const [page, to] = target(row);
  const { field, text, kind, folded } = row.matched;
  const how = [tell(`search.kinds.${kind}`), folded && tell("search.folded")].filter(Boolean).join(", ");
  const context = [inLanguage(row.breadcrumb), row.date && whenOf(row)].filter(Boolean).join(" · ");
  return html`<p class="found">
      <${To} page=${page} to=${to}>${inLanguage(row.label)}<//>
      <span class="kind">${tell(`search.type.${row.type}`)}</span>
      ${row.ended && html`<span class="ended">${" "}${tell("search.ended", { day: dated(row.valid_to) })}</span>`}
    </p>
    ${context && html`<p class="quiet">${context}</p>`}
    <p class="quiet matched">${tell("search.matched", { field: tell(`search.fields.${field}`), text, how })}</p>`;
}

function whenOf({ type, date }) {
  return tell(type === "source" ? "search.published" : "search.effective", { when: dated(date) });
}
