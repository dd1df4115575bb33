// Compile every pattern of an OpenAPI document as JSON Schema advises, and tell what is refused: `node patterns.mjs FILE`.
import { readFileSync } from "node:fs";

const patterns = new Set();
JSON.parse(readFileSync(process.argv[2], "utf8"), (name, value) => {
  if (name === "pattern" && typeof value === "string") patterns.add(value);
  return value;
});
const refused = [...patterns].filter((pattern) => {
  try {
    return !new RegExp(pattern, "u");
  } catch {
    return true;
  }
});
console.log(JSON.stringify({ patterns: patterns.size, refused }));
