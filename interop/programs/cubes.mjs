// Read cubes with jsonstat-toolkit, and tell what it found in them as JSON.
// `node cubes.mjs ADDRESS`; on the standard input is a list of paths, each with the `places` to look up in its cube.
import { readFileSync } from "node:fs";

import JSONstat from "jsonstat-toolkit";

const [, , address] = process.argv;

// A table has a row for every cell of the cube, and of a sparse one most are empty.
const TABLE_MAX = 50_000;

/** Cells that have a number or a status; what stands at the places; and what the cube says of itself. */
async function read({ path, places }) {
  const answer = await fetch(address + path);
  const cube = JSONstat(await answer.json());
  const dimensions = cube.id.map((id) => {
    const dimension = cube.Dimension(id);
    const categories = dimension.id.map((code) => [code, dimension.Category(code).label]);
    return { id, role: dimension.role, label: dimension.label, categories };
  });
  const table = { type: "arrobj", field: "id", content: "id", status: true };
  const rows = cube.n <= TABLE_MAX ? (cube.toTable(table) ?? []) : null;
  return {
    kind: cube.class,
    label: cube.label,
    time: cube.role.time,
    units: cube.Dimension("indicator").id.map((code) => cube.Dimension("indicator").Category(code).unit),
    dimensions,
    cells: rows && rows.filter((row) => row.value !== null || row.status),
    found: places.map((place) => cube.Data(place)),
    size: cube.n,
  };
}

const cubes = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await Promise.all(cubes.map(read))));
