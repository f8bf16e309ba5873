import { hostname } from "node:os";
import type { ShareClass } from "../../base/config/config.ts";
import { objectIn } from "../../base/json.ts";
import { VERSION } from "../../base/version.ts";
import { KIND_NAMES, type KindName } from "../../model/kinds.ts";
import type { Fact, Observation } from "../../model/observation.ts";
import { openSaved } from "../sqlite/read/reader.ts";
import { UNTRUSTED } from "../sqlite/untrusted.ts";
import { fleetProject } from "./project-id.ts";
import { sharedOf } from "./share.ts";
import { clean } from "./rows/text.ts";

interface Stored {
  readonly session_id: string;
  readonly kind: string;
  readonly key: string;
  readonly agent_id: string;
  readonly at_ms: number;
  readonly data: string;
}

const BUSY_TIMEOUT_MS = 2000;

const SQL = `SELECT session_id, kind, key, agent_id, at_ms, data FROM hive_state AS s
  WHERE kind <> ?1 AND NOT EXISTS (SELECT 1 FROM hive_state WHERE session_id = s.session_id AND kind = ?1)
  ORDER BY at_ms DESC LIMIT ?2`;

/** The part of a project's newest facts that would leave this machine, by session. */
export async function previewOf(
  root: string,
  share: readonly ShareClass[],
  limit: number,
): Promise<readonly Pick<Observation, "sessionId" | "facts">[]> {
  const db = await openSaved(root, BUSY_TIMEOUT_MS);
  if (db === null) return [];
  try {
    const bySession = new Map<string, Fact[]>();
    for (const row of db.query<Stored, [string, number]>(SQL).all(UNTRUSTED, limit)) {
      const facts = bySession.get(row.session_id) ?? [];
      bySession.set(row.session_id, [...facts, ...factOf(row)]);
    }
    return [...bySession].map(([sessionId, facts]) => {
      const seen: Observation = { sessionId, instanceId: sessionId, atMs: 0, event: "", agent: "", facts };
      return { sessionId, facts: clean(sharedOf(seen, share)).facts };
    });
  } finally {
    db.close();
  }
}

function factOf({ kind, key, agent_id: agentId, at_ms: atMs, data }: Stored): Fact[] {
  if (!(KIND_NAMES as readonly string[]).includes(kind)) return [];
  const owner = agentId === "" ? {} : { agentId };
  return [{ kind: kind as KindName, key, atMs, data: objectIn(data) ?? {}, ...owner }];
}

/** What leaves of a machine and its project beside facts. An id that hive made of them is left out: it reveals nothing. */
export async function placeOf(project: string) {
  const { id, name, root } = await fleetProject({ machine: "", project });
  const remote = id.startsWith("local:") || id.startsWith("root:") ? null : id;
  return { machine: hostname(), hiveVersion: VERSION, project: name, remote, firstCommit: root };
}
