import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { storePath } from "./store.ts";

/** Copies the database of a project as one transaction sees it; does nothing where there is none. */
export function backUpStore(root: string, file: string): void {
  if (!existsSync(storePath(root))) return;
  using db = new Database(storePath(root), { readonly: true });
  db.query("VACUUM INTO ?").run(file);
}
