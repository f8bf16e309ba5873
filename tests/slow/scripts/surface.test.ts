/** The public surface stays as docs/surface.json has it. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { SURFACE_PAGE, surfaceText } from "../../../scripts/docs/surface.ts";

type Surface = Readonly<Record<string, unknown>>;
const written = JSON.parse(readFileSync(SURFACE_PAGE, "utf8")) as Surface;
const present = JSON.parse(await surfaceText()) as Surface;

const PARTS = ["entry", "settings", "exitCodes", "commands", "json", "exports"];

// Other programs rely on it. If the change is meant: CONTRIBUTING.md, Versions, says how to make it.
test.each(PARTS)("the public surface changes only with docs/surface.json: %s", (part) => {
  expect(present[part]).toEqual(written[part]);
});

test("no part of the public surface is left out of the test", () => {
  expect(Object.keys(present)).toEqual(["$comment", ...PARTS]);
  for (const part of PARTS) expect(Object.keys(written[part]!)).not.toEqual([]);
});
