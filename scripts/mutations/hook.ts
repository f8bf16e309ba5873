import type { Mutation } from "./mutation.ts";

export const HOOK: readonly Mutation[] = [
  {
    name: "secrets are redacted",
    file: "src/hook/redact.ts",
    text: "const redacted = applyRules(text);",
    replacement: "const redacted = text;",
    check: { file: "tests/hook/facts.property.test.ts", title: "no secret survives" },
  },
  {
    name: "two deliveries of a tool call have one identity",
    file: "src/hook/entries.ts",
    text: "...(operation === undefined ? {} : { id:",
    replacement: "...(operation !== null ? {} : { id:",
    check: { file: "tests/worker/end-to-end.test.ts", title: "two deliveries of one tool call" },
  },
  {
    name: "Stop is never throttled",
    file: "src/hook/main.ts",
    text: 'const isThrottled = type === "auto" &&',
    replacement: "const isThrottled = type !== null &&",
    check: { file: "tests/worker/end-to-end.test.ts", title: "never throttled" },
  },
  {
    name: "whatever fails, the hook ends with 0",
    file: "src/hook/main.ts",
    text: "    await save(io, root, payload, config, options);\n  } catch (error) {\n",
    replacement: "    await save(io, root, payload, config, options);\n  } catch (error) {\n    throw error;\n",
    check: { file: "tests/hook/hook.test.ts", title: "neither queue nor store" },
  },
  {
    name: "standard input has a deadline",
    file: "src/queue/libc-files.ts",
    text: "if (!isReadable(leftMs > 0 ? (leftMs + 1) | 0 : 0)) break;",
    replacement: "if (!isReadable(-1)) break;",
    check: { file: "tests/hook/hook.test.ts", title: "stays open and empty" },
  },
  {
    name: "without a queue the hook writes to SQLite",
    file: "src/hook/fallback.ts",
    text: "if (left.length > 0) await applyDirectly(",
    replacement: "if (left.length < 0) await applyDirectly(",
    check: { file: "tests/hook/hook.test.ts", title: "a full queue is passed by" },
  },
  {
    name: "a cloned repository's database is not read to an agent",
    file: "src/hook/restore.ts",
    text: "  assertOwn(`${root}/hive.db`);\n",
    replacement: "",
    check: { file: "tests/hook/restore.test.ts", title: "came with a clone, open to others" },
  },
  {
    name: "a state is restored once",
    file: "src/hook/restore.ts",
    text: 'if (errorCode(error) === "EEXIST") return false;',
    replacement: 'if (errorCode(error) === "EEXIST") return true;',
    check: { file: "tests/hook/restore.test.ts", title: "a state is given once" },
  },
];
