/** What a release changed: each number before and after, with the reason, by kind of change. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { release, request } from "../api.js";
import { go, useParameters } from "../address.js";
import { bounds, period, told } from "../numbers.js";
import { Found, Notices, Table, To } from "./basics.js";
import { Choices, IndicatorName, OrganizationName, Pages, useReferred } from "./browse.js";
import { Number } from "./number.js";

const CHANGES = ["new", "revised", "withdrawn"];
const REASONS = ["new", "revised", "withdrawn", "source_corrected", "border_changed", "rules_changed"];

/** The changes of one release against the one before, or against the one that the address names. */
export function Changes({ number }) {
  const { from, change, reason, after } = useParameters();
  const asked = { from: number === 1 ? 0 : from, change, reason, after, limit: 50 };
  const found = useReferred(request(`/v1/releases/${number}/changes`, asked), (row) => ({
    organizations: [row.organization],
    indicators: [row.indicator],
  }));
  return html`<${Found} of=${found}>
    ${({ answer, known }) => html`<${Summary} summary=${answer.meta.summary} change=${change} reason=${reason} />
      <${Notices} notices=${answer.meta.notices} />
      ${answer.data.length > 0 && html`<${Rows} rows=${answer.data} known=${known} number=${number} />`}
      <${Pages} page="releases" answer=${answer} />`}
  <//>`;
}

/** The whole difference counted, each count a choice. The API leaves reasons out where they are too many to count. */
function Summary({ summary, change, reason }) {
  const { changes, reasons } = summary;
  const against = summary.from === 0 ? tell("releases.againstNothing") : tell("releases.against", { number: summary.from });
  return html`<p>${against}</p>
    ${summary.to > 1 && html`<${Against} summary=${summary} />`}
    <${Choices} page="releases" name="change" label=${tell("releases.byChange")} chosen=${change}
      choices=${[[null, tell("releases.changes.all")], ...CHANGES.map((each) => [each, tell(`releases.changes.${each}`), changes?.[each]])]} />
    ${reasons &&
    html`<${Choices} page="releases" name="reason" label=${tell("releases.byReason")} chosen=${reason}
      choices=${[
        [null, tell("releases.reasons.all")],
        ...REASONS.filter((each) => reasons[each]).map((each) => [each, tell(`releases.reasons.${each}`), reasons[each]]),
      ]} />`}`;
}

/** Any earlier release to compare with; 0 is nothing at all. */
function Against({ summary }) {
  const choose = (event) => {
    event.preventDefault();
    go({ from: event.currentTarget.elements.from.value, after: null, card: null });
  };
  return html`<form class="fields" onSubmit=${choose}>
    <label>
      <span>${tell("releases.from", { most: summary.to - 1 })}</span>
      <input name="from" type="number" min="0" max=${summary.to - 1} value=${summary.from} required />
    </label>
    <button>${tell("releases.compare")}</button>
  </form>`;
}

function Rows({ rows, known, number }) {
  const indicatorOf = (row) => known.indicators.get(row.indicator);
  return html`<${Table}
    caption=${tell("releases.changesTold")}
    rows=${rows}
    keyOf=${(row) => row.id}
    columns=${[
      [tell("releases.whose"), (row) => html`<${OrganizationName} code=${row.organization} known=${known} period=${row.period} />`],
      [tell("releases.what"), (row) => html`<${IndicatorName} code=${row.indicator} known=${known} />`],
      [tell("releases.when"), (row) => period(row.period, indicatorOf(row)?.kind)],
      [tell("releases.before"), (row) => bothOf(row, indicatorOf(row))[0], true],
      [tell("releases.after"), (row) => html`<${After} row=${row} known=${known} number=${number} />`, true],
      [tell("releases.change"), (row) => tell(`releases.changes.${row.change}`)],
      [tell("releases.reason"), (row) => tell(`releases.reasons.${row.reason}`)],
    ]}
  />`;
}

/** The number of a release with all its digits, since a change may lie in the last; no number at all is said to be none. */
function valueOf(value, indicator) {
  return value === null ? tell("releases.nothing") : told({ ...value, unit: indicator?.unit });
}

/** Both numbers in words, with as much beside them as it takes to tell them apart: bounds, else status. */
function bothOf({ before, after }, indicator) {
  const texts = [before, after].map((value) => valueOf(value, indicator));
  if (before === null || after === null || texts[0] !== texts[1]) return texts;
  const allowed = [before, after].map((value) => bounds({ ...value, unit: indicator?.unit }));
  const beside =
    allowed[0] === allowed[1] ? [before, after].map((value) => tell(`releases.statuses.${value.status}`)) : allowed;
  return texts.map((text, place) => `${text} (${beside[place]})`);
}

/** The later number: a card of the release that is read, else the way to read it as of that release. */
function After({ row, known, number }) {
  const indicator = known.indicators.get(row.indicator);
  if (row.after === null) return tell("releases.gone");
  const [, text] = bothOf(row, indicator);
  if (String(number) !== release()) {
    const to = { code: row.organization, period: row.period, release: number };
    return html`<${To} page="organization" to=${to}>${text}<//>`;
  }
  const label = `${inLanguage(indicator?.label)}, ${inLanguage(known.organizations.get(row.organization)?.name)}`;
  return html`<${Number} observation=${{ ...row.after, id: row.id, unit: indicator?.unit }} label=${label} text=${text} />`;
}
