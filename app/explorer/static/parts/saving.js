/** A chart as a file that stands alone: title, legend, axis, remarks, sources and permalink are written into it. */

import { tell } from "../language.js";
import { release } from "../api.js";
import { symbolPath } from "./plotting.js";

const WIDTH = 960;
const EDGE = 24;
const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes, children = []) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const measuring = document.createElement("canvas").getContext("2d");

function widthOf(text, size, weight = 400) {
  measuring.font = `${weight} ${size}px ${FONT}`;
  return measuring.measureText(text).width;
}

/** Lines that fit the width at a size, broken between words; what has no spaces, such as an address, anywhere. */
function wrapped(text, size, weight) {
  const fits = (line) => widthOf(line, size * 1.05, weight) <= WIDTH - 2 * EDGE;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (fits(longer)) lines[lines.length - 1] = longer;
    else if (fits(word)) lines.push(word);
    else
      for (const sign of word) {
        if (fits(lines.at(-1) + sign)) lines[lines.length - 1] += sign;
        else lines.push(sign);
      }
  }
  return lines;
}

/** Writes downwards: each block returns how far down it reaches. */
class Sheet {
  constructor() {
    this.parts = [];
    this.below = EDGE;
  }

  write(text, size, attributes = {}) {
    for (const line of wrapped(text, size, attributes["font-weight"])) {
      this.below += size * 1.35;
      const placed = { x: EDGE, y: this.below, "font-size": size, ...attributes };
      this.parts.push(element("text", placed, [line]));
    }
  }

  legend(entries, d3) {
    let left = EDGE;
    this.below += 26;
    for (const entry of entries) {
      const width = 44 + widthOf(entry.text, 14);
      if (left > EDGE && left + width > WIDTH - EDGE) {
        left = EDGE;
        this.below += 22;
      }
      const at = `translate(${left + 9},${this.below - 5})`;
      const shape = { d: symbolPath(d3, entry.symbol), transform: at, stroke: entry.color };
      this.parts.push(
        element("path", {
          ...shape,
          fill: entry.hollow ? "none" : entry.color,
          "fill-opacity": entry.symbol === "band" ? 0.25 : 1,
        }),
        element("text", { x: left + 24, y: this.below, "font-size": 14 }, [entry.text]),
      );
      left += width;
    }
  }

  place(drawing) {
    this.below += 14;
    drawing.setAttribute("x", EDGE);
    drawing.setAttribute("y", this.below);
    drawing.querySelectorAll("style").forEach((each) => each.remove());
    this.parts.push(drawing);
    this.below += Number(drawing.getAttribute("height")) + 6;
  }
}

/** Where the very numbers of a page stand: its address, with the release named. */
function permalink() {
  const address = new URL(location.href);
  address.searchParams.set("release", release());
  return address.href;
}

function composed({ caption, axis, legend, lines, sources, draw, loaded }) {
  const sheet = new Sheet();
  const quiet = { fill: "var(--quiet)" };
  sheet.write(caption, 20, { "font-weight": 600 });
  if (legend.length) sheet.legend(legend, loaded.d3);
  if (axis) sheet.write(axis, 13, quiet);
  sheet.place(draw(loaded.Plot, loaded.d3, WIDTH - 2 * EDGE));
  lines.forEach((line) => sheet.write(line, 13));
  if (sources) sheet.write(sources, 13, quiet);
  sheet.write(tell("chart.kept", { release: release() }), 13, quiet);
  sheet.write(permalink(), 13, quiet);
  const height = Math.ceil(sheet.below + EDGE);
  const ground = element("rect", { width: WIDTH, height, fill: "var(--ground)" });
  const size = { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}` };
  const named = element("title", {}, [caption]);
  return element("svg", { ...size, "font-family": FONT, fill: "var(--text)" }, [named, ground, ...sheet.parts]);
}

/** Its markup with the colours of the page as they are now: a file has no style sheet to ask. */
function markup(chart) {
  const styles = getComputedStyle(document.documentElement);
  return new XMLSerializer()
    .serializeToString(composed(chart))
    .replace(/var\((--[\w-]+)\)/g, (whole, name) => styles.getPropertyValue(name).trim() || whole)
    .replaceAll("currentColor", styles.getPropertyValue("--text").trim());
}

function download(blob, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function saveAsSvg(chart) {
  download(new Blob([markup(chart)], { type: "image/svg+xml" }), `${chart.name}.svg`);
}

/** Twice as many dots as the chart is wide, for print. */
export async function saveAsPng(chart) {
  const address = URL.createObjectURL(new Blob([markup(chart)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => download(blob, `${chart.name}.png`), "image/png");
}
