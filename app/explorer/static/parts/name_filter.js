/** A field that narrows a list by name while one types; what is typed stands in the address as `filter`. */

import { html, useEffect, useState } from "../vendored/preact-htm.js";
import { go, useParameters } from "../address.js";

const PAUSE = 250;

/** The text goes into the address once the typing pauses, without an entry of the history for each letter. */
export function NameFilter({ label, example }) {
  const { filter = "" } = useParameters();
  const [typed, type] = useState(filter);
  useEffect(() => type(filter), [filter]);
  useEffect(() => {
    if (typed === filter) return undefined;
    const timer = setTimeout(() => go({ filter: typed, after: null }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return html`<label>
    <span>${label}</span>
    <input
      type="search"
      maxlength="200"
      value=${typed}
      placeholder=${example}
      autocomplete="off"
      onInput=${(event) => type(event.currentTarget.value)}
    />
  </label>`;
}
