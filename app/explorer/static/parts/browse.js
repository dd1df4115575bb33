/** What pages that list things share: choices in the address, pages of a list, names of codes. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { addressOf, go, parameters } from "../address.js";
import { ask, request, useFound } from "../api.js";
import { day, period, written } from "../numbers.js";
import { To } from "./basics.js";

const NAMED_AT_ONCE = 200;
// Who moves on has done with the card that was open.
const CLOSED = { card: null };

/** A link that changes parameters of this page without leaving it; opened elsewhere, it is an address. */
export function Within({ page, to, children, ...rest }) {
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go({ ...CLOSED, ...to });
  };
  return html`<a href=${addressOf(page, { ...parameters(), ...CLOSED, ...to })} onClick=${follow} ...${rest}>${children}</a>`;
}

/** Choices of one parameter, each with how many there are; `choices` are [value, label, count or null]. */
export function Choices({ page, name, label, choices, chosen }) {
  return html`<nav class="choices" aria-label=${label}>
    <ul>
      ${choices.map(
        ([value, text, count]) => html`<li key=${value ?? ""}>
          <${Within}
            page=${page}
            to=${{ [name]: value, after: null }}
            aria-current=${(chosen ?? null) === value ? "true" : null}
            >${text}${count === null || count === undefined ? "" : html` <span class="count">${written(count)}</span>`}<//
          >
        </li>`,
      )}
    </ul>
  </nav>`;
}

/** How many rows are here, of how many in all, and the ways to the next ones and back to the first. */
export function Pages({ page, answer }) {
  const here = { ...parameters(), ...CLOSED };
  const next = answer.links.next && new URLSearchParams(answer.links.next.split("?")[1]).get("after");
  const { count, total } = answer.meta;
  const text =
    total === undefined || total === count
      ? tell("browse.all", { count: written(count) })
      : tell("browse.some", { count: written(count), total: written(total) });
  return html`<nav class="pages" aria-label=${tell("browse.pages")}>
    <span role="status">${text}</span>
    ${here.after && html`<${To} page=${page} to=${{ ...here, after: null }}>${tell("browse.first")}<//>`}
    ${next && html`<${To} page=${page} to=${{ ...here, after: next }} rel="next">${tell("browse.next")}<//>`}
  </nav>`;
}

/** Where a source was read: a link to another site, marked as one for the eye and the ear, or words as they stand. */
export function Outer({ href, children }) {
  if (!URL.canParse(href)) return href;
  return html`<a class="outer" href=${href} rel="noopener external">
    ${children}<span class="mark" aria-hidden="true"> ↗</span><span class="heard"> (${tell("browse.outer")})</span>
  </a>`;
}

/** The name of the site that an address leads to. */
export function hostOf(address) {
  return URL.canParse(address) ? new URL(address).hostname : address;
}

/** A group of a code list, each code with its label. */
export async function labelsOf(list) {
  const { data } = await ask(request("/v1/codelists"));
  return new Map(data.filter((row) => row.code_list === list).map((row) => [row.code, inLanguage(row.label)]));
}

/** Rows of a resource by their codes; only those that are asked for are fetched. */
async function byCode(path, name, codes, fields) {
  const wanted = [...new Set(codes)].filter(Boolean).sort();
  const found = new Map();
  for (let start = 0; start < wanted.length; start += NAMED_AT_ONCE) {
    const listed = wanted.slice(start, start + NAMED_AT_ONCE).join(",");
    const { data } = await ask(request(path, { [name]: listed, fields, limit: NAMED_AT_ONCE }));
    data.forEach((row) => found.set(row.code ?? row.id, row));
  }
  return found;
}

/** Organizations, indicators, sources, observations and events that rows refer to, as far as they do. */
export async function referredBy({ organizations = [], indicators = [], sources = [], observations = [], events = [] }) {
  const [ofOrganizations, ofIndicators, ofSources, ofObservations, ofEvents] = await Promise.all([
    byCode("/v1/organizations", "code", organizations, "code,name,ended"),
    byCode("/v1/indicators", "code", indicators, "code,label,unit,display_decimals,kind,domain"),
    byCode("/v1/sources", "code", sources, null),
    byCode("/v1/observations", "ids", observations, null),
    byCode("/v1/events", "code", events, "code,title,effective,legal_basis"),
  ]);
  return {
    organizations: ofOrganizations,
    indicators: ofIndicators,
    sources: ofSources,
    observations: ofObservations,
    events: ofEvents,
  };
}

/** An answer together with what its rows refer to; `references` names the codes of a row. */
export function useReferred(address, references) {
  return useFound(async () => {
    const answer = await ask(address);
    const codes = { organizations: [], indicators: [], sources: [], observations: [], events: [] };
    for (const row of answer.data) {
      for (const [kind, found] of Object.entries(references(row))) codes[kind].push(...found);
    }
    return { answer, known: await referredBy(codes) };
  }, [address]);
}

/** How many rows an address has in all. */
export async function totalOf(path, asked) {
  const { meta } = await ask(request(path, { ...asked, limit: 1, total: "true" }));
  return meta.total;
}

/** An organization by its name, marked when it has ended. */
export function OrganizationName({ code, known, period = null }) {
  const row = known.organizations.get(code);
  return html`<${To} page="organization" to=${{ code, period }}>${inLanguage(row?.name) || code}<//>`;
}

/** An indicator by its label. */
export function IndicatorName({ code, known }) {
  return html`<${To} page="indicators" to=${{ code }}>${inLanguage(known.indicators.get(code)?.label) || code}<//>`;
}

/** A source by who published it and when. */
export function SourceName({ code, known }) {
  const row = known.sources.get(code);
  const text = row ? `${row.publisher}${row.published ? ` (${row.published.slice(0, 4)})` : ""}` : code;
  return html`<${To} page="sources" to=${{ code }}>${text}<//>`;
}

/** A year, a month or a day, as far as it is known; nothing where it is not. */
export function dated(text) {
  if (!text || text.length === 4) return text ?? "";
  return text.length === 7 ? period(text) : day(text);
}

/** The cell that a key belongs to: of a figure, what stands before its source. */
export function cellOf(key) {
  return key.split("@")[0];
}
