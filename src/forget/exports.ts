import { closeSync, existsSync, readdirSync, readSync, rmSync } from "node:fs";
import { basename, dirname, isAbsolute } from "node:path";
import { nodeFiles, openRegular, readRegular } from "../base/files/files.ts";
import { printableJson } from "../base/text/printable.ts";
import { objectIn } from "../base/json.ts";
import type { Forgotten, Holder, Places } from "./holders.ts";

/** Lists the files that `hive export --out` has written: JSON lines. */
const NAME = "exports.jsonl";
const MAX_BYTES = 16 * 1024 ** 2;

interface Export {
  readonly sessionId: string;
  readonly path: string;
}

/** The first line of an exported file, which identifies it. */
export function exportHead(sessionId: string): string {
  // A comment ends with the first `-->` in it.
  const name = printableJson(JSON.stringify(sessionId)).replaceAll(">", String.raw`\u003e`);
  return `<!-- hive export of session ${name} -->`;
}

/** Notes an exported file, so that hive forget deletes it with its session. */
export function noteExport(root: string, one: Export): void {
  nodeFiles.append(`${root}/${NAME}`, Buffer.from(`${JSON.stringify(one)}\n`));
}

function noted(root: string): Export[] {
  const text = readRegular(`${root}/${NAME}`, MAX_BYTES) ?? "";
  return text.split("\n").flatMap((line) => {
    const { sessionId, path } = objectIn(line) ?? {};
    return typeof sessionId === "string" && typeof path === "string" && isAbsolute(path) ? [{ sessionId, path }] : [];
  });
}

/** The files to which a session was exported, whatever they hold now. */
export const exportedPaths = (root: string, sessionId: string): string[] =>
  noted(root).flatMap((one) => (one.sessionId === sessionId ? [one.path] : []));

/** False for a file that a person has moved or rewritten: it is theirs. */
function isExport({ sessionId, path }: Export): boolean {
  const head = Buffer.from(exportHead(sessionId));
  const file = openRegular(path);
  if (file === null) return false;
  try {
    const start = Buffer.alloc(head.length);
    return readSync(file.fd, start, 0, head.length, 0) === head.length && start.equals(head);
  } finally {
    closeSync(file.fd);
  }
}

/** A file with the drafts of the same export that a kill has left beside it. */
function withDrafts({ sessionId, path }: Export): Export[] {
  const directory = dirname(path);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const drafts = names.filter((name) => name.startsWith(`${basename(path)}.`) && DRAFT.test(name));
  return [path, ...drafts.map((name) => `${directory}/${name}`)].map((one) => ({ sessionId, path: one }));
}

/** The name of an export until it is whole. */
const DRAFT = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

function find({ root }: Places, { sessionId }: Forgotten): string[] {
  const own = noted(root)
    .filter((one) => one.sessionId === sessionId)
    .flatMap(withDrafts);
  return [...new Set(own.filter(isExport).map(({ path }) => path))];
}

/** Files that `hive export --out` wrote, if their first line is unchanged, and the notes of them. */
export const exportsHolder: Holder = {
  name: "exported files",
  find,
  forget(places, session) {
    for (const path of find(places, session)) rmSync(path, { force: true });
    const all = noted(places.root);
    const left = all.filter(({ sessionId }) => sessionId !== session.sessionId);
    if (left.length === all.length) return;
    const path = `${places.root}/${NAME}`;
    rmSync(path, { force: true });
    for (const one of left) noteExport(places.root, one);
  },
};
