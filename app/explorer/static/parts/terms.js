/** Names of what the API tells by code: indicators, units, levels. Asked once, kept by `ask`. */

import { inLanguage } from "../language.js";
import { ask, askAll, request, useFound } from "../api.js";

const FIELDS =
  "code,kind,group,label,definition,unit,domain,display_decimals,measure,breakdown,partitions,subset_of,formula";

/** Indicators by code, in the order of the catalog. */
export async function indicatorsByCode() {
  const rows = await askAll(request("/v1/indicators", { limit: 500, fields: FIELDS }));
  return new Map(rows.map((row) => [row.code, row]));
}

/** The label of a code in a code list such as `unit`; the code itself where it has none. */
export async function labelsOfCodes() {
  const answer = await ask(request("/v1/codelists"));
  const labels = new Map(answer.data.map((row) => [`${row.code_list} ${row.code}`, inLanguage(row.label)]));
  return (list, code) => labels.get(`${list} ${code}`) ?? code;
}

/** Both at once, for whoever tells numbers that carry codes alone. */
export async function terms() {
  const [indicators, labelOf] = await Promise.all([indicatorsByCode(), labelsOfCodes()]);
  return { indicators, labelOf };
}

export function useTerms() {
  return useFound(terms, []);
}

/** The indicator's name, or its code where the release has no such. */
export function nameOf(indicators, code) {
  return inLanguage(indicators.get(code)?.label) || code;
}
