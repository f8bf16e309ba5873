/** An npm registry on this machine: it serves hive as `bun run pack` makes it, and what that needs. No test asks another. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pack } from "../../../scripts/release/pack.ts";

const TOP = resolve(import.meta.dir, "../../..");
const MODULES = join(TOP, "node_modules");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const readManifest = (path: string): Manifest => JSON.parse(readFileSync(path, "utf8")) as Manifest;

/** The package's own dependencies and theirs, which Bun installs side by side. */
function closure(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    closure(Object.keys(readManifest(join(MODULES, name, "package.json")).dependencies ?? {}), found);
  }
  return found;
}

const CPU = { x64: "x64", aarch64: "arm64" } as const;

/** The manifest of Bun's package for a platform such as `linux-x64-musl`. */
function platformManifest(name: string, version: string): Manifest {
  const [os, cpu, libc] = name.replace("@oven/bun-", "").split("-") as [string, keyof typeof CPU, string?];
  return { name, version, os: [os], cpu: [CPU[cpu]], ...(os === "linux" ? { libc: [libc ?? "glibc"] } : {}) };
}

/** The loader that a program names is in its first page. A system with glibc may have musl's as well. */
const isMusl = readFileSync(process.execPath).subarray(0, 4096).includes("ld-musl");
/** The package of the Bun that runs this test. */
const OWN_BUN = `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : "x64"}${isMusl ? "-musl" : ""}`;

export class NpmRegistry implements AsyncDisposable {
  readonly #directory: string;
  readonly #versions = new Map<string, Map<string, Manifest>>();
  readonly #server;
  /** The names of the packed files that were asked for. */
  readonly fetched: string[] = [];

  /** @param directory for the packed files */
  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    this.#server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => this.#answer(request) });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/`;
  }

  /** Adds hive in a version, with all that it needs. */
  publishHive(version?: string): void {
    const file = pack(this.#directory, version);
    const listed = Bun.spawnSync(["tar", "-xzOf", file, "package/package.json"]).stdout.toString();
    const manifest = JSON.parse(listed) as Manifest;
    this.#add(manifest, file);
    for (const [name, of] of Object.entries(manifest.optionalDependencies!)) this.#publishBun(name, of);
    for (const name of closure(Object.keys(manifest.dependencies!))) this.#publishModule(name);
  }

  #publishModule(name: string): void {
    if (this.#versions.has(name)) return;
    const directory = join(MODULES, name);
    this.#add(readManifest(join(directory, "package.json")), this.#tar(name, directory));
  }

  /** Of the other platforms the manifests alone: nothing may ask for more. */
  #publishBun(name: string, version: string): void {
    if (this.#versions.has(name)) return;
    const manifest = platformManifest(name, version);
    if (name !== OWN_BUN) return this.#add(manifest, null);
    const directory = join(this.#directory, "bun");
    mkdirSync(join(directory, "bin"), { recursive: true });
    copyFileSync(process.execPath, join(directory, "bin/bun"));
    writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
    this.#add(manifest, this.#tar(name, directory));
  }

  #tar(name: string, directory: string): string {
    const stage = join(this.#directory, "stage", name);
    const file = join(this.#directory, `${name.replaceAll("/", "-")}.tgz`);
    mkdirSync(stage, { recursive: true });
    symlinkSync(directory, join(stage, "package"));
    const { exitCode, stderr } = Bun.spawnSync(["tar", "-chf", file, "-C", stage, "package"]);
    if (exitCode !== 0) throw new Error(stderr.toString());
    return file;
  }

  #add(manifest: Manifest, file: string | null): void {
    const { name, version } = manifest;
    const hash = new Bun.CryptoHasher("sha512").update(file === null ? "" : readFileSync(file)).digest("base64");
    const dist = {
      tarball: `${this.url}-/${file === null ? "none" : file.slice(dirname(file).length + 1)}`,
      integrity: `sha512-${hash}`,
    };
    const versions = this.#versions.get(name) ?? new Map<string, Manifest>();
    this.#versions.set(name, versions.set(version, { ...manifest, dist }));
  }

  #answer({ url }: Request): Response {
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    if (name.startsWith("-/")) {
      const file = join(this.#directory, name.slice(2));
      this.fetched.push(name.slice(2));
      // npm asks for known vulnerabilities, too.
      if (!existsSync(file)) return new Response("{}", { status: 404 });
      return new Response(Bun.file(file));
    }
    const versions = this.#versions.get(name);
    if (versions === undefined) return new Response("{}", { status: 404 });
    const latest = [...versions.keys()].toSorted(Bun.semver.order).at(-1);
    return Response.json({ name, "dist-tags": { latest }, versions: Object.fromEntries(versions) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true);
  }
}
