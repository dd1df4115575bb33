/** Which organizations have an indicator, in which periods, and where its series break. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request, useFound } from "../api.js";
import { day, written } from "../numbers.js";
import { Found, Table, To } from "./basics.js";
import { OrganizationName, referredBy, totalOf } from "./browse.js";

const DERIVATIONS = ["reported", "computed", "rolled_up"];
const ROWS_MAX = 2000;

/** Counts by the API; rows by organization, in the order of the tree. */
async function covered(indicator) {
  const path = "/v1/observations";
  const [total, missing, ...derived] = await Promise.all([
    totalOf(path, { indicator }),
    totalOf(path, { indicator, status: "M,Q" }),
    ...DERIVATIONS.map((derivation) => totalOf(path, { indicator, derivation })),
  ]);
  const rows = await askAll(request(path, { indicator, fields: "id,organization,period,value", limit: 1000 }), ROWS_MAX);
  const series = new Map();
  for (const row of rows) series.set(row.organization, [...(series.get(row.organization) ?? []), row]);
  const known = await referredBy({ organizations: [...series.keys()] });
  return { total, missing, derived, series: [...series], known, all: rows.length === total };
}

export function Coverage({ indicator }) {
  const found = useFound(() => covered(indicator.code), [indicator.code]);
  return html`<h2>${tell("indicators.coverage")}</h2>
    <${Found} of=${found}>
      ${({ total, missing, derived, series, known, all }) =>
        total === 0
          ? html`<p>${tell("indicators.none")}</p>`
          : html`<ul class="counts">
                <li>${tell("indicators.total", { count: written(total) })}</li>
                ${DERIVATIONS.map((each, place) => derived[place] > 0 && html`<li>${tell(`indicators.derived.${each}`, { count: written(derived[place]) })}</li>`)}
                ${missing > 0 && html`<li>${tell("indicators.withoutValue", { count: written(missing) })}</li>`}
              </ul>
              ${!all && html`<p>${tell("indicators.shortened", { count: written(ROWS_MAX) })}</p>`}
              <${Series} indicator=${indicator} series=${series} known=${known} />`}
    <//>
    <h2>${tell("indicators.breaks")}</h2>
    <${Breaks} indicator=${indicator.code} />`;
}

function Series({ indicator, series, known }) {
  const valued = (rows) => rows.filter((row) => row.value !== null).length;
  return html`<${Table}
    caption=${tell("indicators.having", { label: inLanguage(indicator.label) })}
    keyOf=${([code]) => code}
    rows=${series}
    columns=${[
      [tell("indicators.organization"), ([code]) => html`<${OrganizationName} code=${code} known=${known} />`],
      [tell("indicators.first"), ([, rows]) => rows[0].period],
      [tell("indicators.last"), ([, rows]) => rows.at(-1).period],
      [tell("indicators.numbers"), ([, rows]) => written(valued(rows)), true],
      [tell("indicators.without"), ([, rows]) => written(rows.length - valued(rows)), true],
      [tell("indicators.see"), ([code]) => html`<${To} page="compare" to=${{ organizations: code, indicator: indicator.code }}>${tell("indicators.series")}<//>`],
    ]}
  />`;
}

/** The events after which the numbers of this indicator no longer continue, with whom they touch. */
async function broken(indicator) {
  const checks = await askAll(request("/v1/checks", { rule: "break", indicator, limit: 1000 }), ROWS_MAX);
  const touched = new Map();
  for (const check of checks) {
    const event = check.code.slice(check.code.lastIndexOf(":") + 1);
    touched.set(event, [...(touched.get(event) ?? []), check]);
  }
  if (touched.size === 0) return { events: [], touched };
  const codes = [...touched.keys()];
  const { data } = await ask(request("/v1/events", { code: codes.slice(0, 200).join(","), limit: 200 }));
  const known = await referredBy({ organizations: checks.map((check) => check.organization) });
  return { events: data, touched, known };
}

function Breaks({ indicator }) {
  const found = useFound(() => broken(indicator), [indicator]);
  return html`<${Found} of=${found}>
    ${({ events, touched, known }) =>
      events.length === 0
        ? html`<p>${tell("indicators.noBreaks")}</p>`
        : html`<ul class="breaks">
            ${events.map(
              (event) => html`<li key=${event.code}>
                <strong>${day(event.effective)}</strong>: ${inLanguage(event.title)}${event.legal_basis ? ` (${event.legal_basis})` : ""}.
                ${" "}${tell("indicators.firstAfter")}${" "}
                ${touched.get(event.code).map((check, place) => html`${place > 0 && "; "}<${OrganizationName} code=${check.organization} known=${known} />${` (${check.period})`}`)}
              </li>`,
            )}
          </ul>`}
  <//>`;
}
