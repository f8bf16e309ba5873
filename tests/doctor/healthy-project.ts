import * as fs from "node:fs";
import { join } from "node:path";
import { type DoctorReport, runDoctor } from "../../src/doctor/doctor.ts";
import type { Finding } from "../../src/doctor/registry.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { Queue } from "../../src/queue/queue.ts";
import { buildHook } from "../../src/install/hook/build.ts";
import { hookState } from "../../src/install/hook/stamp.ts";
import { compiledHook } from "../../src/install/hook/command.ts";
import { planInstall } from "../../src/install/plan.ts";
import { makeProject, NO_ANSWERS } from "../install/project.ts";
import { readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import { drain, startWorker } from "../support/hive.ts";
import { ownDirectories } from "../support/settings.ts";
import type { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";
import { waitFor } from "../support/wait-for.ts";

/** Compiles the hook where that has not been done since its source changed. */
export async function ensureHook(): Promise<void> {
  if (!fs.existsSync(compiledHook().command) || hookState().stale !== null) await buildHook();
}

/** Starts a worker and waits until it listens and has said so in its heartbeat. */
export async function startReportingWorker(root: string): Promise<Child> {
  const worker = await startWorker(root);
  const paths = queuePaths(root);
  await waitFor(() => readHeartbeat(paths)?.pid === worker.pid && fs.readdirSync(paths.tmp).length === 0);
  return worker;
}

/** A project in which hive is set up, has saved something, and is well. */
export class HealthyProject implements Disposable {
  readonly #directory = tempDir();
  readonly path = this.#directory.path;
  readonly where = makeProject(this.path);
  readonly root = this.where.root;
  readonly paths = queuePaths(this.root);
  readonly env = {
    HOME: join(this.path, "home"),
    PATH: process.env["PATH"]!,
    TMPDIR: this.path,
    ...ownDirectories(),
  };

  /** After `ensureHook`. */
  static async healthy(): Promise<HealthyProject> {
    const project = new HealthyProject();
    planInstall(project.where, "local", NO_ANSWERS, compiledHook()).make();
    project.enqueue();
    await drain(project.root);
    return project;
  }

  /** @returns the entry's id */
  enqueue(): string {
    const payload = { sessionId: "s", atMs: Date.now(), level: "info", message: "hello" };
    return new Queue(this.root).enqueue({ operation: "insert_log", payload }).entries[0]!.seq;
  }

  examine(isFixing = false, laterMs = 0): Promise<DoctorReport> {
    return runDoctor({
      project: this.where,
      root: this.root,
      env: this.env,
      nowMs: () => Date.now() + laterMs,
      isFixing,
    });
  }

  /** Every file with its mode and content, directories and FIFOs by their mode. SQLite's logs come and go. */
  state(): Record<string, string> {
    const all = fs.readdirSync(this.path, { recursive: true, withFileTypes: true });
    const entries = all.filter(({ name }) => !/-(wal|shm|journal)$|\.proof$/.test(name));
    return Object.fromEntries(
      entries.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const mode = fs.lstatSync(path).mode.toString(8);
        return [path, entry.isFile() ? `${mode} ${fs.readFileSync(path, "base64")}` : mode];
      }),
    );
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}

export function findingOf(report: DoctorReport, code: string): Finding {
  const found = report.findings.find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`no finding on ${code} in ${JSON.stringify(report.findings)}`);
  return found;
}

/** The findings that are not ok. */
export const faults = (report: DoctorReport): Finding[] => report.findings.filter(({ level }) => level !== "ok");
