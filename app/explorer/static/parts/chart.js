/** A chart: caption, legend and axis in words, marks that open cards, the same numbers as a table, files to keep. */

import { html, useEffect, useMemo, useRef, useState } from "../vendored/preact-htm.js";
import { go } from "../address.js";
import { tell } from "../language.js";
import { plotting, symbolPath } from "./plotting.js";
import { saveAsPng, saveAsSvg } from "./saving.js";

const NARROWEST = 260;

/**
 * `draw(Plot, d3, width)` gives an SVG element; keep its identity as long as it would draw the same.
 * `legend` is [{key, text, color, symbol}], `lines` are remarks below (events, bounds), `axis` is what the axis
 * measures, `sources` one line, `table` the same numbers; `name` is what a saved file is called.
 */
export function Chart({
  name = "partystats",
  caption,
  draw,
  axis = null,
  legend = [],
  lines = [],
  sources = null,
  table = null,
}) {
  const [loaded, keep] = useState(null);
  const [failed, fail] = useState(false);
  const place = useRef(null);
  useEffect(() => {
    plotting().then(keep, () => fail(true));
  }, []);
  const width = useWidth(place);
  useDrawing(place, loaded, draw, width, caption);
  const saved = { name, caption, axis, legend, lines, sources, draw, loaded };
  return html`<figure class="chart" aria-busy=${!loaded && !failed}>
    <figcaption>${caption}</figcaption>
    ${legend.length > 0 && html`<${Legend} entries=${legend} loaded=${loaded} />`}
    ${axis && html`<p class="axis">${axis}</p>`}
    ${failed && html`<p class="refused" role="alert">${tell("chart.failed")}</p>`}
    <div class="place" ref=${place} ...${PRESSED}></div>
    ${lines.length > 0 && html`<${Lines} lines=${lines} />`} ${sources && html`<p class="sources">${sources}</p>`}
    <${Saving} chart=${saved} />
    ${
      table &&
      html`<details class="numbers">
        <summary>${tell("chart.table")}</summary>
        ${table}
      </details>`
    }
  </figure>`;
}

function Lines({ lines }) {
  return html`<ul class="lines">
    ${lines.map((line) => html`<li key=${line}>${line}</li>`)}
  </ul>`;
}

function Saving({ chart }) {
  const isEarly = !chart.loaded;
  return html`<p class="saving">
    <button type="button" disabled=${isEarly} onClick=${() => saveAsSvg(chart)}>${tell("chart.svg")}</button>
    <button type="button" disabled=${isEarly} onClick=${() => saveAsPng(chart)}>${tell("chart.png")}</button>
  </p>`;
}

function Legend({ entries, loaded }) {
  const shape = (entry) => loaded && symbolPath(loaded.d3, entry.symbol);
  return html`<ul class="legend">
    ${entries.map(
      (entry) =>
        html`<li key=${entry.key}>
          <svg width="18" height="14" viewBox="-9 -7 18 14" aria-hidden="true">
            <path
              d=${shape(entry) || ""}
              fill=${entry.hollow ? "none" : entry.color}
              fill-opacity=${entry.symbol === "band" ? 0.25 : 1}
              stroke=${entry.symbol === "band" ? "none" : entry.color}
            />
          </svg>
          ${entry.text}
        </li>`,
    )}
  </ul>`;
}

function useWidth(place) {
  const [width, keep] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => keep(Math.round(entry.contentRect.width)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return width;
}

function useDrawing(place, loaded, draw, width, caption) {
  const tip = useMemo(() => {
    const element = document.createElement("p");
    element.className = "tip";
    element.hidden = true;
    element.setAttribute("aria-hidden", "true");
    return element;
  }, []);
  useEffect(() => {
    if (!loaded || !width) return;
    const drawn = draw(loaded.Plot, loaded.d3, Math.max(width, NARROWEST));
    named(drawn, caption);
    tip.hidden = true;
    place.current.replaceChildren(drawn, tip);
  }, [loaded, draw, width, caption]);
}

/** What is heard of a drawing: its caption and its marks, not the names Plot gives to its groups. */
function named(drawn, caption) {
  for (const group of drawn.querySelectorAll("g[aria-label]")) {
    if (group.getAttribute("aria-label").includes("axis")) group.setAttribute("aria-hidden", "true");
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
  }
  drawn.setAttribute("role", "group");
  drawn.setAttribute("aria-label", tell("chart.drawing", { caption }));
  drawn.querySelector("[data-observation]")?.setAttribute("tabindex", "0");
}

const markOf = (event) => event.target.closest?.("[data-observation]");

function press(event) {
  const mark = markOf(event);
  if (mark) go({ card: mark.dataset.observation });
}

function pressKey(event) {
  if (!markOf(event)) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    press(event);
  } else walk(event);
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function walk(event) {
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const marks = [...event.currentTarget.querySelectorAll("[data-observation]")];
  const wanted = marks.indexOf(event.target) + step;
  const next = marks[Math.min(marks.length - 1, Math.max(0, wanted))];
  event.target.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function tipped(event) {
  const mark = event.target.closest?.("svg [aria-label][role]:not(svg)");
  const place = event.currentTarget;
  const tip = place.querySelector(".tip");
  if (!tip) return;
  if (!mark) return untip(place);
  const whose = mark.getAttribute("aria-description");
  const told = mark.getAttribute("aria-label");
  tip.textContent = whose ? `${whose}: ${told.slice(told.indexOf(":") + 1)}` : told;
  tip.hidden = false;
  const [around, at] = [place.getBoundingClientRect(), mark.getBoundingClientRect()];
  const left = Math.min(Math.max(0, at.left - around.left), around.width - tip.offsetWidth);
  const above = at.top - around.top - tip.offsetHeight - 6;
  tip.style.left = `${Math.max(0, left)}px`;
  tip.style.top = `${above < 0 ? at.bottom - around.top + 6 : above}px`;
}

function untip(place) {
  const tip = place.querySelector(".tip");
  if (tip) tip.hidden = true;
}

/** Pressing a mark opens its card; arrows walk among marks, of which one alone is a stop of the Tab key. */
const PRESSED = {
  onClick: press,
  onKeyDown: pressKey,
  onPointerOver: tipped,
  onFocusIn: tipped,
  onPointerLeave: (event) => untip(event.currentTarget),
  onFocusOut: (event) => untip(event.currentTarget),
};
