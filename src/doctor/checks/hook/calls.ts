import { readdirSync } from "node:fs";
import { isPaused } from "../../../base/config/pause.ts";
import { span } from "../../../base/text/words.ts";
import { userKeyIfAny } from "../../../origin/key.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "../../../queue/entry.ts";
import { readEntry } from "../../../queue/read-entry.ts";
import type { Agent } from "../../../agents/agent.ts";
import { AGENT_NAMES } from "../../../agents/agents.ts";
import { type CheckResult, type HealthCheck, ok, warning } from "../../check.ts";
import { isOnPath } from "../../installed-hooks.ts";
import type { ProjectView } from "../../project-view.ts";

/** The number of the newest waiting entries that are read. */
const MAX_READ = 20;
const MAX_ENTRY_BYTES = 4 * 1024 ** 2;

/**
 * The time of the last call, of each agent. If it surprises a person, the chain is broken before the hook. Agents without
 * an adapter are named.
 */
export const callsCheck: HealthCheck = {
  code: "calls",
  groups: ["fast", "install"],
  needs: "project",
  run: async (view) => {
    const lastMs = await lastCallMs(view);
    const unheard = await unheardResult(view, lastMs);
    if (unheard !== null) return unheard;
    if (lastMs === null) return ok("none yet: the first comes when an agent starts here");
    const { agents } = await view.store();
    const named = agents.flatMap(({ agent, lastCallAt }) => (agent === null ? [] : { agent, lastCallAt }));
    const unknown = named.filter(({ agent }) => !ADAPTED.has(agent)).map(({ agent }) => agent);
    const since = (atMs: number): string => `${span(Math.max(0, view.nowMs - atMs))} ago`;
    const each = named.map(({ agent, lastCallAt }) => `${agent} ${since(Date.parse(lastCallAt))}`).join(", ");
    const silent = silentAgents(
      view,
      named.map(({ agent }) => agent),
    );
    const isListed = named.length > 1 || silent.length > 0;
    const never = silent.length === 0 ? "" : `; none yet of ${silent.join(", ")}`;
    const found = `the last one came ${since(lastMs)}${isListed && each !== "" ? `: ${each}` : ""}${never}`;
    if (unknown.length === 0) return ok(found);
    return warning(
      `${found}; hive knows few words of ${unknown.map(titleOf).join(", ")}, and gives ${unknown.length === 1 ? "it" : "them"} nothing`,
      {
        advice: "docs/agents.md lists the agents that it knows",
      },
    );
  },
};

/** An agent that works without calling hive: its settings look right, and something else keeps it from that. */
async function unheardResult(view: ProjectView, lastMs: number | null): Promise<CheckResult | null> {
  // A pause lets no call be seen.
  if (isPaused(view.config, view.nowMs)) return null;
  const { unheardWork } = await import("../../unheard-work.ts");
  const work = await unheardWork(view, lastMs);
  if (work === null) return null;
  const ago = (atMs: number): string => `${span(Math.max(0, view.nowMs - atMs))} ago`;
  const last = lastMs === null ? "none since hive was set up" : `the last one came ${ago(lastMs)}`;
  return warning(`${last}, though ${work.title} worked here ${ago(work.atMs)}: nothing of that is saved`, {
    advice: `start ${work.title} anew, so that it reads its settings; its command /hooks lists the hooks that it calls`,
  });
}

/** A payload that names no agent that hive knows is saved as one of `unknown`. */
const titleOf = (agent: string): string => (agent === "unknown" ? "an agent that it does not recognize" : agent);

/** The agents that are set up here, and that have not called. */
function silentAgents(view: ProjectView, called: readonly string[]): string[] {
  const agents = new Set(view.installedHooks().map(({ agent }) => agent));
  const isSilent = ({ name, alsoNamed = name }: Agent): boolean =>
    !called.includes(name) && !called.includes(alsoNamed);
  const silent = agents.size < 2 ? [] : [...agents].filter(isSilent);
  return silent.map((agent) => (isOnPath(agent, view) ? agent.name : `${agent.name} (not on the PATH)`));
}

/** The agents with an adapter: see `loadHook`. */
const ADAPTED = new Set(AGENT_NAMES);

/** When an agent last called hive, in ms since 1970, by the store or the waiting entries; null without any. */
export async function lastCallMs(view: ProjectView): Promise<number | null> {
  const { agents } = await view.store();
  const savedMs = Math.max(...agents.map(({ lastCallAt }) => Date.parse(lastCallAt)));
  const lastMs = Math.max(savedMs, view.isQueueMade ? lastWaitingMs(view, savedMs) : savedMs);
  return Number.isFinite(lastMs) ? lastMs : null;
}

/** The last of the calls not yet applied. Entries without proof do not count. */
function lastWaitingMs({ root, paths }: ProjectView, afterMs: number): number {
  const names = readdirSync(paths.pending).map((name) => ({ name, atMs: seqAtMs(name) }));
  const newest = names.filter(({ atMs }) => atMs > afterMs).toSorted((a, b) => b.atMs - a.atMs);
  const key = newest.length === 0 ? null : userKeyIfAny(root);
  for (const { name, atMs } of newest.slice(0, MAX_READ)) {
    const read = readEntry(`${paths.pending}/${name}`, parseEntryName(name)!, MAX_ENTRY_BYTES, { key });
    if (read?.kind === "entry" && read.isProved && read.entry.operation === "observe") return atMs;
  }
  return Number.NEGATIVE_INFINITY;
}

function seqAtMs(name: string): number {
  const seq = parseEntryName(name)?.seq ?? "";
  return isOwnSeq(seq) ? ownSeqAtMs(seq) : Number.NEGATIVE_INFINITY;
}
