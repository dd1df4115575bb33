/** Home: the numbers this service began with, what data there is, and what was published last. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { period } from "../numbers.js";
import { Found, Title, To } from "../parts/basics.js";
import { Number } from "../parts/number.js";

const ORGANIZATION = "lao-cai";
const PERIOD = "2022";

export function Page() {
  const found = useAnswer(request(`/v1/organizations/${ORGANIZATION}/profile`, { period: PERIOD }));
  return html`<${Found} of=${found}>${(answer) => html`<${Glance} profile=${answer.data} />`}<//>`;
}

function Glance({ profile }) {
  const rows = profile.groups.flatMap((group) => group.indicators);
  const headlines = rows.filter((row) => row.headline);
  const name = inLanguage(profile.organization.name);
  return html`<${Title} lead=${tell("home.lead")}>
      ${tell("home.title", { name, period: period(PERIOD) })}
    <//>
    <dl class="headlines">
      ${headlines.map(
        (row) => html`<div key=${row.id}>
          <dt>${inLanguage(row.label)}</dt>
          <dd><${Number} observation=${row} label=${inLanguage(row.label)} text=${inLanguage(row.text)} /></dd>
        </div>`,
      )}
    </dl>
    <p><${To} page="organization" to=${{ code: ORGANIZATION, period: PERIOD }}>${tell("home.more", { name })}<//></p>`;
}
