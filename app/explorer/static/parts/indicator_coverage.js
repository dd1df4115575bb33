/** Which organizations have an indicator, in which periods, and where its series break. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { period, written } from "../numbers.js";
import { Found, Table, To } from "./basics.js";
import { dated, OrganizationName, Pages, referredBy } from "./browse.js";

const PATH = "/v1/availability";
const KINDS = ["derivation", "status", "frequency"];
const BREAKS_MAX = 2000;

/** What there is of the indicator: by kind, and by organization, page by page. */
async function covered(indicator, after) {
  const [kinds, organizations] = await Promise.all([
    ask(request(PATH, { indicator, component: KINDS.join(",") })),
    ask(request(PATH, { indicator, component: "organization", after, limit: 100, total: "true" })),
  ]);
  return { kinds: kinds.data, organizations };
}

export function Coverage({ indicator }) {
  const { after } = useParameters();
  const found = useFound(() => covered(indicator.code, after), [indicator.code, after]);
  return html`<h2>${tell("indicators.coverage")}</h2>
    <${Found} of=${found}>
      ${({ kinds, organizations }) => {
        const all = kinds.find((row) => row.component === "all");
        if (!all || all.count === 0) return html`<p>${tell("indicators.none")}</p>`;
        return html`<${Kinds} all=${all} kinds=${kinds} />
          <${Organizations} indicator=${indicator} answer=${organizations} />`;
      }}
    <//>
    <h2>${tell("indicators.breaks")}</h2>
    <${Breaks} indicator=${indicator} />`;
}

function Kinds({ all, kinds }) {
  return html`<dl class="facts counts">
    <div><dt>${tell("indicators.all")}</dt><dd>${tell("indicators.total", { count: written(all.count) })}</dd></div>
    ${KINDS.map((kind) => {
      const rows = kinds.filter((row) => row.component === kind);
      const told = rows.map((row) => `${inLanguage(row.name) || row.code}: ${written(row.count)}`);
      return html`<div key=${kind} data-component=${kind}><dt>${tell(`indicators.by.${kind}`)}</dt><dd>${told.join(" · ")}</dd></div>`;
    })}
  </dl>`;
}

function Organizations({ indicator, answer }) {
  const rows = answer.data.filter((row) => row.component === "organization");
  return html`<${Table}
      caption=${tell("indicators.having", { label: inLanguage(indicator.label) })}
      keyOf=${(row) => row.code}
      rows=${rows}
      columns=${[
        [tell("indicators.organization"), (row) => html`<${To} page="organization" to=${{ code: row.code }}>${inLanguage(row.name)}<//>`],
        [tell("indicators.numbers"), (row) => written(row.count), true],
        [tell("indicators.first"), (row) => period(row.first_period, indicator.kind)],
        [tell("indicators.last"), (row) => period(row.last_period, indicator.kind)],
        [tell("indicators.see"), (row) => html`<${To} page="compare" to=${{ organizations: row.code, indicator: indicator.code }}>${tell("indicators.series")}<//>`],
      ]}
    />
    <${Pages} page="indicators" answer=${{ ...answer, meta: { count: rows.length, total: answer.meta.types?.organization } }} />`;
}

/** The events after which the numbers of this indicator no longer continue, with whom they touch. */
async function broken(indicator) {
  const checks = await askAll(request("/v1/checks", { rule: "break", indicator, limit: 1000 }), BREAKS_MAX);
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
  const found = useFound(() => broken(indicator.code), [indicator.code]);
  return html`<${Found} of=${found}>
    ${({ events, touched, known }) =>
      events.length === 0
        ? html`<p>${tell("indicators.noBreaks")}</p>`
        : html`<ul class="breaks">
            ${events.map(
              (event) => html`<li key=${event.code}>
                <strong>${dated(event.effective)}</strong>: ${inLanguage(event.title)}${event.legal_basis ? ` (${event.legal_basis})` : ""}.
                ${" "}${tell("indicators.firstAfter")}${" "}
                ${touched.get(event.code).map((check, place) => html`${place > 0 && "; "}<${OrganizationName} code=${check.organization} known=${known} />${` (${period(check.period, indicator.kind)})`}`)}
              </li>`,
            )}
          </ul>`}
  <//>`;
}
