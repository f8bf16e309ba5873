/** Calls that wait in the queue while the clock is set: they are told in the order in which they came. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";

setDefaultTimeout(120_000);

// Elsewhere no clock counts from the boot.
const isLinux = process.platform === "linux";
const HOUR = 3_600_000;
const APPLY: Step = { apply: true };

const call = (event: string, fields: Readonly<Record<string, unknown>>, at?: number): Step => ({
  p: { hook_event_name: event, session_id: "s", ...fields },
  ...(at === undefined ? {} : { at }),
});
let calls = 0;
const prompt = (text: string, at?: number): Step => call("UserPromptSubmit", { prompt: text, prompt_id: text }, at);
const todos = (status: string, at?: number): Step => {
  calls += 1;
  const list = { todos: [{ content: "the step", status }] };
  return call(
    "PostToolUse",
    { tool_name: "TodoWrite", tool_input: list, tool_response: {}, tool_use_id: `t${calls}` },
    at,
  );
};
const stop = (message: string, at?: number): Step =>
  call("Stop", { last_assistant_message: message, background_tasks: [] }, at);
const start: Step = { p: { hook_event_name: "SessionStart", session_id: "u", source: "startup" } };

const turn = (name: string, status: string, at?: number): Step[] => [
  prompt(`prompt ${name}`, at),
  todos(status, at),
  stop(`message ${name}`, at),
];

const promptOf = (session: string, text: string, at?: number): Step =>
  call("UserPromptSubmit", { session_id: session, prompt: text, prompt_id: text }, at);

async function given(...steps: readonly Step[]): Promise<string> {
  return (await replay([...steps, start])).given.get("u")!;
}

test.skipIf(!isLinux).each([
  ["ahead", 3 * HOUR],
  ["a day ahead", 24 * HOUR],
  ["at 1970", -Date.now() + HOUR],
])("of calls that waited while the clock was %s, and later ones, the later are told", async (_name, at) => {
  for (const applies of [[APPLY], []]) {
    const text = await given(...turn("before", "pending", at), ...turn("after", "in_progress"), ...applies);
    expect(text).toContain("“prompt after” (the last prompt)");
    expect(text).toContain("[in_progress] “the step”");
    expect(text).toContain("Last message of the agent: “message after”");
  }
});

test.skipIf(!isLinux).each([
  ["ahead", 3 * HOUR],
  ["at 1970", -Date.now() + HOUR],
])("calls made while the clock was %s win over earlier ones that wait beside them", async (_name, at) => {
  for (const applies of [[APPLY], []]) {
    const text = await given(...turn("before", "pending"), ...turn("wrong", "in_progress", at), ...applies);
    expect(text).toContain("“prompt wrong” (the last prompt)");
    expect(text).toContain("[in_progress] “the step”");
    expect(text).toContain("Last message of the agent: “message wrong”");
  }
});

test.skipIf(!isLinux)("a clock that is set ahead and right twice changes nothing of the order", async () => {
  const text = await given(
    ...turn("one", "pending"),
    ...turn("two", "pending", 5 * HOUR),
    ...turn("three", "pending"),
    ...turn("four", "in_progress", HOUR),
    APPLY,
  );
  expect(text).toContain("“prompt four” (the last prompt)");
  expect(text).toContain("Last message of the agent: “message four”");
  expect(text.indexOf("prompt four")).toBeLessThan(text.indexOf("prompt three"));
  expect(text.indexOf("prompt three")).toBeLessThan(text.indexOf("prompt two"));
});

test.skipIf(!isLinux)("a session whose calls waited while the clock was ahead hides no later one", async () => {
  const text = await given(
    promptOf("a", "the first"),
    promptOf("b", "the second", 3 * HOUR),
    promptOf("c", "the third"),
    APPLY,
  );
  expect(text).toContain("the third");
});
