/**
 * Takes the picture of the page for README: `bun scripts/docs/page-picture.ts` writes docs/page.png. What it shows is real: hooks,
 * a worker and snapshots of a session in a temporary project. It needs Chromium.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { projectAt } from "../../src/dashboard/projects.ts";
import { ProjectSnapshots } from "../../src/snapshots/project-snapshots.ts";
import { CHROMIUM, openPage } from "../../tests/support/servers/browser.ts";
import { RECORDED_PROJECT } from "./played-session.ts";

const TOP = resolve(import.meta.dir, "../..");
const MAIN = join(TOP, "src/cli/main.ts");
const SESSION = "5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4";
const WIDTH = 1100;
const HEIGHT = 760;

const MONEY = ["export const toCents = (text: string): number =>", "  Math.round(Number(text) * 100);", ""];
const ACCOUNTS = [
  'import { db } from "../db.ts";',
  "",
  "export function accounts() {",
  '  return db.query("select * from accounts");',
  "}",
  "",
];
const NAMED = ACCOUNTS.map((line) => line.replace("select *", "select id, name, balance"));

/** The recorded calls of a turn, each with the file that the agent had written before it. */
const CALLS: readonly (readonly [payload: string, file?: string, lines?: readonly string[]])[] = [
  ["21-sessionstart-startup"],
  ["38-userpromptsubmit"],
  ["01-posttooluse-write-create", "src/money.ts", MONEY],
  ["03-posttooluse-edit", "src/accounts.ts", NAMED],
  ["18-posttooluse-todowrite"],
  ["06-posttooluse-bash"],
  ["11-posttoolusefailure-bash"],
];

/** Waits for a condition of other processes. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await Bun.sleep(20);
}

if (CHROMIUM === null) throw new Error("no Chromium is installed");
const directory = mkdtempSync(join(tmpdir(), "hive-page-"));
try {
  const project = join(directory, "ledger-api");
  const root = join(project, ".hive-mind");
  const env = Object.assign(process.env, {
    HOME: directory,
    HIVE_ROOT: root,
    XDG_DATA_HOME: join(directory, "data"),
    XDG_CONFIG_HOME: join(directory, "config"),
  });
  mkdirSync(join(project, "src"), { recursive: true });
  Bun.spawnSync(["git", "init", "--quiet", "--initial-branch=main", project]);
  writeFileSync(join(project, "src/accounts.ts"), ACCOUNTS.join("\n"));
  await using stack = new AsyncDisposableStack();
  const start = (command: readonly string[], stdout: "ignore" | "pipe") => {
    const child = Bun.spawn([process.execPath, ...command], { cwd: project, env, stdout, stderr: "inherit" });
    stack.defer(async () => {
      child.kill("SIGTERM");
      await child.exited;
    });
    return child;
  };
  start([MAIN, "worker", "--quiet"], "ignore");
  using snapshots = stack.use(ProjectSnapshots.open(root)!);
  for (const [payload, file, lines] of CALLS) {
    if (file !== undefined) writeFileSync(join(project, file), lines!.join("\n"));
    const taken = snapshots.catalogue.snapshots().length;
    const said = readFileSync(join(TOP, `tests/fixtures/hook-payloads/${payload}.json`), "utf8");
    const hook = Bun.spawn([process.execPath, MAIN, "hook"], {
      cwd: project,
      env,
      stdin: Buffer.from(said.replaceAll(RECORDED_PROJECT, project)),
    });
    await hook.exited;
    if (file !== undefined) await until(() => snapshots.catalogue.snapshots().length > taken);
  }
  const server = start([join(import.meta.dir, "../archive/page-server.ts"), root], "pipe");
  const { value } = await (server.stdout as ReadableStream<Uint8Array>).getReader().read();
  using page = await openPage(`file://${new TextDecoder().decode(value).trim()}`, WIDTH);
  await page.until("document.querySelector('h1')");
  await page.view.evaluate(`void (location.hash = "#/session/${projectAt(root, env).id}/${SESSION}")`);
  await page.until("document.querySelectorAll('.point').length > 0");
  await page.view.evaluate("document.querySelectorAll('.point details').forEach((one) => (one.open = true))");
  await page.until("document.querySelector('.diff')");
  const size = { width: WIDTH, height: HEIGHT, deviceScaleFactor: 1, mobile: false };
  await page.view.cdp("Emulation.setDeviceMetricsOverride", size);
  await Bun.sleep(300);
  const picture = join(TOP, "docs/page.png");
  await Bun.write(picture, await page.view.screenshot());
  process.stdout.write(`${picture}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
