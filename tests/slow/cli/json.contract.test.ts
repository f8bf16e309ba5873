import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { PlayedSession } from "../../../scripts/docs/played-session.ts";
import { READERS } from "../../../scripts/docs/samples.ts";

setDefaultTimeout(120_000);

const PAGE = await Bun.file(join(import.meta.dir, "../../../docs/json.md")).text();
const session = new PlayedSession();
afterAll(() => session[Symbol.dispose]());

/** The names of all fields in a value, by their paths; of a list those of its items together. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => fieldsOf(item, `${path}[]`)))].toSorted();
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .flatMap(([name, inner]) => [`${path}.${name}`, ...fieldsOf(inner, `${path}.${name}`)])
    .toSorted();
}

test.each(READERS.map(([args, , words]) => [args, words] as const))(
  "hive %s --json has the fields that docs/json.md shows, and no other",
  (args, words) => {
    const [, example = ""] = PAGE.split(`## hive ${args} --json\n`)[1]?.split("```json\n") ?? [];
    const documented = JSON.parse(example.split("```")[0]!) as unknown;
    expect(fieldsOf(JSON.parse(session.hive(...words, "--json")))).toEqual(fieldsOf(documented));
  },
);
