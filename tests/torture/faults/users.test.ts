/** Whose files: umasks that leave too much or too little, and a second user. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DeadLetters } from "../../../src/queue/dead-letters/dead-letters.ts";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { cli } from "../../support/cli.ts";
import { checkpointOf, drained, payload } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { IS_LONG } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";
import { countCase, expectOnce, message, statusOf } from "./setup.ts";
import { CAN_BE_ANOTHER, dirOf, hiveAs, NOBODY, ownOf, runAs, SOMEBODY } from "./users.ts";

setDefaultTimeout(120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");
const BUN = process.execPath;
const UMASKS = IS_LONG ? ["000", "022", "027", "077", "0177", "0277", "0477", "0777"] : ["000", "077", "0277", "0777"];

const entryText = (text: string): string => JSON.stringify(message(text));
/** A producer of nobody's but the shell's: it keeps the mode that its umask leaves. */
const shellWriter = (root: string, name: string): string[] => {
  const [temporary, pending] = [`${root}/queue/.tmp/${name}`, `${root}/queue/pending/5_${name}.json`];
  return ["sh", "-c", `cat > '${temporary}' && mv -f '${temporary}' '${pending}'`];
};

/** The modes of all that is below a state directory, but for what a shell wrote. */
function modesIn(root: string, isByName = false): Set<string> {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    ({ name }) => !/^5_sh\.json$|\.orig$/.test(name),
  );
  const paths = [root, ...found.map((entry) => join(entry.parentPath, entry.name))];
  return new Set(
    paths.map((path) => {
      const stat = lstatSync(path);
      return `${isByName ? path : ""}${stat.isDirectory() ? "directory" : "file"} ${(stat.mode & 0o777).toString(8)}`;
    }),
  );
}

test.each(UMASKS)(
  "umask %s: what hook, command, library and worker make is 0700 and 0600, and each entry is applied once",
  async (umask) => {
    using dir = dirOf(NOBODY);
    const { root } = dir;
    const env = { HIVE_ROOT: root, TMPDIR: dir.path };
    const as = (command: readonly string[], stdin = "") => runAs(NOBODY, umask, command, stdin, env);
    // Any of them may be the first one there.
    const producers = [
      () => as([BUN, MAIN, "hook"], payload("29-stop")),
      () => as([BUN, MAIN, "enqueue", "insert_log"], JSON.stringify(message("by command").payload)),
      () => as([BUN, `${import.meta.dir}/enqueue-fixture.ts`, root, "by library"]),
    ];
    const first = UMASKS.indexOf(umask) % producers.length;
    for (const index of [0, 1, 2]) {
      const { stderr, exitCode } = producers[(first + index) % producers.length]!();
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    }
    expect(modesIn(root)).toEqual(new Set(["directory 700", "file 600"]));
    expect(as(shellWriter(root, "sh"), entryText("by shell")).exitCode).toBe(0);
    expect(as([BUN, MAIN, "worker", "--once"])).toMatchObject({ exitCode: 0 });
    expect(modesIn(root)).toEqual(new Set(["directory 700", "file 600"]));
    expect(checkpointOf(root)).toMatchObject({ checkpointType: "stop" });
    // What its own user may not read is kept as a dead letter, and is no obstacle.
    const isReadable = (Number.parseInt(umask, 8) & 0o400) === 0;
    const deadLetters = new DeadLetters(queuePaths(root), { durability: "process", key: null });
    expect(deadLetters.names().map((name) => deadLetters.read(name).reason.message)).toEqual(
      isReadable ? [] : ["unreadable: EACCES"],
    );
    expectOnce(root, ["by command", "by library", ...(isReadable ? ["by shell"] : [])]);
    checkInvariants(root, { expectDrained: true });
  },
);

const asSomebody = (command: readonly string[], stdin = ""): number => runAs(SOMEBODY, "000", command, stdin).exitCode;

/** A state directory of NOBODY's with an entry in it. */
function theirProject() {
  const dir = dirOf(NOBODY);
  const env = { HIVE_ROOT: dir.root, TMPDIR: dir.path };
  const enqueue = (text: string): void => {
    const fixture = [BUN, `${import.meta.dir}/enqueue-fixture.ts`, dir.root, text];
    expect(runAs(NOBODY, "022", fixture, "", env)).toMatchObject({ stderr: "", exitCode: 0 });
  };
  enqueue("early");
  return { ...dir, env, enqueue, paths: queuePaths(dir.root) };
}

test.if(CAN_BE_ANOTHER)(
  "what a second user puts into an opened pending/ becomes a dead letter or stays, keeps nobody from their turn, and no more comes in",
  async () => {
    using it = theirProject();
    const { pending } = it.paths;
    expect(Bun.spawnSync(["chmod", "-R", "a+rwX", it.root]).success).toBe(true);
    expect(asSomebody(shellWriter(it.root, "theirs"), entryText("theirs"))).toBe(0);
    const others = `cat > 1_sql.json; mkdir 1_directory.json; mkdir -m 700 1_shut.json; ln -s /etc/passwd 1_link.json; mkfifo 1_fifo.json`;
    const sql = JSON.stringify({ operation: "x", sql: "DELETE FROM session_logs" });
    expect(asSomebody(["sh", "-ec", `cd '${pending}'; ${others}`], sql)).toBe(0);
    await using worker = hiveAs(NOBODY, ["worker", "--root", it.root], it.env);
    await worker.printedError("worker started");
    it.enqueue("later");
    await drained(it.root);
    const deadLetters = new DeadLetters(it.paths, { durability: "process", key: null });
    await waitFor(() => deadLetters.names().length === 5);
    expect(deadLetters.names().map((name) => [name, deadLetters.read(name).reason.message])).toEqual([
      ["1_directory.json", "not a regular file"],
      ["1_fifo.json", "not a regular file"],
      ["1_link.json", "a symbolic link"],
      ["1_sql.json", "owned by another user"],
      ["5_theirs.json", "owned by another user"],
    ]);
    // Another's directory that this user may not write to can be moved by nobody but its owner.
    expect(readdirSync(pending)).toEqual(["1_shut.json"]);
    const { text, exitCode } = await statusOf(it.root);
    expect(text).toContain("PROBLEM     dead-letters: 5 entries were given up");
    expect(exitCode).toBe(3);
    expect(asSomebody(shellWriter(it.root, "again"), entryText("again"))).not.toBe(0);
    expectOnce(it.root, ["early", "later"]);
  },
);

test.if(CAN_BE_ANOTHER)("another user's commands in a queue that is not theirs change nothing, and say why", () => {
  using it = theirProject();
  const before = modesIn(it.root, true);
  for (const args of [
    ["enqueue", "insert_log", "--payload", JSON.stringify(message("theirs").payload)],
    ["worker", "--once"],
    ["failed", "retry", "--all"],
  ]) {
    const { stderr, exitCode } = runAs(SOMEBODY, "022", [BUN, MAIN, ...args, "--root", it.root]);
    expect(stderr).toContain(`hive: the state directory ${it.root} cannot be read: it belongs to another user\n`);
    expect(exitCode).toBe(EXIT_CODES.HIVE_QUEUE_UNAVAILABLE);
  }
  expect(modesIn(it.root, true)).toEqual(before);
  countCase();
});

test.if(CAN_BE_ANOTHER)(
  "root's status, doctor and sessions leave nothing of root's: its user's worker and hook go on",
  async () => {
    using it = theirProject();
    expect(runAs(NOBODY, "022", [BUN, MAIN, "worker", "--once"], "", it.env)).toMatchObject({ exitCode: 0 });
    it.enqueue("waiting");
    for (const args of [["status"], ["sessions"], ["failed", "list"], ["doctor"], ["doctor", "--fix"]]) {
      const { stdout, stderr } = await cli([...args, "--root", it.root], { cwd: it.path });
      expect(stdout + stderr).toMatch(/belongs to another user|was not made by your hive|no session saved yet/);
    }
    const found = readdirSync(it.root, { recursive: true }).map(String);
    expect(found.filter((name) => lstatSync(join(it.root, name)).uid !== NOBODY)).toEqual([]);
    it.enqueue("later");
    expect(runAs(NOBODY, "022", [BUN, MAIN, "worker", "--once"], "", it.env)).toMatchObject({ exitCode: 0 });
    expectOnce(it.root, ["early", "waiting", "later"]);
  },
);

test.if(CAN_BE_ANOTHER)(
  "a store in a directory that cannot be written is read as it is, also without its sidecars, and nothing changes",
  async () => {
    using it = theirProject();
    const call = payload("03-posttooluse-edit", { cwd: it.path });
    expect(runAs(NOBODY, "022", [BUN, MAIN, "hook"], call, it.env)).toMatchObject({ exitCode: 0 });
    {
      await using worker = hiveAs(NOBODY, ["worker", "--root", it.root], it.env);
      await worker.printedError("worker started");
      await drained(it.root);
      process.kill(readHeartbeat(it.paths)!.pid, "SIGKILL");
      await worker.outcome();
    }
    expect(lstatSync(`${it.root}/hive.db-wal`).size).toBeGreaterThan(0);
    const files = (): Record<string, string> =>
      Object.fromEntries(
        readdirSync(it.root)
          .filter((name) => name.startsWith("hive.db"))
          .map((name) => [name, Bun.hash(readFileSync(join(it.root, name))).toString(36)]),
      );
    const read = () => {
      const before = files();
      chmodSync(it.root, 0o500);
      const found = ["sessions", "show 5f0c", "resume"].map((line) =>
        runAs(NOBODY, "022", [BUN, MAIN, ...line.split(" ")], "", it.env),
      );
      chmodSync(it.root, 0o700);
      expect(files()).toEqual(before);
      for (const { stdout, stderr, exitCode } of found) {
        expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
        expect(stdout).toContain("5f0c");
      }
    };
    // A log that a killed worker left, without the index of it.
    rmSync(`${it.root}/hive.db-shm`);
    read();
    expect(runAs(NOBODY, "022", [BUN, MAIN, "worker", "--once"], "", it.env)).toMatchObject({ exitCode: 0 });
    // As SQLite's own shell leaves it.
    for (const name of readdirSync(it.root)) if (name.startsWith("hive.db-")) rmSync(join(it.root, name));
    read();
    writeFileSync(`${it.root}/hive.db-wal`, "not a log of hive's");
    read();
    countCase();
  },
);

test.if(CAN_BE_ANOTHER)(
  "the archive in a directory that cannot be written is searched, also without its log's index",
  () => {
    using it = theirProject();
    const asNobody = (args: readonly string[], stdin = "") =>
      runAs(NOBODY, "022", [BUN, MAIN, ...args], stdin, { ...it.env, HIVE_WORKER_START: "never" });
    const data = join(ownOf(NOBODY)["XDG_DATA_HOME"]!, "hive");
    expect(asNobody(["hook"], payload("38-userpromptsubmit", { cwd: it.path })).exitCode).toBe(0);
    expect(asNobody(["worker", "--once"]).exitCode).toBe(0);
    rmSync(join(data, "archive.db-shm"), { force: true });
    chmodSync(data, 0o500);
    try {
      const { stdout, stderr, exitCode } = asNobody(["search", "cents"]);
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
      expect(stdout).toContain("session 5f0c2b1e");
    } finally {
      chmodSync(data, 0o700);
    }
    countCase();
  },
);
