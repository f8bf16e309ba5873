/** What comes after a crash takes nothing from what is told: a headless run, a command that removes files. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";
import { APPLY, call, end, passed, prompt, start, stop, worked } from "../../support/sessions/session-steps.ts";

// A replay starts many processes, one after the other.
setDefaultTimeout(300_000);

test("a session that a headless run went on with is still the one of the person who began it", async () => {
  const env = { CLAUDE_CODE_ENTRYPOINT: "sdk-cli", CLAUDE_CODE_SESSION_ATTENDED: "0" };
  const person = { CLAUDE_CODE_ENTRYPOINT: "cli", CLAUDE_CODE_SESSION_ATTENDED: "1" };
  const { given } = await replay([
    ...worked("a", "move the ledger to cents", { live: 1, env: person }),
    { kill: 1 },
    prompt("a", "sum it up in one line", { live: 2, env }),
    stop("a", "It is half done.", { live: 2, env }),
    end("a", "other", { live: 2, env }),
    { kill: 2 },
    APPLY,
    start("u", { live: 3 }),
  ]);
  expect(given.get("u")).toContain("Task: “move the ledger to cents”\nLast message: “It is half done.”");
});

const write = (name: string): Step => {
  const use = { tool_name: "Write", tool_input: { file_path: `@/${name}`, content: "1" }, tool_use_id: name };
  return call("PostToolUse", "a", { ...use, tool_response: { type: "create", filePath: `@/${name}` } });
};

test("a file that a later command removed or moved is told as gone, another one as before", async () => {
  const { given } = await replay([
    start("a"),
    prompt("a", "try two parsers"),
    ...["src/try1.ts", "src/try2.ts", "old/a.ts", "src/kept.ts"].map(write),
    passed("a", "rm src/try1.ts && mv ./src/try2.ts src/parser.ts"),
    passed("a", "git rm -r old/"),
    write("old/back.ts"),
    APPLY,
    start("u"),
  ]);
  const text = given.get("u")!;
  expect(text).toContain(
    "- new “old/back.ts”, “src/kept.ts”\n- gone by now: “old/a.ts”, “src/try2.ts”, “src/try1.ts”\n",
  );
});
