/**
 * Whatever the settings file: hive's entries come in once, nothing else changes, and a removal brings back every byte.
 */
import { describe, expect, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { planInstall, planRemoval } from "../../../src/install/plan.ts";
import { inspect, install, remove } from "../../../src/agents/claude-code/settings.ts";
import { hiveCommandOf } from "../../../src/agents/claude-code/entry.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { ACCEPTED, HOOK, REFUSED } from "../../install/fixtures.ts";
import { makeProject, NO_ANSWERS, read, thrownBy, write } from "../../install/project.ts";

const isHives = (handler: unknown): boolean => hiveCommandOf(handler) !== null;
const EVENTS = [
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd",
];

type Group = { readonly hooks: readonly unknown[] };
type Hooks = Record<string, readonly Group[]>;

const valueOf = (text: string | null): { hooks?: Hooks } =>
  (parse((text ?? "").replace("\uFEFF", ""), [], { allowTrailingComma: true }) ?? {}) as { hooks?: Hooks };

/** The settings with hive's handlers left out, and the containers that are empty without them. */
function withoutHive(text: string | null): unknown {
  const { hooks = {}, ...rest } = valueOf(text);
  const events = Object.entries(hooks).map(([event, groups]) => {
    if (!Array.isArray(groups)) return [event, groups] as const;
    const others = (groups as readonly Group[])
      .map((group) => ({ ...group, hooks: group.hooks.filter((handler) => !isHives(handler)) }))
      .filter((group) => group.hooks.length > 0);
    return [event, others] as const;
  });
  return { rest, hooks: Object.fromEntries(events.filter(([, groups]) => groups.length > 0)) };
}

describe.each(Object.entries(ACCEPTED))("%s", (_name, original) => {
  test("holds hive's entry once in each event after an install", () => {
    const { hooks } = valueOf(install(original, HOOK));
    const counts = EVENTS.map((event) => hooks![event]!.flatMap((group) => group.hooks).filter(isHives).length);
    expect(counts).toEqual(EVENTS.map(() => 1));
    expect(inspect(install(original, HOOK))).toEqual({ command: HOOK, problems: [], offSwitch: null });
  });

  test("keeps all that is not hive's, in its order", () => {
    const installed = install(original, HOOK);
    expect(JSON.stringify(withoutHive(installed))).toBe(JSON.stringify(withoutHive(original)));
    expect(installed.startsWith("\uFEFF")).toBe(original?.startsWith("\uFEFF") === true);
    if (original?.includes("\r\n") === true) expect(installed.replaceAll("\r\n", "")).not.toContain("\n");
    for (const comment of original?.match(/\/\* [a-z][^*]*\*\/|\/\/ [a-z].*/g) ?? [])
      expect(installed).toContain(comment);
  });

  test("is not changed by a second install", () => {
    const installed = install(original, HOOK);
    expect(install(installed, HOOK)).toBe(installed);
  });

  test("holds no entry of hive's after a removal without a receipt", () => {
    const removed = remove(install(original, HOOK), null);
    expect(inspect(removed).command).toBeNull();
    expect(withoutHive(removed)).toEqual(withoutHive(original));
  });

  test("comes back byte for byte, on the disk", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    const path = place.settings.local;
    write(path, original);
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    expect(read(path)).toBe(install(original, HOOK));
    const again = planInstall(place, "local", NO_ANSWERS, HOOK);
    expect(again.diff).toBe("");
    again.make();
    planRemoval(place, "local").make();
    expect(read(path)).toBe(original);
    expect(fs.existsSync(join(place.project, ".claude"))).toBe(original !== null);
    expect(fs.existsSync(place.receipts.local)).toBe(false);
  });
});

describe.each(Object.entries(REFUSED))("%s", (_name, text) => {
  test("is refused and left alone", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.project, text);
    const attempt = thrownBy(() => planInstall(place, "project", NO_ANSWERS, HOOK));
    expect(attempt).toMatchObject({ code: "HIVE_INVALID_OPTION", hint: expect.any(String) });
    expect(attempt.message).toStartWith(`${place.settings.project}: `);
    expect(read(place.settings.project)).toBe(text);
    expect(fs.existsSync(place.root)).toBe(false);
  });
});

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;

const edit = (text: string): string => text.replace("~/bin/guard", "~/bin/other");

describe("a removal after other changes", () => {
  test("takes out hive's entries alone", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    const path = place.settings.local;
    write(path, FOREIGN);
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    fs.writeFileSync(path, edit(read(path)!));
    planRemoval(place, "local").make();
    expect(read(path)).toBe(edit(FOREIGN));
  });

  test("keeps the empty containers that were there before hive", () => {
    const original = '{\n  "hooks": {\n    "Stop": []\n  }\n}\n';
    const installed = install(original, HOOK).replace("{\n", '{\n  "model": "opus",\n');
    expect(remove(installed, original)).toBe('{\n  "model": "opus",\n  "hooks": {\n    "Stop": []\n  }\n}\n');
    expect(remove(installed, null)).toBe('{\n  "model": "opus"\n}\n');
  });

  test("keeps an event that holds a comment", () => {
    const installed = install("{}", HOOK).replace('"Stop": [', '"Stop": [ // mine');
    expect(remove(installed, null)).toContain('"Stop": [ // mine');
  });

  test("deletes a file that hive made when nothing is left in it", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    const path = place.settings.local;
    fs.writeFileSync(path, JSON.stringify(JSON.parse(read(path)!)));
    planRemoval(place, "local").make();
    expect(read(path)).toBeNull();
  });

  test("keeps a file that hive made when something else is in it", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    const path = place.settings.local;
    fs.writeFileSync(path, JSON.stringify({ ...JSON.parse(read(path)!), model: "opus" }));
    planRemoval(place, "local").make();
    expect(read(path)).toBe('{"model":"opus"}');
  });

  test("goes back to the original when hive was installed twice, from two places", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.local, FOREIGN);
    planInstall(place, "local", NO_ANSWERS, { command: "/old/dist/hive-hook", args: [] }).make();
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    planRemoval(place, "local").make();
    expect(read(place.settings.local)).toBe(FOREIGN);
  });

  test("takes out hive's entries alone where the receipt is damaged, which the next install writes anew", () => {
    using dir = tempDir();
    const place = makeProject(dir.path);
    const install = (): void => planInstall(place, "local", NO_ANSWERS, HOOK).make();
    write(place.settings.local, "{ }\n");
    install();
    for (const name of fs.readdirSync(place.receipts.local)) {
      fs.writeFileSync(`${place.receipts.local}/${name}`, Uint8Array.of(0xff));
    }
    write(place.settings.local, '{ "a": 1 }\n');
    install();
    planRemoval(place, "local").make();
    expect(read(place.settings.local)).toBe('{ "a": 1 }\n');
  });

  test("keeps a change made between two installs", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    const path = place.settings.local;
    write(path, FOREIGN);
    planInstall(place, "local", NO_ANSWERS, { command: "/old/dist/hive-hook", args: [] }).make();
    fs.writeFileSync(path, read(path)!.replace('"permissions"', '"rights"'));
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    planRemoval(place, "local").make();
    expect(read(path)).toBe(FOREIGN.replace('"permissions"', '"rights"'));
  });

  test("says so when an entry of hive's was there before, which the next one takes out", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.local, ACCEPTED["an entry equal to ours"]!);
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    const first = planRemoval(place, "local");
    expect(first.notes).toHaveLength(1);
    first.make();
    planRemoval(place, "local").make();
    expect(read(place.settings.local)).toBe("{}\n");
  });
});

describe("an entry of hive's", () => {
  test.each([
    { command: "/x/dist/hive-hook", args: [] },
    { command: "/x y/dist/hive-hook" },
    { command: String.raw`C:\x\dist\hive-hook.exe`, args: [] },
    { command: '"/x y/dist/hive-hook"' },
    { command: "/usr/bin/bun", args: ["/x/src/cli/main.ts", "hook"] },
    { command: "bun /x/src/cli/main.ts hook" },
    { command: "/x/src/cli/main.ts", args: ["hook"] },
    { command: "/x/scripts/hive", args: ["hook"] },
    { command: "/usr/bin/bun", args: ["--no-env-file", "--config=/dev/null", "/x/src/cli/main.ts", "hook"] },
  ])("is known by its command: %o", (handler) => {
    const isQuotedOrExec = "args" in handler || !/ y\/.*[^"]$/.test(handler.command);
    expect(isHives({ type: "command", ...handler })).toBe(isQuotedOrExec);
  });

  test.each([
    { type: "command", command: "echo hive-hook" },
    { type: "command", command: "rm /x/dist/hive-hook" },
    { type: "command", command: "/x/not-hive-hook" },
    { type: "command", command: "/x/hive-hook-of-another" },
    { type: "command", command: "bun", args: ["/x/src/cli/main.ts", "status"] },
    { type: "command", command: "bun", args: ["/x/main.ts", "hook"] },
    { type: "command", command: "log", args: ["calls", "of", "/x/src/cli/main.ts", "hook"] },
    { type: "http", url: "http://x/hive-hook" },
    { type: "command" },
    "hive-hook",
    null,
  ])("is not taken for another's: %o", (handler) => {
    expect(isHives(handler)).toBe(false);
  });

  test("of another installation is replaced at its place", () => {
    const original = ACCEPTED["an entry of another installation"]!;
    const stop = valueOf(install(original, HOOK)).hooks!["Stop"]!;
    expect(stop).toEqual([{ hooks: [{ type: "command", ...HOOK, timeout: 5 }] }, { hooks: [] }] as never);
  });

  test("is reported as missing or as changed", () => {
    const installed = install("{}", HOOK);
    const without = installed.replace('"Stop"', '"Halt"').replace('"PreCompact"', '"PreCompactX"');
    expect(inspect(without).problems).toEqual(["hive is not called on Stop, PreCompact"]);
    expect(inspect(installed.replace('"timeout": 5', '"timeout": 600')).problems).toHaveLength(1);
    expect(inspect(installed.replace("{", '{ "disableAllHooks": true,')).offSwitch).toBe('"disableAllHooks"');
  });
});
