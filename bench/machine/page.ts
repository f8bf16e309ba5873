/** `hive dashboard`, as it is shipped, with an open page. */
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { QUIET } from "../../src/platform/bun/quiet-runtime.ts";
import { MAIN } from "../harness/rig.ts";

export interface RunningPage extends AsyncDisposable {
  readonly pid: number;
  /** Ends it in order. @throws when it ended in another way */
  stop(): Promise<void>;
}

/**
 * Starts it on a project, with a data directory of its own: no other project's worker wakes it.
 * @throws when nothing can be read from it
 */
export async function startPage(root: string): Promise<RunningPage> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const child = Bun.spawn([process.execPath, MAIN, "dashboard", "--no-open", "--root", root], {
    cwd: dirname(root),
    env: { ...process.env, XDG_DATA_HOME: join(dirname(root), "data") },
    stdout: "pipe",
    stderr: "inherit",
  });
  // A stream that nothing refers to may be closed by the collector.
  let events: Awaited<ReturnType<typeof open>> | undefined;
  const end = async (): Promise<void> => {
    await events?.cancel();
    child.kill("SIGTERM");
    await child.exited;
  };
  try {
    const entrance = await entranceIn(child.stdout);
    events = await open(entrance);
  } catch (error) {
    await end();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await end();
    if (child.exitCode !== 0) throw new Error(`hive dashboard ended with ${child.exitCode ?? child.signalCode}`);
  };
  return { pid: child.pid, stop, [Symbol.asyncDispose]: end };
}

const EMPTY_SERVER = `
  const start = (stream) => stream.enqueue(new TextEncoder().encode(": open\\n\\n"));
  const headers = { "content-type": "text/event-stream" };
  const fetch = () => new Response(new ReadableStream({ start }), { headers });
  console.log(Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch }).port);`;

/** The floor of a page: a server of Bun's that has one stream of events open, and nothing else. */
export async function startEmptyPage(): Promise<RunningPage> {
  const child = Bun.spawn([process.execPath, "-e", EMPTY_SERVER], {
    env: { ...process.env, ...QUIET },
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await child.stdout.getReader().read();
  const events = (await fetch(`http://127.0.0.1:${new TextDecoder().decode(value).trim()}`)).body!.getReader();
  await events.read();
  const stop = async (): Promise<void> => {
    await events.cancel();
    child.kill();
    await child.exited;
  };
  return { pid: child.pid, stop, [Symbol.asyncDispose]: stop };
}

async function entranceIn(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let printed = "";
  const decoder = new TextDecoder();
  for await (const chunk of stdout) {
    printed += decoder.decode(chunk, { stream: true });
    if (printed.includes("Ctrl+C")) break;
  }
  const redirect = /(\/\S+\.html)/.exec(printed)?.[1];
  const entrance = redirect === undefined ? null : /url=([^"]+)/.exec(readFileSync(redirect, "utf8"));
  if (entrance === null) throw new Error(`hive dashboard printed ${JSON.stringify(printed)}`);
  return entrance[1]!;
}

/** Opens it as its page does. @returns the stream on which that awaits changes */
async function open(entrance: string) {
  const enter = await fetch(entrance);
  const token = /name="token" content="([^"]+)"/.exec(await enter.text())?.[1];
  const headers = { cookie: (enter.headers.get("set-cookie") ?? "").split(";")[0]!, "x-hive-token": token ?? "" };
  await (await fetch(new URL("/api/now", entrance), { headers })).text();
  const events = await fetch(new URL("/api/events", entrance), { headers });
  if (!events.ok || events.body === null) throw new Error(`the page is answered ${events.status}`);
  const reader = events.body.getReader();
  await reader.read();
  return reader;
}
