/** Sources: who printed what, and every figure that was printed there. */

import { html } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { ask, request, useAnswer, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { day } from "../numbers.js";
import { Found, Notices, Table, Title, To } from "../parts/basics.js";
import { Choices, dated, hostOf, Outer, Pages, referredBy, totalOf } from "../parts/browse.js";
import { NameFilter } from "../parts/name_filter.js";
import { Figures } from "../parts/source_figures.js";

const AUTHORITIES = ["official", "official-copy", "party-press", "press", "aggregator"];

export function Page() {
  const { code } = useParameters();
  return code ? html`<${OneSource} key=${code} code=${code} />` : html`<${AllSources} />`;
}

function authorityOf(code) {
  return tell(`sources.authorities.${code.replace("-", "_")}`);
}

async function counted() {
  const count = (authority) => totalOf("/v1/sources", { authority });
  return Promise.all([...AUTHORITIES, null].map(count));
}

/** A page of sources; those that a name is asked of come in the order of the search, slips and missing marks forgiven. */
async function listed({ filter, authority, after }) {
  if (!filter) return ask(request("/v1/sources", { authority, after, limit: 50, total: "true" }));
  const found = await ask(request("/v1/search", { q: filter, type: "source", after, limit: 50, total: "true" }));
  const codes = found.data.map((row) => row.code);
  const { sources } = await referredBy({ sources: codes });
  return { ...found, data: codes.map((code) => sources.get(code)) };
}

function AllSources() {
  const { filter = "", authority, after } = useParameters();
  const asked = { filter: filter.trim(), authority, after };
  const found = useFound(() => listed(asked), [JSON.stringify(asked)]);
  return html`<${Title} lead=${tell("sources.lead")}>${tell("sources.title")}<//>
    <form class="fields" onSubmit=${(event) => event.preventDefault()}>
      <${NameFilter} label=${tell("sources.filter")} example=${tell("sources.example")} />
    </form>
    ${!asked.filter && html`<${Authorities} authority=${authority} />`}
    <${Found} of=${found}>
      ${(answer) => html`<${Notices} notices=${answer.meta.notices} />
        ${answer.data.length > 0 && html`<${Listed} rows=${answer.data} />`}
        <${Pages} page="sources" answer=${answer} />`}
    <//>`;
}

function Authorities({ authority }) {
  const counts = useFound(counted, []).value;
  const all = [null, tell("sources.all"), counts?.[AUTHORITIES.length]];
  const choices = AUTHORITIES.map((each, place) => [each, authorityOf(each), counts?.[place]]);
  return html`<${Choices}
    page="sources"
    name="authority"
    label=${tell("sources.byAuthority")}
    chosen=${authority}
    choices=${[...choices, all]}
  />`;
}

function Listed({ rows }) {
  return html`<${Table}
    caption=${tell("sources.list")}
    keyOf=${(row) => row.code}
    rows=${rows}
    columns=${[
      [tell("sources.name"), (row) => html`<${To} page="sources" to=${{ code: row.code }}>${row.title ?? row.publisher}<//>`],
      [tell("sources.publisher"), (row) => row.publisher],
      [tell("sources.authority"), (row) => authorityOf(row.authority)],
      [tell("sources.published"), (row) => dated(row.published) || tell("sources.undated")],
      [tell("sources.address"), (row) => html`<${Outer} href=${row.url}>${hostOf(row.url)}<//>`],
    ]}
  />`;
}

function OneSource({ code }) {
  const found = useAnswer(request("/v1/sources", { code }));
  return html`<p class="up"><${To} page="sources">${tell("sources.back")}<//></p>
    <${Found} of=${found}>
      ${(answer) =>
        answer.data.map(
          (source) => html`<${Title}>${source.title ?? source.publisher}<//>
            <${About} source=${source} />
            <h2>${tell("sources.figures")}</h2>
            <${Figures} source=${source.code} />`,
        )}
    <//>`;
}

function About({ source }) {
  const rows = [
    ["publisher", source.publisher],
    ["origin", source.origin],
    ["authority", authorityOf(source.authority)],
    ["published", dated(source.published) || tell("sources.undated")],
    ["accessed", day(source.accessed)],
    ["language", tell(`sources.languages.${source.language}`)],
    ["address", html`<${Outer} href=${source.url}>${source.url}<//>`],
    ["note", source.note && html`<span lang="en">${source.note}</span>`],
    ["code", html`<code>${source.code}</code>`],
  ];
  return html`<dl class="facts">
      ${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${tell(`sources.${name}`)}</dt><dd>${value}</dd></div>`)}
    </dl>
    <h2>${tell("sources.cite")}</h2>
    <p class="citation">
      ${source.publisher}${source.title ? `, “${source.title}”` : ""}${source.published ? ` (${dated(source.published)})` : ""}${", "}
      ${source.url}, ${tell("sources.read", { day: day(source.accessed) })}.
    </p>`;
}
