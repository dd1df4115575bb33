/** What is known of one number, line by line: print, qualifier and bounds in words, status. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { bounds, day } from "../numbers.js";

/** Qualifiers whose words need saying: a plain number needs none. */
const SAID = ["nearly", "over", "below", "at_least", "at_most", "about", "between"];

export function Facts({ observation, indicators, labelOf }) {
  const lines = [
    [tell("card.printed"), printed(observation)],
    [tell("card.qualifier"), SAID.includes(observation.qualifier) && tell(`card.qualifiers.${observation.qualifier}`)],
    [tell("card.bounds"), boundsInWords(observation, indicators)],
    [tell("card.derivation"), tell(`card.derivations.${observation.derivation}`)],
    [tell("card.coverage"), coverage(observation)],
    [tell("card.status"), tell(`card.statuses.${statusOf(observation)}`)],
    [tell("card.day"), day(observation.reference_date)],
    [tell("card.vintage"), observation.vintage && labelOf("vintage", observation.vintage)],
    [tell("card.inferred"), inferred(observation.lineage.figure)],
    [tell("card.note"), observation.lineage.figure?.note],
    [tell("card.definition"), inLanguage(indicators.get(observation.indicator)?.definition)],
  ];
  return html`<dl class="facts">
    ${lines.filter(([, told]) => told).map(([name, told]) => html`<div><dt>${name}</dt><dd>${told}</dd></div>`)}
  </dl>`;
}

/** What is missing may still be known in part: a sum of some of its parts. */
function statusOf({ status, lower }) {
  return status === "M" && lower !== null ? "partial" : status;
}

/** The print of the source, letter by letter. */
function printed({ as_reported: text }) {
  return text && html`<q class="printed">${text}</q>`;
}

function boundsInWords(observation, indicators) {
  const told = bounds(observation, null, indicators.get(observation.indicator)?.domain);
  return told || (observation.value !== null ? tell("card.point") : "");
}

function coverage({ parts_known: known, parts_total: total }) {
  return known !== null && total !== null && tell("card.parts", { known, total });
}

/** What the source does not state itself, and was read from its context. */
function inferred(figure) {
  const found = ["period", "indicator"].filter((name) => figure?.[`${name}_basis`] === "inferred");
  return found.map((name) => tell(`card.basis.${name}`)).join(" ");
}
