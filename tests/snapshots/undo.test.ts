/** What an undo puts back, and what it leaves as it is. Without git: no process is started. */
import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { manifest, Project } from "../support/snapshots/snapshots.ts";

const call = (key: string, sessionId = "s1") => ({ sessionId, calls: [{ key, tool: "Bash", sessionId }] });

test("the latest turn that changed files is taken back, the one before it after that", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  await project.take("start");
  const states = [manifest(project.top)];
  for (const turn of [1, 2]) {
    await project.take("prompt");
    writeFileSync(project.path("a"), `${turn}\n`);
    await project.take("call", call(`toolu_${turn}`));
    rmSync(project.path("a"));
    writeFileSync(project.path(`b${turn}`), `${turn}\n`);
    await project.take("call", call(`toolu_${turn}b`));
    writeFileSync(project.path("a"), `after ${turn}\n`);
    await project.take("stop");
    states.push(manifest(project.top));
  }
  await project.take("prompt");
  await project.undo({ kind: "turn", sessionId: "s1" }).make();
  expect(manifest(project.top)).toEqual(states[1]!);
  await project.undo({ kind: "turn", sessionId: "s1" }).make();
  expect(manifest(project.top)).toEqual(states[0]!);
});

test("one call is taken back alone", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  await project.take("start");
  writeFileSync(project.path("a"), "1\n");
  await project.take("call", call("toolu_1"));
  writeFileSync(project.path("b"), "2\n");
  await project.take("call", call("toolu_2"));
  await project.undo({ kind: "call", call: "toolu_1" }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("0\n");
  expect(readFileSync(project.path("b"), "utf8")).toBe("2\n");
});

test("a file that was changed later stays, unless it is forced", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  await project.take("start");
  writeFileSync(project.path("a"), "1\n");
  await project.take("call", call("toolu_1"));
  writeFileSync(project.path("a"), "2\n");
  await project.take("call", call("toolu_2", "s2"));
  const scope = { kind: "call", call: "toolu_1" } as const;
  const { left } = await project.undo(scope).make();
  expect(left.map(({ path, obstacle, others }) => ({ path, obstacle, others }))).toEqual([
    { path: "a", obstacle: "changed later", others: ["s2"] },
  ]);
  expect(readFileSync(project.path("a"), "utf8")).toBe("2\n");
  await project.undo(scope, { isForced: true }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("0\n");
});

test("a file with content that no snapshot has stays, unless it is forced, and a redo brings that back", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  const { id } = await project.take("start");
  writeFileSync(project.path("a"), "1\n");
  await project.take("call");
  writeFileSync(project.path("a"), "by hand\n");
  const scope = { kind: "to", snapshot: id! } as const;
  const plan = await project.undo(scope).plan();
  expect(plan.files.map(({ path, obstacle }) => [path, obstacle])).toEqual([["a", "unseen"]]);
  await project.undo(scope, { isForced: true }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("0\n");
  await project.undo({ kind: "redo" }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("by hand\n");
});

test("a file that changes between plan and undo stops it before it has written", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  writeFileSync(project.path("b"), "0\n");
  const { id } = await project.take("start");
  writeFileSync(project.path("a"), "1\n");
  writeFileSync(project.path("b"), "1\n");
  await project.take("call");
  const undo = project.undo({ kind: "to", snapshot: id! });
  const plan = await undo.plan();
  writeFileSync(project.path("a"), "meanwhile\n");
  expect(undo.make(plan.key)).rejects.toThrow("files have changed since the plan was shown");
  expect(readFileSync(project.path("b"), "utf8")).toBe("1\n");
});

test("a file that changes during an undo stays", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  const { id } = await project.take("start");
  writeFileSync(project.path("a"), "1\n");
  await project.take("call");
  const onStep = (step: string): void => {
    // A time that is surely later than the look.
    if (step === "begun") Bun.sleepSync(30);
    if (step === "begun") writeFileSync(project.path("a"), "meanwhile\n");
  };
  const { failed } = await project.undo({ kind: "to", snapshot: id! }, { onStep }).make();
  expect(failed).toEqual([{ path: "a", why: "it was changed meanwhile" }]);
  expect(readFileSync(project.path("a"), "utf8")).toBe("meanwhile\n");
});

test("a mode alone is put back, and a directory that is left empty goes", async () => {
  using project = new Project(false);
  writeFileSync(project.path("run"), "#!/bin/sh\n");
  chmodSync(project.path("run"), 0o750);
  const { id } = await project.take("start");
  chmodSync(project.path("run"), 0o600);
  mkdirSync(project.path("made/deep"), { recursive: true });
  writeFileSync(project.path("made/deep/file"), "x\n");
  await project.take("call");
  const before = manifest(project.top);
  await project.undo({ kind: "to", snapshot: id! }).make();
  expect(manifest(project.top)["run"]).toStartWith("750 ");
  expect(existsSync(project.path("made"))).toBe(false);
  await project.undo({ kind: "redo" }).make();
  expect(manifest(project.top)).toEqual(before);
});

test("a turn of which a file stayed is not passed over: the next undo is of the same turn", async () => {
  using project = new Project(false);
  for (const name of ["a", "b", "c"]) writeFileSync(project.path(name), "0\n");
  await project.take("start");
  await project.take("prompt");
  writeFileSync(project.path("c"), "1\n");
  await project.take("call", call("toolu_1"));
  await project.take("prompt");
  for (const name of ["a", "b"]) writeFileSync(project.path(name), "2\n");
  await project.take("call", call("toolu_2"));
  writeFileSync(project.path("b"), "by hand\n");
  const scope = { kind: "turn", sessionId: "s1" } as const;
  const { files, left } = await project.undo(scope).make();
  expect([files, left].map((some) => some.map(({ path }) => path))).toEqual([["a"], ["b"]]);
  await project.undo(scope, { isForced: true }).make();
  expect(["a", "b", "c"].map((name) => readFileSync(project.path(name), "utf8"))).toEqual(["0\n", "0\n", "1\n"]);
  await project.undo(scope, { covers: (path) => path === "a" }).make();
  await project.undo(scope).make();
  expect(readFileSync(project.path("c"), "utf8")).toBe("0\n");
});

test("a turn of which some paths alone were put back is not passed over", async () => {
  using project = new Project(false);
  for (const name of ["a", "b"]) writeFileSync(project.path(name), "0\n");
  await project.take("start");
  await project.take("prompt");
  for (const name of ["a", "b"]) writeFileSync(project.path(name), "1\n");
  await project.take("call", call("toolu_1"));
  const scope = { kind: "turn", sessionId: "s1" } as const;
  await project.undo(scope, { covers: (path) => path === "a" }).make();
  expect(["a", "b"].map((name) => readFileSync(project.path(name), "utf8"))).toEqual(["0\n", "1\n"]);
  await project.undo(scope).make();
  expect(readFileSync(project.path("b"), "utf8")).toBe("0\n");
});

test("some paths alone are put back", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  const { id } = await project.take("start");
  writeFileSync(project.path("a"), "1\n");
  writeFileSync(project.path("b"), "1\n");
  await project.take("call");
  await project.undo({ kind: "to", snapshot: id! }, { covers: (path) => path === "a" }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("0\n");
  expect(existsSync(project.path("b"))).toBe(true);
});

test("a file whose former content was withheld stays, and says why", async () => {
  using project = new Project(false);
  writeFileSync(project.path(".env"), "A=1\n");
  const { id } = await project.take("start");
  rmSync(project.path(".env"));
  await project.take("call");
  const { left } = await project.undo({ kind: "to", snapshot: id! }, { isForced: true }).make();
  expect(left.map(({ path, obstacle, lack }) => ({ path, obstacle, lack }))).toEqual([
    { path: ".env", obstacle: "content not kept", lack: "secret" },
  ]);
});

test("where nothing is known to undo, it says so", async () => {
  using project = new Project(false);
  await project.take("start");
  expect(project.undo({ kind: "turn", sessionId: "s1" }).plan()).rejects.toThrow("no change of files is known");
  expect(project.undo({ kind: "redo" }).plan()).rejects.toThrow("there is no undo");
  expect(project.undo({ kind: "to", snapshot: 99 }).plan()).rejects.toThrow("there is no snapshot 99");
});

function interrupt(step: string): void {
  if (step === "renamed") throw new Error("interrupted");
}

test.each(["undo", "redo"] as const)(
  "an interrupted undo is brought to its whole end by hive %s of one path",
  async (by) => {
    using project = new Project(false);
    for (const name of ["a", "b"]) writeFileSync(project.path(name), "0\n");
    const { id } = await project.take("start");
    for (const name of ["a", "b"]) writeFileSync(project.path(name), "1\n");
    await project.take("call");
    const scope = { kind: "to", snapshot: id! } as const;
    expect(project.undo(scope, { onStep: interrupt }).make()).rejects.toThrow("interrupted");
    await project.undo(by === "undo" ? scope : { kind: "redo" }, { covers: (path) => path === "a" }).make();
    const text = by === "undo" ? "0\n" : "1\n";
    expect(["a", "b"].map((name) => readFileSync(project.path(name), "utf8"))).toEqual([text, text]);
  },
);

test("a redo of which a file stayed, or some paths were named, is of the same undo the next time", async () => {
  using project = new Project(false);
  const texts = () => ["a", "b"].map((name) => readFileSync(project.path(name), "utf8"));
  for (const name of ["a", "b"]) writeFileSync(project.path(name), "0\n");
  const { id } = await project.take("start");
  for (const name of ["a", "b"]) writeFileSync(project.path(name), "1\n");
  await project.take("call");
  await project.undo({ kind: "to", snapshot: id! }).make();
  await project.undo({ kind: "redo" }, { covers: (path) => path === "a" }).make();
  expect(texts()).toEqual(["1\n", "0\n"]);
  writeFileSync(project.path("b"), "by hand\n");
  expect((await project.undo({ kind: "redo" }).make()).left.map(({ path }) => path)).toEqual(["b"]);
  await project.undo({ kind: "redo" }, { isForced: true }).make();
  expect(texts()).toEqual(["1\n", "1\n"]);
  expect(project.undo({ kind: "redo" }).plan()).rejects.toThrow("there is no undo");
});

test("after a redo of some paths the next undo is of the same turn", async () => {
  using project = new Project(false);
  for (const name of ["a", "b", "c"]) writeFileSync(project.path(name), "0\n");
  await project.take("start");
  for (const names of [["c"], ["a", "b"]]) {
    await project.take("prompt");
    for (const name of names) writeFileSync(project.path(name), "1\n");
    await project.take("call");
  }
  const turn = { kind: "turn", sessionId: "s1" } as const;
  await project.undo(turn).make();
  await project.undo({ kind: "redo" }, { covers: (path) => path === "a" }).make();
  expect((await project.undo(turn).make()).files.map(({ path }) => path)).toEqual(["a"]);
  expect((await project.undo(turn).make()).files.map(({ path }) => path)).toEqual(["c"]);
});

test("a plan that was shown is not carried out where a snapshot has seen other content since", async () => {
  using project = new Project();
  const at = project.path("a");
  writeFileSync(at, "old\n");
  await project.take("start");
  writeFileSync(at, "agent\n");
  await project.take("call");
  const session = { kind: "session", sessionId: "s1" } as const;
  const { key } = await project.undo(session).plan();
  writeFileSync(at, "later\n");
  await project.take("call");
  expect(project.undo(session).make(key)).rejects.toThrow("files have changed since the plan was shown");
  expect(readFileSync(at, "utf8")).toBe("later\n");
  expect((await project.undo(session).make((await project.undo(session).plan()).key)).files).toHaveLength(1);
});
