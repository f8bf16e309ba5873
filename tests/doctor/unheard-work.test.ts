/** An agent whose own records show work that hive was not told of. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { DEFAULTS } from "../../src/base/config/config.ts";
import { checkInstallation } from "../../src/doctor/installation.ts";
import { readStatus } from "../../src/doctor/status.ts";
import { interpretedHook } from "../../src/install/hook/command.ts";
import { planInstall } from "../../src/install/plan.ts";
import { makeProject, NO_ANSWERS, write } from "../install/project.ts";
import { callHook, payload } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

/** A project whose local settings call hive, from source: nothing has to be compiled. */
function installed() {
  const dir = tempDir();
  const paths = makeProject(dir.path);
  planInstall(paths, "local", NO_ANSWERS, interpretedHook()).make();
  return {
    paths,
    check: () => checkInstallation(paths, paths.project, undefined, join(dir.path, "policies")),
    status: () => readStatus(paths.root, Date.now(), DEFAULTS, { project: paths, env: paths.env }),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

const HOUR_S = 3600;
const NO_CALL = "ok: none yet: the first comes when an agent starts here";

/** What status and the check say of the calls. */
const callsOf = async (it: ReturnType<typeof installed>): Promise<string[]> =>
  [await it.status(), await it.check()].map(({ findings }) => {
    const { level, found } = findings.find(({ code }) => code === "calls")!;
    return `${level}: ${found}`;
  });

/** Claude Code's own record of a session in a directory. */
function transcript({ paths }: ReturnType<typeof installed>, cwd: string, agoS: number): void {
  const path = join(paths.env["HOME"]!, ".claude/projects/some/one.jsonl");
  write(path, `${JSON.stringify({ type: "user", cwd })}\n`);
  fs.utimesSync(path, Date.now() / 1000 - agoS, Date.now() / 1000 - agoS);
}

function setUpHoursAgo({ paths }: ReturnType<typeof installed>, hours: number): void {
  const atS = Date.now() / 1000 - hours * HOUR_S;
  fs.utimesSync(paths.settings.local, atS, atS);
}

describe("an agent that works here and does not call hive", () => {
  test("is told of where no call ever came, with the time of its work", async () => {
    using it = installed();
    setUpHoursAgo(it, 3);
    transcript(it, join(it.paths.project, "packages/web"), HOUR_S);
    const told =
      "warning: none since hive was set up, though Claude Code worked here 60 min ago: nothing of that is saved";
    expect(await callsOf(it)).toEqual([told, told]);
  });

  test("is told of where the last call came long before its work", async () => {
    using it = installed();
    setUpHoursAgo(it, 9);
    await callHook(it.paths.root, payload("29-stop"));
    transcript(it, it.paths.project, -HOUR_S);
    const view = await readStatus(it.paths.root, Date.now() + HOUR_S * 1000, DEFAULTS, {
      project: it.paths,
      env: it.paths.env,
    });
    expect(view.notes).toContainEqual(
      expect.stringContaining("calls: the last one came 60 min ago, though Claude Code"),
    );
  });

  test.each<[string, number, (it: ReturnType<typeof installed>) => void]>([
    ["its work is older than the setup", 1, (it) => transcript(it, it.paths.project, 2 * HOUR_S)],
    ["its work is another project's", 3, (it) => transcript(it, `${it.paths.project}-2`, HOUR_S)],
    ["there is none", 3, () => undefined],
  ])("is not told of where %s", async (_name, hours, work) => {
    using it = installed();
    setUpHoursAgo(it, hours);
    work(it);
    expect(await callsOf(it)).toEqual([NO_CALL, NO_CALL]);
  });
});
