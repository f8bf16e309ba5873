import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, DEFAULTS, resolveConfig } from "../src/base/config.ts";
import { EXIT_CODES } from "../src/base/errors.ts";

// The formatter pads the cells.
const readme = readFileSync(join(import.meta.dir, "../README.md"), "utf8").replaceAll(/ +/g, " ");

test("nothing given is the defaults", () => {
  expect(resolveConfig(null)).toEqual(DEFAULTS);
});

test("an override goes before the file, the file before the default, and 0 is a value", () => {
  const file = JSON.stringify({ checkpointIntervalSeconds: 5, batchSize: 7, unknown: true });
  const config = resolveConfig(file, { checkpointIntervalSeconds: 0, mode: undefined });
  expect(config).toEqual({ ...DEFAULTS, checkpointIntervalSeconds: 0, batchSize: 7 });
});

test.each([
  ["not JSON", "{", "config.json is not JSON"],
  ["a list", "[]", "config.json is not a JSON object"],
  ["a text for a number", '{"batchSize": "7"}', 'batchSize must be a whole number from 1 to 10000, not "7"'],
  ["half of what is counted", '{"checkpointHistory": 1.5}', "checkpointHistory must be a whole number from 1"],
  [
    "a list for a word",
    `{"mode": ${"[".repeat(60_000)}${"]".repeat(60_000)}}`,
    "mode must be one of event, poll, not a list",
  ],
  ["a number too small", '{"pollIntervalMs": 0}', "pollIntervalMs must be a number from 1"],
  ["an unknown word", '{"durability": "forever"}', 'durability must be one of process, power, not "forever"'],
])("a file with %s is refused with its name and value", (_name, text, message) => {
  expect(() => resolveConfig(text)).toThrow(message);
});

test("an error shows a value of any length in one line", () => {
  expect(() => resolveConfig(JSON.stringify({ mode: "m".repeat(1e6) }))).toThrow(`not "${"m".repeat(99)}…`);
});

test("the README's table of settings has each setting with its default", () => {
  for (const name of Object.keys(DEFAULTS) as (keyof Config)[]) {
    expect(readme).toContain(`| \`${name}\` | \`${DEFAULTS[name]}\` |`);
  }
});

test("the README's table of exit codes has each code", () => {
  for (const [code, exitCode] of Object.entries(EXIT_CODES)) expect(readme).toContain(`| ${exitCode} | \`${code}\` |`);
});
