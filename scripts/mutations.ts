/**
 * Takes out of a copy of the code, one at a time, what keeps hive's promise, and runs the tests that should notice
 * (`bun run mutations`, some minutes). Prints which test did; one that nobody notices ends it with exit code 1. With
 * `--write` a run in which all were noticed goes into ARCHITECTURE.md. `--only TEXT` takes those whose name has TEXT.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { MUTATIONS } from "../tests/mutations/list.ts";
import type { Mutation } from "../tests/mutations/mutation.ts";

const TOP = resolve(import.meta.dir, "..");
const PAGE = join(TOP, "ARCHITECTURE.md");
const MARKERS = /(<!-- mutations: begin -->\n)[\s\S]*?(<!-- mutations: end -->)/;
/** Tests that do not end have noticed something too. */
const LIMIT_MS = 60_000;

const { values } = parseArgs({ options: { write: { type: "boolean" }, only: { type: "string" } } });

/** The files that git knows or would take, in a directory of their own. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), "hive-mutations-"));
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: TOP,
  }).stdout.toString();
  for (const path of listed.split("\0").filter((path) => path !== "" && existsSync(join(TOP, path)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(TOP, path), join(copy, path));
  }
  symlinkSync(join(TOP, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** @returns the first test that failed; null when all passed */
async function firstFailure(copy: string, tests: readonly string[], limitMs = LIMIT_MS): Promise<string | null> {
  const run = Bun.spawn([process.execPath, "test", "--bail=1", ...tests], {
    cwd: copy,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  const output = await run.stderr.text();
  if ((await run.exited) === 0) return null;
  if (run.signalCode !== null) return "(the tests do not end)";
  const [, title] = /^\(fail\) (.*?)(?: \[[\d.]+ms\])?$/m.exec(output) ?? [];
  if (title === undefined) throw new Error(`no test failed, and yet: ${output.slice(-2000)}`);
  return title;
}

async function tried(copy: string, { file, text, replacement, tests }: Mutation): Promise<string | null> {
  const path = join(copy, file);
  const original = readFileSync(path, "utf8");
  writeFileSync(
    path,
    original.replace(text, () => replacement),
  );
  try {
    return await firstFailure(copy, tests);
  } finally {
    writeFileSync(path, original);
  }
}

const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only ?? ""));
const copy = copyTree();
const rows: string[] = [];
let survivors = 0;
try {
  const own = await firstFailure(copy, [...new Set(chosen.flatMap(({ tests }) => tests))], 20 * LIMIT_MS);
  if (own !== null) throw new Error(`fails without any mutation: ${own}`);
  for (const mutation of chosen) {
    const noticed = await tried(copy, mutation);
    if (noticed === null) survivors += 1;
    rows.push(`| ${mutation.name} | ${(noticed ?? "NOBODY").replaceAll("|", "\\|")} |`);
    process.stdout.write(`${mutation.name}: ${noticed ?? "NOBODY NOTICED"}\n`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.stdout.write(`\n${chosen.length - survivors} of ${chosen.length} noticed\n`);
if (survivors > 0) process.exitCode = 1;
else if (values.write === true) {
  const table = ["| taken out | noticed by, first of all |", "| --- | --- |", ...rows].join("\n");
  const page = readFileSync(PAGE, "utf8");
  if (!MARKERS.test(page)) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(
    PAGE,
    page.replace(MARKERS, (_all, begin: string, end: string) => `${begin}\n${table}\n\n${end}`),
  );
  Bun.spawnSync([process.execPath, "fmt", PAGE], { cwd: TOP });
}
