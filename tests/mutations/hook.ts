import type { Mutation } from "./mutation.ts";

export const HOOK: readonly Mutation[] = [
  {
    name: "redaction",
    file: "src/hook/redact.ts",
    text: "const redacted = applyRules(text);",
    replacement: "const redacted = text;",
    tests: ["tests/hook/redact.test.ts"],
  },
  {
    name: "one effect for two deliveries of a call",
    file: "src/hook/entries.ts",
    text: "...(operation === undefined ? {} : { id: `${name}:${sessionId}:${operation.key}${key}` }),",
    replacement: "",
    tests: ["tests/worker/end-to-end.test.ts"],
  },
  {
    name: "Stop, PreCompact and SessionEnd are not throttled",
    file: "src/hook/main.ts",
    text: 'type === "auto" && !Throttle.isDue',
    replacement: "!Throttle.isDue",
    tests: ["tests/hook/hook.test.ts"],
  },
  {
    name: "the deadline of standard input",
    file: "src/queue/libc-files.ts",
    text: "Math.max(0, Math.ceil(endMs - performance.now()))",
    replacement: "-1",
    tests: ["tests/queue/files.contract.test.ts"],
  },
  {
    name: "the way to SQLite when the queue cannot be written",
    file: "src/hook/main.ts",
    text: 'return (await import("./fallback.ts")).saveWithoutQueue(paths, left, config, error);',
    replacement: "throw error;",
    tests: ["tests/hook/hook.test.ts"],
  },
  {
    name: "a checkpoint from a clock that was set back does not throttle",
    file: "src/hook/throttle.ts",
    text: "lastMs <= nowMs && ",
    replacement: "",
    tests: ["tests/hook/throttle.test.ts", "tests/torture/faults/clock.test.ts"],
  },
  {
    name: "a project's bunfig.toml and .env are not read",
    file: "src/bun-command.ts",
    text: '["--no-env-file", "--config=/dev/null"] as const',
    replacement: "[] as const",
    tests: ["tests/bun-command.test.ts"],
  },
];
