import { readdirSync, readFileSync, unlinkSync } from "node:fs";
import { POLL_INTERVAL_MS } from "../../adapter.ts";
import { type LogRow, openHandler } from "../../effect.ts";

const BATCH = 128;

/** Looks, applies what is there in transactions of {@link BATCH}, removes it. */
export function consume(directory: string, _leaseMs: number | null, onReady: () => void): void {
  const apply = openHandler(directory);
  const pending = `${directory}/pending`;
  setInterval(() => {
    const names = readdirSync(pending).toSorted();
    for (let first = 0; first < names.length; first += BATCH) {
      const paths = names.slice(first, first + BATCH).map((name) => `${pending}/${name}`);
      apply(paths.map((path) => JSON.parse(readFileSync(path, "utf8")) as LogRow));
      paths.forEach((path) => unlinkSync(path));
    }
  }, POLL_INTERVAL_MS);
  onReady();
}
