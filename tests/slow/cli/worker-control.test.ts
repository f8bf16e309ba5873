import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { cli } from "../../support/cli.ts";
import { endProjects, newWorker, project } from "../../support/workers/background.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

test("hive worker start, stop, restart and logs do as they say", async () => {
  const { root, paths } = project();
  expect((await cli(["worker", "stop", "--root", root])).stdout).toBe("no worker runs\n");
  expect((await cli(["worker", "start", "--root", root])).stdout).toMatch(/^worker \S+ started\n$/);
  const [first] = findWorkers(paths);
  expect((await cli(["worker", "start", "--root", root])).stdout).toContain("is at work already");
  expect((await cli(["worker", "restart", "--root", root])).stdout).toMatch(/has ended\nworker \S+ started\n$/);
  const [next] = findWorkers(paths);
  expect(next?.id).not.toBe(first?.id);
  expect((await cli(["worker", "stop", "--root", root])).stdout).toBe(`worker ${next?.id} has ended\n`);
  const { stdout } = await cli(["worker", "logs", "--lines", "1", "--root", root]);
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}worker \S+ stopped: it applied /);
});

test("hive worker start warns of what does not count in a settings file, and starts one", async () => {
  const { root, paths } = project();
  writeFileSync(`${root}/config.json`, '{"logLevel": "x"}');
  const { exitCode, stderr } = await cli(["worker", "start", "--root", root]);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining("config.json may not set logLevel so")]);
  expect(findWorkers(paths)).toHaveLength(1);
});

test("a wrong flag is not laid to the settings file", async () => {
  const { root } = project({ batchSize: 5 });
  const { exitCode, stderr } = await cli(["worker", "--once", "--batch-size", "0", "--root", root]);
  expect(stderr).toStartWith("error: option '--batch-size <n>' argument '0' is invalid");
  expect(exitCode).toBe(20);
});

test("a worker that does not end is killed only when asked to", async () => {
  const { root } = project();
  await cli(["worker", "start", "--root", root]);
  const worker = await newWorker(root);
  process.kill(worker.pid, "SIGSTOP");
  const refused = await cli(["worker", "stop", "--root", root]);
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain("--force");
  expect((await cli(["worker", "stop", "--force", "--root", root])).stdout).toBe(`worker ${worker.id} was killed\n`);
});
