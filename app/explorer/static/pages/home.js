/** Home: the numbers this service began with, what data there is, and what was published last. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, language, tell } from "../language.js";
import { ask, request, useAnswer, useFound } from "../api.js";
import { day, period } from "../numbers.js";
import { Found, Title, To } from "../parts/basics.js";
import { Coverage } from "../parts/coverage.js";
import { Number } from "../parts/number.js";
import { PartsOfWholes } from "../parts/parts_of_whole.js";
import { terms } from "../parts/terms.js";
import { Claims } from "../parts/verdicts.js";

const ORGANIZATION = "lao-cai";
const PERIOD = "2022";
const SHARE = "members_share_of_population";
// The structure that the article tells of: what adds up, and the share it prints with an open bound.
const STRUCTURE = new Set([
  "grassroots_organizations",
  "grassroots_committees",
  "grassroots_cells",
  "cells",
  "subordinate_cells",
  "ethnic_minority_share_of_members",
]);

export function Page() {
  const found = useFound(async () => {
    const path = `/v1/organizations/${ORGANIZATION}/profile`;
    const [answer, names] = await Promise.all([ask(request(path, { period: PERIOD })), terms()]);
    return { profile: answer.data, names };
  }, []);
  return html`<${Found} of=${found}>${(value) => html`<${Glance} ...${value} />`}<//>
    <${Search} />
    <${Coverage} />
    <${Latest} />`;
}

function Glance({ profile, names }) {
  const rows = profile.groups.flatMap((group) => group.indicators);
  const structure = rows.filter((row) => STRUCTURE.has(row.indicator));
  const share = rows.find((row) => row.indicator === SHARE);
  const name = inLanguage(profile.organization.name);
  const title = tell("home.title", { name, period: period(PERIOD) });
  return html`<${Title} lead=${tell("home.lead")}>${title}<//>
    <dl class="headlines">
      ${rows.filter((row) => row.headline).map((row) => html`<${Headline} key=${row.id} row=${row} />`)}
    </dl>
    ${share && html`<${Share} row=${share} names=${names} />`}
    <${PartsOfWholes} rows=${structure} about=${title} ...${names} />
    <p><${To} page="organization" to=${{ code: ORGANIZATION, period: PERIOD }}>${tell("home.more", { name })}<//></p>`;
}

function Headline({ row }) {
  return html`<div>
    <dt>${inLanguage(row.label)}</dt>
    <dd><${Number} observation=${row} label=${inLanguage(row.label)} text=${inLanguage(row.text)} /></dd>
  </div>`;
}

/** The share of the population as computed, beside what was printed, with the verdict on it. */
function Share({ row, names }) {
  return html`<section class="share" aria-labelledby="share">
    <h2 id="share">${tell("home.shareTitle")}</h2>
    <p>
      ${tell("home.shareText")}${" "}
      <${Number} observation=${row} label=${inLanguage(row.label)} text=${inLanguage(row.text)} />.
    </p>
    <${Claims} observation=${row} ...${names} />
  </section>`;
}

/** Another way to the same search as in the head of the page, with examples that are sure to find. */
function Search() {
  const examples = ["dang vien lao cai", "Yên Bái", "dan toc thieu so"];
  return html`<section aria-labelledby="find">
    <h2 id="find">${tell("home.searchTitle")}</h2>
    <form class="search large" action="/explore/search">
      <input type="hidden" name="lang" value=${language} />
      <label for="find-text">${tell("home.searchLabel")}</label>
      <input id="find-text" name="q" type="search" maxlength="200" />
      <button>${tell("home.find")}</button>
    </form>
    <p>
      ${tell("home.examples")}
      ${examples.map((text) => html` <${To} key=${text} page="search" to=${{ q: text }}>${text}<//>`)}
    </p>
  </section>`;
}

const SHOWN = 3;

function Latest() {
  const found = useAnswer(request("/v1/releases"));
  return html`<section aria-labelledby="latest">
    <h2 id="latest">${tell("home.latest")}</h2>
    <${Found} of=${found}>
      ${(answer) => {
        const newest = [...answer.data].sort((one, other) => other.number - one.number).slice(0, SHOWN);
        return html`<ul>
          ${newest.map(
            ({ number, published_at }) => html`<li key=${number}>
              <${To} page="releases" to=${{ number }}>${tell("home.release", { number, day: day(published_at) })}<//>
            </li>`,
          )}
        </ul>`;
      }}
    <//>
    <p><a href="/v1/releases.atom">${tell("home.feed")}</a></p>
  </section>`;
}
