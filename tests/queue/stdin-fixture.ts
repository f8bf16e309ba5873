/** Reads standard input through the C library and prints how much came, its hash and whether it took until the deadline. */
import { openLibcFiles } from "../../src/platform/libc-files.ts";

const deadlineMs = Number(process.argv[2]);
const maxBytes = Number(process.argv[3]);
const isJson = (bytes: Uint8Array): boolean => {
  process.stderr.write("looked\n");
  try {
    JSON.parse(Buffer.from(bytes).toString());
    return true;
  } catch {
    // Not all of it yet.
    return false;
  }
};
const startedMs = performance.now();
const bytes = (await openLibcFiles())!.readStdin(deadlineMs, maxBytes, isJson);
const isAtDeadline = performance.now() - startedMs >= deadlineMs;
process.stdout.write(JSON.stringify({ length: bytes.length, hash: Bun.hash(bytes).toString(), isAtDeadline }));
