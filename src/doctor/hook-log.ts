import { tmpdir, userInfo } from "node:os";
import { quoted } from "../recall/quoted.ts";
import { shellWord } from "../platform/own-command.ts";
import { readTail } from "../base/files.ts";
import { type Check, ok, warning } from "./finding.ts";
import { count, span } from "../base/words.ts";

/** A hook prints nothing: this is where it says what went wrong. */
export const hookLogCheck: Check = {
  name: "hook log",
  needsQueue: false,
  run: ({ paths, env, nowMs }) => {
    const logs = [`${paths.root}/hook.log`, `${env["TMPDIR"] || tmpdir()}/hive-hook-${userInfo().uid}.log`];
    const lines = logs.flatMap((path) => tail(path).map((text) => ({ path, ...parseLine(text) })));
    const recent = lines.filter(({ atMs }) => Math.abs(nowMs - atMs) < RECENT_MS).toSorted((a, b) => a.atMs - b.atMs);
    const last = recent.at(-1);
    if (last === undefined)
      return ok(lines.length === 0 ? "no failure of the hook" : "no failure of the hook in the last 24 h");
    const places = [...new Set(recent.map(({ path }) => shellWord(path)))].join(" ");
    const age = span(Math.max(0, nowMs - last.atMs));
    return warning(
      `${count(recent.length, "failure")} of the hook in the last 24 h, the last ${age} ago: ${quoted(last.message, MESSAGE_CHARS)}`,
      {
        run: `cat ${places}`,
        remedy: "then delete what is read",
      },
    );
  },
};

const RECENT_MS = 24 * 3_600_000;
const TAIL_BYTES = 64 * 1024;
/** A cloned repository may bring the log: what stands in it is quoted. */
const MESSAGE_CHARS = 200;

function parseLine(line: string): { atMs: number; message: string } {
  const [time = ""] = line.split(" ", 1);
  return { atMs: Date.parse(time), message: line.slice(time.length + 1) };
}

/** The last lines of a log; none where there is no log. */
const tail = (path: string): string[] => (readTail(path, TAIL_BYTES) ?? "").split("\n").filter((line) => line !== "");
