/** Loaded before hive: whoever writes a row that holds "deadly" dies. */
import { Database } from "bun:sqlite";

const prototype = Database.prototype as unknown as {
  prepare: (sql: string) => { run: (...values: unknown[]) => unknown };
};
const { prepare } = prototype;
prototype.prepare = function (this: Database, sql: string) {
  const statement = prepare.call(this, sql);
  const { run } = statement;
  statement.run = (...values: unknown[]): unknown => {
    if (JSON.stringify(values).includes("deadly")) process.kill(process.pid, "SIGKILL");
    return run.apply(statement, values);
  };
  return statement;
};
