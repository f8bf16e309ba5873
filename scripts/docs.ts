/**
 * Writes what the documents have from the code, between the markers of their names: `bun run docs`. With `--check` it
 * writes nothing, and ends with 1 where something is out of date. The examples of JSON differ at each run, so they are
 * written with `--examples` alone; a test compares their fields. `--surface` writes docs/surface.json: a change there is one
 * of the public surface, so nothing else writes it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { agentTable } from "./docs/agent-facts.ts";
import { PlayedSession } from "./docs/played-session.ts";
import { givenBack, jsonExamples } from "./docs/samples.ts";
import { SURFACE_PAGE, surfaceText } from "./docs/surface.ts";
import { exitCodes, gateCheck, mutations } from "./docs/tables.ts";
import { withMarked, writeBetweenMarkers } from "./docs/marked-table.ts";
import { settingsTable } from "./docs/settings.ts";

const TOP = resolve(import.meta.dir, "..");

using session = new PlayedSession();
/** The generated sections: the document, the name of its markers, and the text. */
const GENERATED: readonly (readonly [path: string, name: string, text: string])[] = [
  ["docs/agents.md", "agents", await agentTable()],
  ["README.md", "given", givenBack(session)],
  ["docs/exit-codes.md", "exit-codes", exitCodes()],
  ["docs/measuring.md", "gate-check", gateCheck()],
  ["docs/mutations.md", "mutations", mutations()],
  ["docs/settings.md", "settings", settingsTable()],
];

const flags = process.argv.slice(2);
const isCheck = flags.includes("--check");
if (flags.includes("--examples")) writeBetweenMarkers(join(TOP, "docs/json.md"), "json", jsonExamples(session));
if (flags.includes("--surface")) writeFileSync(SURFACE_PAGE, await surfaceText());
let stale = 0;
for (const [path, name, text] of GENERATED) {
  const file = join(TOP, path);
  const after = withMarked(file, name, text);
  if (after === readFileSync(file, "utf8")) continue;
  stale++;
  if (isCheck) process.stderr.write(`${path}: ${name} is out of date; bun run docs writes it\n`);
  else writeFileSync(file, after);
}
process.exitCode = isCheck && stale > 0 ? 1 : 0;
