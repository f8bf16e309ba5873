/** Failures from the field, replayed: which project and which git tree a session belongs to. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { fieldSteps, replay, type Step } from "../../support/sessions/replay.ts";

setDefaultTimeout(60_000);

const OTHER_REPOSITORY: Step = {
  sh: "git init -q -b other @-else && git -C @-else -c user.name=a -c user.email=a@b commit -q --allow-empty -m x",
};

test("06a: a project below a home that is reached by a link has a state of its own, and is told nothing of home's", async () => {
  const { given, printed } = await replay(fieldSteps("06a"));
  expect(given.get("s2")).toBe("");
  expect(printed[1]!.trim().split("\n").toSorted()).toEqual([
    "./var/home/u/.hive-mind",
    "./var/home/u/proj/.hive-mind",
  ]);
});

test("06b: a last command elsewhere changes neither the session's project nor its tree", async () => {
  const { given } = await replay(fieldSteps("06b"));
  expect(given.get("s2")).toContain("Session s1");
  expect(given.get("s2")).toMatch(/^Git then: “main” at \w+….*HEAD is the same now\.$/m);
});

test("06b: nor does one in another repository", async () => {
  const steps = fieldSteps("06b").map((step) =>
    step.p?.["cwd"] === "/tmp" ? { ...step, p: { ...step.p, cwd: "@-else" } } : step,
  );
  const { given } = await replay([OTHER_REPOSITORY, ...steps]);
  expect(given.get("s2")).toMatch(/^Git then: “main” at \w+….*HEAD is the same now\.$/m);
});

test("06e: a project directory that drifts makes no second state, and what went there is told", async () => {
  const { given, printed } = await replay(fieldSteps("06e"));
  expect(given.get("s2")).toContain("Failing now:\n- “bun test”: “three fail”");
  expect(given.get("s2")).toMatch(/^Git then: “main” at \w+….*HEAD is the same now\.$/m);
  expect(printed.at(-1)).toMatch(/^\S+\/project\/\.hive-mind\n(?!.*-else\/\.hive-mind\n)/);
});
