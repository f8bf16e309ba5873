import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import type { Producer } from "../../adapter.ts";
import type { LogRow } from "../../effect.ts";

export function prepare(directory: string): void {
  mkdirSync(`${directory}/pending`);
}

export function openProducer(directory: string): Producer {
  let written = 0;
  const enqueue = (row: LogRow): void => {
    written += 1;
    const name = `${Date.now()}-${process.pid}-${String(written).padStart(9, "0")}.json`;
    writeFileSync(`${directory}/${name}`, JSON.stringify(row));
    renameSync(`${directory}/${name}`, `${directory}/pending/${name}`);
  };
  return { enqueue, enqueueMany: (rows) => rows.forEach(enqueue) };
}
