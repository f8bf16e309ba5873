/** A database that is broken is never replaced in silence, and never under a worker. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { storePath } from "../../src/store/sqlite/open/location.ts";
import { drain } from "../support/hive.ts";
import { ensureHook, findingOf, HealthyProject, startReportingWorker } from "./healthy-project.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

/** A page that is not what the schema says. */
const spoil = (root: string): void => {
  const path = storePath(root);
  const bytes = fs.readFileSync(path);
  bytes.fill(0xff, 4096, 4096 * 6);
  fs.writeFileSync(path, bytes);
};

describe("a malformed database", () => {
  test("is set aside with its log, its entries stay, and the next worker makes a new one", async () => {
    using project = await HealthyProject.healthy();
    const { root, paths } = project;
    spoil(root);
    const malformed = fs.readFileSync(storePath(root));
    fs.writeFileSync(`${storePath(root)}-wal`, "log", { mode: 0o600 });
    project.enqueue();
    const entries = fs.readdirSync(paths.pending);
    const report = await project.examine(true);
    const [repair] = report.repairs;
    const [aside] = /\S+\.malformed-\d{8}T\d{6}Z/.exec(repair!.message)!;
    expect(repair).toMatchObject({
      code: "integrity",
      isDone: true,
      message: expect.stringContaining(`sqlite3 ${aside} .recover`),
    });
    expect(fs.readFileSync(aside)).toEqual(malformed);
    expect(fs.readFileSync(`${aside}-wal`, "utf8")).toBe("log");
    expect(fs.existsSync(storePath(root))).toBe(false);
    expect(fs.readdirSync(paths.pending)).toEqual(entries);
    await drain(root);
    expect(findingOf(await project.examine(), "database")).toMatchObject({ level: "ok" });
    // What was applied to the old one is not called lost.
    expect(findingOf(await project.examine(false, 10_000), "account")).toMatchObject({ level: "ok" });
    expect(fs.readFileSync(aside)).toEqual(malformed);
  });

  test("is not touched while a worker lives", async () => {
    using project = await HealthyProject.healthy();
    await using _worker = await startReportingWorker(project.root);
    spoil(project.root);
    const before = fs.readFileSync(storePath(project.root));
    const report = await project.examine(true);
    expect(findingOf(report, "integrity")).toMatchObject({
      level: "problem",
      found: expect.stringContaining("a worker has it open"),
      isFixable: false,
    });
    expect(report.repairs).toEqual([]);
    expect(fs.readFileSync(storePath(project.root))).toEqual(before);
    expect(fs.readdirSync(project.root).filter((name) => name.includes("malformed"))).toEqual([]);
  });

  test("leaves the account open, and no check fails for it", async () => {
    using project = await HealthyProject.healthy();
    spoil(project.root);
    const report = await project.examine();
    expect(findingOf(report, "account").level).toBe("warning");
    expect(findingOf(report, "account").found).toContain("cannot be compared");
    expect(report.findings.filter(({ found }) => found.includes("could not be checked"))).toEqual([]);
  });
});
