/** What cannot be had at will on one machine: other file systems, a full disk, used-up watches, another Bun. */
import { describe, expect, test } from "bun:test";
import { fileSystemType, judgeBun, judgeType, judgeWatches } from "../../src/doctor/deep/machine.ts";
import { judgeSpace } from "../../src/doctor/checks/queue.ts";
import { together, warning } from "../../src/doctor/check.ts";
import { size, span } from "../../src/base/text/words.ts";

const MOUNTS = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 27 0:50 / /home/me rw,relatime - nfs4 server:/home rw,vers=4.2
41 27 0:51 / /home/me/two\\040words rw - 9p drvfs rw
42 27 0:52 / /mnt rw - ext4 /dev/sdb1 rw
43 42 0:53 / /mnt rw - fuse.sshfs host: rw
`;

describe("the type of a file system", () => {
  test.each([
    ["/var/x", "ext4"],
    ["/", "ext4"],
    ["/home/me", "nfs4"],
    ["/home/me/p/.hive-mind", "nfs4"],
    ["/home/merry", "ext4"],
    ["/home/me/two words/p", "9p"],
    ["/mnt/p", "fuse.sshfs"],
  ])("of %s is %s", (path, type) => {
    expect(fileSystemType(path, MOUNTS)).toBe(type);
  });

  test("is null where no mount is known", () => {
    expect(fileSystemType("/x", "")).toBeNull();
  });

  test.each(["nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "vboxsf", "fuse.sshfs", "fuse.glusterfs"])(
    "%s is named as shared",
    (type) => {
      expect(judgeType(type)).toMatchObject({ level: "warning", advice: expect.stringContaining("HIVE_ROOT") });
    },
  );

  test.each(["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "f2fs", "nfsd-like", null])("%s is not", (type) => {
    expect(judgeType(type).level).toBe("ok");
  });
});

describe("room on the disk", () => {
  const GIB = 1024 ** 3;
  test.each([
    ["plenty", 2 * GIB, 1e6, 1e6, "ok"],
    ["no fixed number of files", 2 * GIB, 0, 0, "ok"],
    ["below 1 GiB", GIB - 1, 1e6, 1e6, "warning"],
    ["few files left", 2 * GIB, 1e6, 9999, "warning"],
    ["below 64 MiB", 64 * 1024 ** 2 - 1, 1e6, 1e6, "problem"],
    ["no file left", 2 * GIB, 1e6, 0, "problem"],
  ])("%s is judged", (_name, bavail, files, ffree, level) => {
    expect(judgeSpace({ bavail, bsize: 1, files, ffree }).level).toBe(level as "ok");
  });
});

test("watches are judged by their share", () => {
  const use = { instances: 10, maxInstances: 128, watches: 100, maxWatches: 1000 };
  expect(judgeWatches(use).level).toBe("ok");
  const few = judgeWatches({ ...use, watches: 900 });
  expect(few).toMatchObject({ level: "warning", run: "sudo sysctl fs.inotify.max_user_watches=2000" });
  expect(judgeWatches({ ...use, instances: 128 }).run).toBe("sudo sysctl fs.inotify.max_user_instances=1024");
});

test("Bun is judged by what the manifest needs", () => {
  expect(judgeBun("1.4.5", ">=1.4.5").level).toBe("ok");
  expect(judgeBun("1.3.9", ">=1.4.5")).toMatchObject({ level: "problem", run: "bun upgrade" });
});

test("several faults are as bad as the worst, and fixed each", async () => {
  const done: string[] = [];
  const fix = (name: string) => () => {
    done.push(name);
    return name;
  };
  const joined = together(
    [
      warning("a", { advice: "do", fix: fix("1") }),
      { level: "problem", found: "b" },
      warning("c", { advice: "do", fix: fix("2") }),
    ],
    "fine",
  );
  expect(joined).toMatchObject({ level: "problem", found: "a; b; c", advice: "do" });
  expect(await joined.fix!()).toBe("1; 2");
  expect(done).toEqual(["1", "2"]);
  expect(together([], "fine")).toEqual({ level: "ok", found: "fine" });
});

test("spans and sizes are given in units that can be read", () => {
  expect([900, 119_000, 600_000, 7_200_000, 864_000_000].map(span)).toEqual([
    "1 s",
    "119 s",
    "10 min",
    "2 h",
    "10 days",
  ]);
  expect([0, 1023, 1536, 20 * 1024 ** 2, 3 * 1024 ** 4].map(size)).toEqual([
    "0 B",
    "1023 B",
    "1.5 KiB",
    "20 MiB",
    "3.0 TiB",
  ]);
});
