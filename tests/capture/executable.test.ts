/** The compiled hook finds no packages by their names and no modules by relative paths: what it loads late is beside it. */
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { leaveOut } from "../../src/install/hook/compile.ts";
import { Queue } from "../../src/queue/queue.ts";
import { payload, rows, SESSION } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure, ownDirectories } from "../support/settings.ts";

setDefaultTimeout(120_000);

const TOP = join(import.meta.dir, "../..");

/** The parts that the hook loads often. */
const OFTEN = ["load-hook", "restore", "waiting", "capacity"];

beforeAll(() => {
  // An earlier build's would hide that this one made none.
  for (const name of OFTEN) rmSync(join(TOP, `dist/hook/${name}.js.jsc`), { force: true });
  const build = Bun.spawnSync([process.execPath, join(TOP, "scripts/build-hook.ts")]);
  if (build.exitCode !== 0) throw new Error(build.stderr.toString());
});

async function callCompiled(root: string, stdin: string): Promise<string> {
  const child = Bun.spawn([join(TOP, "dist/hive-hook")], {
    cwd: root,
    env: { HIVE_ROOT: root, ...ownDirectories() },
    stdin: new Blob([stdin]),
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  expect({ stderr, exitCode: await child.exited }).toEqual({ stderr: "", exitCode: 0 });
  return stdout;
}

test("the compiled hook passes a full queue by, and restores from the store that it wrote", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  configure(dir.root, { maxPending: 1 });
  writeFileSync(`${paths.pending}/1_other.json`, "{}");
  expect(await callCompiled(dir.root, payload("38-userpromptsubmit"))).toBe("");
  expect(rows(dir.root, "SELECT id FROM sessions")).toEqual([{ id: SESSION }]);
  const output = JSON.parse(await callCompiled(dir.root, payload("23-sessionstart-compact"))) as object;
  expect(output).toMatchObject({ hookSpecificOutput: { hookEventName: "SessionStart" } });
  expect(JSON.stringify(output)).toContain("“Now wire the cents parser into invoices");
  expect(existsSync(`${dir.root}/hook.log`)).toBe(false);
});

test.each(OFTEN)("each part that the hook loads often is one file with byte code: %s", (name) => {
  const path = join(TOP, `dist/hook/${name}.js`);
  expect(readFileSync(path, "utf8")).toStartWith("// @bun @bytecode");
  expect(readFileSync(path, "utf8")).not.toMatch(/(?:import|require)\(?"\.\/chunk-/);
  // Bun makes none, and says nothing, for a text that is no script, as with `import.meta`.
  expect(existsSync(`${path}.jsc`)).toBe(true);
});

test("another agent's half of the hook saves its calls", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const call = readFileSync(join(TOP, "tests/fixtures/agents/codex/108-PostToolUse-apply_patch.json"), "utf8");
  expect(await callCompiled(dir.root, call)).toBe("");
  const [name] = readdirSync(paths.pending);
  expect(JSON.parse(readFileSync(`${paths.pending}/${name}`, "utf8"))).toMatchObject({
    payload: { agent: "codex", event: "PostToolUse" },
  });
});

/** Bytes of minified source in the executable: 28 KB more cost a call 0.8 ms (compare-hooks, n 100). */
const MAX_BUNDLED_BYTES = 88_700;

test("the executable holds what each call needs: no other agent's adapter, no store, and no more than it did", async () => {
  const output = await bundled("src/capture/executable.ts");
  const unwanted = Object.keys(output.inputs).filter((path) =>
    /\/(?:store|recall|worker|install|cli)\/|agents\/(?!claude-code\/|facts\/)[^/]*\/|session-note|load-hook/.test(
      path,
    ),
  );
  expect(unwanted).toEqual([]);
  expect(output.bytes).toBeLessThan(MAX_BUNDLED_BYTES);
});

test("what a start of a session loads holds no package: neither Kysely nor the schemas of entries", async () => {
  const { inputs } = await bundled("src/recall/restore.ts");
  expect(Object.keys(inputs).filter((path) => path.includes("node_modules/"))).toEqual([]);
});

async function bundled(entry: string): Promise<NonNullable<Bun.BuildOutput["metafile"]>["outputs"][string]> {
  const { metafile } = await Bun.build({
    entrypoints: [join(TOP, entry)],
    target: "bun",
    format: "cjs",
    minify: true,
    metafile: true,
    plugins: [leaveOut(join(TOP, "dist/hook"))],
  });
  return Object.values(metafile!.outputs)[0]!;
}
