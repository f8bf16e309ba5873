// @bun
import {
  sql
} from "./store-sqlite-open-connection.js";

// src/store/sqlite/prepared.ts
class Parameter {
  name;
  constructor(name) {
    this.name = name;
  }
}
function parameter(name) {
  return new Parameter(name);
}
var opaque = (name) => sql`+${parameter(name)}`;

class Prepared {
  #statement;
  #bindings;
  constructor(db, query) {
    let compiled = query.compile();
    this.#statement = db.prepare(compiled.sql), this.#bindings = compiled.parameters;
  }
  run(values) {
    return this.#statement.run(...this.#bind(values)).changes;
  }
  all(values) {
    return this.#statement.all(...this.#bind(values));
  }
  get(values) {
    return this.#statement.get(...this.#bind(values));
  }
  #bind(values) {
    let bound = [];
    for (let value of this.#bindings)
      bound.push(value instanceof Parameter ? values[value.name] ?? null : value);
    return bound;
  }
}

export { parameter, opaque, Prepared };
