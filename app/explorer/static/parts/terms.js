/** Names of what the API tells by code: indicators, units, levels. Asked once, kept by `ask`. */

import { inLanguage } from "../language.js";
import { bounds, written } from "../numbers.js";
import { ask, askAll, request } from "../api.js";

const FIELDS =
  "code,kind,group,label,definition,unit,domain,display_decimals,measure,breakdown,partitions,subset_of,formula,growth";

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

/** Who published what: the publisher of a source by its code. */
export async function publishersOfSources() {
  const rows = await askAll(request("/v1/sources", { limit: 1000, fields: "code,publisher" }));
  const publishers = new Map(rows.map((row) => [row.code, row.publisher]));
  return (code) => publishers.get(code) ?? code;
}

/** All of them at once, for whoever tells numbers that carry codes alone. */
export async function terms() {
  const [indicators, labelOf, publisherOf] = await Promise.all([indicatorsByCode(), labelsOfCodes(), publishersOfSources()]);
  return { indicators, labelOf, publisherOf };
}

/**
 * The bounds beside a number, in words: nothing for a point, nor for a computed number whose two
 * ends differ only by the rounding to six decimals, which its card still shows.
 */
export function boundsBeside(observation, indicators) {
  const { domain, display_decimals: decimals = null } = indicators.get(observation.indicator) ?? {};
  const { lower, upper, derivation, qualifier } = observation;
  const isComputed = derivation === "computed" && qualifier === "exact";
  if (isComputed && written(lower, decimals) === written(upper, decimals)) return "";
  return bounds(observation, null, domain);
}

/** The indicator's name, or its code where the release has no such. */
export function nameOf(indicators, code) {
  return inLanguage(indicators.get(code)?.label) || code;
}
