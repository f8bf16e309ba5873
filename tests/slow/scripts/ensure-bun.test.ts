/** The Bun that is installed where there is none is the one that the lock file names, and no script of its runs. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../../..");
const read = (path: string): string => readFileSync(join(TOP, path), "utf8");

interface Locked {
  readonly version: string;
  readonly resolved: string;
  integrity: string;
}
interface Lock {
  readonly packages: Record<string, Locked>;
}
const lock = (): Lock => JSON.parse(read("scripts/bun/package-lock.json")) as Lock;

test("the lock file has each system's Bun in one version, that of hive's, with a hash", () => {
  const version = /^BUN_VERSION=(.+)$/m.exec(read("scripts/ensure-bun"))?.[1];
  expect(read("package.json")).toContain(`"bun": ">=${version}"`);
  const { "": _, ...programs } = lock().packages;
  expect(Object.keys(programs)).toHaveLength(6);
  for (const { version: locked, integrity, resolved } of Object.values(programs)) {
    expect(locked).toBe(version!);
    expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
    expect(resolved).toStartWith("https://registry.npmjs.org/@oven/");
  }
  expect(read("bunfig.toml")).toMatch(/^minimumReleaseAge = 604800$/m);
});

const NEEDED = ["node", "npm", "sh", "env", "mkdir", "cp", "ln", "sort", "head", "tar", "gzip"];
const found = NEEDED.map((name) => [name, Bun.which(name)] as const);
const system = `${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;

/** A checkout on a machine with npm and without Bun, and a registry that has something in Bun's place. */
async function machine() {
  const dir = tempDir();
  const top = `${dir.path}/top`;
  const bin = `${dir.path}/bin`;
  for (const path of [`${top}/scripts`, bin, `${dir.path}/package/bin`]) mkdirSync(path, { recursive: true });
  for (const [name, path] of found) symlinkSync(path!, `${bin}/${name}`);
  cpSync(join(TOP, "scripts/ensure-bun"), `${top}/scripts/ensure-bun`);
  cpSync(join(TOP, "scripts/bun"), `${top}/scripts/bun`, { recursive: true });
  const name = `@oven/bun-${system}`;
  const script = `touch ${dir.path}/script-ran`;
  const manifest = { name, version: "1.4.5", scripts: { preinstall: script, install: script, postinstall: script } };
  writeFileSync(`${dir.path}/package/package.json`, JSON.stringify(manifest));
  writeFileSync(`${dir.path}/package/bin/bun`, '#!/bin/sh\nif [ "$1" = --version ]; then echo 1.4.5; fi\n');
  chmodSync(`${dir.path}/package/bin/bun`, 0o755);
  const tarball = await Bun.$`tar czf - -C ${dir.path} package`.quiet().arrayBuffer();
  const registry = Bun.serve({
    port: 0,
    fetch: ({ url }) =>
      url.endsWith(`/bun-${system}-1.4.5.tgz`) ? new Response(tarball) : new Response("", { status: 404 }),
  });
  const setLock = (integrity: string): void => {
    const changed = lock();
    changed.packages[`node_modules/${name}`]!.integrity = integrity;
    writeFileSync(`${top}/scripts/bun/package-lock.json`, JSON.stringify(changed));
  };
  const ensure = async () => {
    const child = Bun.spawn([`${bin}/sh`, "-c", ". scripts/ensure-bun; command -v bun"], {
      cwd: top,
      env: { PATH: bin, HOME: dir.path, npm_config_registry: registry.url.href, npm_config_fetch_retries: "0" },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    return { stdout, stderr, exitCode: await child.exited };
  };
  const hash = `sha512-${new Bun.CryptoHasher("sha512").update(tarball).digest("base64")}`;
  const ranScript = (): boolean => existsSync(`${dir.path}/script-ran`);
  const dispose = async () => {
    await registry.stop(true);
    dir[Symbol.dispose]();
  };
  return { top, hash, setLock, ensure, ranScript, [Symbol.asyncDispose]: dispose };
}

describe.skipIf(found.some(([, path]) => path === null) || !(`node_modules/@oven/bun-${system}` in lock().packages))(
  "where there is no Bun",
  () => {
    test("the locked one is installed, none of its scripts is run, and it is installed once", async () => {
      await using it = await machine();
      it.setLock(it.hash);
      const { stdout, exitCode } = await it.ensure();
      expect(stdout).toEndWith(`${it.top}/.tools/node_modules/.bin/bun\n`);
      expect(exitCode).toBe(0);
      expect(it.ranScript()).toBe(false);
      expect((await it.ensure()).stdout).toBe(`${it.top}/.tools/node_modules/.bin/bun\n`);
    });

    test("one that is not what the lock file names is not installed", async () => {
      await using it = await machine();
      const { stderr, exitCode } = await it.ensure();
      expect(stderr).toContain("none with the hash that scripts/bun/package-lock.json names");
      expect(exitCode).toBe(1);
      expect(existsSync(`${it.top}/.tools/node_modules/.bin/bun`)).toBe(false);
    });
  },
);
