/** What the implementations of Files promise. */
import * as ffi from "bun:ffi";
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { nodeHookIo } from "../../src/capture/node-io.ts";
import { type Files, nodeFiles } from "../../src/base/files/files.ts";
import { keptFiles } from "../../src/queue/producer/kept-files.ts";
import { nativeFfi, openLibcFiles } from "../../src/platform/libc-files.ts";
import { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const libc = await openLibcFiles();
/** As where Bun has nothing quicker. */
const libcOverModule = await openLibcFiles(ffi);
const STDIN_FIXTURE = join(import.meta.dir, "stdin-fixture.ts");
const FAR_MS = 20_000;

function makeFifo(path: string): void {
  Bun.spawnSync(["mkfifo", path]);
}

const IMPLEMENTATIONS: Array<readonly [string, Files]> = [
  ["nodeFiles", nodeFiles],
  ["keptFiles", keptFiles()],
];
if (libc !== null) IMPLEMENTATIONS.push(["libcFiles", libc]);
if (libcOverModule !== null) IMPLEMENTATIONS.push(["libcFiles over bun:ffi", libcOverModule]);

describe.each([nativeFfi!, ffi])("there is no libcFiles by FFI %#", (opener) => {
  test("where there is no such library", async () => {
    const dlopen = ((_name, calls) => opener.dlopen("libnone.so.6", calls)) as typeof ffi.dlopen;
    expect(await openLibcFiles({ dlopen })).toBeNull();
  });

  test("where the library lacks a call, as musl lacked statx before 1.2.5", async () => {
    const lacking = { hive_no_such_call: { args: ["i32"], returns: "i32" } } as const;
    const dlopen = ((name, calls) => opener.dlopen(name, { ...calls, ...lacking })) as typeof ffi.dlopen;
    expect(await openLibcFiles({ dlopen })).toBeNull();
  });
});

describe.each(IMPLEMENTATIONS)("%s", (_name, files) => {
  test("link gives a file another name unless that exists, and unlink takes one away", () => {
    using dir = tempDir();
    const [from, to] = [`${dir.path}/from`, `${dir.path}/to`];
    files.create(from, "text");
    files.link(from, to);
    expect(() => files.link(from, to)).toThrow();
    files.unlink(from);
    expect(() => files.unlink(from)).toThrow();
    expect(readFileSync(to, "utf8")).toBe("text");
  });

  test("overwrite changes the beginning of a file that exists, through no link", () => {
    using dir = tempDir();
    const [path, link] = [`${dir.path}/a`, `${dir.path}/link`];
    expect(() => files.overwrite(path, "x")).toThrow();
    files.create(path, "first");
    files.overwrite(path, "FI");
    expect(readFileSync(path, "utf8")).toBe("FIrst");
    symlinkSync(path, link);
    expect(() => files.overwrite(link, "x")).toThrow();
  });

  test("create writes the whole text in UTF-8 with mode 0600", () => {
    using dir = tempDir();
    const path = `${dir.path}/ä`;
    const text = "ä€😀".repeat(100_000);
    files.create(path, text);
    expect([readFileSync(path, "utf8") === text, statSync(path).mode & 0o777]).toEqual([true, 0o600]);
  });

  test("create refuses a file that exists and leaves it as it is", () => {
    using dir = tempDir();
    const path = `${dir.path}/a`;
    files.create(path, "first");
    expect(() => files.create(path, "second")).toThrow();
    expect(readFileSync(path, "utf8")).toBe("first");
  });

  test("append makes the file with mode 0600 and adds to its end", () => {
    using dir = tempDir();
    const path = `${dir.path}/a`;
    files.append(path, new Uint8Array([1, 2]));
    files.append(path, new Uint8Array([3]));
    expect([[...readFileSync(path)], statSync(path).mode & 0o777]).toEqual([[1, 2, 3], 0o600]);
  });

  test("append does not follow a link", () => {
    using dir = tempDir();
    writeFileSync(`${dir.path}/target`, "");
    symlinkSync(`${dir.path}/target`, `${dir.path}/link`);
    expect(() => files.append(`${dir.path}/link`, new Uint8Array([1]))).toThrow();
    expect(readFileSync(`${dir.path}/target`, "utf8")).toBe("");
  });

  test("rename moves a file and throws when there is none", () => {
    using dir = tempDir();
    files.create(`${dir.path}/a`, "x");
    files.rename(`${dir.path}/a`, `${dir.path}/b`);
    expect(readFileSync(`${dir.path}/b`, "utf8")).toBe("x");
    expect(() => files.rename(`${dir.path}/a`, `${dir.path}/b`)).toThrow();
  });

  test("sync takes a file and a directory and throws when there is none", () => {
    using dir = tempDir();
    files.create(`${dir.path}/a`, "x");
    files.sync(`${dir.path}/a`);
    files.sync(dir.path);
    expect(() => files.sync(`${dir.path}/b`)).toThrow();
  });

  test("ring writes one byte to a FIFO that is read, also when it is full", () => {
    using dir = tempDir();
    const path = `${dir.path}/doorbell`;
    makeFifo(path);
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    expect(files.ring(path)).toBe(true);
    const buffer = Buffer.alloc(10);
    expect(readSync(fd, buffer)).toBe(1);
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    // 64 KiB is the size of a pipe.
    expect(writeSync(writer, Buffer.alloc(65_536))).toBe(65_536);
    expect(files.ring(path)).toBe(true);
    closeSync(writer);
    closeSync(fd);
  });

  test("ring returns false at a FIFO that nobody reads, and does not wait", () => {
    using dir = tempDir();
    makeFifo(`${dir.path}/doorbell`);
    expect(files.ring(`${dir.path}/doorbell`)).toBe(false);
  });

  test("ring writes to nothing but a FIFO", () => {
    using dir = tempDir();
    const at = (name: string): string => `${dir.path}/${name}`;
    writeFileSync(at("file"), "x");
    mkdirSync(at("directory"));
    makeFifo(at("fifo"));
    const reader = openSync(at("fifo"), constants.O_RDWR | constants.O_NONBLOCK);
    symlinkSync(at("file"), at("link"));
    symlinkSync(at("fifo"), at("link-to-fifo"));
    const names = ["file", "directory", "link", "link-to-fifo", "missing"];
    expect(names.map((name) => files.ring(at(name)))).toEqual(names.map(() => false));
    expect(readFileSync(at("file"), "utf8")).toBe("x");
    expect(() => readSync(reader, Buffer.alloc(1))).toThrow("EAGAIN");
    closeSync(reader);
  });
});

async function read(child: Child): Promise<unknown> {
  return JSON.parse((await child.outcome()).stdout);
}

function whole(text: string, isAtDeadline: boolean) {
  return { length: Buffer.byteLength(text), hash: Bun.hash(text).toString(), isAtDeadline };
}

describe.each([["nodeHookIo", nodeHookIo] as const, ["libcFiles", libc ?? nodeHookIo] as const])("%s", (_name, io) => {
  test("kind is that of what is there itself, not of what a link leads to, and null for nothing", () => {
    using dir = tempDir();
    symlinkSync(dir.path, `${dir.path}/link`);
    symlinkSync("nowhere", `${dir.path}/dangling`);
    writeFileSync(`${dir.path}/file`, "");
    makeFifo(`${dir.path}/fifo`);
    const names = ["link", "dangling", "link/link", "file", "fifo", ".", "none", "none/none"];
    const kinds = names.map((name) => io.kind(`${dir.path}/${name}`));
    expect(kinds).toEqual(["link", "link", "link", "other", "other", "directory", null, null]);
  });

  test("size is that of what a link leads to, in 64 bits, and null for nothing", () => {
    using dir = tempDir();
    const size = 5 * 1024 ** 3 + 7;
    writeFileSync(`${dir.path}/a`, "");
    truncateSync(`${dir.path}/a`, size);
    symlinkSync(`${dir.path}/a`, `${dir.path}/link`);
    expect([io.size(`${dir.path}/link`), io.size(`${dir.path}/none`)]).toEqual([size, null]);
  });

  test("read gives a small file's text and null for none", () => {
    using dir = tempDir();
    writeFileSync(`${dir.path}/a`, "ä€😀");
    expect([io.read(`${dir.path}/a`), io.read(`${dir.path}/none`)]).toEqual(["ä€😀", null]);
  });
});

describe.skipIf(libc === null)("readStdin", () => {
  test.concurrent("an empty input ends at once", async () => {
    await using child = new Child(STDIN_FIXTURE, [String(FAR_MS), "1000"]);
    await child.closeStdin();
    expect(await read(child)).toEqual(whole("", false));
  });

  test.concurrent("an input that is never closed ends at the deadline, with what came", async () => {
    await using child = new Child(STDIN_FIXTURE, ["100", "1000"]);
    await child.write("{");
    expect(await read(child)).toEqual(whole("{", true));
  });

  test.concurrent("3 MB come whole", async () => {
    const text = "0123456789".repeat(300_000);
    await using child = new Child(STDIN_FIXTURE, [String(FAR_MS), "10000000"]);
    await child.write(text);
    await child.closeStdin();
    expect(await read(child)).toEqual(whole(text, false));
  });

  test.concurrent("no more than maxBytes come", async () => {
    await using child = new Child(STDIN_FIXTURE, [String(FAR_MS), "10"]);
    await child.write("0123456789abcdef");
    expect(await read(child)).toEqual(whole("0123456789", false));
  });

  test.concurrent("two chunks with a pause between come whole", async () => {
    await using child = new Child(STDIN_FIXTURE, [String(FAR_MS), "1000"]);
    await child.write('{"a":\n');
    // The first line is read and found incomplete before the second is written.
    await child.printedError("looked");
    await child.write("1}\n");
    expect(await read(child)).toEqual(whole('{"a":\n1}\n', false));
  });

  test.concurrent("a complete line ends it though the input stays open", async () => {
    await using child = new Child(STDIN_FIXTURE, [String(FAR_MS), "1000"]);
    await child.write('{"a":1}\n');
    expect(await read(child)).toEqual(whole('{"a":1}\n', false));
  });
});
