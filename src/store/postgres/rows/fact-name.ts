import type { FactRow } from "./fold.ts";

const sized = (text: string): string => `${Buffer.byteLength(text)}:${text}`;
const digest = (text: string): string => Bun.SHA256.hash(text, "hex");

/**
 * Names facts of a machine: a hash of what distinguishes two facts, as a UUID, so that the index is narrow. The first 8
 * digits are the session's, so that facts of one session lie together. {@link NAME_SQL} is the same for the server.
 */
export function factNames(machine: string): (fact: Pick<FactRow, "session" | "kind" | "agent_id" | "key">) => string {
  const sessions = new Map<string, { readonly own: string; readonly head: string }>();
  return ({ session, kind, agent_id: agentId, key }) => {
    let known = sessions.get(session);
    if (known === undefined) {
      const text = sized(machine) + sized(session);
      sessions.set(session, (known = { own: text, head: digest(text).slice(0, 8) }));
    }
    const { own, head } = known;
    const rest = digest(own + sized(kind) + sized(agentId) + sized(key));
    return `${head}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8, 12)}-${rest.slice(12, 24)}`;
  };
}

const sizedSql = (columns: readonly string[]): string =>
  `pg_catalog.concat(${columns.map((name) => `pg_catalog.octet_length(${name}), ':', ${name}`).join()})`;
const digestSql = (columns: readonly string[]): string =>
  `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(${sizedSql(columns)}, 'UTF8')), 'hex')`;

/** The name of a row of `hive.facts`, in SQL. */
export const NAME_SQL = `(pg_catalog.left(${digestSql(["machine", "session"])}, 8)
  || pg_catalog.left(${digestSql(["machine", "session", "kind", "agent_id", "key"])}, 24))::uuid`;

/** The least and the greatest name of a session's facts. */
export function nameRange(machine: string, session: string): readonly [least: string, greatest: string] {
  const head = digest(sized(machine) + sized(session)).slice(0, 8);
  return [`${head}-0000-0000-0000-000000000000`, `${head}-ffff-ffff-ffff-ffffffffffff`];
}
