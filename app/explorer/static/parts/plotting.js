/** Observable Plot as this site uses it: fetched late, with marks that say what they are. */

export const SERIES_COLORS = [1, 2, 3, 4, 5, 6].map((place) => `var(--series-${place})`);
export const SYMBOLS = ["circle", "square", "triangle", "diamond2", "star", "wye"];

let libraries = null;

function load(file) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`../vendored/${file}`, import.meta.url).href;
    script.onload = resolve;
    script.onerror = () => reject(new Error(file));
    document.head.append(script);
  });
}

/** Observable Plot and d3, fetched when the first chart is drawn. */
export function plotting() {
  libraries ??= load("d3.min.js")
    .then(() => load("plot.umd.min.js"))
    .then(() => ({ Plot: window.Plot, d3: window.d3 }));
  return libraries;
}

/**
 * Options of a mark whose elements say what they are. `tellOf(row)` is told of each; where given,
 * `idOf(row)` is the observation whose card it opens, and `whose(row)` whose number it is, in words.
 */
export function telling(rows, tellOf, { idOf = null, whose = null } = {}) {
  return {
    render(index, scales, values, dimensions, context, next) {
      const drawn = next(index, scales, values, dimensions, context);
      for (const element of drawn?.children ?? []) {
        const row = rows[element.__data__];
        if (row === undefined) continue;
        element.setAttribute("aria-label", tellOf(row));
        element.setAttribute("role", idOf ? "button" : "img");
        if (whose) element.setAttribute("aria-description", whose(row));
        if (idOf) {
          element.setAttribute("data-observation", idOf(row));
          element.setAttribute("aria-haspopup", "dialog");
          element.setAttribute("tabindex", "-1");
        }
      }
      return drawn;
    },
  };
}

const LINES = {
  band: "M-8,-5H8V5H-8Z",
  whisker: "M0,-6V6M-4,-6H4M-4,6H4",
  arrow: "M0,6V-6M-4,-2L0,-6L4,-2",
  rule: "M0,-7V-3M0,-1V3M0,5V7",
  level: "M-7,0H7",
  link: "M-3,-7H3V7H-3Z",
  times: "M-4,-4L4,4M-4,4L4,-4",
};

/** The outline of what a legend shows: one of Plot's symbols, or a mark that is no symbol. */
export function symbolPath(d3, symbol) {
  if (LINES[symbol]) return LINES[symbol];
  const named = `symbol${symbol[0].toUpperCase()}${symbol.slice(1)}`;
  return d3.symbol(d3[named] ?? d3.symbolCircle, 60)();
}
