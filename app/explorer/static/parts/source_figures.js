/** What was printed in a source: each figure word for word, with the reading that its words allow. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, language, tell } from "../language.js";
import { request } from "../api.js";
import { useParameters } from "../address.js";
import { bounds, period, sign, written } from "../numbers.js";
import { Found, Notices, Table } from "./basics.js";
import { IndicatorName, OrganizationName, Pages, useReferred } from "./browse.js";
import { Number } from "./number.js";

/** All figures of a source, page by page. */
export function Figures({ source }) {
  const { after } = useParameters();
  const found = useReferred(request("/v1/figures", { source, after, limit: 100, total: "true" }), (figure) => ({
    organizations: [figure.organization],
    indicators: [figure.indicator],
  }));
  return html`<${Found} of=${found}>
    ${({ answer, known }) => html`<${Notices} notices=${answer.meta.notices} />
      ${answer.data.length > 0 &&
      html`<${Table}
        caption=${tell("sources.figuresTold")}
        rows=${answer.data}
        keyOf=${(row) => row.key}
        columns=${[
          [tell("sources.what"), (row) => html`<${IndicatorName} code=${row.indicator} known=${known} />`],
          [tell("sources.whose"), (row) => html`<${OrganizationName} code=${row.organization} known=${known} period=${row.period} />`],
          [tell("sources.when"), (row) => period(row.period, known.indicators.get(row.indicator)?.kind)],
          [tell("sources.printed"), (row) => html`<${Printed} figure=${row} known=${known} />`, true],
          [tell("sources.allows"), (row) => html`<${Reading} figure=${row} known=${known} />`, true],
          [tell("sources.remarks"), (row) => html`<${Remarks} figure=${row} />`],
        ]}
      />`}
      <${Pages} page="sources" answer=${answer} />`}
  <//>`;
}

function Printed({ figure, known }) {
  const cell = figure.key.split("@")[0];
  const label = [
    inLanguage(known.indicators.get(figure.indicator)?.label),
    inLanguage(known.organizations.get(figure.organization)?.name),
  ].join(", ");
  return html`<${Number} observation=${{ ...figure, id: cell }} label=${label} text=${figure.as_reported ?? tell("number.suppressed")} />`;
}

function Reading({ figure, known }) {
  const { unit, domain } = known.indicators.get(figure.indicator) ?? {};
  if (figure.lower !== null && figure.lower === figure.upper) return written(figure.lower) + sign(unit);
  return bounds({ ...figure, unit }, null, domain);
}

/** What is assumed of a figure, in words; nothing where all is stated. */
function Remarks({ figure }) {
  const told = [
    figure.period_basis === "inferred" && tell("sources.inferredPeriod"),
    figure.indicator_basis === "inferred" && tell("sources.inferredIndicator"),
    figure.preferred && tell("sources.preferred"),
    figure.vintage && tell("sources.vintage", { vintage: figure.vintage }),
  ].filter(Boolean);
  return html`${told.join("; ")}
  ${figure.note && html`${told.length > 0 && ". "}<span lang=${language === "en" ? null : "en"}>${figure.note}</span>`}`;
}
