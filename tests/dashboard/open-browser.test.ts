/** Which browser the page is opened in. */
import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openerEnvironment } from "../../src/dashboard/server/open-browser.ts";
import { tempDir } from "../support/temp-dir.ts";

test("a browser of the user's own is used, and none of a project's or by an agent's word", () => {
  using dir = tempDir();
  const project = join(dir.path, "project");
  const bin = join(dir.path, "bin");
  for (const directory of [project, bin]) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "browse"), "#!/bin/sh\n");
    chmodSync(join(directory, "browse"), 0o755);
  }
  const browserOf = (browser: string, more: Record<string, string> = {}): string | undefined =>
    openerEnvironment({ PATH: bin, BROWSER: browser, ...more }, project)["BROWSER"];
  for (const own of ["browse", "browse %s", join(bin, "browse"), `browse:${join(bin, "browse")} --new`])
    expect(browserOf(own)).toBe(own);
  for (const other of [join(project, "browse"), "./browse", "none", "", `browse:${join(project, "browse")}`])
    expect(browserOf(other)).toBeUndefined();
  expect(browserOf("browse", { CLAUDECODE: "1" })).toBeUndefined();
  expect(openerEnvironment({ PATH: `${project}:${bin}` }, project)).toEqual({ PATH: bin });
});
