/** A PostgreSQL of the tests' own: a cluster in a temporary directory, on a socket, never one that runs. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "../wait-for.ts";

const ROOTS = ["/usr/lib/postgresql", "/usr/local/pgsql"];

/** The directory of PostgreSQL's programs; null if there is none. `.ci/run` installs them. */
export const POSTGRES = programs();

function programs(): string | null {
  const versions = ROOTS.flatMap((root) => {
    try {
      return readdirSync(root).map((version) => join(root, version, "bin"));
    } catch {
      return [];
    }
  });
  return versions.toSorted().findLast((bin) => Bun.which("initdb", { PATH: bin }) !== null) ?? null;
}

/** PostgreSQL refuses to run as root: it runs as nobody then. */
const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;
const asUser = isRoot ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];
/** However this process dies, no server outlives it. */
const withParent = Bun.which("setpriv") === null ? [] : ["setpriv", "--pdeathsig=QUIT"];

export class Postgres implements AsyncDisposable {
  readonly directory: string;
  #server: Bun.Subprocess | null = null;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** @param settings more of the server's, such as `max_connections=5` */
  static async start(settings: readonly string[] = []): Promise<Postgres> {
    // Not in TMPDIR: nobody may have no way into it, and a socket's path is short.
    const directory = mkdtempSync("/tmp/hive-pg-");
    const own = new Postgres(directory);
    try {
      await own.#make(settings);
    } catch (error) {
      await own[Symbol.asyncDispose]();
      throw error;
    }
    return own;
  }

  async #make(settings: readonly string[]): Promise<void> {
    const { directory } = this;
    chmodSync(directory, 0o755);
    mkdirSync(this.#socket);
    if (isRoot) for (const path of [directory, this.#socket]) chownSync(path, NOBODY, NOBODY);
    const init = Bun.spawnSync(
      [
        ...asUser,
        join(POSTGRES!, "initdb"),
        "-D",
        this.#data,
        "-U",
        "hive",
        "--auth=trust",
        "-N",
        "--locale=C",
        "-E",
        "UTF8",
      ],
      { cwd: directory, stdout: "ignore", stderr: "pipe", env: { PATH: process.env["PATH"] } },
    );
    if (init.exitCode !== 0) throw new Error(init.stderr.toString());
    await this.run(settings);
  }

  get #data(): string {
    return join(this.directory, "data");
  }

  get #socket(): string {
    return join(this.directory, "s");
  }

  /** The address of the database, as `fleetUrl` has it. */
  url(parameters = "", user = "hive"): string {
    return `postgres://${user}@${encodeURIComponent(this.#socket)}/postgres${parameters}`;
  }

  /** Starts the server, and waits until it answers. */
  async run(settings: readonly string[] = []): Promise<void> {
    const flags = ["listen_addresses=", "fsync=off", "full_page_writes=off", ...settings].flatMap((one) => ["-c", one]);
    this.#server = Bun.spawn(
      [...asUser, ...withParent, join(POSTGRES!, "postgres"), "-D", this.#data, "-k", this.#socket, ...flags],
      {
        cwd: this.directory,
        stdout: "ignore",
        stderr: "ignore",
        env: { PATH: process.env["PATH"] },
      },
    );
    await waitFor(async () => (await this.query("SELECT 1").catch(() => null)) !== null, { timeoutMs: 60_000 });
  }

  /** Kills the server, as a power cut would end it, and waits for its end. */
  async kill(): Promise<void> {
    this.#server?.kill("SIGQUIT");
    await this.#server?.exited;
    this.#server = null;
  }

  /** Runs a statement as the owner. */
  async query<T = Record<string, unknown>>(text: string, parameters: unknown[] = []): Promise<T[]> {
    const sql = new Bun.SQL({
      adapter: "postgres",
      path: join(this.#socket, ".s.PGSQL.5432"),
      username: "hive",
      database: "postgres",
      max: 1,
    });
    try {
      return [...((await sql.unsafe(text, parameters)) as T[])];
    } finally {
      await sql.close({ timeout: 0 });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
