/** A person at a terminal takes over what hive cannot prove to be his: an older hive's, a lost key's, a backup's. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { CliProject } from "../../install/cli-project.ts";
import { CTRL_C, ENTER, FakeTty } from "../../install/fake-tty.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { HIVE } from "../../support/hive-command.ts";

setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../fixtures/hive-0.1.0");
const LAST = "00100099-0000-4000-8000-000000000000";
const ONLY_WAITING = "00100100-0000-4000-8000-000000000000";

/** What hive 0.1.0 has left: a database of 100 sessions, and two entries that wait. */
function leftBy010(): CliProject {
  const project = new CliProject();
  const pending = join(project.root, "queue/pending");
  mkdirSync(pending, { recursive: true });
  writeFileSync(join(project.root, "hive.db"), Bun.gunzipSync(readFileSync(join(FIXTURE, "hive.db.gz"))), {
    mode: 0o600,
  });
  const waiting = JSON.parse(readFileSync(join(FIXTURE, "waiting.json"), "utf8")) as Record<string, string>;
  for (const [name, text] of Object.entries(waiting)) writeFileSync(join(pending, name), text, { mode: 0o600 });
  return project;
}

async function sessionsIn(root: string): Promise<string[]> {
  using store = await Store.open(root);
  const rows = store.db.query<{ id: string }, []>("SELECT id FROM sessions ORDER BY id").all();
  return rows.map(({ id }) => id);
}

const YES = `y`;

async function adoptAll(project: CliProject, questions: readonly string[]): Promise<string> {
  await using tty = new FakeTty(project, ["adopt"]);
  for (const question of questions) await tty.when(question, YES);
  expect([await tty.exited, tty.screen]).toEqual([0, expect.any(String)]);
  await tty.sees("Adopted:");
  return tty.screen;
}

test("after an update from hive 0.1.0 its sessions and its waiting entries are all there once they are adopted", async () => {
  using project = leftBy010();
  const old = readFileSync(join(project.root, "hive.db"));
  await drain(project.root);
  expect(await sessionsIn(project.root)).toEqual([LAST, ONLY_WAITING]);
  expect(readFileSync(join(project.root, "hive.db")).equals(old)).toBe(true);
  expect((await cli(["status", "--root", project.root])).stdout).toContain("hive.db was not made by your hive");

  const screen = await adoptAll(project, ["hive.db yours?", "Are these sessions yours?"]);
  expect(screen).toContain("sessions: 100 rows");
  expect(screen).toContain("2 saved sessions without proof");
  const all = await sessionsIn(project.root);
  expect([all.length, storePath(project.root)]).toEqual([101, join(project.root, "hive.db")]);
  const { state, operations } = JSON.parse((await cli(["resume", LAST, "--json", "--root", project.root])).stdout) as {
    state: { prompts: { text: string }[]; lastAssistantMessage: { text: string } };
    operations: number;
  };
  expect([state.prompts[0]!.text, state.lastAssistantMessage.text, operations]).toEqual([
    "Do thing 99",
    "Waiting words",
    2,
  ]);
  const [kept] = readdirSync(project.root).filter((name) => name.includes(".adopted-"));
  expect(readFileSync(join(project.root, kept!)).equals(old)).toBe(true);
  // What was adopted is told to an agent like hive's own.
  const hook = await callHook(
    project.root,
    payload("22-sessionstart-resume", { source: "compact", session_id: LAST, cwd: "/project" }),
  );
  expect(hook.stdout).toContain("Do thing 99");
});

test("entries of hive 0.1.0 that still wait are the user's own once they are adopted before a worker came", async () => {
  using project = leftBy010();
  await adoptAll(project, ["hive.db yours?", "Are these waiting entries yours?"]);
  await drain(project.root);
  expect((await sessionsIn(project.root)).length).toBe(101);
  const { isUntrusted } = JSON.parse(
    (await cli(["resume", ONLY_WAITING, "--json", "--root", project.root])).stdout,
  ) as {
    isUntrusted: boolean;
  };
  expect(isUntrusted).toBe(false);
});

test("after the key was lost all is there once it is adopted, also what was saved since", async () => {
  using project = new CliProject();
  const data = (n: number) => ({ XDG_DATA_HOME: join(project.home, `data-${n}`) });
  const save = async (text: string, env: Readonly<Record<string, string>>): Promise<void> => {
    await callHook(project.root, payload("38-userpromptsubmit", { session_id: text, prompt: text }), env);
    const worker = Bun.spawn(
      [process.execPath, join(import.meta.dir, "../../../src/cli/main.ts"), "worker", "--once", "--root", project.root],
      {
        env: { ...process.env, ...env },
        stdout: "ignore",
        stderr: "ignore",
      },
    );
    expect(await worker.exited).toBe(0);
  };
  await save("before", data(1));
  await save("after", data(2));
  const { env } = project;
  await using tty = new FakeTty(Object.assign(Object.create(project) as CliProject, { env: { ...env, ...data(2) } }), [
    "adopt",
  ]);
  await tty.when("hive.db yours?", YES);
  expect(await tty.exited).toBe(0);
  const listed = Bun.spawnSync([process.execPath, ...HIVE, "sessions", "--root", project.root], {
    env: { ...process.env, ...data(2) },
  }).stdout.toString();
  expect([listed.includes("before"), listed.includes("after"), listed.includes("UNTRUSTED")]).toEqual([
    true,
    true,
    false,
  ]);
});

test("a backup that was copied into place is adopted, and nothing of either is lost", async () => {
  using project = new CliProject();
  await callHook(project.root, payload("38-userpromptsubmit", { session_id: "backed-up", prompt: "one" }));
  await drain(project.root);
  copyFileSync(join(project.root, "hive.db"), join(project.home, "backup"));
  await callHook(project.root, payload("38-userpromptsubmit", { session_id: "later", prompt: "two" }));
  await drain(project.root);
  renameSync(join(project.root, "hive.db"), join(project.home, "aside"));
  for (const name of readdirSync(project.root)) if (name.startsWith("hive.db")) rmSync(join(project.root, name));
  copyFileSync(join(project.home, "backup"), join(project.root, "hive.db"));
  await adoptAll(project, ["hive.db yours?"]);
  expect(await sessionsIn(project.root)).toEqual(["backed-up"]);
});

test.each([
  ["no", ENTER],
  ["Ctrl+C", CTRL_C],
])("%s leaves everything as it was", async (_what, keys) => {
  using project = leftBy010();
  const before = project.files();
  await using tty = new FakeTty(project, ["adopt"]);
  await tty.when("hive.db yours?", keys);
  if (keys === ENTER) await tty.when("waiting entries yours?", keys);
  await tty.exited;
  const now = project.files();
  for (const [path, text] of Object.entries(before)) expect([path, now[path] === text]).toEqual([path, true]);
});

test("nobody but a person at a terminal can adopt, and there may be nothing to adopt", async () => {
  using project = leftBy010();
  const { stdout, stderr, exitCode } = await cli(["adopt", "--root", project.root]);
  expect([stdout.includes("sessions: 100 rows"), stderr, exitCode]).toEqual([
    true,
    expect.stringContaining("only a person at a terminal can adopt this"),
    20,
  ]);
  using other = new CliProject();
  expect(await cli(["adopt", "--root", other.root])).toMatchObject({
    stdout: expect.stringContaining("nothing to adopt"),
    exitCode: 0,
  });
});

test("what another database may have applied is not called lost", async () => {
  using project = new CliProject();
  for (const name of ["03-posttooluse-edit", "29-stop"]) await callHook(project.root, payload(name));
  await drain(project.root);
  // Old enough to be missed.
  for (const name of readdirSync(join(project.root, "queue/captured"))) {
    const path = join(project.root, "queue/captured", name);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 16) bytes.writeUIntBE(bytes.readUIntBE(at, 6) - 60_000, at, 6);
    writeFileSync(path, bytes);
  }
  const lost = await cli(["status", "--root", project.root]);
  expect(lost.stdout).toContain("missing 2");
  copyFileSync(join(project.root, "hive.db"), join(project.root, "hive-00000000.db"));
  const { stdout } = await cli(["status", "--root", project.root]);
  expect(stdout).toContain("enqueued 0 = applied 0 + pending 0 + failed 0 + missing 0");
  expect(stdout).toContain("hive adopt shows what is in it");
});
