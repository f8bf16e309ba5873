/**
 * For any settings, in any layout: an install adds hive's entries and nothing else, a second one changes nothing, and
 * a removal that knows the original leaves the same settings.
 */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { parse } from "jsonc-parser";
import { inspect, install, remove } from "../../../src/agents/claude-code/settings.ts";
import { SHARED_LINE } from "../../../src/agents/settings/shared-hook.ts";
import { hiveCommandOf } from "../../../src/agents/claude-code/entry.ts";

const isHives = (handler: unknown): boolean => hiveCommandOf(handler) !== null;

const HOOK = { command: "/opt/hive/dist/hive-hook", args: [] };
const EVENTS = ["PreToolUse", "PostToolUse", "Stop", "SessionEnd", "Notification"];

const foreignHandler = fc.record(
  { type: fc.constantFrom("command", "http"), command: fc.string(), timeout: fc.nat(600) },
  { requiredKeys: ["type"] },
);
const hiveHandler = fc.constantFrom(
  { type: "command", ...HOOK, timeout: 5 },
  { type: "command", command: "/old/dist/hive-hook", args: [], timeout: 5 },
  { type: "command", command: "bun", args: ["/old/src/cli/main.ts", "hook"] },
  { type: "command", command: SHARED_LINE, timeout: 5 },
);
const handler = fc.oneof({ arbitrary: foreignHandler, weight: 3 }, { arbitrary: hiveHandler, weight: 1 });
const group = fc.record(
  { matcher: fc.string(), hooks: fc.array(handler, { maxLength: 3 }) },
  { requiredKeys: ["hooks"] },
);
const hooks = fc.dictionary(fc.constantFrom(...EVENTS), fc.array(group, { maxLength: 3 }), { maxKeys: 4 });
const others = fc.dictionary(
  fc.string().filter((key) => key !== "hooks" && key !== "__proto__"),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 4 },
);

/** A value as a text, with blanks and comments between any two of its tokens. */
const settingsText = fc
  .tuple(others, fc.option(hooks), fc.boolean(), fc.infiniteStream(blanks()), fc.boolean(), fc.boolean())
  .map(([rest, hooksValue, isFirst, stream, hasTrailingCommas, hasMark]) => {
    const own = hooksValue === null ? {} : { hooks: hooksValue };
    const value = isFirst ? { ...own, ...rest } : { ...rest, ...own };
    const blank = (): string => stream.next().value!;
    return (hasMark ? "\uFEFF" : "") + blank() + layOut(value, blank, hasTrailingCommas) + blank();
  });

function blanks(): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom("", " ", "\n", "\n  ", "\n\t", "\r\n    "), weight: 8 },
    { arbitrary: fc.constantFrom("/* , ] */", ' // a, "b"\n', "\n// }\n  "), weight: 1 },
  );
}

function layOut(value: unknown, blank: () => string, hasTrailingCommas: boolean): string {
  const items = Array.isArray(value)
    ? value.map((item) => layOut(item, blank, hasTrailingCommas))
    : typeof value === "object" && value !== null
      ? Object.entries(value).map(
          ([key, item]) => `${JSON.stringify(key)}${blank()}:${blank()}${layOut(item, blank, hasTrailingCommas)}`,
        )
      : null;
  if (items === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const body = items.map((item) => blank() + item + blank()).join(",");
  return (
    open + body + (hasTrailingCommas && items.length > 0 ? `,${blank()}` : items.length === 0 ? blank() : "") + close
  );
}

type Hooks = Record<string, ReadonlyArray<{ readonly hooks: readonly unknown[] }>>;

const read = (text: string): { readonly hooks?: Hooks } =>
  parse(text.replace("\uFEFF", ""), [], { allowTrailingComma: true });

/** The foreign handlers in their order, each with where it stands. */
function foreign(text: string): unknown {
  const { hooks: found = {}, ...rest } = read(text);
  const handlers = Object.entries(found).flatMap(([event, groups]) =>
    groups.flatMap(({ hooks: list, ...head }) =>
      list.filter((item) => !isHives(item)).map((item) => ({ event, head, item })),
    ),
  );
  return { rest, handlers };
}

/** The comments of a text that holds no `/*` or `//` in its strings. */
const comments = (text: string): readonly string[] => text.match(/\/\* , \] \*\/|\/\/ a, "b"|\/\/ \}/g) ?? [];

test("an install adds hive's entries, each once, and nothing else", () => {
  fc.assert(
    fc.property(settingsText, (text) => {
      const installed = install(text, HOOK);
      expect(inspect(installed)).toEqual({ command: HOOK, problems: [], offSwitch: null });
      expect(JSON.stringify(foreign(installed))).toBe(JSON.stringify(foreign(text)));
      expect(install(installed, HOOK)).toBe(installed);
    }),
  );
});

test("a removal without the original takes out all of hive's entries and nothing else", () => {
  fc.assert(
    fc.property(settingsText, (text) => {
      const removed = remove(install(text, HOOK), null);
      expect(inspect(removed).command).toBeNull();
      expect(JSON.stringify(foreign(removed))).toBe(JSON.stringify(foreign(text)));
    }),
  );
});

test("a removal with the original gives the settings that were there, comments too", () => {
  fc.assert(
    fc.property(settingsText, (text) => {
      fc.pre(inspect(text).command === null);
      const removed = remove(install(text, HOOK), text);
      expect(JSON.stringify(read(removed))).toBe(JSON.stringify(read(text)));
      expect(comments(removed)).toEqual(comments(text));
    }),
  );
});
