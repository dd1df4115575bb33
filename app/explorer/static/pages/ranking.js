/** Organizations of a level by one number: their places, and how certain the order is. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { go, useParameters } from "../address.js";
import { ask, askAll, request, useFound } from "../api.js";
import { period } from "../numbers.js";
import { Found, Notices, Title } from "../parts/basics.js";
import { IndicatorChoice, Meaning, described, sourcesOf } from "../parts/described.js";
import { OrganizationSearch } from "../parts/organization_search.js";
import { RankingChart, RankingTable } from "../parts/ranked.js";
import { Unranked, unrankedOf } from "../parts/unranked.js";

const FIRST = { indicator: "members", level: "provincial" };
const SHOWN = 60;
const MOST = 1000;
const LOOKED_AT = 6000;

export function Page() {
  const { indicator = FIRST.indicator, level = FIRST.level, ...rest } = useParameters();
  const found = useFound(async () => {
    const [catalog, periods] = await Promise.all([described(), periodsOf(indicator, level)]);
    return { catalog, periods };
  }, [indicator, level]);
  return html`<${Title} lead=${tell("ranking.lead")}>${tell("ranking.title")}<//>
    <${Found} of=${found}>
      ${({ catalog, periods }) => {
        const wanted = askedOf({ indicator, level, ...rest }, periods);
        return html`<${Choices} wanted=${wanted} catalog=${catalog} periods=${periods} />
          <${Answer} wanted=${wanted} catalog=${catalog} />`;
      }}
    <//>`;
}

/** What the address asks for; without a period, the latest of those with most numbers. */
function askedOf(
  { indicator, level, period: text, sort = "value:desc", within = "", nearest = "", limit = SHOWN },
  periods,
) {
  const best = [...periods.entries()].sort(([one, many], [other, more]) => more - many || other.localeCompare(one))[0];
  const wanted = text ?? best?.[0] ?? "2022";
  return { indicator, level, period: wanted, sort, within, nearest, limit: Math.min(MOST, Number(limit) || SHOWN) };
}

/** Periods in which organizations of the level have a number that can be ranked, with how many have. */
async function periodsOf(indicator, level) {
  const fields = "period,value,implied,parts_complete";
  const rows = await askAll(request("/v1/observations", { level, indicator, fields, limit: 1000 }), LOOKED_AT);
  const counted = new Map();
  for (const row of rows)
    if (row.value !== null && !row.implied && row.parts_complete !== false)
      counted.set(row.period, (counted.get(row.period) ?? 0) + 1);
  return new Map([...counted.entries()].sort(([one], [other]) => other.localeCompare(one)));
}

function Choices({ wanted, catalog, periods }) {
  const choose = (name) => (event) => go({ [name]: event.target.value });
  return html`<section class="chooser" aria-label=${tell("ranking.choices")}>
    <${IndicatorChoice}
      catalog=${catalog}
      chosen=${wanted.indicator}
      onChoose=${(indicator) => go({ indicator, period: null })}
    />
    <${Choice}
      label=${tell("ranking.level")}
      chosen=${wanted.level}
      onChange=${(event) => go({ level: event.target.value, period: null })}
      options=${catalog.levels.map((each) => [each.code, inLanguage(each.label)])}
    />
    <${Choice}
      label=${tell("ranking.period")}
      chosen=${wanted.period}
      onChange=${choose("period")}
      options=${periodOptions(wanted, periods)}
    />
    <${Choice}
      label=${tell("ranking.order")}
      chosen=${wanted.sort}
      onChange=${choose("sort")}
      options=${[
        ["value:desc", tell("ranking.top")],
        ["value:asc", tell("ranking.bottom")],
      ]}
    />
    <label class="tick"
      ><input
        type="checkbox"
        checked=${Boolean(wanted.nearest)}
        onChange=${(event) => go({ nearest: event.target.checked ? "1" : null })}
      />
      ${tell("ranking.nearest")}</label
    >
    <${Within} chosen=${wanted.within} />
  </section>`;
}

function periodOptions(wanted, periods) {
  const offered = [...periods.entries()].map(([text, count]) => [
    text,
    tell("ranking.periodOf", { period: period(text), count }),
  ]);
  return periods.has(wanted.period) ? offered : [[wanted.period, period(wanted.period)], ...offered];
}

function Choice({ label, chosen, onChange, options }) {
  return html`<label class="field">
    <span>${label}</span>
    <select value=${chosen} onChange=${onChange}>
      ${options.map(([code, text]) => html`<option key=${code} value=${code} selected=${code === chosen}>${text}</option>`)}
    </select>
  </label>`;
}

/** The subtree that is ranked: everyone, or those below one organization. */
function Within({ chosen }) {
  const found = useFound(
    () => (chosen ? ask(request(`/v1/organizations/${chosen}`)).catch(() => null) : null),
    [chosen],
  );
  if (!chosen)
    return html`<${OrganizationSearch}
      id="within"
      label=${tell("ranking.within")}
      onChoose=${(entry) => go({ within: entry.code })}
    />`;
  const name = found.value ? inLanguage(found.value.data.name) : chosen;
  return html`<p class="within">
    ${tell("ranking.inside", { name })}
    <button type="button" onClick=${() => go({ within: null })}>${tell("ranking.everywhere")}</button>
  </p>`;
}

function Answer({ wanted, catalog }) {
  const asking = request("/v1/rankings", { ...wanted, nearest: wanted.nearest ? "true" : null, total: "true" });
  const found = useFound(async () => {
    const answer = await ask(asking);
    const [unranked, sources] = await Promise.all([unrankedOf(wanted, answer.data), sourcesOf(answer.data)]);
    return { answer, unranked, sources };
  }, [asking]);
  return html`<${Found} of=${found}>
    ${(value) => html`<${Ranked} wanted=${wanted} catalog=${catalog} asking=${asking} ...${value} />`}
  <//>`;
}

function Ranked({ wanted, catalog, asking, answer, unranked, sources }) {
  const indicator = catalog.byCode.get(wanted.indicator);
  const label = inLanguage(indicator.label);
  const when = period(wanted.period, indicator.kind);
  const level = inLanguage(catalog.levels.find((each) => each.code === wanted.level)?.label);
  const order = tell(wanted.sort === "value:asc" ? "ranking.bottom" : "ranking.top");
  const shown = {
    rows: answer.data,
    indicator,
    caption: tell("ranking.caption", { label, level, period: when, order }),
    unitLabel: catalog.unitOf(indicator.unit),
    name: `${wanted.indicator}-${wanted.level}-${wanted.period}`,
    sources,
    publisherOf: catalog.publisherOf,
  };
  return html`<h2>${label}</h2>
    <${Meaning} indicator=${indicator} catalog=${catalog} />
    <${Notices} notices=${answer.meta.notices} />
    ${answer.data.length > 0 && html`<${Shown} shown=${shown} wanted=${wanted} total=${answer.meta.total} />`}
    <p><a href=${asking}>${tell("ranking.request")}</a></p>
    <${Unranked} unranked=${unranked} period=${when} />`;
}

function Shown({ shown, wanted, total }) {
  const { rows } = shown;
  const more = () => go({ limit: Math.min(MOST, wanted.limit * 4) });
  return html`<p>${tell("ranking.counted", { shown: rows.length, total })} ${certainty(rows)}</p>
    <${RankingChart} ...${shown} />
    ${
      rows.length < Math.min(total, MOST) &&
      html`<p><button type="button" onClick=${more}>${tell("ranking.more")}</button></p>`
    }
    <h2>${tell("ranking.table")}</h2>
    <${RankingTable} ...${shown} />`;
}

/** How many neighbours may stand the other way round, and how many tie. */
function certainty(rows) {
  const overlapping = rows.filter((row) => row.overlaps_next).length;
  const ties = rows.filter((row, place) => rows[place + 1]?.rank === row.rank).length;
  if (!overlapping && !ties) return tell("ranking.certain");
  return [ties && tell("ranking.ties", { ties }), overlapping && tell("ranking.overlapping", { overlapping })]
    .filter(Boolean)
    .join(" ");
}
