import { existsSync, lstatSync, readdirSync } from "node:fs";
import { errorMessage, HiveError } from "../../../base/errors.ts";
import { mayBeTracked } from "../../../git/git-index.ts";
import { userKey } from "../../../origin/key.ts";
import { isProvedDatabase } from "./proof.ts";

/** The database file of a state directory. */
export interface StoreLocation {
  readonly path: string;
  /** Whether it exists; otherwise it must be made. */
  readonly isThere: boolean;
}

const MAX_NAMES = 20;
const FIRST_NAME = "hive.db";

/**
 * Finds the database that this user's hive has made: `hive.db`, or another name beside a foreign one. A foreign one
 * comes from a clone, hive 0.1.0, claude-flow or a backup. A new database never gets a name that git tracks.
 * @throws HIVE_STORE_UNAVAILABLE without a key, and where every name is taken
 */
export function locateStore(root: string, key = userKey(root)): StoreLocation {
  const free: string[] = [];
  for (const name of names(key)) {
    const path = `${root}/${name}`;
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      // @mutant a database that is not proved is not opened
      if (isProved(path, key)) return { path, isThere: true };
      continue;
    }
    free.push(path);
    // hive.db may have been deleted since; the others are made in their order.
    if (name !== FIRST_NAME) break;
  }
  // @mutant a database is made under no name that git tracks
  const path = free.find((one) => !one.endsWith(`/${FIRST_NAME}`) || !mayBeTracked(one, root));
  if (path !== undefined) return { path, isThere: false };
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `foreign databases in ${root} use every name that hive has`, {
    hint: "hive adopt shows what is in them; move away what is not yours",
  });
}

/** @throws HIVE_STORE_UNAVAILABLE when it cannot be read now */
function isProved(path: string, key: string): boolean {
  try {
    return isProvedDatabase(path, key);
  } catch (cause) {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be read: ${errorMessage(cause)}`, {
      cause,
      hint: "check the disk",
    });
  }
}

/** The names that a database may have. A clone cannot know the later ones, for they depend on the key. */
function* names(key: string): Generator<string> {
  const tag = new Bun.CryptoHasher("sha256", key).update("hive database name").digest("hex").slice(0, 8);
  yield FIRST_NAME;
  for (let index = 1; index < MAX_NAMES; index += 1) yield `hive-${tag}${index === 1 ? "" : `-${index}`}.db`;
}

const ANY_NAME = /^hive(-[0-9a-f]{8}(-\d+)?)?\.db$/;

/** A database of a state directory beside the one that hive uses. */
export interface OtherStore {
  readonly path: string;
  /** Whether this user's hive made it: it was used while another database had the name `hive.db`. */
  readonly isProved: boolean;
}

/**
 * Every database that hive does not use, also one whose name comes from a lost key.
 * @param used the one that hive uses, if found already
 */
export function otherStores(root: string, key = userKey(root), used = locateStore(root, key).path): OtherStore[] {
  const names = existsSync(root) ? readdirSync(root).filter((name) => ANY_NAME.test(name)) : [];
  return names
    .map((name) => `${root}/${name}`)
    .filter((path) => path !== used)
    .map((path) => ({ path, isProved: isProved(path, key) }));
}

/** The text about such a database, in status, doctor and log alike. */
export const otherStoreNote = ({ path, isProved }: OtherStore): string =>
  isProved
    ? `${path} holds what was saved while another database had the name hive.db: hive adopt joins them`
    : `${path} was not made by your hive on this machine: nothing of it is read or changed; hive adopt shows what is in it`;

/** The database of a state directory: where it is, or will be. */
export const storePath = (root: string): string => locateStore(root).path;
