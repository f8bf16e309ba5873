/** A process that stays beside the worker: it answers, fails, dies, hangs, and ends with its worker. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Log } from "../../../src/supervisor/log.ts";
import { ResidentIsolate, type ResidentOptions } from "../../../src/worker/isolate/resident.ts";
import { Child } from "../../support/process.ts";
import { tempDir, type TempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

const FIXTURES = resolve(import.meta.dir, "../../worker/isolate");
const LIMIT_MS = 60_000;

setDefaultTimeout(120_000);

function residentIn({ root }: TempDir, given: Partial<ResidentOptions> = {}) {
  mkdirSync(root, { recursive: true });
  const log = new Log({ path: join(root, "logs/worker.log"), level: "debug", maxBytes: 1e6, files: 0 });
  const command = [process.execPath, join(FIXTURES, "resident-fixture.ts"), root] as const;
  const resident = new ResidentIsolate({ role: "echo", root, log, command, idleEndMs: null, backoffMs: 0, ...given });
  return {
    ask: (does: string, text = "", limitMs = LIMIT_MS) => resident.request({ does, text }, limitMs),
    resident,
    [Symbol.asyncDispose]: () => resident.end(LIMIT_MS),
  };
}

const notesIn = ({ root }: TempDir): string =>
  existsSync(join(root, "notes")) ? readFileSync(join(root, "notes"), "utf8") : "";

const logIn = ({ root }: TempDir): string =>
  existsSync(join(root, "logs/worker.log")) ? readFileSync(join(root, "logs/worker.log"), "utf8") : "";

test("hive's own program answers in the role that it is given", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const log = new Log({ path: join(dir.root, "logs/worker.log"), level: "debug", maxBytes: 1e6, files: 0 });
  const resident = new ResidentIsolate({ role: "echo", root: dir.root, log });
  expect(await resident.request({ text: "“ü\n" }, LIMIT_MS)).toEqual({ value: { text: "“ü\n" } });
  await resident.end(LIMIT_MS);
  expect(resident.pid).toBeNull();
});

test("one process answers all requests, each its own, in order", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir);
  const texts = Array.from({ length: 200 }, (_, index) => `${index}`.repeat(index));
  expect(isolate.resident.pid).toBeNull();
  const replies = await Promise.all(texts.map((text) => isolate.ask("echo", text)));
  expect(replies).toEqual(texts.map((text) => ({ value: { text } })));
  const { pid } = isolate.resident;
  await isolate.ask("echo");
  expect(isolate.resident.pid).toBe(pid);
});

test("an error is the request's own: the process stays", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir);
  const [failed, answered] = await Promise.all([isolate.ask("fail", "no room"), isolate.ask("echo", "on")]);
  expect(failed).toEqual({ failure: "no room", retryInMs: 0 });
  expect(answered).toEqual({ value: { text: "on" } });
});

test("a process that dies fails its requests, is told of in the log, and is started anew", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir);
  const replies = await Promise.all([isolate.ask("die"), isolate.ask("echo")]);
  for (const reply of replies) expect(reply).toMatchObject({ failure: "the process ended with SIGKILL" });
  expect(logIn(dir)).toContain('"message":"a process beside the worker died","role":"echo","how":"SIGKILL"');
  expect(await isolate.ask("echo", "again")).toEqual({ value: { text: "again" } });
});

test("after a death nothing is started before the backoff is over", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir, { backoffMs: 60_000 });
  await isolate.ask("die");
  const reply = await isolate.ask("echo");
  expect(reply).toMatchObject({ failure: "it died, and is started again later", retryInMs: expect.any(Number) });
  expect(isolate.resident.pid).toBeNull();
});

test.each([
  ["hang", "no answer within 300 ms"],
  ["shout", "a line is longer than 8388608 bytes"],
])("a process that does not answer in bounds is killed: %s", async (does, why) => {
  using dir = tempDir();
  await using isolate = residentIn(dir);
  await isolate.ask("echo");
  expect(await isolate.ask(does, "", does === "hang" ? 300 : LIMIT_MS)).toMatchObject({
    failure: "the process ended with SIGKILL",
  });
  expect(logIn(dir)).toContain(why);
});

test("a program that cannot be started is a failure that says so", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir, { command: [join(dir.path, "gone")] });
  expect(await isolate.ask("echo")).toMatchObject({ failure: expect.stringContaining("no process can be started") });
});

test("what it tells unasked comes before the answer", async () => {
  using dir = tempDir();
  const notices: unknown[] = [];
  await using isolate = residentIn(dir, { onNotice: (notice) => notices.push(notice) });
  await isolate.ask("notify", "changed");
  expect(notices).toEqual([{ text: "changed" }]);
});

test("it ends by itself when nothing was asked for a while, and is started by the next request", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir, { idleEndMs: 1 });
  await isolate.ask("echo");
  await waitFor(() => isolate.resident.pid === null);
  expect(notesIn(dir)).toBe("closed\n");
  expect(logIn(dir)).toBe("");
  expect(await isolate.ask("echo", "back")).toEqual({ value: { text: "back" } });
});

test("asked to end it finishes what it works on", async () => {
  using dir = tempDir();
  await using isolate = residentIn(dir);
  const asked = isolate.ask("slow", "whole");
  await waitFor(() => notesIn(dir) === "begun\n");
  await isolate.resident.end(LIMIT_MS);
  expect(await asked).toEqual({ value: { text: "whole" } });
  expect(notesIn(dir)).toBe("begun\nfinished\nclosed\n");
});

test("it ends with its worker, however that ends", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  await using owner = new Child(join(FIXTURES, "resident-owner-fixture.ts"), [dir.root]);
  await waitFor(() => notesIn(dir) === "begun\n");
  owner.kill();
  await waitFor(() => notesIn(dir) === "begun\nfinished\nclosed\n");
});
