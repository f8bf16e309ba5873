/** Holds a database's lock for a while, and says when it has it: `bun lock-fixture.ts PATH`. */
import { Database } from "bun:sqlite";

const HELD_MS = 300;

const db = new Database(process.argv[2]);
db.run("BEGIN IMMEDIATE");
process.stdout.write("held\n");
await Bun.sleep(HELD_MS);
db.run("ROLLBACK");
