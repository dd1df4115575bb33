/** One indicator of an organization over time: each number with its bounds, breaks where they are. */

import { html } from "../vendored/preact-htm.js";
import { go, useParameters } from "../address.js";
import { inLanguage, tell } from "../language.js";
import { askAll, request, useFound } from "../api.js";
import { bounds, endOf, period, told } from "../numbers.js";
import { Found, Table, To } from "./basics.js";
import { unit } from "./lineage.js";
import { Number } from "./number.js";
import { moment } from "./sources.js";
import { nameOf } from "./terms.js";

export function SeriesOf({ code, name, events, ...names }) {
  const found = useFound(() => askAll(request("/v1/observations", { organization: code, limit: 1000 })), [code]);
  return html`<h2>${tell("organization.series")}</h2>
    <${Found} of=${found}>
      ${(rows) => html`<${Chosen} series=${byIndicator(rows)} ...${{ name, events, ...names }} />`}
    <//>`;
}

/** Indicators with two numbers or more, by code, in the order of the catalog. */
function byIndicator(rows) {
  const series = Map.groupBy(rows, (row) => row.indicator);
  return new Map([...series].filter(([, observations]) => observations.length > 1));
}

function Chosen({ series, name, events, ...names }) {
  const { indicators } = names;
  const { series: asked } = useParameters();
  if (!series.size) return html`<p class="quiet">${tell("organization.noSeries")}</p>`;
  const chosen = series.has(asked) ? asked : series.has("members") ? "members" : [...series.keys()][0];
  const observations = [...series.get(chosen)].sort((one, other) => endOf(one.period) - endOf(other.period));
  const touching = events.filter((event) => event.breaks.includes("*") || event.breaks.includes(chosen));
  return html`<p class="choice">
      <label for="series">${tell("organization.indicator")}</label>
      <select id="series" value=${chosen} onChange=${(event) => go({ series: event.target.value })}>
        ${[...series.keys()].map((each) => html`<option key=${each} value=${each}>${nameOf(indicators, each)}</option>`)}
      </select>
    </p>
    <${SeriesTable} ...${{ observations, name, chosen, ...names }} />
    ${touching.length > 0 && html`<p class="doubt">${tell("organization.breaksInSeries")}</p>
      <ul>${touching.map((event) => html`<li key=${event.code}>${moment(event.effective ?? "")}: ${inLanguage(event.title)}</li>`)}</ul>`}`;
}

function SeriesTable({ observations, name, chosen, indicators, labelOf, publisherOf }) {
  const label = nameOf(indicators, chosen);
  const { kind, domain, display_decimals: decimals } = indicators.get(chosen) ?? {};
  const shown = (row) => `${told(row, decimals)}${unit(row, labelOf)}`;
  const columns = [
    [tell("organization.period"), (row) => period(row.period, kind)],
    [label, (row) => html`<${Number} observation=${row} label=${`${label}, ${period(row.period, kind)}`} text=${shown(row)} />`, true],
    [tell("card.bounds"), (row) => bounds(row, null, domain) || (row.value === null ? "" : tell("card.point"))],
    [tell("card.printed"), (row) => (row.as_reported ? html`<q class="printed">${row.as_reported}</q>` : tell(`card.derivations.${row.derivation}`))],
    [tell("card.source"), (row) => row.source && html`<${To} page="sources" to=${{ code: row.source }}>${publisherOf(row.source)}<//>`],
    [tell("card.status"), (row) => row.status !== "A" && tell(`card.statuses.${row.status}`)],
  ];
  const caption = tell("organization.seriesCaption", { label, name });
  return html`<${Table} caption=${caption} columns=${columns} rows=${observations} keyOf=${(row) => row.id} />`;
}
