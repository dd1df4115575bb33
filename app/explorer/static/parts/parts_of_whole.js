/**
 * Parts of a whole as pictures, from the relations the catalog itself states: `partitions`, sums,
 * `subset_of`, shares of a hundred, and counts of one measure by kind. What bounds leave open is
 * drawn open: full as far as is certain, hatched up to where the number may lie.
 */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { Bar, drawnBars, isPoint } from "./bars.js";
import { Number } from "./number.js";
import { saveAsPng, saveAsSvg } from "./saving.js";
import { nameOf } from "./terms.js";

const SUM = /^[a-z]\w*( \+ [a-z]\w*)+$/;
const HUNDRED = 100;

/** `rows` are the observations of one organization and one period, each with label and text; `about` names both. */
export function PartsOfWholes({ rows, about, indicators, labelOf, publisherOf }) {
  const pictures = picturesOf(rows, indicators, labelOf);
  if (!pictures.length) return null;
  return html`<h2>${tell("parts.title")}</h2>
    <p class="quiet">${tell("parts.reading")}</p>
    <div class="pictures">
      ${pictures.map((picture) => html`<${Picture} key=${picture.caption} ...${picture} ...${{ about, indicators, publisherOf }} />`)}
    </div>`;
}

/** All pictures that the numbers at hand allow. */
export function picturesOf(rows, indicators, labelOf) {
  const byCode = new Map(rows.map((row) => [row.indicator, row]));
  const known = [...indicators.values()];
  return [
    ...known.map((whole) => addedUp(whole, byCode, indicators)),
    ...known.map((whole) => within(whole, byCode, known)),
    ...byKind(rows, indicators, labelOf),
    ofHundred(rows, indicators),
  ].filter(Boolean);
}

/** A whole above the parts that add up to it, each beginning where the one before ends. */
function addedUp(whole, byCode, indicators) {
  const codes = partsOf(whole);
  const total = byCode.get(whole.code);
  const parts = codes.map((code) => byCode.get(code));
  if (!codes.length || !isPoint(total) || !parts.some(isPoint)) return null;
  let start = 0;
  const drawn = parts.filter(Boolean).map((row) => {
    const bar = { row, start };
    start += isPoint(row) ? row.value : 0;
    return bar;
  });
  const missing = codes.filter((code) => !byCode.get(code));
  return {
    caption: tell(missing.length ? "parts.somePartsOf" : "parts.partsOf", { whole: inLanguage(whole.label) }),
    scale: total.value,
    bars: [{ row: total, start: 0, isWhole: true }, ...drawn],
    missing: missing.map((code) => nameOf(indicators, code)),
  };
}

function partsOf({ partitions, formula }) {
  if (partitions.length) return partitions;
  return formula && SUM.test(formula) ? formula.split(" + ") : [];
}

/** A whole above those that are counted within it, which may overlap. */
function within(whole, byCode, known) {
  const total = byCode.get(whole.code);
  const inside = known.filter((each) => each.subset_of.includes(whole.code)).map((each) => byCode.get(each.code));
  const parts = inside.filter(Boolean);
  if (!isPoint(total) || !parts.length) return null;
  const bars = parts.map((row) => ({ row, start: 0 }));
  const caption = tell(parts.length > 1 ? "parts.within" : "parts.oneWithin", { whole: inLanguage(whole.label) });
  return { caption, scale: total.value, bars: [{ row: total, start: 0, isWhole: true }, ...bars] };
}

/** Counts of one measure, one kind beside the other on one scale: not a whole and its parts. */
function byKind(rows, indicators, labelOf) {
  const kindOf = (row) => {
    const { kind, measure, breakdown, partitions, formula } = indicators.get(row.indicator) ?? {};
    const dimensions = Object.keys(breakdown ?? {});
    const isKind = kind === "stock" && dimensions.length === 1 && !partitions.length && !formula && isPoint(row);
    return isKind ? `${measure} ${dimensions[0]} ${row.unit}` : "";
  };
  const kinds = [...Map.groupBy(rows, kindOf)].filter(([kind, alike]) => kind && alike.length > 2);
  return kinds.map(([, alike]) => ({
    caption: tell("parts.byKind", { unit: labelOf("unit", alike[0].unit) }),
    scale: Math.max(...alike.map((row) => row.value)),
    bars: alike.map((row) => ({ row, start: 0 })),
  }));
}

/** Shares of a hundred, with what their bounds leave open. */
function ofHundred(rows, indicators) {
  const shares = rows.filter((row) => {
    const { kind, domain } = indicators.get(row.indicator) ?? {};
    return kind === "ratio" && row.unit === "percent" && domain?.upper === HUNDRED && row.value !== null;
  });
  if (!shares.length) return null;
  return { caption: tell("parts.shares"), scale: HUNDRED, bars: shares.map((row) => ({ row, start: 0 })) };
}

function Picture({ caption, scale, bars, about, indicators, publisherOf, missing = [] }) {
  const saved = () => kept({ caption, scale, bars, about, publisherOf, missing });
  return html`<figure class="chart parts">
    <figcaption>${caption}</figcaption>
    <ul>
      ${bars.map(
        (bar) => html`<li key=${bar.row.id} class=${bar.isWhole ? "whole" : ""}>
          <span class="name">${inLanguage(bar.row.label)}</span>
          <${Number} observation=${bar.row} label=${inLanguage(bar.row.label)} text=${inLanguage(bar.row.text)} />
          <${Bar} ...${bar} scale=${scale} indicators=${indicators} />
        </li>`,
      )}
    </ul>
    ${missing.length > 0 && html`<p class="quiet">${tell("parts.missing", { of: missing.join("; ") })}</p>`}
    <p class="saving">
      <button type="button" onClick=${() => saveAsSvg(saved())}>${tell("chart.svg")}</button>
      <button type="button" onClick=${() => saveAsPng(saved())}>${tell("chart.png")}</button>
    </p>
  </figure>`;
}

/** What a file of the picture holds besides it. */
function kept({ caption, scale, bars, about, publisherOf, missing }) {
  const sources = bars.flatMap(({ row }) => [row.source, ...row.operands.map((operand) => operand.source)]);
  const publishers = new Set(sources.filter(Boolean).map(publisherOf));
  return {
    name: `${bars[0].row.id}-parts`,
    caption: about,
    axis: caption,
    legend: [],
    lines: [tell("parts.reading"), ...(missing.length ? [tell("parts.missing", { of: missing.join("; ") })] : [])],
    sources: publishers.size ? `${tell("card.sources")}: ${[...publishers].join("; ")}` : null,
    loaded: {},
    draw: (Plot, d3, width) => drawnBars({ bars, scale }, width),
  };
}
