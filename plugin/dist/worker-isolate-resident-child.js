// @bun
import {
  splitLines
} from "./worker-isolate-lines.js";
import {
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/worker/isolate/resident-child.ts
import { writeSync } from "fs";
import { setPriority } from "os";
var NICENESS = 10, MAX_REQUEST_BYTES = 67108864;
async function serveResident(root, make) {
  for (let name of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(name, () => {
      return;
    });
  setPriority(NICENESS);
  let ending = new AbortController, resident = await make({ root, notify: (notice) => say({ notice }), signal: ending.signal }), last = Promise.resolve();
  for await (let line of splitLines(Bun.stdin.stream(), MAX_REQUEST_BYTES)) {
    let { id, message } = JSON.parse(line);
    last = last.then(async () => say(await answered(resident, id, message)));
  }
  ending.abort(), await last, await resident.close?.();
}
async function answered(resident, id, message) {
  try {
    return { id, value: await resident.answer(message) };
  } catch (error) {
    return { id, error: errorMessage(error) };
  }
}
var FULL_PIPE_MS = 1;
function say(line) {
  let bytes = Buffer.from(`${JSON.stringify(line)}
`);
  for (let from = 0;from < bytes.length; )
    try {
      from += writeSync(1, bytes, from);
    } catch (error) {
      if (errorCode(error) === "EPIPE")
        return;
      if (errorCode(error) !== "EAGAIN")
        throw error;
      Bun.sleepSync(FULL_PIPE_MS);
    }
}
export {
  serveResident
};
