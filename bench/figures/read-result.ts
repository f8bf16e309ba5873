import { readFileSync } from "node:fs";
import * as v from "valibot";
import { errorMessage, HiveError } from "../../src/base/errors.ts";
import { type BenchResult, DEFAULT_INTERVALS_MS, MODES, SIZES } from "./result.ts";

/** Version 2 kept every sample, and no summary. */
const VERSIONS = [2, 3] as const;
const HINT = `give a file that bench --json of this version wrote (version ${VERSIONS.at(-1)})`;

const Mode = v.nullable(v.picklist(MODES));
const Budget = v.union([v.object({ most: v.number() }), v.object({ least: v.number() })]);

const Summary = v.object({
  n: v.number(),
  p50: v.number(),
  p90: v.number(),
  p99: v.number(),
  p999: v.number(),
  max: v.number(),
});

const Scenario = v.object({
  scenario: v.string(),
  title: v.string(),
  durability: v.picklist(["process", "power"]),
  emptyScriptMs: v.optional(v.tuple([v.number(), v.number()])),
  series: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      mode: Mode,
      unit: v.string(),
      trials: v.array(v.array(v.number())),
      summary: v.optional(Summary),
    }),
  ),
  figures: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      mode: Mode,
      value: v.number(),
      unit: v.string(),
      interval: v.nullable(v.tuple([v.number(), v.number()])),
      n: v.number(),
      budget: v.nullable(Budget),
    }),
  ),
  notes: v.array(v.string()),
});

/** Fields that this version does not know are left out. */
const Result = v.object({
  version: v.pipe(
    v.picklist(VERSIONS),
    v.transform(() => 3 as const),
  ),
  size: v.picklist(SIZES),
  // Earlier ones could not be set.
  intervalsMs: v.optional(v.object({ poll: v.number(), "pseudo-event": v.number() }), DEFAULT_INTERVALS_MS),
  environment: v.object({
    cpu: v.string(),
    cores: v.number(),
    memoryGiB: v.number(),
    kernel: v.string(),
    fileSystem: v.string(),
    bun: v.string(),
    sqlite: v.string(),
    commit: v.string(),
    startedAt: v.string(),
  }),
  scenarios: v.array(Scenario),
});

function refuse(name: string, what: string, cause?: unknown): never {
  throw new HiveError("HIVE_INVALID_OPTION", `${name}: ${what}`, { hint: HINT, cause });
}

/**
 * A result from the text of a file that `--json` wrote.
 * @param name how a message names the file
 * @throws HiveError HIVE_INVALID_OPTION when it is not JSON, of another version or not a result
 */
export function parseResult(text: string, name: string): BenchResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return refuse(name, "not JSON", cause);
  }
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  if (!VERSIONS.some((known) => known === version))
    refuse(name, `version ${JSON.stringify(version) ?? "unknown"} of a benchmark's result`);
  const parsed = v.safeParse(Result, value);
  if (parsed.success) return parsed.output;
  const [{ message, path }] = parsed.issues;
  const field = path?.map(({ key }) => String(key)).join(".") ?? "";
  return refuse(name, `not a benchmark's result: ${field}: ${message}`);
}

/** @throws HiveError HIVE_INVALID_OPTION as {@link parseResult}, and when the file cannot be read */
export function readResult(path: string): BenchResult {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    return refuse(path, errorMessage(cause), cause);
  }
  return parseResult(text, path);
}
