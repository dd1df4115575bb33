/** Organizations: the tree, to unfold; a day of which it is told; a filter that forgives missing marks. */

import { html, useEffect, useState } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { go, parameters, useParameters } from "../address.js";
import { Title } from "../parts/basics.js";
import { Filtered, Roots } from "../parts/tree.js";

const STATES = ["all", "current", "ended"];
const PAUSE = 250;

export function Page() {
  const { filter: q = "", show = "all", on } = useParameters();
  return html`<${Title} lead=${tell("organizations.lead")}>${tell("organizations.title")}<//>
    <${Filters} q=${q} show=${show} on=${on} />
    ${q.trim() ? html`<${Filtered} q=${q.trim()} shown=${shownWhen(show, on)} />` : html`<${Roots} shown=${shownWhen(show, on)} />`}`;
}

/** Whether an organization is among those asked for. An unknown first day hides nothing, and of a year or month every day counts. */
function shownWhen(show, on) {
  return ({ valid_from: from, valid_to: to, ended }) => {
    if (show === "current" && ended) return false;
    if (show === "ended" && !ended) return false;
    return !on || ((from === null || from <= on.slice(0, from.length)) && (to === null || to >= on.slice(0, to.length)));
  };
}

/** The text goes into the address once the typing pauses, without an entry of the history for each letter. */
function useTyped(q) {
  const [typed, keep] = useState(q);
  useEffect(() => keep(q), [q]);
  useEffect(() => {
    if (typed === q) return undefined;
    const timer = setTimeout(() => go({ filter: typed }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, keep];
}

function Filters({ q, show, on }) {
  const [typed, type] = useTyped(q);
  const [day, choose] = useState(on ?? "");
  useEffect(() => choose(on ?? ""), [on]);
  const chosen = (event) => {
    choose(event.currentTarget.value);
    if ((parameters().on ?? "") !== event.currentTarget.value) go({ on: event.currentTarget.value });
  };
  return html`<form class="fields" aria-label=${tell("organizations.filters")} onSubmit=${(event) => {
      event.preventDefault();
      go({ filter: typed });
    }}>
    <label>
      <span>${tell("organizations.filter")}</span>
      <input type="search" maxlength="200" value=${typed} placeholder=${tell("organizations.example")} autocomplete="off" onInput=${(event) => type(event.currentTarget.value)} />
    </label>
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
