/** Snapshots and undo where the disk is full or read-only, where files change meanwhile, and where very many changed. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifySnapshots } from "../../../src/snapshots/keep/verify.ts";
import { LIMITS } from "../../../src/snapshots/limits.ts";
import { ProjectSnapshots } from "../../../src/snapshots/project-snapshots.ts";
import { Tracker } from "../../../src/snapshots/tracker.ts";
import type { Scope } from "../../../src/snapshots/undo/scope.ts";
import { Undo } from "../../../src/snapshots/undo/undo.ts";
import { findWorktree } from "../../../src/snapshots/worktree.ts";
import { cli } from "../../support/cli.ts";
import { git } from "../../support/git.ts";
import { listed, manifest, Project } from "../../support/snapshots/snapshots.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { CAN_MOUNT, countCase, smallDisk } from "./setup.ts";

setDefaultTimeout(300_000);

// Needs root and the right to mount.
const onSmallDisk = test.if(CAN_MOUNT);

/** A project whose files and whose store may be on disks of their own. */
class Placed implements Disposable {
  readonly top: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly snapshots: ProjectSnapshots;
  readonly tracker: Tracker;

  constructor(top: string, data: string, isGit = false) {
    this.top = top;
    this.root = join(top, ".hive-mind");
    mkdirSync(this.root, { recursive: true });
    mkdirSync(data, { recursive: true, mode: 0o700 });
    if (isGit) {
      git(top, "init", "-q");
      git(top, "commit", "-qm", "none", "--allow-empty");
      writeFileSync(join(top, ".git/info/exclude"), ".hive-mind/\n");
    }
    this.env = { ...process.env, XDG_DATA_HOME: data, HOME: "/nonexistent" };
    this.snapshots = ProjectSnapshots.open(this.root, this.env)!;
    this.tracker = new Tracker(this.#worktree(), this.snapshots.catalogue, this.snapshots.objects);
  }

  #worktree() {
    const found = findWorktree(this.root, this.top, this.env);
    if ("refused" in found) throw new Error(found.refused);
    return found;
  }

  path(name: string): string {
    return join(this.top, name);
  }

  take(trigger: "start" | "call") {
    const calls = trigger === "call" ? [{ key: "toolu_1", tool: "Bash", sessionId: "s1" }] : [];
    return this.tracker.take({ sessionId: "s1", trigger, calls, nowMs: Date.now(), paths: null });
  }

  async undo(scope: Scope = { kind: "session", sessionId: "s1" }) {
    return listed(await new Undo(this.snapshots, this.#worktree(), { scope, nowMs: () => Date.now() }).make());
  }

  temporaryFiles(): string[] {
    const directories = [this.snapshots.directory, this.top];
    const names = directories.flatMap((one) => readdirSync(one, { recursive: true, encoding: "utf8" }));
    return names.filter((name) => name.endsWith(".tmp") || name.includes(".hive-undo-"));
  }

  [Symbol.dispose](): void {
    this.snapshots[Symbol.dispose]();
  }
}

function mount(...args: string[]): void {
  if (!Bun.spawnSync(["mount", ...args]).success) throw new Error(`mount ${args.join(" ")}`);
}

/** Bytes that do not pack. */
const noise = (bytes: number): Uint8Array => {
  const made = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(made.subarray(at, at + 65_536));
  return made;
};

onSmallDisk("a disk for the store that is nearly full takes no more contents, and the snapshot says so", async () => {
  using disk = smallDisk({ bytes: 8 * 1024 ** 2 });
  using directory = tempDir();
  using placed = new Placed(directory.path, disk.path);
  for (let n = 0; n < 30; n += 1) writeFileSync(placed.path(`file-${n}`), noise(400_000));
  const { notes } = await placed.take("start");
  expect(notes).toEqual([expect.stringMatching(/^\d+ files not kept, as the disk is nearly full: /)]);
  expect(placed.temporaryFiles()).toEqual([]);
  expect((await verifySnapshots(placed.snapshots, placed.root, placed.env)).missing).toEqual([]);
  countCase();
});

onSmallDisk("a store on a full disk tears nothing, and what changes once there is room comes back", async () => {
  using disk = smallDisk({ bytes: 8 * 1024 ** 2 });
  using directory = tempDir();
  using placed = new Placed(directory.path, disk.path);
  writeFileSync(placed.path("a"), "first\n");
  await placed.take("start");
  disk.fill();
  writeFileSync(placed.path("a"), noise(400_000));
  // The list of what changed has no room either, or just fits: then it says that the content is not kept.
  const full = await placed.take("call").catch((error: unknown) => String(error));
  expect(typeof full === "string" ? full : full.notes.join()).toMatch(/disk is (?:nearly )?full/);
  expect(placed.temporaryFiles()).toEqual([]);
  disk.free();
  writeFileSync(placed.path("a"), "third\n");
  const { id } = await placed.take("call");
  const before = manifest(placed.top);
  rmSync(placed.path("a"));
  await placed.take("call");
  const undone = await placed.undo({ kind: "to", snapshot: id! });
  expect([undone.left, undone.failed]).toEqual([[], []]);
  expect(manifest(placed.top)).toEqual(before);
  expect((await verifySnapshots(placed.snapshots, placed.root, placed.env)).missing).toEqual([]);
  countCase();
});

onSmallDisk(
  "an undo on a full disk leaves each file whole, says which stay, and goes on once there is room",
  async () => {
    using disk = smallDisk({ bytes: 8 * 1024 ** 2 });
    using data = tempDir();
    using placed = new Placed(disk.path, data.path);
    writeFileSync(placed.path("large"), noise(2_000_000));
    writeFileSync(placed.path("other"), noise(1_000_000));
    const before = manifest(placed.top);
    await placed.take("start");
    rmSync(placed.path("large"));
    writeFileSync(placed.path("other"), "by the agent\n");
    await placed.take("call");
    // Not of the agent, and not to be in a snapshot.
    disk.fill();
    const first = await placed.undo();
    expect(first.failed.map(({ path, why }) => [path, why])).toEqual([
      ["large", "ENOSPC"],
      ["other", "ENOSPC"],
    ]);
    expect(readFileSync(placed.path("other"), "utf8")).toBe("by the agent\n");
    expect(placed.temporaryFiles()).toEqual([]);
    disk.free();
    const second = await placed.undo();
    expect([second.left, second.failed]).toEqual([[], []]);
    expect(manifest(placed.top)).toEqual(before);
    countCase();
  },
);

onSmallDisk("a tree that is read-only: its files are kept, and an undo says that it cannot write them", async () => {
  using disk = smallDisk();
  using data = tempDir();
  using placed = new Placed(disk.path, data.path);
  mkdirSync(placed.path("src"));
  for (const name of ["a", "b"]) writeFileSync(placed.path(`src/${name}`), `${name}\n`);
  const before = manifest(placed.top);
  await placed.take("start");
  rmSync(placed.path("src/a"));
  writeFileSync(placed.path("src/b"), "by the agent\n");
  mount("--bind", placed.path("src"), placed.path("src"));
  mount("-o", "remount,bind,ro", placed.path("src"));
  expect((await placed.take("call")).changes.map(({ path }) => path).toSorted()).toEqual(["src/a", "src/b"]);
  const { failed } = await placed.undo();
  expect(failed).toEqual([
    { path: "src/a", why: "EROFS" },
    { path: "src/b", why: "EROFS" },
  ]);
  expect(readFileSync(placed.path("src/b"), "utf8")).toBe("by the agent\n");
  Bun.spawnSync(["umount", placed.path("src")]);
  const second = await placed.undo();
  expect([second.left, second.failed]).toEqual([[], []]);
  expect(manifest(placed.top)).toEqual(before);
  countCase();
});

onSmallDisk(
  "a data directory that is read-only is one clear line of each command, and all is there later",
  async () => {
    using disk = smallDisk();
    using directory = tempDir();
    using placed = new Placed(directory.path, disk.path);
    writeFileSync(placed.path("a"), "first\n");
    await placed.take("start");
    writeFileSync(placed.path("a"), "second\n");
    await placed.take("call");
    placed.snapshots[Symbol.dispose]();
    const store = placed.snapshots.directory;
    mount("--bind", store, store);
    mount("-o", "remount,bind,ro", store);
    const said = async (...args: string[]) => {
      const { exitCode, stderr } = await cli([...args, "--root", placed.root], { cwd: placed.top, env: placed.env });
      return [exitCode, stderr.split("\n")[0]];
    };
    for (const args of [["changes"], ["diff"], ["undo", "--yes"], ["undo", "--dry-run"], ["redo", "--yes"]]) {
      expect([args, ...(await said(...args))]).toEqual([
        args,
        50,
        `hive: ${store}/catalogue.db cannot be used: unable to open database file`,
      ]);
    }
    Bun.spawnSync(["umount", store]);
    expect((await said("undo", "--yes"))[0]).toBe(0);
    expect(readFileSync(placed.path("a"), "utf8")).toBe("first\n");
    countCase();
  },
);

test("files that change while they are read: each content is whole, and the last one comes back", async () => {
  using project = new Project(false);
  const path = project.path("busy");
  const script = `let n = 0; for (;;) require("fs").writeFileSync(${JSON.stringify(path)}, String(n++ % 10).repeat(1e6))`;
  writeFileSync(path, "first\n");
  await project.take("start");
  const writer = Bun.spawn([process.execPath, "-e", script], { stdout: "ignore", stderr: "ignore" });
  try {
    for (let n = 0; n < 20; n += 1) await project.take("call");
  } finally {
    writer.kill("SIGKILL");
    await writer.exited;
  }
  writeFileSync(path, "last\n");
  await Bun.sleep(30);
  await project.take("call");
  expect(await verifySnapshots(project.snapshots, project.root, process.env)).toMatchObject({ missing: [] });
  const before = manifest(project.top);
  rmSync(path);
  const { id } = await project.take("call");
  const { left, failed } = await project.undo({ kind: "to", snapshot: id! - 1 }).make();
  expect([left, failed]).toEqual([[], []]);
  expect(manifest(project.top)).toEqual(before);
  countCase();
});

onSmallDisk("100,000 changes at once are bounded and said, and all that was kept comes back", async () => {
  // In memory: a busy disk takes minutes for so many files.
  using disk = smallDisk({ bytes: 1024 ** 3, files: 400_000 });
  using placed = new Placed(join(disk.path, "app"), join(disk.path, "data"), true);
  const FILES = 100_000;
  writeFileSync(placed.path("kept"), "kept\n");
  const { id } = await placed.take("start");
  for (let n = 0; n < FILES; n += 1) {
    if (n % 1000 === 0) mkdirSync(placed.path(`made-${n / 1000}`));
    writeFileSync(placed.path(`made-${Math.floor(n / 1000)}/${n}`), `${n}\n`);
  }
  rmSync(placed.path("kept"));
  const { changes, notes } = await placed.take("call");
  // The catalogue has all of them: the undo below puts back what it can, and names the rest.
  expect(changes).toHaveLength(1000);
  expect(notes).toEqual([
    expect.stringContaining(`${FILES - LIMITS.snapshotFiles} files not kept, as the snapshot is full: `),
  ]);
  const { left, failed } = await placed.undo({ kind: "to", snapshot: id! });
  // What could not be brought back by a redo is not deleted.
  expect([left.length, new Set(left.map(({ obstacle }) => obstacle)), failed]).toEqual([
    FILES - LIMITS.snapshotFiles,
    new Set(["present not kept"]),
    [],
  ]);
  expect(readFileSync(placed.path("kept"), "utf8")).toBe("kept\n");
  countCase();
});
