/** What ARCHITECTURE says of layers is what lint holds, and what the imports do. */
import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "jsonc-parser";

const TOP = resolve(import.meta.dir, "../..");
const read = (path: string): string => readFileSync(join(TOP, path), "utf8");

/** The rooms of each line of the list, from the lowest. */
const layers = read("ARCHITECTURE.md")
  .split("## Layers")[1]!
  .split("## ")[0]!
  .match(/^- .*$/gm)!
  .map((line) => [...line.matchAll(/(?<=^- |; )`(\w+)`/g)].map(([, room]) => room!));
const rooms = layers.flat();

/** The rooms above a room in the list: those that it may import. */
const above = (room: string): string[] =>
  layers
    .slice(
      0,
      layers.findIndex((layer) => layer.includes(room)),
    )
    .flat();

interface Override {
  files: string[];
  rules: Record<string, [string, { patterns: { group: string[] }[] }]>;
}

/** What lint keeps a room from, as it is written. */
function forbidden(room: string): string[] {
  const { overrides } = parse(read(".oxlintrc.json")) as { overrides: Override[] };
  const rule = overrides.find(({ files }) => files.includes(`src/${room}/**`))?.rules["no-restricted-imports"];
  return rule?.[1].patterns.flatMap(({ group }) => group) ?? [];
}

test("each folder of src is a room of the list, once", () => {
  const folders = readdirSync(join(TOP, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

test("what ARCHITECTURE says is somewhere is there", () => {
  const table = read("ARCHITECTURE.md").split("## Where is what")[1]!.split("## ")[0]!;
  const paths = [...table.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(join(TOP, "src", path)))).toEqual([]);
});

test("no folder of src has more than twelve files", () => {
  const counts = new Map<string, number>();
  for (const file of new Bun.Glob("src/**/*").scanSync({ cwd: TOP, dot: true })) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  expect([...counts].filter(([, count]) => count > 12)).toEqual([]);
});

test.each(rooms)("lint keeps %s from the rooms that are not above it", (room) => {
  const groups = forbidden(room);
  if (groups.includes("../**")) return;
  const others = rooms.filter((other) => other !== room && !above(room).includes(other));
  expect(others.filter((other) => !groups.includes(`**/${other}/**`))).toEqual([]);
  expect(above(room).filter((other) => groups.includes(`**/${other}/**`))).toEqual([]);
});

test.each(rooms)("%s imports rooms above it alone", (room) => {
  const imported = new Set<string>();
  for (const file of new Bun.Glob(`src/${room}/**/*.ts`).scanSync({ cwd: TOP })) {
    for (const [, path] of read(file).matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const [, top = "", found = ""] = /^([^/]+)\/([^/]+)\//.exec(join(file, "..", path!)) ?? [];
      if (top === "src" && found !== room) imported.add(found);
    }
  }
  expect([...imported].filter((found) => !above(room).includes(found))).toEqual([]);
});

test("setup, the doctor and the commands know an agent by its port alone", () => {
  const shared = new Set(["facts", "settings"]);
  const found = ["install", "doctor", "cli"].flatMap((room) =>
    [...new Bun.Glob(`src/${room}/**/*.ts`).scanSync({ cwd: TOP })].flatMap((file) =>
      [...read(file).matchAll(/"[^"]*agents\/([^"/]+)\/([^"]+)"/g)]
        .filter(([, folder]) => !shared.has(folder!))
        .map(([, folder, module]) => `${file}: ${folder}/${module}`),
    ),
  );
  expect(found).toEqual([]);
});
