import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { readRegular } from "../../base/files/files.ts";
import { IGNORE_ALL } from "../../git/ignore-rules.ts";
import { isDirectory } from "../../queue/make.ts";
import { otherStores } from "../../store/sqlite/open/location.ts";

/** Files that only a running hive needs: without them the data can still be read and used again. */
const RUNTIME = ["queue/doorbell", "queue/.heartbeat", "queue/.room"];
const RUNTIME_DIRECTORIES = ["queue/workers", "queue/.tmp"];
const DATA = /^(config\.json|exports\.jsonl|hook\.log(\.1)?|instances|queue|logs|setup)$/;
/** A hive database, the files beside it, and copies that were set aside or adopted. */
const DATABASE = /^hive(-[0-9a-f]{8}(-\d+)?)?\.db(-wal|-shm|-journal)?(\..+)?$/;

/** The files that an uninstall removes from a state directory, and the foreign files in it. */
export interface StateFiles {
  readonly remove: readonly string[];
  /** Foreign files: they stay, and so does the directory. */
  readonly foreign: readonly string[];
}

/** Lists hive's own files one by one: `HIVE_ROOT` may point to a directory with other files. */
export function stateFiles(root: string, isDeletingData: boolean): StateFiles {
  if (!existsSync(root)) return { remove: [], foreign: [] };
  if (!isDeletingData) {
    // A cloned repository may carry a link here: its target is not hive's.
    if (!isDirectory(join(root, "queue"))) return { remove: [], foreign: [] };
    const inside = RUNTIME_DIRECTORIES.map((name) => join(root, name))
      .filter((path) => isDirectory(path))
      .flatMap((path) => readdirSync(path).map((name) => join(path, name)));
    const own = RUNTIME.map((name) => join(root, name)).filter((path) => existsSync(path));
    return { remove: [...own, ...inside], foreign: [] };
  }
  const names = readdirSync(root);
  const unproved = new Set(
    otherStores(root)
      .filter(({ isProved }) => !isProved)
      .map(({ path }) => basename(path)),
  );
  const isOwn = (name: string): boolean =>
    DATA.test(name) ||
    (DATABASE.test(name) && !unproved.has(name)) ||
    (name === ".gitignore" && isIgnoreAll(join(root, name)));
  return {
    remove: names.filter(isOwn).map((name) => join(root, name)),
    foreign: names.filter((name) => !isOwn(name)).map((name) => join(root, name)),
  };
}

function isIgnoreAll(path: string): boolean {
  return lstatSync(path).isFile() && readRegular(path, IGNORE_ALL.length) === IGNORE_ALL;
}

/** Removes these files, and the directory if it is empty then. Links are removed, not followed. */
export function removeStateFiles(root: string, { remove, foreign }: StateFiles, isDeletingData: boolean): void {
  for (const path of remove) rmSync(path, { recursive: true, force: true });
  if (isDeletingData && foreign.length === 0 && existsSync(root) && readdirSync(root).length === 0) rmdirSync(root);
}
