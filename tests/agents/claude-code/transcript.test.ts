import { expect, test } from "bun:test";
import { tailOf } from "../../../src/agents/claude-code/transcript.ts";

const line = (type: "assistant" | "user", ...content: object[]): string =>
  JSON.stringify({ type, isSidechain: false, message: { role: type, content } });

const call = (id: string, command: string): string =>
  line("assistant", { type: "tool_use", id, name: "Bash", input: { command } });
const result = (id: string, content: string): string => line("user", { type: "tool_result", tool_use_id: id, content });
const prompt = (text: string): string => line("user", { type: "text", text });

const REJECTED =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit";
const STOP = "[Request interrupted by user for tool use]";

/** What is left open, as one word each. */
const openIn = (...lines: string[]): string[] =>
  tailOf(lines).calls.map(({ target, isInterrupted }) => `${target}${isInterrupted ? " interrupted" : ""}`);

test("a call without a result is open, one with a result is not", () => {
  expect(openIn(call("a", "ls"), result("a", "x"), call("b", "make"))).toEqual(["make"]);
});

test("a command that the user stopped is interrupted, also after a prompt that followed", () => {
  const stopped = [call("a", "make"), result("a", REJECTED), prompt(STOP)];
  expect(openIn(...stopped)).toEqual(["make interrupted"]);
  expect(openIn(...stopped, prompt("wait"))).toEqual(["make interrupted"]);
});

test("a call that the user stopped is settled once the agent calls a tool again", () => {
  const stopped = [call("a", "make"), result("a", REJECTED), prompt(STOP), prompt("go on")];
  expect(openIn(...stopped, call("b", "ls"), result("b", "x"))).toEqual([]);
});

test("of calls that ran together each that has no result is interrupted", () => {
  const both = line(
    "assistant",
    { type: "tool_use", id: "a", name: "Bash", input: { command: "make" } },
    { type: "tool_use", id: "b", name: "Bash", input: { command: "ls" } },
  );
  expect(openIn(both, result("b", "x"), prompt(STOP))).toEqual(["make interrupted"]);
});

test("a prompt settles what was open before it", () => {
  expect(openIn(call("a", "make"), prompt("something else"))).toEqual([]);
});

test("a subagent's calls, lines that are cut and lines of other kinds are left out", () => {
  const side = call("a", "make").replace('"isSidechain":false', '"isSidechain":true');
  expect(openIn('ype":"x"}', side, JSON.stringify({ type: "api-request" }), "{", "")).toEqual([]);
});

test("what the agent said last is kept until the next prompt", () => {
  const said = line("assistant", { type: "text", text: "I will now run it." });
  expect(tailOf([said, call("a", "make")]).lastText).toBe("I will now run it.");
  expect(tailOf([said, prompt("wait")]).lastText).toBeNull();
});

const notice = (id: string, status: string): string =>
  prompt(`<task-notification>\n<task-id>${id}</task-id>\n<status>${status}</status>\n</task-notification>`);

test("what ends in the background is told by a name of one word, and without secrets", () => {
  const secret = ["ghp", "0123456789abcdefghijABCDEFGHIJ012345"].join("_");
  const { ended } = tailOf([notice("a b\nc", "failed"), notice("b1", `ended with ${secret}`)]);
  expect(ended.map(({ taskId }) => taskId)).toEqual(["b1"]);
  expect(ended[0]!.status).toStartWith("ended with ");
  expect(ended[0]!.status).not.toContain("ghp_");
});

const useTool = (id: string, name: string, path = "/p/a"): string =>
  line("assistant", { type: "tool_use", id, name, input: { path } });
const toolFailed = (id: string): string =>
  line("user", { type: "tool_result", tool_use_id: id, is_error: true, content: "no route" });

test("of very many tools that failed the latest are kept, without secrets in their names", () => {
  const key = ["sk", "ant", "api03", "A1b2C3d4E5f6G7h8I9j0".repeat(5)].join("-");
  const names = Array.from({ length: 100 }, (_, index) => `mcp__s__${index === 99 ? key : index}`);
  const { failed } = tailOf(names.flatMap((name, index) => [useTool(`${index}`, name), toolFailed(`${index}`)]));
  expect(failed.length).toBe(20);
  expect(failed[1]!.tool).toBe("mcp__s__98");
  expect(JSON.stringify(failed)).not.toContain("A1b2C3d4");
});

test("a call that names an excluded path ends what is told of that tool's failure", () => {
  const filter = { hides: (input: unknown) => JSON.stringify(input).includes("hidden"), mask: (text: string) => text };
  const lines = [useTool("1", "mcp__s__t"), toolFailed("1"), useTool("2", "mcp__s__t", "/p/hidden"), result("2", "ok")];
  expect(tailOf(lines.slice(0, 2), filter).failed.map(({ tool }) => tool)).toEqual(["mcp__s__t"]);
  expect(tailOf(lines, filter).failed).toEqual([]);
});
