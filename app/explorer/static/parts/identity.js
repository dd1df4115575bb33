/** Who an organization is: kind, level, validity, codes elsewhere; and its kin in the tree and in time. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { day } from "../numbers.js";
import { OrganizationLink } from "./basics.js";

/** Beyond this many, children are folded away. */
const SHOWN = 12;

export function Identity({ organization, related, labelOf }) {
  const { identifiers } = organization;
  return html`${organization.ended && html`<${Ended} organization=${organization} related=${related} />`}
    <dl class="facts">
      <div><dt>${tell("organization.kind")}</dt><dd>${kindOf(organization)}</dd></div>
      <div><dt>${tell("organization.level")}</dt><dd>${labelOf("level", organization.level)}</dd></div>
      <div><dt>${tell("organization.validity")}</dt><dd>${validity(organization)}</dd></div>
      <div><dt>${tell("organization.code")}</dt><dd><code>${organization.code}</code></dd></div>
      ${identifiers.length > 0 &&
      html`<div><dt>${tell("organization.identifiers")}</dt>
        <dd>${identifiers.map((each) => html`<div key=${each.scheme + each.value}><${Identifier} of=${each} /></div>`)}</dd>
      </div>`}
      ${organization.note && html`<div><dt>${tell("organization.note")}</dt><dd>${organization.note}</dd></div>`}
    </dl>`;
}

function kindOf({ kind }) {
  const known = ["party", "party_organization"].includes(kind);
  return known ? tell(`organization.kinds.${kind}`) : kind;
}

/** Never "since ever": a day that no source confirms is told as unknown. */
function validity({ valid_from: from, valid_to: to, ended }) {
  const since = from ? tell("organization.since", { day: day(from) }) : tell("organization.sinceUnknown");
  return `${since}; ${to || ended ? tell("organization.until", { day: day(to) }) : tell("organization.exists")}`;
}

function Identifier({ of }) {
  const name = of.scheme.startsWith("gso") || of.scheme.startsWith("iso");
  const label = name ? tell(`organization.schemes.${of.scheme.replaceAll("-", "_")}`) : of.scheme;
  const when = [
    of.valid_from && tell("organization.since", { day: day(of.valid_from) }),
    of.valid_to && tell("organization.until", { day: day(of.valid_to) }),
  ];
  return html`${label}: <code>${of.value}</code> <span class="quiet">${when.filter(Boolean).join("; ")}</span>`;
}

function Ended({ organization, related }) {
  const { successors } = organization;
  return html`<p class="over" role="note">
    ${tell("organization.ended", { day: day(organization.valid_to) })}${" "}
    ${successors.length > 0 && html`${tell("organization.followed")} <${Names} codes=${successors} related=${related} />`}
  </p>`;
}

function Names({ codes, related }) {
  const names = new Map(related.map((each) => [each.code, each.name]));
  return codes.map(
    (code, place) => html`${place > 0 && ", "}<${OrganizationLink} key=${code} code=${code} name=${names.get(code)} />`,
  );
}

/** Above and below in the tree; before and after in time. */
export function Kin({ organization, ancestors, children, related }) {
  const named = (rows) => ({ codes: rows.map((row) => row.code), related: rows });
  const lines = [
    ["organization.ancestors", named(ancestors)],
    ["organization.children", named(children)],
    ["organization.predecessors", { codes: organization.predecessors, related }],
    ["organization.successors", { codes: organization.successors, related }],
  ];
  return html`<h2>${tell("organization.kin")}</h2>
    <dl class="facts">
      ${lines.map(
        ([key, { codes, related: known }]) => html`<div key=${key}>
          <dt>${tell(key)}</dt>
          <dd><${Listed} codes=${codes} related=${known} /></dd>
        </div>`,
      )}
    </dl>
    ${children.length > 0 && !organization.all_listed && html`<p class="quiet">${tell("organization.notAllListed")}</p>`}`;
}

function Listed({ codes, related }) {
  if (!codes.length) return html`<span class="quiet">${tell("organization.none")}</span>`;
  if (codes.length <= SHOWN) return html`<${Names} codes=${codes} related=${related} />`;
  return html`<details>
    <summary>${tell("organization.count", { count: codes.length })}</summary>
    <${Names} codes=${codes} related=${related} />
  </details>`;
}
