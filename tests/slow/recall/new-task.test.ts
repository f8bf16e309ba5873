import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";
import { APPLY, start, prompt, stop, end, passed, worked } from "../../support/sessions/session-steps.ts";

// A replay starts many processes, one after the other.
setDefaultTimeout(300_000);

const done = (session: string, task: string, message: string): Step[] => [
  start(session),
  prompt(session, task),
  passed(session, `make ${session}`),
  stop(session, message),
  end(session, "prompt_input_exit"),
];

test("a new task after a clean end is told alone, and a session that only goes on has the earlier one", async () => {
  const { given } = await replay([
    ...done("a", "add a login page", "The page is there."),
    ...done("b", "fix the footer", "The footer is fixed."),
    ...done("c", "go on", "The footer is blue."),
    APPLY,
    ...worked("d", "migrate the database"),
    APPLY,
    start("e"),
  ]);
  expect(given.get("c")).toContain("Task: “fix the footer”");
  expect(given.get("c")).not.toContain("login page");
  expect(given.get("d")).toContain("Task: “fix the footer”");
  expect(given.get("d")).toContain("The footer is blue.");
  expect(given.get("e")).toContain("Task: “migrate the database”");
  for (const earlier of ["login page", "footer"]) expect(given.get("e")).not.toContain(earlier);
});
