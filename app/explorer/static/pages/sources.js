/** Sources: who printed what, and every figure that was printed there. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, language, tell } from "../language.js";
import { request, useAnswer, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { bounds, day, period, sign, written } from "../numbers.js";
import { Found, Notices, Table, Title, To } from "../parts/basics.js";
import { Choices, hostOf, IndicatorName, OrganizationName, Outer, Pages, totalOf, useReferred } from "../parts/browse.js";
import { Number } from "../parts/number.js";

const AUTHORITIES = ["official", "official-copy", "party-press", "press", "aggregator"];

export function Page() {
  const { code } = useParameters();
  return code ? html`<${OneSource} key=${code} code=${code} />` : html`<${AllSources} />`;
}

function authorityOf(code) {
  return tell(`sources.authorities.${code.replace("-", "_")}`);
}

/** A year, a month or a day, as far as it is known. */
function dated(text) {
  if (!text) return tell("sources.undated");
  if (text.length === 10) return day(text);
  return text.length === 7 ? period(text) : text;
}

async function counted() {
  const count = (authority) => totalOf("/v1/sources", { authority });
  return Promise.all([...AUTHORITIES, null].map(count));
}

function AllSources() {
  const { authority, after } = useParameters();
  const found = useAnswer(request("/v1/sources", { authority, after, limit: 50, total: "true" }));
  const counts = useFound(counted, []).value;
  return html`<${Title} lead=${tell("sources.lead")}>${tell("sources.title")}<//>
    <${Choices}
      page="sources"
      name="authority"
      label=${tell("sources.byAuthority")}
      chosen=${authority}
      choices=${[
        ...AUTHORITIES.map((each, place) => [each, authorityOf(each), counts?.[place]]),
        [null, tell("sources.all"), counts?.[AUTHORITIES.length]],
      ]}
    />
    <${Found} of=${found}>
      ${(answer) => html`<${Notices} notices=${answer.meta.notices} />
        <${Table}
          caption=${tell("sources.list")}
          keyOf=${(row) => row.code}
          rows=${answer.data}
          columns=${[
            [tell("sources.name"), (row) => html`<${To} page="sources" to=${{ code: row.code }}>${row.title ?? row.publisher}<//>`],
            [tell("sources.publisher"), (row) => row.publisher],
            [tell("sources.authority"), (row) => authorityOf(row.authority)],
            [tell("sources.published"), (row) => dated(row.published)],
            [tell("sources.address"), (row) => html`<${Outer} href=${row.url}>${hostOf(row.url)}<//>`],
          ]}
        />
        <${Pages} page="sources" answer=${answer} />`}
    <//>`;
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
    ["published", dated(source.published)],
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

/** All figures of a source as printed there, each with the reading that its words allow. */
function Figures({ source }) {
  const { after } = useParameters();
  const found = useReferred(request("/v1/figures", { source, after, limit: 100, total: "true" }), (figure) => ({
    organizations: [figure.organization],
    indicators: [figure.indicator],
  }));
  return html`<${Found} of=${found}>
    ${({ answer, known }) => html`<${Notices} notices=${answer.meta.notices} />
      ${answer.data.length > 0 &&
      html`<${Table}
        caption=${tell("sources.figuresTold")}
        rows=${answer.data}
        keyOf=${(row) => row.key}
        columns=${[
          [tell("sources.what"), (row) => html`<${IndicatorName} code=${row.indicator} known=${known} />`],
          [tell("sources.whose"), (row) => html`<${OrganizationName} code=${row.organization} known=${known} period=${row.period} />`],
          [tell("sources.when"), (row) => period(row.period, known.indicators.get(row.indicator)?.kind)],
          [tell("sources.printed"), (row) => html`<${Printed} figure=${row} known=${known} />`, true],
          [tell("sources.allows"), (row) => html`<${Reading} figure=${row} known=${known} />`, true],
          [tell("sources.remarks"), (row) => html`<${Remarks} figure=${row} />`],
        ]}
      />`}
      <${Pages} page="sources" answer=${answer} />`}
  <//>`;
}

function Printed({ figure, known }) {
  const cell = figure.key.split("@")[0];
  const label = [
    inLanguage(known.indicators.get(figure.indicator)?.label),
    inLanguage(known.organizations.get(figure.organization)?.name),
  ].join(", ");
  return html`<${Number} observation=${{ ...figure, id: cell }} label=${label} text=${figure.as_reported ?? tell("number.suppressed")} />`;
}

function Reading({ figure, known }) {
  const { unit, domain } = known.indicators.get(figure.indicator) ?? {};
  if (figure.lower !== null && figure.lower === figure.upper) return written(figure.lower) + sign(unit);
  return bounds({ ...figure, unit }, null, domain);
}

/** What is assumed of a figure, in words; nothing where all is stated. */
function Remarks({ figure }) {
  const told = [
    figure.period_basis === "inferred" && tell("sources.inferredPeriod"),
    figure.indicator_basis === "inferred" && tell("sources.inferredIndicator"),
    figure.preferred && tell("sources.preferred"),
    figure.vintage && tell("sources.vintage", { vintage: figure.vintage }),
  ].filter(Boolean);
  return html`${told.join("; ")}
  ${figure.note && html`${told.length > 0 && ". "}<span lang=${language === "en" ? null : "en"}>${figure.note}</span>`}`;
}
