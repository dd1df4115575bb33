/** Several organizations by one indicator over time. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { useParameters } from "../address.js";
import { ask, askAll, request, useFound } from "../api.js";
import { Found, Title } from "../parts/basics.js";
import { SeriesChart } from "../parts/series.js";

export function Page() {
  const { organizations = "lao-cai,yen-bai", indicator = "members" } = useParameters();
  const found = useFound(async () => {
    const [described, rows, events] = await Promise.all([
      ask(request(`/v1/indicators/${indicator}`)),
      askAll(request("/v1/observations", { organization: organizations, indicator, limit: 1000 })),
      askAll(request("/v1/events", { organization: organizations })),
    ]);
    const { unit, kind, display_decimals: decimals, label } = described.data;
    const series = organizations.split(",").map((code) => ({ key: code, label: code, unit, kind, decimals, observations: rows.filter((row) => row.organization === code) }));
    return { series, events, caption: inLanguage(label) };
  }, [organizations, indicator]);
  return html`<${Title}>${tell("compare.title")}<//>
    <${Found} of=${found}>${(value) => html`<${SeriesChart} ...${value} />`}<//>`;
}
