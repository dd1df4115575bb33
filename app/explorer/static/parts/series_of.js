/** One indicator of an organization over time, as a chart: any that has numbers for two periods or more. */

import { html } from "../vendored/preact-htm.js";
import { go, useParameters } from "../address.js";
import { tell } from "../language.js";
import { askAll, request, useFound } from "../api.js";
import { endOf } from "../numbers.js";
import { Found, To } from "./basics.js";
import { SeriesChart } from "./series.js";
import { nameOf } from "./terms.js";

/** What is shown first, where there is such a series. */
const FIRST = "members";

/** `kin` are the codes before and after it in time. */
export function SeriesOf({ code, name, kin, events, ...names }) {
  const found = useFound(() => askAll(request("/v1/observations", { organization: code, limit: 1000 })), [code]);
  return html`<h2>${tell("organization.series")}</h2>
    <${Found} of=${found}>
      ${(rows) => html`<${Chosen} all=${byIndicator(rows)} ...${{ code, name, kin, events, ...names }} />`}
    <//>`;
}

/** Indicators with two numbers or more, by code, in the order of the catalog. */
function byIndicator(rows) {
  const series = Map.groupBy(rows, (row) => row.indicator);
  return new Map([...series].filter(([, observations]) => observations.length > 1));
}

function Chosen({ all, code, name, kin, events, ...names }) {
  const { series: asked } = useParameters();
  const chosen = [asked, FIRST, ...all.keys()].find((each) => all.has(each));
  const found = useFound(() => chosen && drawable(all.get(chosen), names.indicators.get(chosen), { code, name, ...names }), [code, chosen]);
  const compare = html`<p>
    <${To} page="compare" to=${{ organizations: [code, ...kin].join(","), indicator: chosen ?? FIRST }}>
      ${tell(kin.length ? "organization.compareKin" : "organization.compare")}
    <//>
  </p>`;
  if (!chosen) return html`<p class="quiet">${tell("organization.noSeries")}</p>${compare}`;
  return html`<p class="choice">
      <label for="series">${tell("organization.indicator")}</label>
      <select id="series" value=${chosen} onChange=${(event) => go({ series: event.target.value })}>
        ${[...all.keys()].map((each) => html`<option key=${each} value=${each}>${nameOf(names.indicators, each)}</option>`)}
      </select>
    </p>
    <${Found} of=${found}>${(drawn) => html`<${SeriesChart} ...${drawn} events=${events} />`}<//>
    ${compare}`;
}

/** The series with its claims: what sources print of ratios that are computed. */
async function drawable(observations, indicator, { code, name, indicators, labelOf, publisherOf }) {
  const asked = { organization: code, fields: "id,claims", limit: 1000 };
  const ratios = indicator.kind === "ratio" ? await askAll(request(`/v1/ratios/${indicator.code}`, asked)) : [];
  const label = nameOf(indicators, indicator.code);
  const series = {
    key: indicator.code,
    label,
    unit: indicator.unit,
    unitLabel: labelOf("unit", indicator.unit),
    decimals: indicator.display_decimals,
    kind: indicator.kind,
    domain: indicator.domain,
    observations: [...observations].sort((one, other) => endOf(one.period) - endOf(other.period)),
    claims: ratios.flatMap((row) => row.claims),
  };
  const publishers = new Set(observations.map((row) => row.source && publisherOf(row.source)).filter(Boolean));
  return {
    series: [series],
    caption: tell("organization.seriesCaption", { label, name }),
    name: `${code}-${indicator.code}`,
    sources: publishers.size ? `${tell("card.sources")}: ${[...publishers].join("; ")}` : tell("organization.computed"),
  };
}
