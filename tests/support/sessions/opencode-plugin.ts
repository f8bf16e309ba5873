/** hive's plugin for OpenCode, given what OpenCode gave a plugin: see tests/fixtures/agents/README.md. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Hive } from "../../../src/agents/opencode/plugin.ts";

const CALLS = join(import.meta.dir, "../../fixtures/opencode-calls");

type Fields = Readonly<Record<string, unknown>>;
type Hooks = Readonly<Record<string, (input?: unknown, output?: unknown) => Promise<void>>>;

/** One call of the hook. */
export interface HookCall {
  readonly payload: Fields;
  /** Answers it, where the plugin waits for an answer. */
  readonly answer: ((output: string) => void) | undefined;
}

/** A plugin that starts no process and finds every file, and its calls of the hook. */
export async function loadPlugin(): Promise<{ hooks: Hooks; calls: HookCall[] }> {
  const calls: HookCall[] = [];
  const call = (payload: Fields, answer?: (output: string) => void): void => void calls.push({ payload, answer });
  const hooks = await Hive({ directory: "/home/dev/app", call, isFile: () => true });
  return { hooks: hooks as Hooks, calls };
}

/** The functions of a plugin whose recordings have a short name. */
const SHORT = new Map([
  ["compacting", "experimental.session.compacting"],
  ["system.transform", "experimental.chat.system.transform"],
]);

/** Gives a plugin one recorded call, by the name of its file. */
export async function give(hooks: Hooks, name: string): Promise<void> {
  const { input, output, ...properties } = JSON.parse(readFileSync(join(CALLS, name), "utf8")) as Fields;
  const [, label = ""] = /^\d+-([\w.]+?)(?:-\w+)?\.json$/.exec(name) ?? [];
  if (label.startsWith("event.")) {
    await hooks["event"]!({ event: { type: label.slice("event.".length), properties } });
  } else await hooks[SHORT.get(label) ?? label]!(input, output ?? { system: [] });
}

/** The hook's payloads of the recorded sessions, by the file that hive keeps each in. Each session has a process. */
export async function playedPayloads(): Promise<Map<string, Fields>> {
  const names = readdirSync(CALLS).toSorted();
  const played = new Map<string, Fields>();
  for (const part of ["1", "2", "3", "4"]) {
    const { hooks, calls } = await loadPlugin();
    for (const name of names.filter((one) => one.startsWith(part))) {
      const before = calls.length;
      await give(hooks, name);
      for (const [index, { payload }] of calls.slice(before).entries()) {
        const { hook_event_name: event, tool_name: tool } = payload as Readonly<Record<string, string | undefined>>;
        const more = index === 0 ? "" : String.fromCharCode(0x61 + index);
        played.set(`${name.slice(0, 3)}${more}-${event}${tool === undefined ? "" : `-${tool}`}.json`, payload);
      }
    }
  }
  return played;
}
