/** One organization in one period: who it is, its numbers, its parts, its series, its kin, its checks. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, askAll, request, useFound } from "../api.js";
import { useParameters } from "../address.js";
import { period as periodInWords } from "../numbers.js";
import { Found, Notices, Refused, Title, To } from "../parts/basics.js";
import { ChecksOf, EventsOf } from "../parts/happenings.js";
import { Downloads } from "../parts/downloads.js";
import { Identity, Kin } from "../parts/identity.js";
import { Groups } from "../parts/groups.js";
import { Headlines } from "../parts/headlines.js";
import { PartsOfWholes } from "../parts/parts_of_whole.js";
import { Periods } from "../parts/periods.js";
import { SeriesOf } from "../parts/series_of.js";
import { Sources } from "../parts/sources.js";
import { terms } from "../parts/terms.js";

export function Page() {
  const { code, period } = useParameters();
  const found = useFound(() => (code ? everythingAbout(code, period) : null), [code, period]);
  if (!code) return html`<${Unnamed} />`;
  if (found.refusal) return html`<${Unknown} refusal=${found.refusal} />`;
  return html`<${Found} of=${found}>${(about) => html`<${Organization} ...${about} />`}<//>`;
}

async function everythingAbout(code, period) {
  const path = `/v1/organizations/${encodeURIComponent(code)}`;
  const [profile, ancestors, children, events, checks, names] = await Promise.all([
    ask(request(`${path}/profile`, { period })),
    askAll(request(`${path}/ancestors`)),
    askAll(request(`${path}/children`, { limit: 1000 })),
    askAll(request("/v1/events", { organization: code, limit: 1000 })),
    askAll(request("/v1/checks", { organization: code, limit: 1000 })),
    terms(),
  ]);
  const { organization } = profile.data;
  const kin = [...organization.predecessors, ...organization.successors];
  const related = kin.length ? await askAll(request("/v1/organizations", { code: kin.join(",") })) : [];
  return { profile: profile.data, notices: profile.meta.notices, ancestors, children, events, checks, related, ...names };
}

function Organization(about) {
  const { profile, notices, indicators, labelOf, publisherOf } = about;
  const names = { indicators, labelOf, publisherOf };
  const { organization, period } = profile;
  const name = inLanguage(organization.name);
  const kin = [...organization.predecessors, ...organization.successors];
  const rows = profile.groups.flatMap((group) => group.indicators);
  return html`<${Above} ancestors=${about.ancestors} period=${period} />
    <${Title}>${name}<//>
    <${Identity} organization=${organization} related=${about.related} labelOf=${labelOf} />
    <${Periods} period=${period} periods=${profile.periods} />
    ${rows.length === 0 && html`<${Numberless} organization=${organization} period=${period} periods=${profile.periods} />`}
    <${Notices} notices=${notices} />
    <${Headlines} rows=${rows} publisherOf=${publisherOf} />
    <${PartsOfWholes} rows=${rows} about=${named(name, period)} ...${names} />
    <${SeriesOf} code=${organization.code} name=${name} kin=${kin} events=${about.events} ...${names} />
    <${Groups} groups=${profile.groups} ...${names} />
    <${Kin} ...${{ organization, ancestors: about.ancestors, children: about.children, related: about.related }} />
    <${EventsOf} events=${about.events} ...${names} />
    <${ChecksOf} checks=${about.checks} indicators=${indicators} />
    <${Sources} sources=${profile.sources} level="h2" />
    <${Taking} code=${organization.code} name=${name} period=${period} />`;
}

/** An organization without numbers has no period either. */
function named(name, period) {
  return period ? `${name}, ${periodInWords(period)}` : name;
}

/** The way up the tree. */
function Above({ ancestors, period }) {
  if (!ancestors.length) return null;
  return html`<nav class="above" aria-label=${tell("organization.above")}>
    ${ancestors.map(
      ({ code, name }) => html`<${To} key=${code} page="organization" to=${{ code, period }}>${inLanguage(name)}<//> › `,
    )}
  </nav>`;
}

/** Says why there is nothing, and where there is something. */
function Numberless({ organization, period, periods }) {
  const { code } = organization;
  if (!periods.length) return html`<p class="refused">${tell("organization.noNumbers")}</p>`;
  const last = periods[periods.length - 1];
  return html`<p class="refused">
    ${tell("organization.noNumbersThen", { period: periodInWords(period) })}${" "}
    <${To} page="organization" to=${{ code, period: last }}>
      ${tell("organization.latest", { period: periodInWords(last) })}
    <//>
  </p>`;
}

function Taking({ code, name, period }) {
  const path = `/v1/organizations/${encodeURIComponent(code)}/profile`;
  const address = request(path, { period });
  return html`<h2>${tell("organization.taking")}</h2>
    <p>${tell("organization.request")} <a href=${address}><code>GET ${address}</code></a></p>
    ${period && html`<p>${tell("organization.thisPeriod", { period: periodInWords(period) })}</p>
      <${Downloads} path=${path} asked=${{ period }} of=${named(name, period)} />`}
    <p>${tell("organization.allPeriods")}</p>
    <${Downloads} path="/v1/observations" asked=${{ organization: code }} of=${name} />`;
}

function Unnamed() {
  return html`<${Title} lead=${tell("organization.unnamed")}>${tell("organization.title")}<//>
    <p><${To} page="organizations">${tell("organizations.title")}<//></p>`;
}

/** An unknown code: what the API says of it, and the nearest codes there are. */
function Unknown({ refusal }) {
  const nearest = refusal.problem?.nearest ?? [];
  return html`<${Title}>${tell("organization.unknown")}<//>
    <${Refused} refusal=${refusal} />
    ${nearest.length > 0 &&
    html`<p>
      ${tell("organization.nearest")}${" "}
      ${nearest.map((code) => html`<${To} key=${code} page="organization" to=${{ code }}>${code}<//> `)}
    </p>`}
    <p><${To} page="organizations">${tell("organizations.title")}<//></p>`;
}
