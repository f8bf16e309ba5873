import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hookLogPaths } from "../capture/hook-log.ts";
import { readRegular } from "../base/files/files.ts";
import { isNamedIn, MIN_NAME_CHARS } from "../base/files/name-search.ts";
import { groupOf, newSeq } from "../queue/entry.ts";
import { isDirectory } from "../queue/make.ts";
import type { Forgotten, Holder, Places } from "./holders.ts";

const MAX_LOG_BYTES = 1024 ** 3;
const LOG = /\.log(?:\.\d+)?$/;
const SEQ = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A link in place of the directory has no logs. */
const logsIn = (directory: string): string[] =>
  (isDirectory(directory) ? readdirSync(directory) : [])
    .filter((name) => LOG.test(name))
    .map((name) => `${directory}/${name}`);

const DRAFT = /\.log(?:\.\d+)?\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

const draftsIn = (directory: string): string[] =>
  (isDirectory(directory) ? readdirSync(directory) : [])
    .filter((name) => DRAFT.test(name))
    .map((name) => `${directory}/${name}`);

/** The logs of workers, of the hook at each of its paths, and of other projects in the data directory. */
function logs({ root, data, env }: Places): string[] {
  const hooks = hookLogPaths(root, env).flatMap((path) => [path, `${path}.1`]);
  const all = [...logsIn(`${root}/logs`), ...hooks, ...(data === null ? [] : logsIn(`${data}/logs`))];
  return [...new Set(all)].filter((path) => existsSync(path));
}

/** True if a line names the session, its instances or its entries: seqs of one session end alike. */
function isOf(line: string, { sessionId, instanceIds, entryNames }: Forgotten, group: string | null): boolean {
  const names = [sessionId, ...instanceIds].filter((name) => name.length >= MIN_NAME_CHARS);
  if (names.some((name) => isNamedIn(line, name))) return true;
  if (entryNames.some((name) => line.includes(JSON.stringify(name)))) return true;
  return [...line.matchAll(SEQ)].some(([seq]) => groupOf(seq) === group);
}

/** The log without the session's lines; null if it has none. */
function without(path: string, session: Forgotten): string | null {
  const text = readRegular(path, MAX_LOG_BYTES);
  if (text === null) return null;
  const group = groupOf(newSeq(session.sessionId));
  const lines = text.split("\n");
  const kept = lines.filter((line) => !isOf(line, session, group));
  return kept.length === lines.length ? null : kept.join("\n");
}

const find = (places: Places, session: Forgotten): string[] =>
  logs(places).filter((path) => without(path, session) !== null);

/** A log loses the lines that name the session. Lines that a hook writes in that moment may be lost with them. */
export const logsHolder: Holder = {
  name: "lines of logs",
  find,
  forget(places, session) {
    // Drafts of an earlier forget that was killed.
    for (const path of draftsIn(`${places.root}/logs`)) rmSync(path, { force: true });
    for (const path of find(places, session)) {
      const text = without(path, session);
      if (text === null) continue;
      const temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
      try {
        writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
        renameSync(temporary, path);
      } finally {
        rmSync(temporary, { force: true });
      }
    }
  },
};
