/** Publications with a link to the page, when it appeared and when it was read. */

import { html } from "../vendored/preact-htm.js";
import { language, tell } from "../language.js";
import { day, period } from "../numbers.js";

/** `level` is that of the heading above them. */
export function Sources({ sources, level = "h3" }) {
  if (!sources.length) return null;
  return html`<${level}>${tell("card.sources")}<//>
    <ul class="sources">
      ${sources.map((source) => html`<li key=${source.code}><${Source} source=${source} /></li>`)}
    </ul>`;
}

/** One publication in the words of its own language. */
export function Source({ source }) {
  const title = html`<cite lang=${source.language === language ? null : source.language}>${source.title}</cite>`;
  const moments = [
    source.published && tell("card.published", { day: moment(source.published) }),
    source.accessed && tell("card.accessed", { day: day(source.accessed) }),
    source.origin && source.origin !== source.publisher && tell("card.origin", { origin: source.origin }),
  ];
  return html`${source.url ? html`<a href=${source.url} rel="external noopener">${title}</a>` : title}
    <br />${source.publisher}${moments.filter(Boolean).map((told) => ` · ${told}`)}
    ${source.note && html`<br /><span class="quiet">${source.note}</span>`}`;
}

/** A day as far as it is known: a year, a month of a year, a day. */
export function moment(text) {
  if (!text) return "";
  return text.length === 4 ? text : period(text, "flow");
}
