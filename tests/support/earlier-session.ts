import { Queue } from "../../src/queue/queue.ts";
import { tempDir } from "./temp-dir.ts";

/** A state directory with a session that crashed, whose prompt is "Add two". */
export function withEarlier(): ReturnType<typeof tempDir> {
  const dir = tempDir();
  const fact = { atMs: Date.now(), key: "" };
  const facts = [
    { ...fact, kind: "session", data: { cwd: "/home/dev/app" } },
    { ...fact, kind: "prompt", data: { text: "Add two" } },
  ];
  const seen = { sessionId: "earlier", instanceId: "earlier", atMs: Date.now(), status: "active", facts };
  new Queue(dir.root).enqueue({ operation: "update_instance", payload: seen });
  return dir;
}
