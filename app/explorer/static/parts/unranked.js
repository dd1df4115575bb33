/** Who has no place in a ranking, and why: counted and named, so that no one is silently left out. */

import { html } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { ask, askAll, request } from "../api.js";
import { endOf } from "../numbers.js";
import { OrganizationLink } from "./basics.js";
import { Number as NumberButton } from "./number.js";

const MOST = 2000;

/** Why an observation is not ranked; null if it is. */
function reasonOf(observation) {
  if (observation === undefined) return "absent";
  if (observation.confidentiality === "C") return "suppressed";
  if (observation.implied) return "implied";
  if (observation.parts_complete === false) return "incomplete";
  return observation.value === null ? "absent" : null;
}

/**
 * {reasons: Map of reason to [{organization, observation}], isAll}: those of the level that exist on the period's last
 * day and are not among the rows that are ranked, be it by the number of a near period.
 */
export async function unrankedOf({ indicator, level, period, within }, ranked) {
  const [organizations, rows] = await Promise.all([
    membersOf(level, within),
    askAll(request("/v1/observations", { level, indicator, period, limit: 1000 }), MOST),
  ]);
  const day = endOf(period).toISOString().slice(0, 10);
  const byOrganization = new Map(rows.map((row) => [row.organization, row]));
  const placed = new Set(ranked.map((row) => row.organization));
  const reasons = new Map();
  for (const organization of organizations.filter((each) => isThere(each, day) && !placed.has(each.code))) {
    const observation = byOrganization.get(organization.code);
    const reason = reasonOf(observation);
    if (reason) reasons.set(reason, [...(reasons.get(reason) ?? []), { organization, observation }]);
  }
  return { reasons, isAll: organizations.length < MOST && rows.length < MOST };
}

function isThere({ valid_from: from, valid_to: to }, day) {
  return (from === null || from <= day) && (to === null || to >= day);
}

/** Organizations of a level, in the subtree of one where that is asked for, itself included. */
async function membersOf(level, within) {
  if (!within) return askAll(request("/v1/organizations", { level, limit: 1000 }), MOST);
  const [itself, below] = await Promise.all([
    ask(request(`/v1/organizations/${within}`)).then((answer) => answer.data),
    askAll(request(`/v1/organizations/${within}/descendants`, { level, limit: 1000 }), MOST),
  ]);
  return itself.level === level ? [itself, ...below] : below;
}

const REASONS = ["incomplete", "implied", "suppressed", "absent"];

export function Unranked({ unranked, period }) {
  const { reasons, isAll } = unranked;
  const count = [...reasons.values()].reduce((sum, each) => sum + each.length, 0);
  return html`<section class="unranked">
    <h2>${tell("ranking.unranked", { count: isAll ? count : `${count}+` })}</h2>
    <p>${tell(count ? "ranking.unrankedLead" : "ranking.everyone", { period })}</p>
    ${REASONS.filter((reason) => reasons.has(reason)).map(
      (reason) =>
        html`<details key=${reason}>
          <summary>${tell(`ranking.${reason}`, { count: reasons.get(reason).length })}</summary>
          <ul>
            ${reasons.get(reason).map((each) => html`<${Named} key=${each.organization.code} ...${each} />`)}
          </ul>
        </details>`,
    )}
  </section>`;
}

function Named({ organization, observation }) {
  return html`<li>
    <${OrganizationLink} code=${organization.code} name=${organization.name} />
    ${observation && html`: <${NumberButton} observation=${observation} />`}
  </li>`;
}
