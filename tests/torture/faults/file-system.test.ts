import { expect, setDefaultTimeout, test } from "bun:test";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { logElsewhere } from "../../support/hook/hook-log.ts";
import { callHook, drained, hive, payload, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  CAN_MOUNT,
  countCase,
  expectOnce,
  has,
  logOf,
  message,
  newQueue,
  smallDisk,
  statusOf,
  workerIn,
} from "./setup.ts";
import { CAN_BE_ANOTHER, hiveAs, NOBODY } from "./users.ts";

setDefaultTimeout(120_000);

const texts = Array.from({ length: 20 }, (_, index) => `${index}`);

// Needs root and the right to mount.
test.if(CAN_MOUNT)(
  "read-only: worker and hook go on without an error, nothing is lost, and it heals when it is writable",
  async () => {
    using disk = smallDisk();
    using elsewhere = tempDir();
    await using worker = await workerIn(disk.root);
    const { paths } = worker.queue;
    const ids = worker.queue.enqueue(message("before")).entries.map(({ seq }) => seq);
    await drained(disk.root);
    const seq = Bun.randomUUIDv7();
    const hidden = `${paths.pending}/.${seq}`;
    writeFileSync(hidden, JSON.stringify(message("during")), { mode: 0o600 });
    renameSync(hidden, `${paths.pending}/5_${seq}.json.later`);
    disk.makeReadOnly();
    const env = { TMPDIR: elsewhere.path };
    expect(await callHook(disk.root, payload("29-stop"), env)).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    expect(logElsewhere(disk.root, env)).toContain("neither queue nor store could be written");
    const { text, exitCode } = await statusOf(disk.root);
    expect(text).toMatch(/PROBLEM +.* cannot be written: EROFS/);
    expect(exitCode).toBe(3);
    await using late = hive(["worker", "--root", disk.root, "--once"]);
    expect(await late.outcome()).toMatchObject({
      exitCode: 30,
      stderr: expect.stringContaining("check that the directory can be written") as string,
    });
    disk.makeWritable();
    renameSync(`${paths.pending}/5_${seq}.json.later`, `${paths.pending}/5_${seq}.json`);
    ids.push(seq, ...worker.queue.enqueue(message("after")).entries.map((entry) => entry.seq));
    await drained(disk.root);
    expectOnce(disk.root, ["after", "before", "during"], ids);
  },
);

// Needs root and the right to mount.
test.if(CAN_MOUNT)(
  "read-only with entries pending: the worker waits, says so afterwards, and applies each once",
  async () => {
    using disk = smallDisk();
    const queue = newQueue(disk.root);
    await using worker = await workerIn(disk.root, { backstopIntervalMs: 50 });
    const seqs = texts.map(() => Bun.randomUUIDv7());
    seqs.forEach((seq, index) =>
      writeFileSync(`${queue.paths.tmp}/${seq}`, JSON.stringify(message(texts[index]!)), { mode: 0o600 }),
    );
    // Committed through a path that stays writable, as by a producer on another mount of the same disk.
    const side = `${disk.path}/side`;
    mkdirSync(side);
    expect(Bun.spawnSync(["mount", "--bind", disk.root, side]).success).toBe(true);
    disk.makeReadOnly();
    for (const seq of seqs) renameSync(`${side}/queue/.tmp/${seq}`, `${side}/queue/pending/5_${seq}.json`);
    const before = worker.wakes.counts.backstop;
    await waitFor(() => worker.wakes.counts.backstop > before);
    expect(readdirSync(queue.paths.pending)).toHaveLength(20);
    disk.makeWritable();
    Bun.spawnSync(["umount", side]);
    await drained(disk.root);
    await waitFor(() => logOf(disk.root).includes("the queue is available again"));
    expectOnce(disk.root, texts, seqs);
  },
);

// Needs util-linux's prlimit.
test.if(has("prlimit"))(
  "no file descriptor left while a worker runs: it waits, says so, and applies each entry once",
  async () => {
    using dir = tempDir();
    await using worker = await startWorker(dir.root, ["--batch-size", "4"]);
    const limit = (n: string): void => {
      expect(Bun.spawnSync(["prlimit", "--pid", String(worker.pid), `--nofile=${n}:`]).exitCode).toBe(0);
    };
    const queue = newQueue(dir.root);
    limit("3");
    const ids = queue.enqueue(...texts.map((text) => message(text))).entries.map(({ seq }) => seq);
    await worker.printedError("the queue is unavailable, waiting");
    expect(worker.stderr).toContain("EMFILE");
    expect((await statusOf(dir.root)).text).toContain("pending");
    limit("1024");
    await drained(dir.root);
    await worker.printedError("the queue is available again");
    expect(worker.hasEnded).toBe(false);
    expectOnce(dir.root, texts, ids);
  },
);

test.if(has("prlimit"))(
  "few file descriptors: whatever a bare script can start with, the hook ends with 0 and saves or says why",
  async () => {
    using elsewhere = tempDir();
    // One file, as it is installed: how many Bun opens to load several is not the hook's doing.
    const entrypoints = [`${import.meta.dir}/../../../src/capture/executable.ts`];
    using program = tempDir();
    const built = await Bun.build({ entrypoints, target: "bun", outdir: program.path });
    const script = built.outputs[0]!.path;
    let saved = 0;
    for (let limit = 4; limit <= 24; limit += 2) {
      using dir = tempDir();
      const { paths } = newQueue(dir.root);
      const run = (script: string, ...args: string[]) =>
        Bun.spawn(["prlimit", `--nofile=${limit}`, process.execPath, script, ...args], {
          env: { ...process.env, HIVE_ROOT: dir.root, HIVE_WORKER_START: "never", TMPDIR: elsewhere.path },
          stdin: new Blob([payload("29-stop")]),
          stdout: "pipe",
          stderr: "pipe",
        });
      writeFileSync(`${dir.path}/empty.ts`, "");
      if ((await run(`${dir.path}/empty.ts`).exited) !== 0) continue;
      const hook = run(script);
      const [exitCode, stdout] = [await hook.exited, await hook.stdout.text()];
      const isSaved = readdirSync(paths.pending).length > 0;
      const isSaid = existsSync(`${dir.root}/hook.log`) || readdirSync(elsewhere.path).length > 0;
      expect({ limit, exitCode, stdout, isKept: isSaved || isSaid }).toEqual({
        limit,
        exitCode: 0,
        stdout: "",
        isKept: true,
      });
      expect(readdirSync(paths.tmp)).toEqual([]);
      saved += Number(isSaved);
      countCase();
    }
    expect(saved).toBeGreaterThan(0);
  },
);

// Needs root, to take the directory away from another user, and setpriv to be that user.
test.if(CAN_BE_ANOTHER)(
  "pending/ of another owner while a worker runs: it waits, says so, and goes on when it may",
  async () => {
    using dir = tempDir();
    const queue = newQueue(dir.root);
    expect(Bun.spawnSync(["chown", "-R", String(NOBODY), dir.path]).success).toBe(true);
    await using worker = hiveAs(NOBODY, ["worker", "--root", dir.root]);
    await worker.printedError("worker started");
    await waitFor(() => readHeartbeat(queue.paths) !== null);
    chownSync(queue.paths.pending, 0, 0);
    const ids = texts.map((text) => {
      const { seq } = queue.enqueue(message(text)).entries[0]!;
      chownSync(`${queue.paths.pending}/5_${seq}.json`, NOBODY, NOBODY);
      return seq;
    });
    await worker.printedError("the queue is unavailable, waiting");
    expect(worker.stderr).toContain("EACCES");
    await waitFor(() => readHeartbeat(queue.paths)?.queue_error);
    const { text, exitCode } = await statusOf(dir.root);
    expect(text).toMatch(/PROBLEM +heartbeat: the queue cannot be read or written: EACCES/);
    expect(exitCode).toBe(3);
    chownSync(queue.paths.pending, NOBODY, NOBODY);
    await worker.printedError("the queue is available again");
    await drained(dir.root);
    expectOnce(dir.root, texts, ids);
  },
);

// Needs root and setpriv.
test.if(CAN_BE_ANOTHER)(
  "a hook in another user's project prints nothing, ends with 0, changes nothing and says why in its own log",
  async () => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const { paths } = newQueue(dir.root);
    chownSync(elsewhere.path, NOBODY, NOBODY);
    await using hook = hiveAs(NOBODY, ["hook"], { HIVE_ROOT: dir.root, XDG_DATA_HOME: elsewhere.path });
    await hook.write(payload("29-stop"));
    await hook.closeStdin();
    expect(await hook.outcome()).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    expect(logElsewhere(dir.root, { XDG_DATA_HOME: elsewhere.path })).toContain("EACCES");
    expect([readdirSync(paths.pending), readdirSync(paths.tmp)]).toEqual([[], []]);
    expect(existsSync(`${dir.root}/hive.db`)).toBe(false);
    countCase();
  },
);

// Needs root and the right to mount: a mount point can be moved by nobody.
test.if(CAN_MOUNT)(
  "a file in pending/ that cannot be moved stays there, and keeps no other entry from its turn",
  async () => {
    using disk = smallDisk();
    const { paths } = newQueue(disk.root);
    const stuck = `${paths.pending}/1_first.json`;
    mkdirSync(stuck);
    expect(Bun.spawnSync(["mount", "-t", "tmpfs", "tmpfs", stuck]).success).toBe(true);
    try {
      await using worker = await workerIn(disk.root);
      const ids = worker.queue.enqueue(...texts.map((text) => message(text))).entries.map(({ seq }) => seq);
      await waitFor(() => readHeartbeat(paths)?.events_processed === 20);
      expect(readdirSync(paths.pending)).toEqual(["1_first.json"]);
      expect(readHeartbeat(paths)).toMatchObject({ queue_error: null });
      expectOnce(disk.root, texts, ids);
    } finally {
      Bun.spawnSync(["umount", stuck]);
    }
  },
);

test("what lies in the place of a directory that hive needs is not removed: the worker waits until it is gone", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root);
  const { paths } = worker.queue;
  rmSync(paths.pending, { recursive: true });
  writeFileSync(paths.pending, "somebody's notes");
  await waitFor(() => readHeartbeat(paths)?.queue_error);
  const { text, exitCode } = await statusOf(dir.root);
  expect(text).toContain(`not a directory: ${paths.pending}`);
  expect(exitCode).toBe(3);
  expect(readFileSync(paths.pending, "utf8")).toBe("somebody's notes");
  rmSync(paths.pending);
  await waitFor(() => existsSync(paths.pending));
  const ids = worker.queue.enqueue(message("after")).entries.map(({ seq }) => seq);
  await drained(dir.root);
  expectOnce(dir.root, ["after"], ids);
});
