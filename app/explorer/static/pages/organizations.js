/** Organizations: the tree, to unfold; a day of which it is told; a filter that forgives missing marks. */

import { html, useEffect, useState } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { go, parameters, useParameters } from "../address.js";
import { Title } from "../parts/basics.js";
import { NameFilter } from "../parts/name_filter.js";
import { Filtered, Roots } from "../parts/tree.js";

const STATES = ["all", "current", "ended"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function Page() {
  const { filter: q = "", show = "all", on } = useParameters();
  return html`<${Title} lead=${tell("organizations.lead")}>${tell("organizations.title")}<//>
    <${Filters} show=${show} on=${on} />
    ${q.trim() ? html`<${Filtered} q=${q.trim()} shown=${shownWhen(show, on)} />` : html`<${Roots} shown=${shownWhen(show, on)} />`}`;
}

/** Whether an organization is among those asked for. An unknown first day hides nothing, and of a year or month every day counts. */
function shownWhen(show, on) {
  return ({ valid_from: from, valid_to: to, ended }) => {
    if (show === "current" && ended) return false;
    if (show === "ended" && !ended) return false;
    return !DAY.test(on) || ((from === null || from <= on.slice(0, from.length)) && (to === null || to >= on.slice(0, to.length)));
  };
}

function Filters({ show, on }) {
  const [day, choose] = useState(on ?? "");
  useEffect(() => choose(on ?? ""), [on]);
  const chosen = (event) => {
    choose(event.currentTarget.value);
    if ((parameters().on ?? "") !== event.currentTarget.value) go({ on: event.currentTarget.value });
  };
  return html`<form class="fields" aria-label=${tell("organizations.filters")} onSubmit=${(event) => event.preventDefault()}>
    <${NameFilter} label=${tell("organizations.filter")} example=${tell("organizations.example")} />
    <label>
      <span>${tell("organizations.show")}</span>
      <select value=${show} onChange=${(event) => go({ show: event.currentTarget.value === "all" ? null : event.currentTarget.value })}>
        ${STATES.map((state) => html`<option key=${state} value=${state} selected=${state === show}>${tell(`organizations.states.${state}`)}</option>`)}
      </select>
    </label>
    <label>
      <span>${tell("organizations.on")}</span>
      <input type="date" value=${day} onChange=${chosen} />
    </label>
  </form>`;
}
