/** Opens a store, and kills itself before its nth statement that changes one. */
import { Database } from "bun:sqlite";
import { Store } from "../../src/store/sqlite/store.ts";

const [root, nth] = process.argv.slice(2) as [string, string];
let changes = 0;

for (const name of ["query", "prepare", "run"] as const) {
  const original = Database.prototype[name] as (this: Database, text: string, ...rest: unknown[]) => unknown;
  const counted = function (this: Database, text: string, ...rest: unknown[]): unknown {
    if (/^\s*(?:begin|create|alter|insert|commit)/i.test(text)) changes += 1;
    if (changes === Number(nth)) process.kill(process.pid, "SIGKILL");
    return original.call(this, text, ...rest);
  };
  Object.assign(Database.prototype, { [name]: counted });
}

(await Store.open(root)).close();
