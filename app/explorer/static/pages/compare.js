/** Several organizations by one indicator over time, and how much more than then. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { go, useParameters } from "../address.js";
import { ask, askAll, request, useFound } from "../api.js";
import { day } from "../numbers.js";
import { Found, OrganizationLink, Title, To } from "../parts/basics.js";
import { IndicatorChoice, Meaning, described, sourcesOf } from "../parts/described.js";
import { GrowthBetween, pairOf } from "../parts/growth.js";
import { OrganizationSearch } from "../parts/organization_search.js";
import { SeriesChart, SeriesTable } from "../parts/series.js";
import { SERIES_COLORS } from "../parts/plotting.js";

const MOST = SERIES_COLORS.length;
const FIRST = { organizations: "lao-cai,yen-bai", indicator: "population" };

/** What the address asks for; without organizations, those this service began with. */
function asked({ organizations = FIRST.organizations, indicator = FIRST.indicator, from = "", to = "" }) {
  const codes = [...new Set(organizations.split(",").filter(Boolean))];
  return { codes: codes.slice(0, MOST), left: codes.slice(MOST), indicator, from, to };
}

export function Page() {
  const parameters = useParameters();
  const wanted = asked(parameters);
  const key = JSON.stringify(wanted);
  const catalog = useFound(described, []);
  const chosen = useFound(() => organizationsOf(wanted.codes), [wanted.codes.join()]);
  const found = useFound(() => seriesOf(wanted), [key]);
  return html`<${Title} lead=${tell("compare.lead")}>${tell("compare.title")}<//>
    <${Found} of=${catalog}>${(known) => html`<${Choices} wanted=${wanted} catalog=${known} chosen=${chosen} />`}<//>
    ${wanted.left.length > 0 && html`<${Left} codes=${wanted.left} />`}
    <${Found} of=${found}>
      ${(value) => html`<${Compared} wanted=${wanted} value=${value} />`}
    <//>`;
}

function Left({ codes }) {
  return html`<p class="notices">${tell("compare.left", { most: MOST, codes: codes.join(", ") })}</p>`;
}

function Choices({ wanted, catalog, chosen }) {
  const change = (codes) => go({ organizations: codes.join(","), growthFrom: null, growthTo: null });
  const has = chosen.value?.indicators;
  const remark = ({ code }) => (has && !has.has(code) ? ` – ${tell("compare.none")}` : "");
  return html`<section class="chooser" aria-label=${tell("compare.choices")}>
    <${Found} of=${chosen}>
      ${(value) => html`<${Chosen} ...${value} codes=${wanted.codes} onChange=${change} />`}
    <//>
    ${
      wanted.codes.length < MOST
        ? html`<${OrganizationSearch}
            id="organization"
            label=${tell("compare.add")}
            exclude=${wanted.codes}
            onChoose=${(entry) => change([...wanted.codes, entry.code])}
          />`
        : html`<p>${tell("compare.full", { most: MOST })}</p>`
    }
    <${IndicatorChoice}
      catalog=${catalog}
      chosen=${wanted.indicator}
      remarkOf=${remark}
      onChoose=${(indicator) => go({ indicator, growthFrom: null, growthTo: null })}
    />
    <${PeriodField} name="from" label=${tell("compare.from")} value=${wanted.from} />
    <${PeriodField} name="to" label=${tell("compare.to")} value=${wanted.to} />
  </section>`;
}

/** A period as the API writes it; taken when the field is left or Enter is pressed, empty for no limit. */
function PeriodField({ name, label, value }) {
  return html`<label class="field short">
    <span>${label}</span>
    <input
      key=${value}
      name=${name}
      value=${value}
      maxlength="10"
      placeholder="2022"
      autocomplete="off"
      onChange=${(event) => go({ [name]: event.target.value.trim() })}
    />
  </label>`;
}

function Chosen({ organizations, unknown, codes, onChange }) {
  const remove = (code, name) =>
    html`<button
      type="button"
      class="remove"
      aria-label=${tell("compare.remove", { name })}
      onClick=${() => onChange(codes.filter((each) => each !== code))}
    >
      ×
    </button>`;
  return html`<ul class="chosen" aria-label=${tell("compare.chosen")}>
    ${organizations.map((each) => {
      const name = inLanguage(each.name);
      const missing = each.successors.filter((code) => !codes.includes(code));
      return html`<li key=${each.code}>
        <${OrganizationLink} code=${each.code} name=${each.name} />
        ${each.ended && html`<span>${tell("compare.ended", { day: day(each.valid_to) })}</span>`}
        ${
          missing.length > 0 &&
          codes.length + missing.length <= MOST &&
          html`<button type="button" onClick=${() => onChange([...codes, ...missing])}>
            ${tell("compare.successors")}
          </button>`
        }
        ${remove(each.code, name)}
      </li>`;
    })}
    ${unknown.map(
      (code) => html`<li key=${code}><span>${tell("compare.unknown", { code })}</span>${remove(code, code)}</li>`,
    )}
  </ul>`;
}

function Compared({ wanted, value }) {
  const { indicator, catalog, series, events } = value;
  const label = inLanguage(indicator.label);
  const caption = [label, series.map((each) => each.label).join("; "), range(wanted)].filter(Boolean).join(" · ");
  const pair = pairOf(series);
  if (!series.length) return html`<p>${tell("compare.nobody")}</p>`;
  return html`<h2>${label}</h2>
    <${Meaning} indicator=${indicator} catalog=${catalog} />
    <${SeriesChart}
      series=${series}
      events=${events}
      caption=${caption}
      name=${`${wanted.indicator}-${wanted.codes.join("-")}`}
      sources=${value.sources}
      hasTable=${false}
    />
    <${Silent} series=${series} />
    ${pair && html`<${GrowthBetween} series=${series} catalog=${catalog} indicator=${wanted.indicator} pair=${pair} />`}
    <h2>${tell("compare.table")}</h2>
    <${SeriesTable} series=${series} publisherOf=${catalog.publisherOf} caption=${tell("compare.rows", { caption })} />
    <p><a href=${value.request}>${tell("compare.request")}</a></p>`;
}

function range({ from, to }) {
  if (!from && !to) return "";
  return tell("compare.range", { from: from || "…", to: to || "…" });
}

/** Organizations without a number: named, so that their absence is not taken for zero. */
function Silent({ series }) {
  const silent = series.filter((each) => !each.observations.length);
  if (!silent.length) return null;
  return html`<div class="notices">
    <p>${tell("compare.silent")}</p>
    <ul>
      ${silent.map((each) => html`<li key=${each.key}><${To} page="organization" to=${{ code: each.key }}>${each.label}<//></li>`)}
    </ul>
  </div>`;
}

/** The organizations as they stand, codes the release does not know, and the indicators of which there is any number. */
async function organizationsOf(codes) {
  const answers = await Promise.allSettled(codes.map((code) => ask(request(`/v1/organizations/${code}`))));
  const lost = answers.find(({ reason }) => reason && reason.problem?.status !== 404);
  if (lost) throw lost.reason;
  const organizations = answers.filter(({ value }) => value).map(({ value }) => value.data);
  const unknown = codes.filter((code, place) => answers[place].reason);
  const organization = organizations.map((each) => each.code).join(",");
  if (!organization) return { organizations, unknown, indicators: null };
  const rows = await askAll(request("/v1/observations", { organization, fields: "indicator", limit: 1000 }));
  return { organizations, unknown, indicators: new Set(rows.map((row) => row.indicator)) };
}

/** The series of each organization, ready to be drawn, with what breaks them and what sources claim. */
async function seriesOf({ codes, indicator: code, from, to }) {
  const catalog = await described();
  const indicator = catalog.byCode.get(code) ?? (await ask(request(`/v1/indicators/${code}`))).data;
  const { organizations } = await organizationsOf(codes);
  if (!organizations.length) return { indicator, catalog, series: [], events: [] };
  const selection = {
    organization: organizations.map((each) => each.code).join(","),
    startPeriod: from,
    endPeriod: to,
  };
  const asking = request("/v1/observations", { ...selection, indicator: code, limit: 1000 });
  const [rows, events, claims] = await Promise.all([
    askAll(asking),
    askAll(request("/v1/events", { organization: selection.organization, limit: 1000 })),
    claimsOf(indicator, selection),
  ]);
  const series = organizations.map((each) => ({
    key: each.code,
    label: inLanguage(each.name),
    unit: indicator.unit,
    unitLabel: catalog.unitOf(indicator.unit),
    decimals: indicator.display_decimals,
    kind: indicator.kind,
    domain: indicator.domain,
    observations: rows.filter((row) => row.organization === each.code),
    claims: claims.filter((claim) => claim.key.startsWith(`${each.code}.`)),
  }));
  return { indicator, catalog, series, events, request: asking, sources: await sourcesOf(rows) };
}

/** Claims stand beside what is computed: of ratios alone. */
async function claimsOf({ code, kind }, selection) {
  if (kind !== "ratio") return [];
  const rows = await askAll(request(`/v1/ratios/${code}`, { ...selection, fields: "id,claims", limit: 1000 }));
  return rows.flatMap((row) => row.claims);
}
