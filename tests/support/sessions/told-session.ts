import { writeFileSync } from "node:fs";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import type { Fact } from "../../../src/model/observation.ts";
import { Queue } from "../../../src/queue/queue.ts";
import type { SnapshotRow } from "../../../src/snapshots/keep/catalogue-rows.ts";
import type { Worker } from "../../../src/worker/worker.ts";
import { cli } from "../cli.ts";
import { git } from "../git.ts";
import { startOwnWorker } from "../workers/own-worker.ts";
import { ownDirectories } from "../settings.ts";
import { Project } from "../snapshots/snapshots.ts";
import { waitFor } from "../wait-for.ts";

export const SESSION = "11111111-2222-4333-8444-555555555555";

/** A session in a project, told entry by entry, and what hive's commands say of it. */
export class Told implements AsyncDisposable {
  readonly project = new Project();
  #worker: Worker | undefined;

  async begin(): Promise<void> {
    writeFileSync(this.project.path(".git/info/exclude"), ".hive-mind/\n");
    writeFileSync(this.project.path("a.txt"), "one\n");
    writeFileSync(this.project.path("b.txt"), "two\n");
    git(this.project.top, "add", "-A");
    git(this.project.top, "commit", "-qm", "one");
    writeFileSync(this.project.path("notes"), "untracked\n");
    this.#worker = await startOwnWorker(this.project.root);
    await this.tell("SessionStart", [], 1);
  }

  /** @returns the last snapshot, once there are so many */
  async tell(event: string, facts: readonly Partial<Fact>[], snapshots: number): Promise<SnapshotRow> {
    const atMs = Date.now();
    const own = facts.find(({ kind }) => kind === "session")?.data;
    const session = { kind: "session", key: "", atMs, data: { cwd: this.project.top, agent: "claude-code", ...own } };
    const all = [session, ...facts.filter(({ kind }) => kind !== "session").map((fact) => ({ atMs, ...fact }))];
    const payload = { sessionId: SESSION, instanceId: SESSION, atMs, event, agent: "claude-code", facts: all };
    new Queue(this.project.root, DEFAULTS).enqueue({ operation: "observe", payload });
    const rows = (): SnapshotRow[] => this.project.snapshots.catalogue.snapshots();
    await waitFor(() => rows().length >= snapshots, { describe: () => JSON.stringify(rows()) });
    return rows().at(-1)!;
  }

  hive(...args: readonly string[]) {
    return cli(args, { cwd: this.project.top, env: { ...ownDirectories(), HOME: "/nonexistent" } });
  }

  async stopWorker(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopWorker();
    this.project[Symbol.dispose]();
  }
}

export const bash = (key: string, agentId?: string): Partial<Fact>[] => [
  {
    kind: "operation",
    key,
    data: { tool: "Bash", target: "sh tidy.sh" },
    ...(agentId === undefined ? {} : { agentId }),
  },
];
