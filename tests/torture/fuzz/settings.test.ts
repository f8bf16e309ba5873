/** The agent's settings: another program's file, which hive changes and must be able to give back. */
import { afterAll, expect, setDefaultTimeout } from "bun:test";
import { parse } from "jsonc-parser";
import { planInstall, planRemoval } from "../../../src/install/plan.ts";
import { callsShellSystem, inspect, install, remove } from "../../../src/agents/claude-code/settings.ts";
import { hiveCommandOf } from "../../../src/agents/claude-code/entry.ts";
import { ACCEPTED, HOOK, REFUSED } from "../../install/fixtures.ts";
import { makeProject, NO_ANSWERS, read, write } from "../../install/project.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { eachNth, fuzz, unlessRefused } from "./fuzz.ts";
import { exchanges, mutatedText } from "./mutate.ts";

const isHives = (handler: unknown): boolean => hiveCommandOf(handler) !== null;

setDefaultTimeout(3_600_000);

const SHORT =
  '{\r\n\t"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "x"}, ]}], "Other": []} // a\r\n}\r\n';
const SEEDS = [...Object.values(ACCEPTED), ...Object.values(REFUSED), SHORT]
  .filter((text) => text !== null)
  .filter((text) => text.length < 5000);
const EXAMPLES = exchanges(SHORT).map((bytes) => bytes.toString("utf8"));
const CODES = ["HIVE_INVALID_OPTION"] as const;

type Hooks = Record<string, ReadonlyArray<{ readonly hooks?: readonly unknown[] }>>;

/** What a text holds beside hive's entries, as JSON. */
function others(text: string): string {
  const { hooks = {}, ...rest } = parse(text.replace("\uFEFF", ""), [], { allowTrailingComma: true }) as {
    hooks?: Hooks;
  };
  const handlers = Object.entries(hooks).flatMap(([event, groups]) =>
    (Array.isArray(groups) ? groups : []).flatMap((group) =>
      (Array.isArray(group?.hooks) ? (group.hooks as readonly unknown[]) : [])
        .filter((handler) => !isHives(handler))
        .map((handler) => [event, handler]),
    ),
  );
  return JSON.stringify({ rest, handlers });
}

fuzz(
  "settings of any content are refused, or take hive's entries and give them up again, the others untouched",
  mutatedText(SEEDS),
  400,
  (text) => {
    unlessRefused(CODES, () => inspect(text));
    const isShell = unlessRefused(CODES, () => callsShellSystem(text));
    const installed = unlessRefused(CODES, () => install(text, HOOK));
    if (installed === null) return;
    expect(inspect(installed).command).toEqual(HOOK);
    expect(install(installed, HOOK)).toBe(installed);
    const removed = remove(installed, text);
    expect(inspect(removed).command).toBeNull();
    if (text.trim() !== "" && isShell === false) expect(others(removed)).toBe(others(text));
  },
  EXAMPLES,
);

const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());
const place = makeProject(dir.path);
const settings = place.settings.local;

fuzz(
  "a settings file of any content comes back byte for byte after setup and removal, or is refused and left",
  mutatedText(SEEDS),
  60,
  (text) => {
    write(settings, text);
    const plan = unlessRefused(CODES, () => planInstall(place, "local", NO_ANSWERS, HOOK));
    plan?.make();
    if (plan !== null) planRemoval(place, "local").make();
    expect(read(settings)).toBe(text);
  },
  eachNth(10, EXAMPLES),
);
