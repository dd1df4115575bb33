/** The address holds the whole state of a page: what is not in it, the page forgets. */

import { useEffect, useState } from "./vendored/preact-htm.js";
import { language } from "./language.js";

const listeners = new Set();
window.addEventListener("popstate", () => listeners.forEach((listen) => listen()));

/** Parameters of the address as an object of text. */
export function parameters() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/** An address of the explorer: null and empty parameters are left out, language and release stay. */
export function addressOf(page, changed = {}) {
  const { release } = parameters();
  const query = new URLSearchParams({ lang: language, ...(release ? { release } : {}) });
  for (const [name, value] of Object.entries(changed)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  return `${page === "home" ? "/" : `/explore/${page}`}?${query}`;
}

/** Change parameters of this page. Every change is an entry of the browser's history. */
export function go(changed) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changed)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  history.pushState(null, "", `${location.pathname}?${query}`);
  listeners.forEach((listen) => listen());
}

/** The parameters, anew whenever they change. */
export function useParameters() {
  const [found, keep] = useState(parameters);
  useEffect(() => {
    const listen = () => keep(parameters());
    listeners.add(listen);
    return () => listeners.delete(listen);
  }, []);
  return found;
}
