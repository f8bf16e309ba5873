// @bun
import {
  KIND,
  MANIFEST
} from "./platform-installation.js";
import {
  VERSION
} from "./base-version.js";

// src/cli/text/version-text.ts
import { Database } from "bun:sqlite";
import { dirname } from "path";
var WAYS = {
  checkout: "a checkout",
  package: "the npm package",
  copy: "the copy that setup made",
  plugin: "Claude Code's plugin"
}, directory = () => KIND === "plugin" ? dirname(dirname(MANIFEST)) : dirname(MANIFEST);
function sqliteVersion() {
  using db = new Database(":memory:");
  return db.query("SELECT sqlite_version() AS version").get().version;
}
var versionText2 = () => `${VERSION}
Bun ${Bun.version}, ${process.execPath}
SQLite ${sqliteVersion()}
${WAYS[KIND]}, ${directory()}
`;

export { versionText2 };
