/** Failures from the field, replayed: what the last session is given holds what is right, and not what went wrong. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { fieldSteps, replay, type Replay } from "../../support/sessions/replay.ts";

setDefaultTimeout(120_000);

interface Right {
  /** The session whose start tells. */
  readonly session: string;
  readonly holds: readonly string[];
  readonly lacks?: readonly string[];
  readonly check?: (replayed: Replay) => void;
}

const CASES: Readonly<Record<string, Right>> = {
  "01a": { session: "s3", holds: ["Session s1", "“migrate billing”", "“bun test”: “3 fail”"] },
  "01b": {
    session: "u",
    holds: ["Session s1", "“migrate billing”"],
    lacks: ["commit message"],
    check: ({ given }) => expect(given.get("cm")).toBe(""),
  },
  "01d": {
    session: "s3",
    holds: [
      "Session s2",
      "It went on from session s1",
      "“migrate the billing tables to cents”",
      "1 of 2 done",
      "“backfill”",
    ],
    lacks: ["git status"],
  },
  "01e": { session: "u", holds: ["Session s1", "“migrate billing”"], lacks: ["cron"] },
  "02a": { session: "s2", holds: ["1 of 3 done", "“validate rows”", "“report”"], lacks: ["list files"] },
  "02b": { session: "s2", holds: ["“build the importer”", "“src/a.ts”", "“.claude/worktrees/agent-a1/src/b.ts”"] },
  "02d": { session: "s2", holds: ["Session s1", "“migrate billing”"], lacks: ["You are a worker"] },
  "03": { session: "s2", holds: ["“make t3”: “err”", "“make t1”: “err”", "“f0.ts”", "“f4.ts”", "“make t4”"] },
  "04a": {
    session: "s2",
    holds: ["“Replace floats by cents in packages/billing.", "Do not touch packages/legacy.", "5 short prompts"],
    lacks: ["“ls”"],
    check: ({ printed }) => expect(Number(printed[0])).toBeGreaterThan(0),
  },
  "04b": { session: "s2", holds: ["passed, newest first:\n- “bun test”"], lacks: ["Failing", "(fail)"] },
  "04e": { session: "s2", holds: ["“Nothing is running.”", "“killed one” killed"], lacks: ["Running", "fresh id"] },
  "04f": { session: "s2", holds: ["Failing now:\n- “bun test packages/core”: “rounding”"], lacks: ["cat f"] },
  "06b": { session: "s2", holds: ["Session s1", "Task"] },
  "06d": {
    session: "sa2",
    holds: ["Session sa", "“feature A: oauth”"],
    check({ given }) {
      expect(given.get("sb")).toMatch(
        /^hive: Another worktree, “.*\/worktrees\/a”, has an unfinished session: .* resume sa$/,
      );
    },
  },
  "08a": {
    session: "s2",
    holds: ["“finish step 2”", "“step 1 done; step 2 has a failing test”", "1 of 2 done", "“step 2”"],
  },
  "09b": {
    session: "s2",
    holds: ["It ended (other) in the middle of a turn.", "“migrate billing”", "“bun test”: “3 fail”", "“b”"],
  },
  "12": { session: "s2", holds: ["Session s1", "“migrate”", "unless it still runs: its process is not known"] },
};

test.each(Object.entries(CASES))(
  "field case %s gives the right state",
  async (name, { session, holds, lacks = [], check }) => {
    const replayed = await replay(fieldSteps(name));
    const text = replayed.given.get(session) ?? "";
    for (const part of holds) expect(text).toContain(part);
    for (const part of lacks) expect(text).not.toContain(part);
    expect(text.length).toBeLessThan(2000);
    check?.(replayed);
  },
);
