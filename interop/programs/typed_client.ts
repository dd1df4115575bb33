// Ask with openapi-fetch, typed by what openapi-typescript made of the document, and tell what was read as JSON.
// `node typed_client.js ADDRESS`. Each @ts-expect-error is a claim: without the fault the compiler would complain.
import createClient from "openapi-fetch";

import type { components, paths } from "./document.js";

declare const process: { readonly argv: readonly string[] };

const [, , address] = process.argv;
if (address === undefined) throw new Error("Which address?");
// What is not asked for by `format` or `Accept` is JSON, and a refusal always is.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: address });

type Observation = components["schemas"]["ListedObservation"];

/** Bounds in words; every kind of number is a number or null, never undefined. */
function bounds(observation: Observation): string {
  const lower: number | null = observation.lower;
  const upper: number | null = observation.upper;
  return `${lower ?? "-"}…${upper ?? "-"}`;
}

type Row = components["schemas"]["ListedObservationList"]["data"][number];

/** Without `fields=` a row has all of its fields, and without `updatedAfter` none tells what is gone. */
function isWhole(row: Row): row is Observation {
  return "value" in row && "id" in row && "status" in row;
}

/** A page after the other, until no cursor is left. */
async function everything(organization: string): Promise<Observation[]> {
  const found: Observation[] = [];
  let after: string | undefined;
  do {
    const query = after === undefined ? { organization, limit: 20 } : { organization, limit: 20, after };
    const { data, error } = await client.GET("/v1/observations", { params: { query } });
    if (error !== undefined) throw new Error(error.detail);
    for (const row of data.data) if (isWhole(row)) found.push(row);
    const next: string | null | undefined = data.links.next;
    after = next ? (new URL(next, address).searchParams.get("after") ?? undefined) : undefined;
  } while (after !== undefined);
  return found;
}

const observations = await everything("lao-cai");
const ratio = await client.GET("/v1/observations/{id}", {
  params: { path: { id: "lao-cai.members_share_of_population.2022" }, query: { lang: "en" } },
});
if (ratio.data === undefined) throw new Error(ratio.error.detail);
const lineage = ratio.data.data;
// @ts-expect-error There is no such field.
lineage.colour;
// @ts-expect-error A value may be missing, so it is no number before that is looked at.
const certain: number = lineage.value;

const asked = await client.POST("/v1/observations/query", {
  body: { organization: ["lao-cai"], indicator: ["members"], limit: 5 },
});
if (asked.data === undefined) throw new Error(asked.error.detail);

// @ts-expect-error There is no such parameter.
const misspelt = await client.GET("/v1/observations", { params: { query: { indcator: "members" } } });
// @ts-expect-error There is no such address.
await client.GET("/v1/observation");

console.log(
  JSON.stringify({
    observations: observations.map((each) => [each.id, each.value, bounds(each), each.qualifier]),
    operands: lineage.lineage.operands?.map((each) => [each.id, each.value]),
    verdicts: lineage.claims.map((each) => [each.as_reported, each.verdict]),
    certain,
    asked: asked.data.data.map((each) => each.id),
    refusal: misspelt.error && [misspelt.response.status, misspelt.error.parameter, misspelt.error.type],
  }),
);
