/** What there is and what not: organizations of a level by years, from /v1/coverage. */

import { html, useState } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { go, useParameters } from "../address.js";
import { Found, Notices, OrganizationLink, To } from "./basics.js";

const INDICATORS = ["members", "grassroots_organizations", "ethnic_minority_share_of_members", "population"];
const MARKS = {
  reported: "●",
  computed: "◐",
  rolled_up: "◐",
  incomplete: "◔",
  suppressed: "■",
  missing: "–",
  not_expected: "",
  not_applicable: "",
};
const THERE = new Set(["reported", "computed", "rolled_up", "incomplete", "suppressed"]);
const FIRST_YEAR = 2005;

/** A table of provinces by years for one indicator, which the address names; those with nothing at all are counted. */
export function Coverage() {
  const { coverage = INDICATORS[0] } = useParameters();
  const asked = { level: "provincial", indicator: coverage, startPeriod: FIRST_YEAR, by: "series", limit: 200 };
  const found = useAnswer(request("/v1/coverage", asked));
  const indicators = useAnswer(request("/v1/indicators", { limit: 1000 }));
  return html`<section class="coverage" aria-labelledby="coverage">
    <h2 id="coverage">${tell("coverage.title")}</h2>
    <p class="lead">${tell("coverage.lead")}</p>
    <${Found} of=${indicators}>${(answer) => html`<${Choice} chosen=${coverage} indicators=${answer.data} />`}<//>
    <${Found} of=${found}>${(answer) => html`<${Years} answer=${answer} indicator=${coverage} />`}<//>
  </section>`;
}

function Choice({ chosen, indicators }) {
  const labels = new Map(indicators.map(({ code, label }) => [code, inLanguage(label)]));
  const codes = INDICATORS.includes(chosen) ? INDICATORS : [chosen, ...INDICATORS];
  return html`<p>
    <label for="coverage-indicator">${tell("coverage.indicator")}</label>${" "}
    <select id="coverage-indicator" value=${chosen} onChange=${(event) => go({ coverage: event.target.value })}>
      ${codes.map((code) => html`<option key=${code} value=${code}>${labels.get(code) ?? code}</option>`)}
    </select>
  </p>`;
}

function Years({ answer, indicator }) {
  const [isWhole, showWhole] = useState(false);
  const statesOf = (row) => Object.values(row.states);
  const some = answer.data.filter((row) => statesOf(row).some((state) => THERE.has(state)));
  const none = answer.data.filter((row) => !some.includes(row) && statesOf(row).includes("missing"));
  const years = Object.keys(answer.data[0]?.states ?? {}).filter((year) =>
    some.some((row) => THERE.has(row.states[year])),
  );
  const shown = isWhole ? answer.data.filter((row) => some.includes(row) || none.includes(row)) : some;
  return html`<${Legend} />
    <div class="wide" tabindex="0" role="region" aria-label=${tell("coverage.caption")}>
      <table class="states">
        <caption>${tell("coverage.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">${tell("coverage.organization")}</th>
            ${years.map((year) => html`<th scope="col" key=${year}>${year}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map((row) => html`<${Row} key=${row.organization} ...${{ row, years }} />`)}
        </tbody>
      </table>
    </div>
    <p>
      ${tell("coverage.none", { count: none.length, all: some.length + none.length })}${" "}
      <button type="button" aria-pressed=${isWhole} onClick=${() => showWhole(!isWhole)}>
        ${tell(isWhole ? "coverage.fewer" : "coverage.more")}
      </button>
    </p>
    <${Notices} notices=${answer.meta.notices} />
    <p>
      <a href=${answer.links.self}>${tell("coverage.request")}</a> ·${" "}
      <${To} page="indicators" to=${{ code: indicator }}>${tell("coverage.about")}<//>
    </p>`;
}

function Row({ row, years }) {
  return html`<tr>
    <th scope="row"><${OrganizationLink} code=${row.organization} name=${row.name} /></th>
    ${years.map((year) => {
      const state = row.states[year];
      return html`<td key=${year} class=${`state ${state}`}>
        <span aria-hidden="true">${MARKS[state]}</span><span class="heard">${tell(`coverage.states.${state}`)}</span>
      </td>`;
    })}
  </tr>`;
}

function Legend() {
  return html`<ul class="legend">
    ${["reported", "computed", "incomplete", "missing"].map(
      (state) => html`<li key=${state}><span aria-hidden="true" class=${`state ${state}`}>${MARKS[state]}</span> ${tell(`coverage.states.${state}`)}</li>`,
    )}
    <li>${tell("coverage.blank")}</li>
  </ul>`;
}
