/** A field that finds organizations by what is typed, with or without diacritics. */

import { html, useEffect, useRef, useState } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { ask, request } from "../api.js";
import { day } from "../numbers.js";

const PAUSE = 180;

/** A combobox; `onChoose(entry)` gets an entry of /v1/search. `exclude` are codes that are not offered. */
export function OrganizationSearch({ id, label, exclude = [], onChoose }) {
  const [typed, type] = useState("");
  const [at, move] = useState(0);
  const found = useEntries(typed, exclude);
  const options = found ?? [];
  const isOpen = typed.trim() !== "" && found !== null;
  const choose = (entry) => {
    onChoose(entry);
    type("");
  };
  useEffect(() => move(0), [typed]);
  return html`<div class="finder">
    <label for=${id}>${label}</label>
    <input
      ...${FIELD}
      id=${id}
      placeholder=${tell("finder.example")}
      aria-expanded=${isOpen && options.length > 0}
      aria-controls="${id}-found"
      aria-activedescendant=${isOpen && options[at] ? `${id}-${at}` : undefined}
      value=${typed}
      onInput=${(event) => type(event.target.value)}
      onKeyDown=${(event) => walk(event, { options, at, move, choose, type })}
    />
    <ul id="${id}-found" role="listbox" aria-label=${label} hidden=${!isOpen || !options.length}>
      ${options.map((entry, place) => {
        const isAt = place === at;
        return html`<${Option} key=${entry.code} ...${{ id: `${id}-${place}`, entry, isAt, choose }} />`;
      })}
    </ul>
    <p class="found" role="status">${isOpen ? tell("finder.found", { count: options.length }) : ""}</p>
  </div>`;
}

const FIELD = { type: "search", role: "combobox", autocomplete: "off", maxlength: "200", "aria-autocomplete": "list" };
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Arrows go round among what was found, Enter takes one, Escape empties the field. */
function walk(event, { options, at, move, choose, type }) {
  const step = STEPS[event.key];
  if (event.key === "Escape") type("");
  else if (event.key === "Enter") {
    event.preventDefault();
    if (options[at]) choose(options[at]);
  } else if (step && options.length) {
    event.preventDefault();
    move((at + step + options.length) % options.length);
  }
}

/** A press must not take the focus from the field before it is a click. */
function Option({ id, entry, isAt, choose }) {
  const stay = (event) => event.preventDefault();
  return html`<li id=${id} role="option" aria-selected=${isAt} onPointerDown=${stay} onClick=${() => choose(entry)}>
    ${described(entry)}
  </li>`;
}

function described(entry) {
  const validity = entry.ended ? ` · ${tell("finder.ended", { day: day(entry.valid_to) })}` : "";
  return html`<strong>${inLanguage(entry.label)}</strong><span>${inLanguage(entry.breadcrumb)}${validity}</span>`;
}

/** Null until something was found for what stands in the field; a pause in typing is waited for. */
function useEntries(typed, exclude) {
  const [found, keep] = useState(null);
  const wanted = useRef("");
  useEffect(() => {
    const q = typed.trim();
    wanted.current = q;
    if (!q) return keep(null);
    const timer = setTimeout(async () => {
      const answer = await ask(request("/v1/search", { q, type: "organization", limit: 8 })).catch(() => ({
        data: [],
      }));
      if (wanted.current === q) keep(answer.data);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return found && found.filter((entry) => !exclude.includes(entry.code));
}
