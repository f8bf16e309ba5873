/** No program that a repository names is run when the worker looks at its tree; plain git runs each of these. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readGitState } from "../../../src/worker/enrich/git.ts";
import { git, repository, touchFile } from "../../support/git.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { HAS_STRACE, touches, traced } from "../../support/processes/trace.ts";

setDefaultTimeout(60_000);

interface Attack {
  readonly what: string;
  /** @returns where the session works, when it is not the repository's top */
  readonly prepare: (top: string, run: string) => string | void;
  readonly env?: (top: string, run: string) => Readonly<Record<string, string>>;
}

const filter = (name: string, run: string): string => `\n[filter "${name}"]\n\tclean = ${run}\n`;
const attributes = (top: string, name = "x"): void => writeFileSync(`${top}/.gitattributes`, `*.txt filter=${name}\n`);
const config = (top: string, text: string | Uint8Array): void => appendFileSync(`${top}/.git/config`, text);
const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** Makes a directory that git takes for a bare repository whose tree is the directory above, or itself. */
function embed(top: string, at: string, worktree: string, run: string): void {
  repository(`${top}/${at}.made`);
  cpSync(`${top}/${at}.made/.git`, `${top}/${at}`, { recursive: true });
  rmSync(`${top}/${at}.made`, { recursive: true });
  writeFileSync(
    `${top}/${at}/config`,
    `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ${worktree}\n${filter("x", run)}`,
  );
}

const ATTACKS: readonly Attack[] = [
  {
    what: "a filter",
    prepare: (top, run) => {
      attributes(top);
      config(top, filter("x", run));
    },
  },
  {
    what: "a filter that is required, with an odd name",
    prepare: (top, run) => {
      attributes(top, "a=b");
      config(top, `${filter("a=b", run)}\trequired = true\n`);
    },
  },
  {
    what: "a filter whose name is not UTF-8",
    prepare: (top, run) => {
      writeFileSync(`${top}/.gitattributes`, bytes("*.txt filter=\xff\n"));
      config(top, bytes(filter("\xff", run)));
    },
  },
  {
    what: "a filter that is a process",
    prepare: (top, run) => {
      attributes(top);
      config(top, `\n[filter "x"]\n\tprocess = ${run}\n`);
    },
  },
  {
    what: "a filter of the repository's own attributes",
    prepare: (top, run) => {
      writeFileSync(`${top}/.git/info/attributes`, "*.txt filter=x\n");
      config(top, filter("x", run));
    },
  },
  {
    what: "a filter in a file that is included",
    prepare: (top, run) => {
      attributes(top);
      writeFileSync(`${top}/more`, filter("x", run));
      config(top, "\n[include]\n\tpath = ../more\n");
    },
  },
  {
    what: "a filter in a file that is included for this directory",
    prepare: (top, run) => {
      attributes(top);
      writeFileSync(`${top}/more`, filter("x", run));
      config(top, `\n[includeIf "gitdir:${top}/"]\n\tpath = ../more\n`);
    },
  },
  {
    what: "a filter of a worktree's configuration",
    prepare: (top, run) => {
      attributes(top);
      config(top, "\n[extensions]\n\tworktreeConfig = true\n");
      writeFileSync(`${top}/.git/config.worktree`, filter("x", run));
    },
  },
  {
    what: "a filter of a tree elsewhere",
    prepare: (top, run) => {
      mkdirSync(`${top}/tree`);
      attributes(`${top}/tree`);
      touchFile(`${top}/tree/a.txt`);
      config(top, `\n[core]\n\tworktree = ../tree\n${filter("x", run)}`);
    },
  },
  {
    what: "a filter in a configuration of 40 MB",
    prepare: (top, run) => {
      attributes(top);
      config(top, `${`# ${"x".repeat(1020)}\n`.repeat(40_000)}${filter("x", run)}`);
    },
  },
  { what: "core.fsmonitor", prepare: (top, run) => config(top, `\n[core]\n\tfsmonitor = ${run}\n`) },
  {
    what: "a hook",
    prepare: (top, run) => {
      writeFileSync(`${top}/a.txt`, "one");
      const hook = `${top}/.git/hooks/post-index-change`;
      mkdirSync(`${top}/.git/hooks`, { recursive: true });
      writeFileSync(hook, `#!/bin/sh\n${run}\n`);
      chmodSync(hook, 0o755);
    },
  },
  {
    what: "a promised object's transport",
    prepare: (top, run) => {
      const tree = git(top, "rev-parse", "HEAD^{tree}");
      rmSync(`${top}/.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`);
      const remote = `[remote "o"]\n\turl = "ext::${run}"\n\tpromisor = true\n[protocol "ext"]\n\tallow = always\n`;
      config(top, `\n[extensions]\n\tpartialClone = o\n[core]\n\trepositoryformatversion = 1\n${remote}`);
    },
  },
  {
    what: "a submodule's filter",
    prepare: (top, run) => {
      repository(`${top}/.git/other`);
      git(top, "submodule", "--quiet", "add", "./.git/other", "sub");
      attributes(`${top}/sub`);
      touchFile(`${top}/sub/a.txt`);
      appendFileSync(`${top}/.git/modules/sub/config`, filter("x", run));
    },
  },
  {
    what: "a submodule's filter, seen from inside",
    prepare: (top, run) => {
      repository(`${top}/.git/other`);
      git(top, "submodule", "--quiet", "add", "./.git/other", "sub");
      attributes(`${top}/sub`);
      touchFile(`${top}/sub/a.txt`);
      appendFileSync(`${top}/.git/modules/sub/config`, filter("x", run));
      return `${top}/sub`;
    },
  },
  {
    what: "a bare repository among the files",
    prepare: (top, run) => {
      embed(top, "vendor", ".", run);
      attributes(`${top}/vendor`);
      touchFile(`${top}/vendor/a.txt`);
      return `${top}/vendor`;
    },
  },
  {
    what: "a repository among the files that a .git file names",
    prepare: (top, run) => {
      mkdirSync(`${top}/sub`);
      embed(top, "evil", "../sub", run);
      writeFileSync(`${top}/sub/.git`, "gitdir: ../evil\n");
      attributes(`${top}/sub`);
      touchFile(`${top}/sub/a.txt`);
      return `${top}/sub`;
    },
  },
  {
    what: "the user's own filter, on files that the repository chooses",
    prepare: (top, run) => {
      attributes(top);
      writeFileSync(`${top}/.git/.gitconfig`, filter("x", run));
    },
    env: (top) => ({ HOME: `${top}/.git` }),
  },
  {
    what: "a filter of the environment",
    prepare: (top) => attributes(top),
    env: (_, run) => ({ GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "filter.x.clean", GIT_CONFIG_VALUE_0: run }),
  },
  {
    what: "a git in the project",
    prepare: (top, run) => {
      writeFileSync(`${top}/git`, `#!/bin/sh\n${run}\n`);
      chmodSync(`${top}/git`, 0o755);
    },
    env: (top) => ({ PATH: `.::${top}:${process.env["PATH"]!}` }),
  },
];

/** A repository that has been attacked, and a directory in it. */
function attacked({ prepare, env }: Attack) {
  const dir = tempDir();
  const top = `${dir.path}/top`;
  const trace = `${dir.path}/ran`;
  repository(top);
  const script = `${dir.path}/run.sh`;
  writeFileSync(script, `#!/bin/sh\necho x > ${trace}\nexit 1\n`);
  chmodSync(script, 0o755);
  const cwd = prepare(top, script) ?? top;
  const ran = (): boolean => existsSync(trace);
  const variables = { ...process.env, ...env?.(top, script) };
  const set = (): void => void Object.assign(process.env, variables);
  const before = { ...process.env };
  const unset = (): void => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  };
  return {
    top,
    cwd,
    ran,
    variables,
    set,
    unset,
    root: `${top}/.hive-mind`,
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

describe("the worker's look at a tree does not run", () => {
  test.each(ATTACKS)("$what", async (attack) => {
    using it = attacked(attack);
    it.set();
    try {
      const state = await readGitState(it.root, it.cwd);
      if (!/elsewhere|promised|bare|\.git file|git in the project|40 MB/.test(attack.what)) {
        const modified = attack.what === "a hook" || attack.what === "a submodule's filter" ? expect.any(Number) : 1;
        expect(state).toMatchObject({ branch: "main", dirty: { modified } });
      }
    } finally {
      it.unset();
    }
    expect(it.ran()).toBe(false);
    // As a control: a plain git runs it.
    const command = attack.what === "a git in the project" ? ["/bin/sh", "-c", "git status"] : ["git", "status"];
    Bun.spawnSync(command, { cwd: it.cwd, env: it.variables, stdout: "ignore", stderr: "ignore" });
    expect(it.ran()).toBe(true);
  });
});

test.skipIf(!HAS_STRACE)("git is shown none of a repository's settings and hooks", () => {
  using it = attacked(ATTACKS[0]!);
  const log = `${it.top}/../log`;
  const module = `${import.meta.dir}/../../../src/worker/enrich/git.ts`;
  const script = `const { readGitState } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await readGitState(${JSON.stringify(it.root)}, ${JSON.stringify(it.top)})))`;
  const { stdout } = Bun.spawnSync(traced(log, [process.execPath, "-e", script]));
  expect(JSON.parse(stdout.toString())).toMatchObject({ dirty: { modified: 1, unsure: 1 } });
  const shown = touches(log, "/").filter(({ program, path }) => program.endsWith("/git") && path.startsWith(it.top));
  const names = new Set(
    shown.map(({ path }) => path.slice(it.top.length + 1).replace(/^\.git\/objects(?:\/.*)?$/, "objects")),
  );
  for (const name of [".git/index", "objects", "a.txt"]) expect(names).toContain(name);
  for (const name of names) expect(name).not.toMatch(/^\.git\/(?!index$)/);
});

test("nothing of hive's look is left in the temporary directory", async () => {
  using it = attacked(ATTACKS[0]!);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = `${it.top}/.git`;
  try {
    await readGitState(it.root, it.top);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  expect(readdirSync(`${it.top}/.git`).filter((name) => name.startsWith("hive-"))).toEqual([]);
});
