/** The tree of organizations as nested lists: a button unfolds what stands below, asked for only then. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request, useAnswer, useFound } from "../api.js";
import { go, useParameters } from "../address.js";
import { written } from "../numbers.js";
import { Found, Notices, To } from "./basics.js";
import { dated } from "./browse.js";

const CHILDREN_MAX = 5000;
const PARENTS_AT_ONCE = 200;

/** Organizations that nobody stands above: those of the first level there is. */
async function roots() {
  const { data } = await ask(request("/v1/organizations", { limit: 1 }));
  if (data.length === 0) return [];
  const rows = await askAll(request("/v1/organizations", { level: data[0].level, limit: 1000 }), CHILDREN_MAX);
  return rows.filter((row) => row.parent === null);
}

/** Those below an organization, and whether any of them has others below itself. */
async function below(code) {
  const rows = await askAll(request("/v1/organizations", { parent: code, limit: 1000 }), CHILDREN_MAX);
  for (let start = 0; start < rows.length; start += PARENTS_AT_ONCE) {
    const parent = rows.slice(start, start + PARENTS_AT_ONCE).map((row) => row.code).join(",");
    const { data } = await ask(request("/v1/organizations", { parent, limit: 1 }));
    if (data.length > 0) return { rows, deeper: true };
  }
  return { rows, deeper: false };
}

/** The whole tree; what is unfolded stands in the address. */
export function Roots({ shown }) {
  const found = useFound(roots, []);
  const { open } = useParameters();
  return html`<${Found} of=${found}>
    ${(rows) => {
      const unfolded = new Set(open === undefined ? rows.map((row) => row.code) : open.split(","));
      return html`<ul class="tree" aria-label=${tell("organizations.tree")}>
        ${rows.map((row) => html`<${Branch} key=${row.code} row=${row} deeper=${true} unfolded=${unfolded} shown=${shown} />`)}
      </ul>`;
    }}
  <//>`;
}

function Branch({ row, deeper, unfolded, shown }) {
  const isOpen = unfolded.has(row.code);
  const name = inLanguage(row.name);
  const toggle = () => {
    const next = new Set(unfolded);
    if (!next.delete(row.code)) next.add(row.code);
    // One that is never unfolded keeps the address from meaning "as at first" when all are folded.
    go({ open: [...next].join(",") || "-" });
  };
  return html`<li data-organization=${row.code}>
    <div class="branch">
      ${deeper
        ? html`<button type="button" class="fold" aria-expanded=${isOpen ? "true" : "false"} aria-label=${tell("organizations.below", { name })} onClick=${toggle}>
            <span aria-hidden="true">${isOpen ? "−" : "+"}</span>
          </button>`
        : html`<span class="leaf" aria-hidden="true">·</span>`}
      <span><${To} page="organization" to=${{ code: row.code }}>${name}<//> <${Validity} row=${row} /></span>
    </div>
    ${deeper && isOpen && html`<${Below} code=${row.code} unfolded=${unfolded} shown=${shown} />`}
  </li>`;
}

function Below({ code, unfolded, shown }) {
  const found = useFound(() => below(code), [code]);
  return html`<${Found} of=${found}>
    ${({ rows, deeper }) => {
      const visible = rows.filter(shown);
      if (rows.length === 0) return html`<p class="quiet">${tell("organizations.nobody")}</p>`;
      return html`<p class="quiet" role="status">${tell("organizations.counted", { count: written(visible.length), total: written(rows.length) })}</p>
        <ul>
          ${visible.map((row) => html`<${Branch} key=${row.code} row=${row} deeper=${deeper} unfolded=${unfolded} shown=${shown} />`)}
        </ul>`;
    }}
  <//>`;
}

/** From when to when, as far as it is known; one that has ended says so in words. */
function Validity({ row }) {
  const { valid_from: from, valid_to: to } = row;
  if (row.ended) {
    const values = { from: dated(from), to: dated(to) };
    return html`<span class="ended">${tell(from ? "organizations.endedBoth" : "organizations.ended", values)}</span>`;
  }
  return from ? html`<span class="quiet">${tell("organizations.since", { from: dated(from) })}</span>` : null;
}

/** Those whose name, code or identifier the search finds, slips and missing marks forgiven. */
export function Filtered({ q, shown }) {
  const found = useAnswer(request("/v1/search", { q, type: "organization", limit: 100, total: "true" }));
  return html`<${Found} of=${found}>
    ${({ data, meta }) => {
      const visible = data.filter(shown);
      return html`<${Notices} notices=${meta.notices} />
        <p role="status">${tell("organizations.counted", { count: written(visible.length), total: written(meta.total) })}</p>
        <ul class="tree flat">
          ${visible.map(
            (row) => html`<li key=${row.code} data-organization=${row.code}>
              <${To} page="organization" to=${{ code: row.code }}>${inLanguage(row.label)}<//>${" "}
              <${Validity} row=${row} />
              ${row.breadcrumb && html`<br /><span class="quiet">${inLanguage(row.breadcrumb)}</span>`}
            </li>`,
          )}
        </ul>`;
    }}
  <//>`;
}
