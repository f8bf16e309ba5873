import { setDefaultTimeout } from "bun:test";
import { mkdirSync } from "node:fs";
import { Store } from "../../src/store/sqlite/store.ts";
import { type OpenedStore, testStore } from "../contract/store.ts";
import { openDatabase } from "../support/database.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

interface Row {
  readonly kind: string;
  readonly key: string;
  readonly agent_id: string;
  readonly data: string;
}

testStore("SQLite", async (): Promise<OpenedStore> => {
  const dir = tempDir();
  mkdirSync(dir.root, { mode: 0o700 });
  let store = await Store.open(dir.root);
  const all = <T>(sql: string, sessionId: string): T[] => {
    using db = openDatabase(dir.root);
    return db.query<T, [string]>(sql).all(sessionId);
  };
  return {
    get store() {
      return store;
    },
    async reopen() {
      store.close();
      store = await Store.open(dir.root);
      return store;
    },
    async facts(sessionId) {
      const rows = all<Row>("SELECT kind, key, agent_id, data FROM hive_state WHERE session_id = ?", sessionId);
      return rows.map(({ kind, key, agent_id: agentId, data }) => ({
        kind,
        key,
        agentId,
        data: JSON.parse(data) as Record<string, unknown>,
      }));
    },
    async checkpoints(sessionId) {
      const sql = "SELECT type, late FROM hive_checkpoints WHERE session_id = ? ORDER BY created_at_ms";
      return all<{ type: string; late: string }>(sql, sessionId).map(({ type, late }) => ({
        type,
        git: (JSON.parse(late) as { git: unknown }).git,
      }));
    },
    async [Symbol.asyncDispose]() {
      store.close();
      dir[Symbol.dispose]();
    },
  };
});
