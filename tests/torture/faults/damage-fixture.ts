/**
 * Damages a database, or mends it from the copy that this made before. A process of its own: closing a file of SQLite's
 * in the process that has it open as a database would drop SQLite's locks on it.
 */
import { Database } from "bun:sqlite";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

const [path, action] = process.argv.slice(2) as [string, "damage" | "mend"];
if (action === "mend") writeFileSync(path, readFileSync(`${path}.sound`));
else {
  const db = new Database(path);
  // So that those who have it open look at the file again, and not at what they remember of it.
  db.run("CREATE TABLE IF NOT EXISTS touched (n); INSERT INTO touched VALUES (1); PRAGMA wal_checkpoint(TRUNCATE)");
  copyFileSync(path, `${path}.sound`);
  // Behind the header, which is what tells whose database it is.
  const sound = readFileSync(path);
  const garbage = Buffer.from("this is no database".repeat(1000));
  writeFileSync(path, Buffer.concat([sound.subarray(0, 100), garbage]));
  process.kill(process.pid, "SIGKILL");
}
