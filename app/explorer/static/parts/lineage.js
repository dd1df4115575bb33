/** How a number was computed: its formula in words, and each operand down to what was printed. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { period, told } from "../numbers.js";
import { Number } from "./number.js";
import { boundsBeside, nameOf } from "./terms.js";

const SIGNS = { "*": "×", "/": "÷", "-": "−", "+": "+" };
const TOKEN = /reported\((\w+)\)|([a-z]\w*)|([*/+-])/g;

/** Nothing where the number stands as a source printed it. */
export function Lineage({ observation, ...names }) {
  const { lineage } = observation;
  if (!lineage.operands.length && !lineage.parts.length) return null;
  return html`<h3>${tell("card.lineage")}</h3>
    <${Computed} lineage=${lineage} ...${names} />`;
}

function Computed({ lineage, ...names }) {
  const { indicators } = names;
  const operands = [...lineage.operands, ...lineage.parts];
  return html`${lineage.formula &&
    html`<p class="formula">= ${inWords(lineage.formula, indicators)}<br /><code>${lineage.formula}</code></p>`}
    ${lineage.growth &&
    html`<p class="formula">
      ${tell(`card.growth.${lineage.growth.measure}`, { of: nameOf(indicators, lineage.growth.of) })}
    </p>`}
    <ul class="operands">
      ${operands.map((operand) => html`<li key=${operand.id}><${Operand} operand=${operand} ...${names} /></li>`)}
    </ul>`;
}

/** A formula with the names people know: Đảng viên ÷ Dân số trung bình × 100. */
export function inWords(formula, indicators) {
  return formula.replace(TOKEN, (whole, reported, code, sign) => {
    if (reported) return tell("card.asReported", { label: nameOf(indicators, reported) });
    return code ? nameOf(indicators, code) : SIGNS[sign];
  });
}

/** One operand with its own number, which opens its own card, and what that rests on in turn. */
function Operand({ operand, ...names }) {
  const { indicators, labelOf, publisherOf } = names;
  const label = nameOf(indicators, operand.indicator);
  const { kind, display_decimals: decimals } = indicators.get(operand.indicator) ?? {};
  const within = boundsBeside(operand, indicators);
  const shown = `${told(operand, decimals)}${unit(operand, labelOf)}`;
  const isPrint = operand.id.includes("@");
  const deeper = operand.lineage?.operands.length || operand.lineage?.parts.length;
  return html`${label}, ${period(operand.period, kind)}:${" "}
    ${isPrint
      ? html`<strong>${shown}</strong> (${tell("card.claimUsed")})`
      : html`<${Number} observation=${operand} label=${label} text=${shown} />`}
    ${within && html`<span class="bounds"> (${within})</span>`}
    ${operand.as_reported && html`<span class="quiet"> · ${tell("card.printed")}: <q>${operand.as_reported}</q></span>`}
    ${operand.source && html`<span class="quiet"> · ${publisherOf(operand.source)}</span>`}
    ${operand.notice && html`<p class="quiet">${inLanguage(operand.notice)}</p>`}
    ${deeper
      ? html`<details>
          <summary>${tell("card.lineage")}</summary>
          <${Computed} lineage=${operand.lineage} ...${names} />
        </details>`
      : null}`;
}

/** The unit in words after a number; a percent sign stands there already. */
export function unit({ unit: code, value }, labelOf) {
  return value === null || code === "percent" ? "" : ` ${labelOf("unit", code)}`;
}
