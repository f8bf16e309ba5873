/** Sessions of the user's fleet, for the commands that show one. */
import { HiveError } from "../base/errors.ts";
import { isObject } from "../base/json.ts";
import { KIND_NAMES, type KindName } from "../model/kinds.ts";
import type { Fact } from "../model/observation.ts";
import { type KeptFact, storeOf } from "../recall/archive/as-store.ts";
import { Resumes } from "../recall/resume.ts";
import type { ResumeReport } from "../recall/report/resume-report.ts";
import { SHARE_CLASSES } from "../base/config/config.ts";
import { fleetAddress, hasFleet } from "../store/postgres/connect/settings.ts";
import type { FleetFact, FleetReader, FleetSession } from "../store/postgres/fleet-reader.ts";
import { sharedOf } from "../store/postgres/share.ts";
import { ambiguous } from "./choose-session.ts";
import { type Io, isOfAgent } from "./io.ts";
import { loadConfig } from "./root.ts";

/** Connects to the user's fleet for one command. @throws HIVE_INVALID_OPTION without one */
export async function withFleet<T>(io: Io, root: string, use: (fleet: FleetReader) => Promise<T>): Promise<T> {
  const address = fleetAddress(loadConfig(io, root), io.env, root);
  if (address === null) {
    throw new HiveError("HIVE_INVALID_OPTION", "no fleet is set", {
      hint: 'name its server in your own config.json: {"fleetUrl": "postgres://user@host/database"}',
    });
  }
  const { FleetReader: Reader } = await import("../store/postgres/fleet-reader.ts");
  await using fleet = new Reader(address);
  return await use(fleet);
}

/** @returns null without one @throws HIVE_INVALID_OPTION if several begin with it */
export function onlyOne(sessions: readonly FleetSession[], prefix: string): FleetSession | null {
  const exact = sessions.filter(({ session }) => session === prefix);
  const [found, ...more] = exact.length === 1 ? exact : sessions;
  if (found === undefined) return null;
  if (more.length === 0) return found;
  throw ambiguous(
    sessions.map(({ session }) => session),
    prefix,
  );
}

/** A session of the fleet, where one is set. @returns null without one @throws HIVE_STORE_UNAVAILABLE */
export async function sessionOfFleet(io: Io, root: string, prefix: string): Promise<FleetSession | null> {
  if (!hasFleet(loadConfig(io, root), io.env)) return null;
  return await withFleet(io, root, async (fleet) => onlyOne(await fleet.sessionsOf(prefix), prefix));
}

/**
 * The report on a session of another machine, as far as that one shares it.
 * @returns null without a fleet or such a session
 * @throws HIVE_STORE_UNAVAILABLE if the server is away
 */
export async function reportOfFleet(io: Io, root: string, prefix: string, nowMs: number): Promise<ResumeReport | null> {
  if (isOfAgent(io) || !hasFleet(loadConfig(io, root), io.env)) return null;
  return await withFleet(io, root, async (fleet) => {
    const found = onlyOne(await fleet.sessionsOf(prefix), prefix);
    if (found === null) return null;
    const { session: sessionId, agent, seenMs, label } = found;
    const facts = (await fleet.facts(found)).toReversed().flatMap((fact) => keptFact(sessionId, fact));
    const db = await storeOf({ sessionId, agent, seenMs, isUntrusted: false }, facts);
    using resumes = await Resumes.of(db, root, { nowMs });
    const report = resumes.report(sessionId);
    return report === null ? null : { ...report, machine: label };
  });
}

/** Fields that name places of its machine: here they would name files that are not the session's. */
const PLACES = ["cwd", "directory", "worktree"];

/** A fact that came from a server, without what no machine shares: nothing of it may lead to a file or a process here. */
function keptFact(sessionId: string, { kind, key, agentId, atMs, data, times }: FleetFact): KeptFact[] {
  if (!(KIND_NAMES as readonly string[]).includes(kind) || !isObject(data)) return [];
  const own: Fact = { kind: kind as KindName, key, atMs, data };
  const seen = { sessionId, instanceId: sessionId, atMs, event: "", agent: "", facts: [own] };
  return sharedOf(seen, SHARE_CLASSES).facts.map((fact) => ({
    kind,
    key,
    agentId,
    atMs,
    data: JSON.stringify(Object.fromEntries(Object.entries(fact.data).filter(([name]) => !PLACES.includes(name)))),
    times: isObject(times) ? JSON.stringify(times) : null,
  }));
}
