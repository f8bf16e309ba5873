import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { DEFAULTS, SETTINGS, TUNING } from "../../src/base/config/config.ts";
import { configOf } from "../../src/base/config/validate.ts";
import { resolveSources } from "../../src/base/config/sources.ts";
import { SETTINGS_PAGE, settingsTable } from "../../scripts/docs/settings.ts";

/** The formatter pads the cells. */
const unpadded = (text: string): string => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

/** The settings by the user's file, of a project that has none. */
const ofUser = (user: string | null, overrides = {}) =>
  resolveSources({ user, project: null, directory: "/p" }, overrides);

test("nothing given is the defaults", () => {
  expect(configOf()).toEqual(DEFAULTS);
  expect(ofUser(null)).toEqual({ config: DEFAULTS, warnings: [], isBroken: false });
});

test("an override goes before the file, the file before the default, and 0 is a value", () => {
  const file = JSON.stringify({ checkpointIntervalSeconds: 5, idleExitSeconds: 7, unknown: true });
  const { config, warnings } = ofUser(file, { checkpointIntervalSeconds: 0, mode: undefined });
  expect(config).toEqual({ ...DEFAULTS, checkpointIntervalSeconds: 0, idleExitSeconds: 7 });
  expect(warnings).toEqual([]);
});

test("the user's settings for a project go before those for all", () => {
  const file = { logLevel: "warn", mode: "poll", projects: { "/p": { logLevel: "debug" }, "/q": { mode: "event" } } };
  expect(ofUser(JSON.stringify(file)).config).toEqual({ ...DEFAULTS, logLevel: "debug", mode: "poll" });
});

test.each([
  ["not JSON", "{", "your config.json does not count: config.json is not JSON"],
  ["a list", "[]", "your config.json does not count: config.json is not a JSON object"],
  ["a text for a number", '{"idleExitSeconds": "7"}', 'idleExitSeconds must be a number from 0 to 31536000, not "7"'],
  [
    "a list for a word",
    `{"mode": ${"[".repeat(6000)}${"]".repeat(6000)}}`,
    "mode must be one of event, poll, not a list",
  ],
  ["a number too small", '{"sessionRetentionDays": -1}', "sessionRetentionDays must be a number from 0"],
  ["an unknown word", '{"durability": "forever"}', 'durability must be one of process, power, not "forever"'],
  ["a value of any length", JSON.stringify({ mode: "m".repeat(1e6) }), `not "${"m".repeat(99)}…: it counts as event`],
])("a file with %s gives the default, and a warning of one line with its name and value", (_name, text, message) => {
  const { config, warnings } = ofUser(text);
  expect(config).toEqual(DEFAULTS);
  expect(warnings).toEqual([expect.stringContaining(message)]);
  expect(warnings[0]).not.toContain("\n");
});

test.each([
  ['{"restoreContext": false}', "off"],
  ['{"restoreContext": true}', "always"],
  ['{"restoreContext": false, "restore": "unfinished"}', "unfinished"],
  ['{"projects": {"/p": {"restoreContext": false}}}', "off"],
  ['{"restore": "off", "projects": {"/p": {"restore": "always"}}}', "always"],
])("%s restores %s", (file, restore) => {
  expect(ofUser(file)).toMatchObject({ config: { restore }, warnings: [] });
});

test("a name of an older hive's settings is ignored without a warning, whatever its value", () => {
  const old = Object.fromEntries(Object.keys(TUNING).map((name) => [name, "x"]));
  expect(ofUser(JSON.stringify(old))).toEqual({ config: DEFAULTS, warnings: [], isBroken: false });
  const project = JSON.stringify({ ...old, tuning: { batchSize: 1 } });
  expect(resolveSources({ user: null, project, directory: "/p" }).config).toEqual(DEFAULTS);
});

test("the constants can be changed by a caller and in the user's own file, within their limits", () => {
  const file = JSON.stringify({
    tuning: { batchSize: 7, maxAttempts: 0 },
    projects: { "/p": { tuning: { logFiles: 0 } } },
  });
  const { config, warnings } = ofUser(file, { maxPending: 2 });
  expect(config).toEqual({ ...DEFAULTS, batchSize: 7, logFiles: 0, maxPending: 2 });
  expect(warnings).toEqual(["maxAttempts must be a whole number from 1 to 1000, not 0: it counts as 3"]);
  expect(() => configOf({ checkpointHistory: 1.5 })).toThrow("checkpointHistory must be a whole number from 1");
});

const of = (user: object | null, project: object | null) =>
  resolveSources({
    user: user === null ? null : JSON.stringify(user),
    project: project === null ? null : JSON.stringify(project),
    directory: "/p",
  });
const LATE = "2026-01-31T18:00:00Z";

test.each<[string, object | null, object | null, unknown]>([
  ["a project's file pauses", null, { paused: true }, true],
  ["a project's file does not end the user's pause", { paused: true }, { paused: false }, true],
  ["a project's file does not shorten the user's pause", { paused: true }, { paused: LATE }, true],
  ["a project's file pauses for longer", { paused: LATE }, { paused: true }, true],
  ["the user ends the pause of a project's file", { projects: { "/p": { paused: false } } }, { paused: true }, false],
  [
    "the user's word for a project goes before that for all",
    { paused: true, projects: { "/p": { paused: false } } },
    null,
    false,
  ],
  ["what cannot be read as a time counts as a pause", { paused: "soon" }, null, true],
])("%s", (_name, user, project, paused) => {
  expect(of(user, project).config.paused).toEqual(paused as boolean);
});

test("globs of the user's, for all and for one project, and of the project's file add up", () => {
  const user = { exclude: ["a"], projects: { "/p": { exclude: ["b"] }, "/q": { exclude: ["x"] } } };
  expect(of(user, { exclude: ["c"] }).config.exclude).toEqual(["a", "b", "c"]);
  expect(of(user, { exclude: [] }).config.exclude).toEqual(["a", "b"]);
});

test.each([
  ["a text", "secrets"],
  ["one that turns the rest", ["!secrets"]],
  ["one that is empty", [""]],
  ["no text", [7]],
])("a list of globs with %s excludes everything, with a warning", (_name, exclude) => {
  const { config, warnings } = of({ exclude }, null);
  expect(config.exclude).toEqual(["**"]);
  expect(warnings).toHaveLength(1);
});

test.each([
  ['{"exclude": ["secrets"],}', null, true],
  [null, '{"paused": true', true],
  ['{"mode": ', null, false],
])("where a file that excludes or pauses cannot be read, nothing is saved: %p and %p", (user, project, paused) => {
  expect(resolveSources({ user, project, directory: "/p" }).config.paused).toBe(paused);
});

test("each setting has a default that its own rule takes", () => {
  expect(configOf(DEFAULTS)).toEqual(DEFAULTS);
  expect(Object.keys(DEFAULTS)).toEqual([...Object.keys(SETTINGS), ...Object.keys(TUNING)]);
});

test("docs/settings.md has the table of the settings", () => {
  expect(unpadded(readFileSync(SETTINGS_PAGE, "utf8"))).toContain(unpadded(settingsTable()));
});
