/** Copies of databases that cannot be read where they are. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { chmodSync, chownSync } from "node:fs";
import { join, resolve } from "node:path";
import { openCopy } from "../../src/store/sqlite/open/read-only-copy.ts";
import { tempDir } from "../support/temp-dir.ts";
import { CAN_BE_ANOTHER, dirOf, NOBODY, runAs } from "../torture/faults/users.ts";

const SOURCE = resolve(import.meta.dir, "../../src/store/sqlite/open/read-only-copy.ts");

function database(directory: string): string {
  const path = join(directory, "a.db");
  using db = new Database(path);
  db.run("CREATE TABLE a (b)");
  return path;
}

test("a store that no copy can be made of, as without a temporary directory, is unavailable", () => {
  using dir = tempDir();
  const path = database(dir.path);
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = join(dir.path, "missing");
  try {
    expect(() => openCopy(path, () => false)).toThrow(
      expect.objectContaining({ code: "HIVE_STORE_UNAVAILABLE", message: expect.stringContaining("missing") }),
    );
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
});

test("a database that its owner may only read is copied again where it changed meanwhile", () => {
  using dir = dirOf(NOBODY);
  const path = database(dir.path);
  if (CAN_BE_ANOTHER) chownSync(path, NOBODY, NOBODY);
  chmodSync(path, 0o400);
  const script = `
    const { utimesSync } = await import("node:fs");
    const { openCopy } = await import(${JSON.stringify(SOURCE)});
    let looks = 0;
    const db = openCopy(${JSON.stringify(path)}, () => {
      if ((looks += 1) === 1) utimesSync(${JSON.stringify(path)}, 1, 1);
      return false;
    });
    console.log(looks, db.query("SELECT name FROM sqlite_schema").get().name);`;
  const { stdout, stderr } = runAs(NOBODY, "022", [process.execPath, "-e", script]);
  expect({ stdout, stderr }).toEqual({ stdout: "2 a\n", stderr: "" });
});
