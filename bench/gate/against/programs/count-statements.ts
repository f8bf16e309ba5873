/** Counts the statements that a program runs, with `bun --preload`. Writes the number to the file that HIVE_STATEMENTS names. */
import { Database } from "bun:sqlite";
import { writeFileSync } from "node:fs";

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

let statements = 0;

/** Replaces a method of an object by one that counts its calls. */
function counted(on: Record<string, unknown>, name: string): void {
  const method = on[name];
  if (typeof method !== "function") return;
  on[name] = function call(this: unknown, ...parameters: unknown[]): unknown {
    statements += 1;
    return (method as Method).apply(this, parameters);
  };
}

const database = Database.prototype as unknown as Record<string, unknown>;
const prepare = database["prepare"] as Method;
// A statement has methods of its own, by the number of its parameters.
database["prepare"] = function prepared(this: unknown, ...parameters: unknown[]): unknown {
  const statement = prepare.apply(this, parameters) as Record<string, unknown>;
  for (const name of ["run", "get", "all", "values", "iterate"]) counted(statement, name);
  return statement;
};
for (const name of ["run", "exec"]) counted(database, name);
process.on("exit", () => writeFileSync(process.env["HIVE_STATEMENTS"]!, String(statements)));
