import { closeSync, openSync, writeSync } from "node:fs";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { Store } from "../../../src/store/sqlite/store.ts";

const HEADER_BYTES = 100;
const PAGE_BYTES = 4096;

/** Makes a database of hive's own that no SQLite can read: its header, and so its proof, is whole. @returns its path */
export async function makeMalformed(root: string): Promise<string> {
  (await Store.open(root)).close();
  const path = storePath(root);
  const fd = openSync(path, "r+");
  writeSync(fd, new Uint8Array(PAGE_BYTES - HEADER_BYTES).fill(0xff), 0, PAGE_BYTES - HEADER_BYTES, HEADER_BYTES);
  closeSync(fd);
  return path;
}
