/** hive's entries in Codex's `hooks.json`, which Codex trusts by their numbers. */
import { describe, expect, test } from "bun:test";
import { codex } from "../../../src/agents/codex/agent.ts";
import { codexHook } from "../../../src/agents/codex/hook.ts";
import { SHARED_HOOK } from "../../../src/agents/settings/shared-hook.ts";
import { testAgent } from "../../contract/agent.ts";
import { ACCEPTED, REFUSED } from "../../install/fixtures.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";

const { install, remove, inspect, locate, afterRemoval, events } = codex.settings;
const HOOK = { command: "/opt/hive/dist/hive-hook", args: [] };
const FOREIGN = { hooks: [{ type: "command", command: "notify-send done", statusMessage: "note" }] };

const isRead = (text: string | null): boolean => {
  try {
    return text === null || text.trim() === "" || JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};
/** Codex reads plain JSON, and none of the rest that Claude Code does. */
const byReading = Object.groupBy(Object.entries(ACCEPTED), ([, text]) => (isRead(text) ? "read" : "refused"));
const accepted = Object.fromEntries(byReading.read!);

testAgent({
  agent: codex,
  hook: codexHook,
  payloads: recordedPayloads("codex", /PreToolUse|PostCompact/),
  settings: accepted,
  refused: { ...REFUSED, ...(Object.fromEntries(byReading.refused!) as Record<string, string>) },
});

type Groups = Readonly<Record<string, ReadonlyArray<{ readonly matcher?: string; readonly hooks: readonly object[] }>>>;
const hooksIn = (text: string): Groups => (JSON.parse(text) as { readonly hooks: Groups }).hooks;

test.each(byReading.read!.filter(([, text]) => text?.trim() && inspect(text).command === null))(
  "a removal leaves what was there, where no receipt has its bytes: %s",
  (_name, text) => {
    expect(JSON.parse(remove(install(text, HOOK), text)!)).toEqual(JSON.parse(text!));
  },
  60_000,
);

test("another's hooks keep their numbers, by which Codex trusts them", () => {
  const before = JSON.stringify({ hooks: { Stop: [FOREIGN, FOREIGN], Interrupt: [FOREIGN] } }, null, 2);
  const groups = hooksIn(install(before, HOOK));
  expect(groups["Stop"]!.slice(0, 2)).toEqual([FOREIGN, FOREIGN]);
  expect(groups["Interrupt"]).toEqual([FOREIGN]);
  expect(groups["Stop"]).toHaveLength(3);
});

test("no entry says that it is trusted", () => {
  expect(install(null, HOOK)).not.toMatch(/trust|sha256/);
  expect(codex.settings.afterInstall).toContain("/hooks");
});

test("a person is told where a removal changes the numbers of other hooks", () => {
  const alone = install(null, HOOK);
  expect(afterRemoval(alone)).toBeNull();
  expect(afterRemoval(install(JSON.stringify({ hooks: { Stop: [FOREIGN] } }), HOOK))).toBeNull();
  const hooks = hooksIn(alone);
  const after = { hooks: { ...hooks, Stop: [...hooks["Stop"]!, FOREIGN] } };
  expect(afterRemoval(JSON.stringify(after))).toContain("/hooks");
});

test("each event calls hive once, within the time that Codex gives it", () => {
  const groups = hooksIn(install(null, HOOK));
  expect(Object.keys(groups)).toEqual([...events]);
  const timeouts = Object.entries(groups).map(([event, [group]]) => [
    event,
    (group!.hooks[0] as { timeout: number }).timeout,
  ]);
  expect(Object.fromEntries(timeouts)).toMatchObject({ PostToolUse: 5, SessionEnd: 3 });
});

describe("a command of Codex's is one line of a shell's", () => {
  test.each([
    ["/opt/hive/dist/hive-hook", "/opt/hive/dist/hive-hook"],
    ["/opt/my hive/dist/hive-hook", "'/opt/my hive/dist/hive-hook'"],
    ["/opt/$HOME `x`/dist/hive-hook", "'/opt/$HOME `x`/dist/hive-hook'"],
    ["/opt/it's/dist/hive-hook", '"/opt/it\'s/dist/hive-hook"'],
  ])("%s", (command, line) => {
    const text = install(null, { command, args: [] });
    expect(hooksIn(text)["Stop"]![0]!.hooks).toEqual([{ type: "command", command: line, timeout: 5 }]);
    expect(inspect(text)).toEqual({ command: { command, args: [] }, problems: [], offSwitch: null });
    const said = Bun.spawnSync(["sh", "-c", `printf %s ${line}`]).stdout.toString();
    expect(said).toBe(command);
  });

  test("and a path that no quotes hold is refused", () => {
    const command = "/opt/it's $x/dist/hive-hook";
    expect(() => install(null, { command, args: [] })).toThrow(
      expect.objectContaining({ code: "HIVE_INVALID_OPTION" }),
    );
  });

  test("also where it is shared", () => expect(inspect(install(null, SHARED_HOOK)).command).toEqual(SHARED_HOOK));
});

test("CODEX_HOME moves the user's file, and not the project's", () => {
  const where = { cwd: "/work/a", project: "/work", home: "/home/d", env: { CODEX_HOME: "/cfg" } };
  expect(locate(where).settings).toMatchObject({ user: "/cfg/hooks.json", project: "/work/.codex/hooks.json" });
});
