import type { Mutation } from "./mutation.ts";

const TARGET = "tests/torture/fleet/fleet-target.test.ts";

export const FLEET: readonly Mutation[] = [
  {
    name: "off the loopback the server must prove who it is",
    change: { swap: ["needsTls ?", "false ?"] },
    check: { file: "tests/store/postgres/encryption.test.ts" },
  },
  {
    name: "what no class lets out stays on this machine",
    change: { with: "if (own.length === 0) return [[kind, true as const] as const];" },
    check: { file: "tests/store/postgres/share.test.ts" },
  },
  {
    name: "a transaction never goes on with another connection",
    change: {
      swap: ["await sql.reserve()", "{ unsafe: sql.unsafe.bind(sql), release: () => undefined }"],
    },
    check: { file: "tests/torture/fleet/fleet-drops.test.ts" },
  },
  {
    name: "what was forgotten does not come to the server again",
    change: { swap: ["atMs > (forgotten.get(sessionId) ?? -1)", "true"] },
    check: { file: TARGET, title: "forgotten does not come again" },
  },
  {
    name: "what a copied home saves comes beside what the other one sends",
    change: { swap: [" || row.label !== label", ""] },
    check: { file: "tests/torture/fleet/fleet-copies.test.ts", title: "two copies of a home" },
  },
  {
    name: "a connection that was given up is not used again",
    change: { swap: ['errorCode(away) === "HIVE_STORE_UNAVAILABLE"', "away !== error"] },
    check: { file: "tests/torture/fleet/fleet-target-away.test.ts", title: "does not answer" },
  },
  {
    name: "rows of a database that was put back are sent",
    change: { with: "if (true) return cursor.seq;" },
    check: { file: "tests/worker/forward/forwarder.test.ts", title: "put back" },
  },
  {
    name: "a batch that is on its way does not bring back what is forgotten",
    change: "skip",
    check: { file: "tests/torture/fleet/fleet-limits.test.ts", title: "on its way" },
  },
  {
    name: "rows go into no schema of another role's",
    change: "skip",
    check: { file: "tests/torture/fleet/fleet-strangers.test.ts", title: "another role's" },
  },
  {
    name: "a batch is told of once, whatever it holds",
    change: { swap: ["pg_notify", "concat"] },
    check: { file: TARGET, title: "told of once" },
  },
  {
    name: "what a machine whose clock is ahead has sent does not come again",
    change: { swap: ["Math.max(atMs, ...rows.map((row) => row.seen_ms))", "atMs"] },
    check: { file: "tests/torture/fleet/fleet-limits.test.ts", title: "clock is a day ahead" },
  },
  {
    name: "rows that never came are counted",
    change: { swap: ["toSeq - before - came.length", "0"] },
    check: { file: TARGET, title: "never came are counted" },
  },
  {
    name: "a worker in the background takes no server from the environment",
    change: "skip",
    check: { file: "tests/torture/fleet/fleet.test.ts", title: "no server from its environment" },
  },
];
