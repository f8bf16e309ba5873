import type { Database, SQLQueryBindings, Statement } from "bun:sqlite";
import { type Compilable, sql } from "kysely";

/** Stands in a Kysely query for a value that is known when the statement runs. */
class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A placeholder that Kysely takes for a value of any type. */
export function parameter(name: string): never {
  return new Parameter(name) as never;
}

/**
 * A placeholder for a statement that also sorts, groups or limits. SQLite plans such a statement for the bound value.
 * So it compiles the statement again at each run, in up to 130 µs. A plus hides the value from the planner.
 */
export const opaque = (name: string) => sql<never>`+${parameter(name)}`;

export type Arguments = Readonly<Record<string, SQLQueryBindings>>;

/**
 * A statement that Kysely compiled once. Building and compiling costs 29 µs, running the statement under one: the hot
 * loop runs these.
 */
export class Prepared<Row = unknown> {
  readonly #statement: Statement<Row, SQLQueryBindings[]>;
  readonly #bindings: readonly unknown[];

  constructor(db: Database, query: Compilable<Row>) {
    const compiled = query.compile();
    // Not db.query(): its cache is small, and these are kept here.
    this.#statement = db.prepare<Row, SQLQueryBindings[]>(compiled.sql);
    this.#bindings = compiled.parameters;
  }

  /** @returns how many rows changed */
  run(values: Arguments): number {
    return this.#statement.run(...this.#bind(values)).changes;
  }

  all(values: Arguments): Row[] {
    return this.#statement.all(...this.#bind(values));
  }

  get(values: Arguments): Row | null {
    return this.#statement.get(...this.#bind(values));
  }

  #bind(values: Arguments): SQLQueryBindings[] {
    const bound: SQLQueryBindings[] = [];
    for (const value of this.#bindings) {
      bound.push(value instanceof Parameter ? (values[value.name] ?? null) : (value as SQLQueryBindings));
    }
    return bound;
  }
}
