import { Database } from "bun:sqlite";
import { dirname } from "node:path";
import { VERSION } from "../../base/version.ts";
import { type InstallationKind, KIND, MANIFEST } from "../../platform/installation.ts";

const WAYS: Readonly<Record<InstallationKind, string>> = {
  checkout: "a checkout",
  package: "the npm package",
  copy: "the copy that setup made",
  plugin: "Claude Code's plugin",
};

/** The directory of this installation. A plugin's manifest is one below it. */
const directory = (): string => (KIND === "plugin" ? dirname(dirname(MANIFEST)) : dirname(MANIFEST));

/** The version of SQLite in Bun. */
export function sqliteVersion(): string {
  using db = new Database(":memory:");
  return db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!.version;
}

/** The output of `hive --version`. The first line is only hive's version; then come system, Bun, SQLite and paths. */
export const versionText = (): string =>
  `${VERSION}
Bun ${Bun.version}, ${process.execPath}
SQLite ${sqliteVersion()}
${WAYS[KIND]}, ${directory()}
`;
