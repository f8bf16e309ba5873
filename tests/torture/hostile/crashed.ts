import { writeFileSync } from "node:fs";
import { queuePaths } from "../../../src/queue/layout.ts";
import { callHook, runWorkerOnce, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** The session that starts after the crash. */
export const NEXT = "0d8f4c52-93b7-4a1e-b6d0-7c25e1f3a908";

/** A project in which a session of the user's crashed: what the next one is told is the control of each attack. */
export async function crashed() {
  const dir = tempDir();
  const env = { CLAUDE_PID: "", HIVE_INSTANCE_ID: "" };
  const call = (text: string, more = {}) => callHook(dir.root, text, { ...env, ...more });
  await call(payload("38-userpromptsubmit", { cwd: dir.path, prompt: "my own task" }));
  await call(payload("03-posttooluse-edit", { cwd: dir.path }));
  await runWorkerOnce(dir.root);
  const told = async (): Promise<string> =>
    (await call(payload("21-sessionstart-startup", { session_id: NEXT, cwd: dir.path }))).stdout;
  const paths = queuePaths(dir.root);
  const put = (name: string, entry: object): void =>
    writeFileSync(`${paths.pending}/${name}`, JSON.stringify(entry), { mode: 0o600 });
  return { ...dir, paths, call, told, put, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}
