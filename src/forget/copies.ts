import { readdirSync, rmSync } from "node:fs";
import { holdsName } from "../base/files/name-search.ts";
import { queuePaths } from "../queue/layout.ts";
import { isDirectory } from "../queue/make.ts";
import type { Forgotten, Holder, Places } from "./holders.ts";

/** Files that hive set aside beside the database: adopted, malformed, a foreign log. */
const ASIDE = /^hive(?:-[0-9a-f]{8}(?:-\d+)?)?\.db(?:-wal|-shm|-journal)?\.(?:adopted|malformed|foreign)-/;
/** Foreign files that stood at the paths of hive's own, set aside. */
const FOREIGN = /\.foreign-/;

/** A link in place of a directory is not followed: a cloned repository can bring one to the user's files. */
// @mutant what a link leads to is not forgotten
const named = (directory: string, isOne: (name: string) => boolean, mayBeLink = false): string[] =>
  (isDirectory(directory, mayBeLink) ? readdirSync(directory) : []).filter(isOne).map((name) => `${directory}/${name}`);

/** Copies that hive keeps for a person. They hold other sessions as well, and are deleted whole. */
function find({ root }: Places, { sessionId }: Forgotten): string[] {
  const { queue, journals, workers, instances } = queuePaths(root);
  const all = [
    ...named(root, (name) => ASIDE.test(name) || FOREIGN.test(name), true),
    ...named(`${root}/setup`, () => true),
    ...[queue, journals, workers, instances].flatMap((path) => named(path, (one) => FOREIGN.test(one))),
  ];
  return all.filter((path) => holdsName(path, sessionId));
}

export const copiesHolder: Holder = {
  name: "copies that hive keeps, each as a whole",
  find,
  forget(places, session) {
    for (const path of find(places, session)) rmSync(path, { recursive: true, force: true });
  },
};
