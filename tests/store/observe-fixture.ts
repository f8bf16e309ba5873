/** Applies six observations in two batches, and kills itself at a step: `bun observe-fixture.ts ROOT [STEP TIME]`. */
import { Store } from "../../src/store/sqlite/store.ts";

const [root, step, time = "0"] = process.argv.slice(2);
let met = 0;
using store = await Store.open(root!, {
  onStep: (at) => {
    if (at === step && (met += 1) === Number(time)) process.kill(process.pid, "SIGKILL");
  },
});
const observe = (index: number) => {
  const atMs = 1000 + index;
  const facts = [
    { kind: "session", key: "", atMs, data: { agent: "claude-code", cwd: "/p" } },
    { kind: "operation", key: `t${index}`, atMs, data: { tool: "Edit", outcome: "ok" } },
  ];
  const seen = {
    sessionId: "s",
    instanceId: "i",
    atMs,
    event: "PostToolUse",
    agent: "claude-code",
    checkpoint: "auto",
  };
  return { id: `observe:s:${index}`, seq: `q${index}`, operation: "observe", payload: { ...seen, facts } };
};
for (const batch of [
  [0, 1, 2],
  [3, 4, 5],
])
  store.applyBatch(batch.map(observe), 5000);
