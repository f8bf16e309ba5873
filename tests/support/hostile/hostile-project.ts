/** A project that has Bun and the shell run its own code wherever they look for something. */
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../temp-dir.ts";

/** What is in the place of a program of the system. */
const PROGRAMS = ["bun", "git", "ps", "sh", "mkfifo", "readlink", "hive", "systemctl"];
const PATHS = { "*": ["./own.ts"], "/*": ["./own.ts"], "*.ts": ["./own.ts"], "*.js": ["./own.ts"] };

/** The files that Bun takes for its own, by name. */
export const OF_BUN: Readonly<Record<string, string>> = {
  "tsconfig.json": JSON.stringify({ extends: "./base.json" }),
  "jsconfig.json": JSON.stringify({ compilerOptions: { paths: PATHS } }),
  "base.json": JSON.stringify({ compilerOptions: { paths: PATHS } }),
  "bunfig.toml": 'preload = ["./own.ts"]\n[install]\nregistry = "http://127.0.0.1:1/"\n',
  ".bunfig.toml": 'preload = ["./own.ts"]\n',
  ".env": "HIVE_ROOT=elsewhere\nBUN_OPTIONS=--preload=./own.ts\nNODE_OPTIONS=--require=./own.ts\n",
  ".env.local": "HIVE_ROOT=elsewhere\n",
  ".env.production": "HIVE_ROOT=elsewhere\n",
  ".env.development": "HIVE_ROOT=elsewhere\n",
  ".npmrc": "registry=http://127.0.0.1:1/\n",
  "package.json": JSON.stringify({
    main: "./own.ts",
    imports: { "#own": "./own.ts" },
    exports: "./own.ts",
    bun: { preload: ["./own.ts"] },
    scripts: { hook: "./own.ts", preinstall: "./own.ts" },
    workspaces: ["*"],
  }),
};

export interface HostileProject extends Disposable {
  /** The project's parent, the project, a directory below it, and its state directory: each holds all of it. */
  readonly parent: string;
  readonly project: string;
  readonly sub: string;
  readonly root: string;
  /** A PATH that leads into the project first. */
  readonly path: string;
  /** Whether any of it was run, or its variables counted. */
  readonly wasRun: () => boolean;
}

/** @param names which of {@link OF_BUN} it has; all of them by default */
export function hostileProject(names: readonly string[] = Object.keys(OF_BUN)): HostileProject {
  const dir = tempDir();
  const trace = join(dir.path, "trace");
  const parent = join(dir.path, "parent");
  const project = join(parent, "project");
  const sub = join(project, "sub");
  const root = join(project, ".hive-mind");
  for (const place of [parent, project, sub, root]) plant(place, trace, names);
  return {
    parent,
    project,
    sub,
    root,
    path: `.::node_modules/.bin:${project}/node_modules/.bin:${project}/bin:${process.env["PATH"] ?? ""}`,
    wasRun: () => {
      const elsewhere = [parent, project, sub, root, "/"].map((place) => join(place, "elsewhere"));
      const ran = existsSync(trace) || elsewhere.some((path) => existsSync(path));
      for (const path of [trace, ...elsewhere]) rmSync(path, { recursive: true, force: true });
      return ran;
    },
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

function plant(directory: string, trace: string, names: readonly string[]): void {
  for (const path of ["node_modules/.bin", "node_modules/kysely", "node_modules/commander", "bin"]) {
    mkdirSync(join(directory, path), { recursive: true });
  }
  const code = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(trace)}, "x");\n`;
  for (const path of ["own.ts", "node_modules/kysely/index.js", "node_modules/commander/index.js"]) {
    writeFileSync(join(directory, path), code);
  }
  for (const name of names) writeFileSync(join(directory, name), OF_BUN[name]!);
  for (const name of PROGRAMS) {
    const program = join(directory, name);
    writeFileSync(program, `#!/bin/sh\necho x > '${trace}'\n`);
    chmodSync(program, 0o755);
    for (const bin of ["node_modules/.bin", "bin"]) symlinkSync(program, join(directory, bin, name));
  }
}
