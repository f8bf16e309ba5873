/**
 * The file of each agent on the disk, in every state in which a user may have it: setup and removal keep each byte that is
 * not hive's.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import type { Agent } from "../../../src/agents/agent.ts";
import { AGENTS } from "../../../src/agents/agents.ts";
import { findProjectPaths, type ProjectPaths } from "../../../src/install/paths.ts";
import { planInstall, planRemoval } from "../../../src/install/plan.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { HOOK } from "../../install/fixtures.ts";
import { makeProject, NO_ANSWERS, read, thrownBy, write } from "../../install/project.ts";

// Each change of a file is flushed to a disk that may be busy.
setDefaultTimeout(120_000);

/** Another's hooks, in the form of the agent: groups of handlers by event, or handlers. */
const GROUPS = `{
  "ui": { "theme": "dark" },
  "hooks": {
    "Stop": [
      { "hooks": [{ "type": "command", "command": "notify-send done" }] }
    ],
    "Interrupt": []
  }
}
`;
const FLAT = `{
  "version": 1,
  "hooks": {
    "sessionEnd": [
      { "type": "command", "command": "notify-send done" }
    ],
    "beforeReadFile": []
  }
}
`;
const COMMENT = "// mine";
const commented = (text: string): string =>
  text.replace("{\n", `{\n  ${COMMENT}\n`).replace("[]\n", "[], // as well\n");

interface Case {
  readonly agent: Agent;
  /** Undefined for a file that is hive's as a whole. */
  readonly foreign?: string;
  /** Whether the agent reads comments and a byte order mark. */
  readonly isLenient: boolean;
  readonly broken: readonly string[];
}

const CASES: readonly Case[] = AGENTS.map((agent) => {
  const broken = ["{", "[]", '{ "hooks": [] }', "hooks = 1\n"];
  const foreign = agent.name === "copilot" || agent.name === "cursor" ? FLAT : GROUPS;
  if (agent.name === "opencode") return { agent, isLenient: false, broken: ["export const Mine = 1;\n", "{}\n"] };
  if (agent.name === "codex")
    return { agent, foreign, isLenient: false, broken: [...broken, commented(foreign), `\uFEFF${foreign}`] };
  return { agent, foreign, isLenient: true, broken };
});

/** The texts that a user may have in the file; null for no file. */
function textsOf({ foreign, isLenient }: Case): Readonly<Record<string, string | null>> {
  const common = { "no file": null, "an empty file": "" };
  if (foreign === undefined) return common;
  const plain = {
    ...common,
    "others' hooks": foreign,
    "others' hooks in lines of CRLF": foreign.replaceAll("\n", "\r\n"),
    "others' hooks behind tabs": foreign.replaceAll("  ", "\t"),
    "others' hooks without a line end": foreign.trimEnd(),
    "others' hooks in one line": JSON.stringify(JSON.parse(foreign)),
  };
  if (!isLenient) return plain;
  return {
    ...plain,
    "a byte order mark": `\uFEFF${foreign}`,
    "a byte order mark and CRLF": `\uFEFF${foreign.replaceAll("\n", "\r\n")}`,
    comments: commented(foreign),
    "comments in lines of CRLF": commented(foreign).replaceAll("\n", "\r\n"),
  };
}

function placed(directory: string, agent: Agent): { readonly paths: ProjectPaths; readonly file: string } {
  const { project } = makeProject(directory);
  const paths = findProjectPaths(project, { HOME: join(directory, "home") }, agent);
  return { paths, file: paths.settings.user };
}

const install = (paths: ProjectPaths) => planInstall(paths, "user", NO_ANSWERS, HOOK);
const remove = (paths: ProjectPaths) => planRemoval(paths, "user");

const edit = (before: string): string => before.replace("notify-send done", "notify-send over");

/** Another layout of what others have in one line is no loss. */
const shape = (given: string): string => given.replaceAll(/\s+/g, "");

describe.each(CASES.map((one) => [one.agent.title, one] as const))("the file of %s", (_title, one) => {
  const { agent, foreign, broken } = one;
  const texts = Object.entries(textsOf(one));

  test.each(texts)("comes back byte for byte, and twice is once: %s", (_name, text) => {
    using dir = tempDir();
    const { paths, file } = placed(dir.path, agent);
    write(file, text);
    install(paths).make();
    const installed = read(file)!;
    expect(agent.settings.inspect(installed)).toEqual({ command: HOOK, problems: [], offSwitch: null });
    for (const kept of ["notify-send done", COMMENT, "\uFEFF"]) {
      expect([kept, installed.includes(kept)]).toEqual([kept, text?.includes(kept) === true]);
    }
    if (text?.includes("\r\n") === true) expect(installed.replaceAll("\r\n", "")).not.toContain("\n");
    expect(install(paths).diff).toBe("");
    remove(paths).make();
    expect(read(file)).toBe(text);
    expect(remove(paths).diff).toBe("");
  });

  test.each(foreign === undefined ? [] : texts.filter(([, text]) => text?.includes("notify-send") === true))(
    "keeps what was changed after setup, and loses hive's entries alone: %s",
    (_name, text) => {
      using dir = tempDir();
      const { paths, file } = placed(dir.path, agent);
      write(file, text);
      install(paths).make();
      fs.writeFileSync(file, edit(read(file)!));
      remove(paths).make();
      expect(JSON.stringify(agent.settings.inspect(read(file)))).not.toContain("hive-hook");
      expect(shape(read(file)!)).toBe(shape(edit(text!)));
    },
  );

  test.each(broken.map((text) => [text]))("is refused and left alone where the agent reads none: %j", (text) => {
    using dir = tempDir();
    const { paths, file } = placed(dir.path, agent);
    write(file, text);
    const refusal = thrownBy(() => install(paths));
    expect(refusal).toMatchObject({ code: "HIVE_INVALID_OPTION", hint: expect.any(String) });
    expect(refusal.message).toStartWith(`${file}: `);
    expect(read(file)).toBe(text);
  });

  test("may be a link, which stays one", () => {
    using dir = tempDir();
    const { paths, file } = placed(dir.path, agent);
    const target = join(dir.path, "dotfiles/file");
    const text = foreign ?? "";
    write(target, text);
    fs.mkdirSync(dirname(file), { recursive: true });
    fs.symlinkSync(target, file);
    install(paths).make();
    expect([fs.readlinkSync(file), read(target)?.includes("hive-hook")]).toEqual([target, true]);
    remove(paths).make();
    expect([fs.readlinkSync(file), read(target)]).toEqual([target, text]);
  });

  test("is not changed where its owner made it read-only", () => {
    using dir = tempDir();
    const { paths, file } = placed(dir.path, agent);
    write(file, foreign ?? "");
    fs.chmodSync(file, 0o444);
    expect(thrownBy(() => install(paths)).message).toContain("read-only");
    expect([read(file), fs.statSync(file).mode & 0o777]).toEqual([foreign ?? "", 0o444]);
  });

  test("keeps its mode", () => {
    using dir = tempDir();
    const { paths, file } = placed(dir.path, agent);
    write(file, foreign ?? "");
    fs.chmodSync(file, 0o640);
    install(paths).make();
    expect(fs.statSync(file).mode & 0o777).toBe(0o640);
  });
});
