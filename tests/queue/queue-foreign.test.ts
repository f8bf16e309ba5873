/** What other programs may put into `pending/`, and what becomes of it. */
import { expect, test } from "bun:test";
import * as fs from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import type { Claim } from "../../src/queue/claims/claim.ts";
import { ERROR, foreignWrite, openQueue, type OpenQueue, states } from "./setup.ts";

const isRoot = process.getuid?.() === 0;
const A_WHILE_MS = 3000;

/** Claims until nothing more comes at once. */
function claimAll(queue: Queue): Claim[] {
  queue.wake();
  return queue.claim(100);
}

function contentOf(claims: readonly Claim[]): unknown[] {
  return claims.map((claim) => claim.entry.payload);
}

function onlyLetter({ queue }: OpenQueue) {
  const names = queue.deadLetters.names();
  expect(names).toHaveLength(1);
  return queue.deadLetters.read(names[0]!);
}

test("an entry written over a name that is claimed is never lost and never replaces the claimed one", () => {
  using open = openQueue();
  const { queue } = open;
  foreignWrite(queue, "5_a.json", { operation: "o", payload: "first" });
  const [first] = claimAll(queue);
  foreignWrite(queue, "5_a.json", { operation: "o", payload: "second" });
  expect(claimAll(queue)).toEqual([]);
  queue.putBack(first!);
  expect(states(queue).pending).toEqual(["5_a.json", "5_a~1.json"]);
  expect(contentOf(claimAll(queue))).toEqual(["second", "first"]);
});

test("an entry under the name of one that is held is claimed after that one's ack", () => {
  using open = openQueue();
  const { queue } = open;
  foreignWrite(queue, "5_a.json", { operation: "o", payload: "first" });
  const [first] = claimAll(queue);
  foreignWrite(queue, "5_a.json", { operation: "o", payload: "second" });
  claimAll(queue);
  queue.ack(first!);
  const second = claimAll(queue);
  expect([contentOf(second), second[0]?.id === first?.id]).toEqual([["second"], false]);
});

test("nacked and dead entries never replace others of their name", () => {
  using open = openQueue({ maxAttempts: 2 });
  const { queue, clock } = open;
  const write = (payload: number): string => foreignWrite(queue, "5_a.json", { operation: "o", payload });
  write(1);
  for (const next of [2, 3, 4]) {
    const [claim] = claimAll(queue);
    write(next);
    queue.nack(claim!, ERROR);
  }
  queue.nack(claimAll(queue)[0]!, ERROR);
  expect(states(queue).pending).toEqual(["5_a.json", "5_a~1.json", "5_a~2.json", "5_a~3.json"]);
  clock.advance(10_000);
  for (const claim of claimAll(queue)) queue.nack(claim, ERROR);
  const letters = queue.deadLetters.names().map((name) => queue.deadLetters.read(name).entry?.["payload"] as number);
  expect(letters.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
});

test("an entry written in place is looked at again when its writer is done, and applied", () => {
  using open = openQueue();
  const { queue, clock } = open;
  const path = `${queue.paths.pending}/5_a.json`;
  fs.writeFileSync(path, '{"operation":"o",');
  expect([claimAll(queue), states(queue).pending]).toEqual([[], ["5_a.json"]]);
  expect(queue.nextDueMs).toBeGreaterThan(clock.nowMs());
  expect(claimAll(queue)).toEqual([]);
  fs.appendFileSync(path, '"payload":"whole"}');
  expect(contentOf(claimAll(queue))).toEqual(["whole"]);
});

test("a writer whose file is claimed while it writes keeps its file", () => {
  using open = openQueue();
  const { queue } = open;
  const fd = fs.openSync(`${queue.paths.pending}/5_a.json`, "wx");
  fs.writeSync(fd, '{"operation":');
  expect(claimAll(queue)).toEqual([]);
  fs.writeSync(fd, '"o","payload":1}');
  fs.closeSync(fd);
  expect(contentOf(claimAll(queue))).toEqual([1]);
});

test.each([
  ["text", Buffer.from('{"ä":'), "not JSON", { raw: '{"ä":', raw_encoding: "utf8" }],
  ["bytes that are not UTF-8", Buffer.from([0xff, 0x7b]), "not UTF-8", { raw: "/3s=", raw_encoding: "base64" }],
  ["nothing", Buffer.alloc(0), "not JSON", { raw: "", raw_encoding: "utf8" }],
] as const)("%s becomes a dead letter with its content once it is 2 s old", (_what, bytes, message, raw) => {
  using open = openQueue();
  const { queue, clock } = open;
  const path = `${queue.paths.pending}/5_a.json`;
  fs.writeFileSync(path, bytes);
  const stat = fs.statSync(path);
  clock.advance(stat.mtimeMs + 1999 - clock.nowMs());
  expect(claimAll(queue)).toEqual([]);
  expect(states(queue).pending).toEqual(["5_a.json"]);
  clock.advance(2);
  expect(claimAll(queue)).toEqual([]);
  expect([onlyLetter(open), states(queue).pending, queue.nextDueMs]).toEqual([
    {
      name: "5_a.json",
      entry_id: `file:${stat.ino}:${stat.mtimeMs}`,
      reason: { code: "HIVE_INVALID_ENTRY", message },
      attempts: 1,
      failed_at: new Date(clock.nowMs()).toISOString(),
      entry: null,
      is_untrusted: true,
      ...raw,
    },
    [],
    null,
  ]);
});

interface Refused {
  readonly what: string;
  readonly make: (path: string) => void;
  readonly code?: string;
  readonly message: string;
}

const REFUSED: Refused[] = [
  { what: "a link to a file", make: (path) => fs.symlinkSync("/etc/passwd", path), message: "a symbolic link" },
  { what: "a link to nothing", make: (path) => fs.symlinkSync("/nowhere", path), message: "a symbolic link" },
  { what: "a link to itself", make: (path) => fs.symlinkSync("5_a.json", path), message: "a symbolic link" },
  {
    what: "a directory with something in it",
    make: (path) => fs.mkdirSync(`${path}/below`, { recursive: true }),
    message: "not a regular file",
  },
  { what: "a FIFO", make: (path) => Bun.spawnSync(["mkfifo", path]), message: "not a regular file" },
  {
    what: "an entry above maxEntryBytes",
    make: (path) => fs.writeFileSync(path, "x".repeat(1001)),
    code: "HIVE_ENTRY_TOO_LARGE",
    message: "the entry has 1001 bytes, more than maxEntryBytes 1000",
  },
];
if (isRoot) {
  REFUSED.push({
    what: "another user's file",
    make(path) {
      fs.writeFileSync(path, '{"operation":"o","payload":1}');
      fs.chownSync(path, 65_534, 65_534);
    },
    message: "owned by another user",
  });
}

test.each(REFUSED)("$what becomes a dead letter at once, is kept beside it and dropped with it", (refused) => {
  using open = openQueue({ maxEntryBytes: 1000 });
  const { queue } = open;
  refused.make(`${queue.paths.pending}/5_a.json`);
  foreignWrite(queue, "6_b.json");
  expect(claimAll(queue).map((claim) => claim.name)).toEqual(["6_b.json"]);
  const letter = onlyLetter(open);
  expect(letter.reason).toEqual({ code: refused.code ?? "HIVE_INVALID_ENTRY", message: refused.message });
  const { failed } = queue.paths;
  expect(fs.readdirSync(failed).toSorted()).toEqual(["5_a.json", letter.kept_as!].toSorted());
  queue.deadLetters.drop(letter.name);
  expect([fs.readdirSync(failed), fs.existsSync("/etc/passwd")]).toEqual([[], true]);
});

test("a misnamed .json file becomes a dead letter once it is 2 s old; other names are left alone", () => {
  using open = openQueue();
  const { queue, clock } = open;
  const alone = [".5_a.json", "5_a.json.part", "note"];
  for (const name of ["11_a.json", "x.json", ...alone]) fs.writeFileSync(`${queue.paths.pending}/${name}`, "{}");
  claimAll(queue);
  expect(states(queue).failed).toEqual([]);
  clock.advance(A_WHILE_MS);
  expect(claimAll(queue)).toEqual([]);
  expect(states(queue)).toEqual({ pending: alone, claimed: [], failed: ["11_a.json", "x.json"] });
  expect(queue.deadLetters.read("x.json").reason).toEqual({
    code: "HIVE_INVALID_ENTRY",
    message: "the name is not {priority}_{seq}.json, priority 1 to 10",
  });
});

test("an entry nested too deep to be written again does not stop the queue", () => {
  using open = openQueue();
  const { queue, clock } = open;
  const depth = 200_000;
  foreignWrite(queue, "1_a.json", `{"operation":"o","payload":${"[".repeat(depth)}${"]".repeat(depth)}}`);
  foreignWrite(queue, "2_b.json");
  clock.advance(A_WHILE_MS);
  expect(claimAll(queue).map((claim) => claim.name)).toEqual(["2_b.json"]);
  expect(onlyLetter(open).reason.message).toBe("nested deeper than 500 levels");
});

test("an entry whose name has 255 bytes can be claimed, nacked, met by another of its name, and buried", () => {
  using open = openQueue({ maxAttempts: 2 });
  const { queue, clock } = open;
  const name = `5_${"a".repeat(248)}.json`;
  foreignWrite(queue, name);
  const [first] = claimAll(queue);
  foreignWrite(queue, name);
  queue.nack(first!, ERROR);
  queue.nack(claimAll(queue)[0]!, ERROR);
  clock.advance(A_WHILE_MS);
  for (const claim of claimAll(queue)) queue.nack(claim, ERROR);
  expect([queue.deadLetters.names().length, states(queue).pending]).toEqual([2, []]);
});

test("of two workers with the same listing each gets what the other has not taken", () => {
  using open = openQueue();
  const { queue, root, clock } = open;
  const other = new Queue(root, { worker: "v", clock });
  for (let index = 0; index < 6; index += 1) foreignWrite(queue, `5_${index}.json`);
  for (const name of ["x.json", "y.json"]) fs.writeFileSync(`${queue.paths.pending}/${name}`, "{}");
  const claims = [queue.claim(2), other.claim(2)].flat();
  clock.advance(A_WHILE_MS);
  claims.push(...queue.claim(2), ...other.claim(2));
  expect(claims.map((claim) => claim.name)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `5_${index}.json`));
  expect(states(queue).failed).toEqual(["x.json", "y.json"]);
});
