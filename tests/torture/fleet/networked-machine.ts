/** A machine of a fleet with a network of its own: its loopback leads to the server until it is cut. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { POSTGRES } from "../../support/servers/postgres.ts";
import { type TempDir, tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { payload } from "../../support/hive.ts";
import { HIVE } from "../../support/hive-command.ts";

const FLEET = "postgres://hive@127.0.0.1/postgres?fleet=";
/** An address of every machine's way to the server that is not the loopback's. */
export const FAR = "10.83.71.9";

/** Whether this machine lets a test have a network of its own, and PostgreSQL is here. */
export const HAS_NETWORKS =
  POSTGRES !== null &&
  ["unshare", "nsenter", "ip"].every((name) => Bun.which(name) !== null) &&
  Bun.spawnSync(["unshare", "-n", "ip", "link", "set", "lo", "up"], { stdout: "ignore", stderr: "ignore" }).exitCode ===
    0;

export class NetworkedMachine implements AsyncDisposable {
  readonly project: string;
  readonly #home: TempDir;
  readonly #tunnel: Bun.Subprocess<"ignore", "pipe", "inherit">;
  readonly #env: Readonly<Record<string, string>>;
  #said = "";

  private constructor(home: TempDir, project: string, socket: string, fleet: string, settings: object) {
    this.#home = home;
    this.project = project;
    const config = join(home.path, "config");
    mkdirSync(join(config, "hive"), { recursive: true, mode: 0o700 });
    const own = JSON.stringify({ fleetUrl: `${FLEET}${fleet}`, ...settings });
    writeFileSync(join(config, "hive/config.json"), own, { mode: 0o600 });
    this.#env = { XDG_DATA_HOME: join(home.path, "data"), XDG_CONFIG_HOME: config, HOME: home.path };
    const command = `ip link set lo up && ip address add ${FAR}/32 dev lo && exec "${process.execPath}" "${join(import.meta.dir, "tunnel-fixture.ts")}" "${socket}"`;
    this.#tunnel = Bun.spawn(["unshare", "-n", "sh", "-c", command], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  /** @param make makes the project's directory */
  static async start(socket: string, fleet: string, settings: object, make: (path: string) => void) {
    const home = tempDir();
    const project = join(home.path, "shop");
    make(project);
    const own = new NetworkedMachine(home, project, socket, fleet, settings);
    void own.#listen();
    await own.#heard(() => own.#said.includes("listening"));
    return own;
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#tunnel.stdout) this.#said += decoder.decode(chunk, { stream: true });
  }

  async #heard(is: () => boolean): Promise<void> {
    await waitFor(is, { timeoutMs: 60_000, describe: () => this.#said });
  }

  #inside(command: readonly string[]): string[] {
    return ["nsenter", "-t", String(this.#tunnel.pid), "-n", ...command];
  }

  /** Runs a command line of hive in the project, on this machine's network. */
  async run(args: readonly string[], stdin = "") {
    const child = Bun.spawn(this.#inside([process.execPath, ...HIVE, ...args]), {
      cwd: this.project,
      stdin: new Blob([stdin]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...process.env, HIVE_ROOT: this.root, ...this.#env },
    });
    const [stdout, stderr, exitCode] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    return { stdout, stderr, exitCode };
  }

  async json<T>(...args: string[]): Promise<T> {
    const { stdout, stderr, exitCode } = await this.run([...args, "--json"]);
    if (exitCode !== 0 && stdout === "") throw new Error(`${args.join(" ")}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** A call of the hook, which starts a worker in the background as it does for a user. */
  async call(name: string, fields: Readonly<Record<string, unknown>> = {}): Promise<number | null> {
    return (await this.run(["hook"], payload(name, { cwd: this.project, ...fields }))).exitCode;
  }

  /** Nothing reaches the server or comes from it, and nobody is told. */
  cut(): void {
    this.#ip("down");
  }

  /** What lies between forgets the connections: with a cut network this machine hears nothing of it. */
  async forgetConnections(): Promise<void> {
    const before = this.#said.length;
    this.#tunnel.kill("SIGUSR1");
    await this.#heard(() => this.#said.slice(before).includes("forgotten"));
  }

  join(): void {
    this.#ip("up");
  }

  #ip(state: "up" | "down"): void {
    const { exitCode } = Bun.spawnSync(this.#inside(["ip", "link", "set", "lo", state]));
    if (exitCode !== 0) throw new Error(`lo cannot be set ${state}`);
  }

  /** Kills the worker of this project, as a power cut would end it. */
  crash(): void {
    const { pid } = readHeartbeat(queuePaths(this.root)) ?? {};
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  }

  get home(): string {
    return this.#home.path;
  }

  get root(): string {
    return join(this.project, ".hive-mind");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run(["worker", "stop"]);
    this.#tunnel.kill("SIGKILL");
    await this.#tunnel.exited;
    this.#home[Symbol.dispose]();
  }
}
