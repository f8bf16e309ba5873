import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { HiveError } from "../../src/base/errors.ts";
import { MUTATIONS } from "../../scripts/mutations/list.ts";
import { type Change, findMarkers, mutated } from "../../scripts/mutations/mutation.ts";

const TOP = resolve(import.meta.dir, "../..");
const FILES = findMarkers(TOP);

test.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
  "can be taken away, and has a test that may notice: %s",
  (name, mutation) => {
    const code = readFileSync(join(TOP, FILES.get(name) ?? `no marker: ${name}`), "utf8");
    const without = mutated(code, mutation);
    expect(without).not.toBe(code);
    expect(() => new Bun.Transpiler({ loader: "ts" }).transformSync(without)).not.toThrow();
    expect(existsSync(join(TOP, mutation.check.file))).toBe(true);
  },
);

test("each marker in the code is one mutation's, and no two have one name", () => {
  expect(MUTATIONS.map(({ name }) => name).toSorted()).toEqual([...FILES.keys()].toSorted());
});

const CODE = `function f(list: string[]) {
  // @mutant guard
  // Why it is there.
  if (list.length > 3) return list;
  const options = {
    a: 1,
    // @mutant part
    b: 2,
  };
  // @mutant guard
  if (options.a === 1) return [];
  return list;
}
`;

test.each<[string, string, Change, string]>([
  ["is left out wherever its name stands", "guard", "skip", "{const options={a:1,b:2};return list}"],
  [
    "loses one property",
    "part",
    "skip",
    "{if(list.length>3)return list;const options={a:1};if(options.a===1)return[];return list}",
  ],
  [
    "is asked otherwise",
    "guard",
    { condition: "options === null" },
    "{if(options===null)return list;const options={a:1,b:2};if(options===null)return[];return list}",
  ],
  [
    "has one part replaced",
    "part",
    { swap: ["2", "3"] },
    "{if(list.length>3)return list;const options={a:1,b:3};if(options.a===1)return[];return list}",
  ],
  [
    "is replaced",
    "part",
    { with: "c: 3" },
    "{if(list.length>3)return list;const options={a:1,c:3};if(options.a===1)return[];return list}",
  ],
  [
    "is preceded",
    "part",
    { before: "z: 0, " },
    "{if(list.length>3)return list;const options={a:1,z:0,b:2};if(options.a===1)return[];return list}",
  ],
])("what is marked %s", (_, name, change, body) => {
  const code = mutated(CODE, { name, change, check: { file: "" } });
  expect(new Bun.Transpiler({ loader: "ts", minifyWhitespace: true }).transformSync(code)).toBe(
    `function f(list)${body}`,
  );
});

test.each<[string, Change]>([
  ["nowhere", "skip"],
  ["part", { condition: "true" }],
  ["part", { swap: ["9", "3"] }],
])("a change that does not fit is refused: %s, %j", (name, change) => {
  expect(() => mutated(CODE, { name, change, check: { file: "" } })).toThrow(HiveError);
});
