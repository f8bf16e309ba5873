/** A resident process for tests, which does what it is asked. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { serveResident } from "../../../src/worker/isolate/resident-child.ts";

interface Asked {
  readonly does: "echo" | "fail" | "die" | "hang" | "shout" | "notify" | "slow";
  readonly text?: string;
}

const root = process.argv[2]!;
const note = (line: string): void => appendFileSync(join(root, "notes"), `${line}\n`);
await serveResident(root, ({ notify, signal }) => {
  return {
    answer: async (message) => {
      const { does, text = "" } = message as Asked;
      if (does === "fail") throw new Error(text);
      if (does === "die") process.kill(process.pid, "SIGKILL");
      if (does === "hang") await new Promise(() => setInterval(() => undefined, 1000));
      if (does === "shout") notify({ text: "x".repeat(9 * 1024 ** 2) });
      if (does === "notify") notify({ text });
      if (does === "slow") {
        note("begun");
        while (!signal.aborted) await Bun.sleep(1);
        note("finished");
      }
      return { text };
    },
    close: () => note("closed"),
  };
});
