import { Random } from "./random.ts";
import { Session } from "./session.ts";
import type { Recording, Step, TranscriptLine } from "./types.ts";

/** A project with its repository, and the sessions in it, as a list of steps. Time passes as it does in a real session. */
export class World {
  readonly random: Random;
  /** Commands and prompts that tell nothing. */
  readonly noise: string[] = [];
  private readonly steps: Step[] = [];
  private readonly files: readonly string[];
  private nowMs = 0;
  private processes = 0;
  private readonly unattended = new Set<number>();

  /** @param repository its branch and the files that are there before the first session. */
  constructor(seed: number, repository: { branch: string; files: readonly string[] }) {
    this.random = new Random(seed);
    this.files = repository.files;
    for (const path of repository.files) this.file(`{project}/${path}`, path.endsWith(".json") ? "{}\n" : "before\n");
    this.shell("git add -A && git commit -q -m 'Before'");
    if (repository.branch !== "main") this.shell(`git checkout -q -b '${repository.branch}'`);
  }

  /** A session in a process of its own. */
  session(root = "{project}"): Session {
    this.processes += 1;
    return this.sessionIn(this.processes, root);
  }

  /** A session that nobody sits before (`claude -p`). */
  unattendedSession(): Session {
    this.unattended.add(this.processes + 1);
    return this.session();
  }

  /** A session in a process that had another one before. */
  sessionIn(process: number, root: string): Session {
    return new Session(this, { sessionId: this.random.uuid(), process, root, promptId: this.random.uuid() });
  }

  pass(milliseconds: number): void {
    this.nowMs += milliseconds;
  }

  call(process: number, root: string, payload: Readonly<Record<string, unknown>>): void {
    this.pass(50);
    const isAttended = !this.unattended.has(process);
    this.steps.push({ kind: "call", process, root, isAttended, atMs: this.nowMs, payload });
  }

  probe(process: number, root: string, payload: Readonly<Record<string, unknown>>): void {
    this.pass(60_000);
    this.steps.push({ kind: "probe", process, root, isAttended: true, atMs: this.nowMs, payload });
  }

  transcript(path: string, line: TranscriptLine): void {
    this.steps.push({ kind: "transcript", path, atMs: this.nowMs, lines: [line] });
  }

  file(path: string, content: string): void {
    this.steps.push({ kind: "file", path, content });
  }

  shell(command: string): void {
    this.steps.push({ kind: "shell", command });
  }

  kill(process: number): void {
    this.steps.push({ kind: "kill", process });
  }

  /** A command that only looks, and what it prints. */
  lookCommand(): [command: string, stdout: string] {
    const file = this.random.pick(this.files);
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
    const lines = this.random.int(20, 400);
    return this.random.pick<[string, string]>([
      [`ls -la ${folder}`, `total ${lines}\n-rw-r--r-- 1 dana dana ${lines} ${file}`],
      [`cat ${file}`, `// ${file}\nexport {};\n`],
      ["git status", 'On branch work\nChanges not staged for commit:\n  (use "git add")'],
      ["git status --short", ` M ${file}`],
      ["git diff --stat", ` ${file} | 4 +-\n 1 file changed, 2 insertions(+), 2 deletions(-)`],
      ["git log --oneline -5", `${this.random.hex(7)} Before`],
      ["pwd", "/home/dana/code/app"],
      [`head -40 ${file}`, `// ${file}`],
      [`wc -l ${file}`, `${lines} ${file}`],
      [`grep -rn "TODO" ${folder}`, `${file}:${lines}: TODO`],
      [`sed -n '1,80p' ${file}`, `// ${file}`],
    ]);
  }

  recording(): Recording {
    return { steps: this.steps, noise: [...new Set(this.noise)] };
  }
}
