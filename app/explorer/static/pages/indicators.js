/** Indicators: what is measured, by groups; each with its meaning, its relations and who has it. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { written } from "../numbers.js";
import { Found, Table, Title, To } from "../parts/basics.js";
import { labelsOf } from "../parts/browse.js";
import { Coverage } from "../parts/indicator_coverage.js";
import { Meaning } from "../parts/indicator_meaning.js";

export function Page() {
  const { code } = useParameters();
  return code ? html`<${OneIndicator} key=${code} code=${code} />` : html`<${AllIndicators} />`;
}

async function listed() {
  const [rows, groups, units, { data }] = await Promise.all([
    askAll(request("/v1/indicators", { limit: 200 })),
    labelsOf("group"),
    labelsOf("unit"),
    ask(request("/v1/availability", { component: "indicator" })),
  ]);
  const available = new Map(data.filter((row) => row.component === "indicator").map((row) => [row.code, row]));
  return { rows, available, groups: [...groups].filter(([group]) => rows.some((row) => row.group === group)), units };
}

function AllIndicators() {
  const found = useFound(listed, []);
  return html`<${Title} lead=${tell("indicators.lead")}>${tell("indicators.title")}<//>
    <${Found} of=${found}>
      ${({ rows, available, groups, units }) => html`<nav class="choices" aria-label=${tell("indicators.groups")}>
          <ul>${groups.map(([group, label]) => html`<li key=${group}><a href=${`#${group}`}>${label}</a></li>`)}</ul>
        </nav>
        ${groups.map(
          ([group, label]) => html`<section key=${group} id=${group}>
            <h2>${label}</h2>
            <${Group} label=${label} rows=${rows.filter((row) => row.group === group)} units=${units} available=${available} />
          </section>`,
        )}`}
    <//>`;
}

function Group({ label, rows, units, available }) {
  const years = (row) => [...new Set([row.first_period.slice(0, 4), row.last_period.slice(0, 4)])].join(" – ");
  return html`<${Table}
    caption=${tell("indicators.ofGroup", { group: label })}
    keyOf=${(row) => row.code}
    rows=${rows}
    columns=${[
      [tell("indicators.indicator"), (row) => html`<${To} page="indicators" to=${{ code: row.code }}>${inLanguage(row.label)}<//>`],
      [tell("indicators.kind"), (row) => tell(`indicators.kinds.${row.kind}`)],
      [tell("indicators.unit"), (row) => units.get(row.unit) ?? row.unit],
      [tell("indicators.count"), (row) => written(available.get(row.code)?.count ?? 0), true],
      [tell("indicators.years"), (row) => (available.has(row.code) ? years(available.get(row.code)) : "–")],
      [tell("indicators.definition"), (row) => inLanguage(row.definition)],
    ]}
  />`;
}

/** An indicator with all others, since its relations lead both ways. */
async function found({ code }) {
  const [{ data }, all, units, concepts, groups] = await Promise.all([
    ask(request(`/v1/indicators/${encodeURIComponent(code)}`)),
    askAll(request("/v1/indicators", { limit: 200 })),
    labelsOf("unit"),
    labelsOf("concept"),
    labelsOf("group"),
  ]);
  return { indicator: data, all, units, concepts, groups };
}

function OneIndicator({ code }) {
  const one = useFound(() => found({ code }), [code]);
  return html`<p class="up"><${To} page="indicators">${tell("indicators.back")}<//></p>
    <${Found} of=${one}>
      ${(value) => html`<${Title}>${inLanguage(value.indicator.label)}<//>
        <${Meaning} ...${value} />
        <p class="onward">
          <${To} page="compare" to=${{ indicator: code }}>${tell("indicators.compare")}<//>${" · "}
          <${To} page="ranking" to=${{ indicator: code }}>${tell("indicators.rank")}<//>${" · "}
          <${To} page="checks" to=${{ indicator: code, outcome: "all" }}>${tell("indicators.checks")}<//>
        </p>
        <${Coverage} indicator=${value.indicator} />`}
    <//>`;
}
