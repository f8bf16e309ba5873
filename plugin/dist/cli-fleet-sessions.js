// @bun
import {
  KIND_NAMES
} from "./model-merge.js";
import {
  SHARE_CLASSES
} from "./base-config-sources.js";
import {
  Resumes
} from "./recall-resume.js";
import {
  isOfAgent,
  loadConfig
} from "./cli-root.js";
import {
  storeOf
} from "./recall-archive-as-store.js";
import {
  ambiguous
} from "./cli-choose-session.js";
import {
  sharedOf
} from "./store-postgres-share.js";
import {
  hasFleet,
  fleetAddress
} from "./store-postgres-connect-settings.js";
import {
  isObject2
} from "./base-json.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/fleet-sessions.ts
async function withFleet(io, root, use) {
  let address = fleetAddress(loadConfig(io, root), io.env, root);
  if (address === null)
    throw new HiveError("HIVE_INVALID_OPTION", "no fleet is set", {
      hint: 'name its server in your own config.json: {"fleetUrl": "postgres://user@host/database"}'
    });
  let { FleetReader: Reader } = await import("./store-postgres-fleet-reader.js");
  await using fleet = new Reader(address);
  return await use(fleet);
}
function onlyOne(sessions, prefix) {
  let exact = sessions.filter(({ session }) => session === prefix), [found, ...more] = exact.length === 1 ? exact : sessions;
  if (found === void 0)
    return null;
  if (more.length === 0)
    return found;
  throw ambiguous(sessions.map(({ session }) => session), prefix);
}
async function sessionOfFleet(io, root, prefix) {
  if (!hasFleet(loadConfig(io, root), io.env))
    return null;
  return await withFleet(io, root, async (fleet) => onlyOne(await fleet.sessionsOf(prefix), prefix));
}
async function reportOfFleet(io, root, prefix, nowMs) {
  if (isOfAgent(io) || !hasFleet(loadConfig(io, root), io.env))
    return null;
  return await withFleet(io, root, async (fleet) => {
    let found = onlyOne(await fleet.sessionsOf(prefix), prefix);
    if (found === null)
      return null;
    let { session: sessionId, agent, seenMs, label } = found, facts = (await fleet.facts(found)).toReversed().flatMap((fact) => keptFact(sessionId, fact)), db = await storeOf({ sessionId, agent, seenMs, isUntrusted: !1 }, facts);
    using resumes = await Resumes.of(db, root, { nowMs });
    let report = resumes.report(sessionId);
    return report === null ? null : { ...report, machine: label };
  });
}
var PLACES = ["cwd", "directory", "worktree"];
function keptFact(sessionId, { kind, key, agentId, atMs, data, times }) {
  if (!KIND_NAMES.includes(kind) || !isObject2(data))
    return [];
  return sharedOf({ sessionId, instanceId: sessionId, atMs, event: "", agent: "", facts: [{ kind, key, atMs, data }] }, SHARE_CLASSES).facts.map((fact) => ({
    kind,
    key,
    agentId,
    atMs,
    data: JSON.stringify(Object.fromEntries(Object.entries(fact.data).filter(([name]) => !PLACES.includes(name)))),
    times: isObject2(times) ? JSON.stringify(times) : null
  }));
}

export { withFleet, onlyOne, sessionOfFleet, reportOfFleet };
