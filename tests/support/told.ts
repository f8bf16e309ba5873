/** Says facts of one session, and reads what the next one is told of it. */
import { mkdirSync } from "node:fs";
import type { Fact } from "../../src/model/observation.ts";
import { contextText } from "../../src/recall/report/resume-text.ts";
import { Resumes } from "../../src/recall/resume.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { tempDir } from "./temp-dir.ts";

export const MINUTE = 60_000;
export const START = Date.now() - 600 * MINUTE;

export interface Said extends Pick<Fact, "kind" | "data"> {
  readonly key?: string;
  readonly agentId?: string;
}

export const command = (text: string, outcome = "ok", more = {}): Said => ({
  kind: "command",
  data: { command: text, outcome, ...more },
});
export const passes = (n: number, text = "cp a"): Said[] =>
  Array.from({ length: n }, (_, i) => command(`${text} b${i}`));
export const prompt = (text: string): Said => ({ kind: "prompt", data: { text } });
export const edit = (path: string, change = "modified"): Said => ({
  kind: "file",
  key: path,
  data: { change, by: "Edit" },
});

/** What the next session is told of one that said this, a minute each. */
export async function told(...said: readonly Said[]) {
  using dir = tempDir();
  mkdirSync(dir.root);
  {
    using store = await Store.open(dir.root);
    const facts = said.map(({ kind, key, data, agentId }, index): Fact => ({
      kind,
      key: key ?? `k${index}`,
      data,
      atMs: START + index * MINUTE,
      ...(agentId === undefined ? {} : { agentId }),
    }));
    const entries = facts.map((fact, index) => ({
      id: `${index}`,
      operation: "update_instance",
      payload: { sessionId: "s", instanceId: "i", atMs: fact.atMs, status: "active", facts: [fact] },
    }));
    store.applyBatch(entries, Date.now());
  }
  const nowMs = START + said.length * MINUTE;
  using resumes = await Resumes.open(dir.root, { nowMs, busyTimeoutMs: 1000 });
  const report = resumes.report("s")!;
  return { report, text: contextText(report, { nowMs, isSameSession: false, command: "hive" }) };
}

export const failingIn = (text: string): string => /Failing now:\n((?:- .*\n)*)/.exec(text)?.[1] ?? "";
