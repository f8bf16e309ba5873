/** What each agent's adapter must do, whatever its settings and its payloads look like. */
import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import type { Agent, AgentHook, HookCommand } from "../../src/agents/agent.ts";
import { agentOf } from "../../src/agents/detect.ts";
import { SHARED_HOOK } from "../../src/agents/settings/shared-hook.ts";
import { KINDS } from "../../src/model/kinds.ts";

/** A payload as an agent writes it. */
export interface Payload {
  readonly name: string;
  readonly text: string;
  /** Whether hive handles its event. */
  readonly isHandled: boolean;
}

export interface HookCase {
  readonly title: string;
  readonly hook: AgentHook;
  readonly payloads: readonly Payload[];
  /** In Claude Code's words. */
  readonly events: readonly string[];
}

export interface AgentCase {
  readonly agent: Agent;
  readonly hook: AgentHook;
  readonly payloads: readonly Payload[];
  /** Settings files of the agent's own make. */
  readonly settings: Readonly<Record<string, string | null>>;
  /** The events of the payloads in Claude Code's words. @default those of the settings */
  readonly payloadEvents?: readonly string[];
  /** Texts that the agent does not read as settings. */
  readonly refused: Readonly<Record<string, string>>;
}

const HOOKS: Readonly<Record<string, HookCommand>> = {
  compiled: { command: "/opt/hive/dist/hive-hook", args: [] },
  interpreted: { command: "/usr/bin/bun", args: ["--no-install", "/opt/hive/src/cli/main.ts", "hook"] },
  shared: SHARED_HOOK,
};
const OTHER: HookCommand = { command: "/elsewhere/dist/hive-hook", args: [] };

const isInside = ([, path]: [string, string]): boolean => path.startsWith("/work/project/");

/** A file of megabytes takes seconds on a busy machine. */
const LARGE_FILE_MS = 60_000;

/** The half of an agent that the hook loads. */
export function testAgentHook({ title, hook, payloads, events }: HookCase): void {
  describe(`${title}'s payloads`, () => {
    test.each(payloads.map((one) => [one.name, one] as const))("%s", (_name, { text, isHandled }) => {
      const payload = hook.parse(text);
      expect(payload !== null).toBe(isHandled);
      if (payload === null) return;
      expect(agentOf(JSON.parse(text) as Record<string, unknown>, {})).toBe(hook.id);
      expect(payload.sessionId).toMatch(/^.{1,256}$/);
      expect(events).toContain(payload.event);
      const facts = hook.facts(payload, 1, null);
      expect(facts.map(({ kind }) => kind).filter((kind) => !(kind in KINDS))).toEqual([]);
      expect(hook.facts(payload, 1, null)).toEqual(facts);
    });

    test.each(["", "{", "[]", "null", '"text"', "{}"])("are not: %p", (text) => {
      expect(hook.parse(text)).toBeNull();
    });
  });

  test(`what ${title} is told at its start is one JSON document that holds the text`, () => {
    const text = 'a "quoted" text\nover two lines';
    const told = hook.context!(text);
    expect(JSON.stringify(JSON.parse(told))).toContain(JSON.stringify(text));
    expect(told).not.toContain("\n");
  });
}

export function testAgent({ agent, hook: half, payloads, settings, refused, payloadEvents }: AgentCase): void {
  const { install, remove, inspect, events, locate, scopes } = agent.settings;
  testAgentHook({ title: agent.title, hook: half, payloads, events: payloadEvents ?? events });

  test(`${agent.title}'s half for the hook has its name`, () => {
    expect(half.id).toBe(agent.name);
  });

  test(`${agent.title} has a sample of a call that changes a file`, () => {
    const payload = half.parse(agent.sample("/tmp/x", "some-session"))!;
    expect(payload.sessionId).toBe("some-session");
    expect(half.facts(payload, 1, null).some(({ kind }) => kind === "file")).toBe(true);
  });

  test(`${agent.title}'s settings of each scope lie apart, the user's alone outside of the project`, () => {
    const where = { cwd: "/work/project/sub", project: "/work/project", home: "/home/somebody", env: {} };
    const files = locate(where).settings;
    expect(new Set(scopes.map((scope) => files[scope])).size).toBe(scopes.length);
    expect(
      Object.entries(files)
        .filter(isInside)
        .map(([scope]) => scope),
    ).toEqual(["project", "local"]);
    expect(existsSync(files.user)).toBe(false);
  });

  describe.each(Object.entries(settings))(`${agent.title}'s settings: %s`, (_name, text) => {
    test.each(Object.entries(HOOKS))(
      "hold the %s hook after an install, once, and nothing of hive's after a removal",
      (_hook, hook) => {
        const installed = install(text, hook);
        expect(inspect(installed)).toEqual({ command: hook, problems: [], offSwitch: null });
        expect(install(installed, hook)).toBe(installed);
        expect(inspect(remove(installed, null)).command).toBeNull();
      },
      LARGE_FILE_MS,
    );

    test(
      "name the hook that was installed last",
      () => {
        expect(install(install(text, OTHER), HOOKS["compiled"]!)).not.toContain(OTHER.command);
      },
      LARGE_FILE_MS,
    );
  });

  test.each(Object.entries(refused))(`${agent.title}'s settings are not changed when they are %s`, (_name, text) => {
    expect(() => install(text, OTHER)).toThrow(expect.objectContaining({ code: "HIVE_INVALID_OPTION" }));
  });
}
