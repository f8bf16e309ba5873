import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { Queue } from "../../src/queue/queue.ts";
import { cli } from "../support/cli.ts";
import { callHook, drain, payload } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure } from "../support/settings.ts";

setDefaultTimeout(120_000);

const README = await Bun.file(join(import.meta.dir, "../../README.md")).text();

/** The names of the fields that README gives for a command: a `?` after one says that it may be missing. */
function documented(command: string): { required: string[]; all: string[] } {
  const row = README.split("\n").find((line) => line.startsWith(`| \`${command}\` `));
  const [cell = ""] = (row?.split(" | ")[1] ?? "").replaceAll(/\([^)]*\)/g, "").split("; ");
  const parts = [...cell.matchAll(/`([^`]*)`/g)].map(([, text = ""]) => text);
  // Of a list the fields of its items; of a field that is an object, its own name alone.
  const flat = parts[0]?.startsWith("[]{") === true ? parts[0].slice(3, -1) : parts.join(", ");
  const names = flat
    .replaceAll(/\{[^{}]*\}/g, "")
    .split(", ")
    .map((name) => name.replaceAll(/\[\]|\s.*$/g, ""));
  return { required: names.filter((name) => !name.endsWith("?")), all: names.map((name) => name.replace("?", "")) };
}

async function printed(root: string, args: string): Promise<object> {
  const { stdout } = await cli([...args.split(" "), "--json", "--root", root]);
  const value = JSON.parse(stdout) as object;
  return Array.isArray(value) ? (value[0] as object) : value;
}

test("each reader's JSON has the fields that README names, and no other", async () => {
  using dir = tempDir();
  for (const name of ["38-userpromptsubmit", "03-posttooluse-edit", "29-stop"]) await callHook(dir.root, payload(name));
  new Queue(dir.root).enqueue({ operation: "sql", sql: "DROP TABLE sessions" });
  configure(dir.root, { retryBackoffMs: 1 });
  await drain(dir.root);
  const session = documented("hive sessions --json").all;
  const shown = [...session, ...documented("hive show ID --json").all];
  const { name } = (await printed(dir.root, "failed list")) as { name: string };
  const expected: Record<string, { required: string[]; all: string[] }> = {
    status: documented("hive status --json"),
    sessions: { required: session, all: session },
    "show 5f0c": { required: shown, all: shown },
    "show 5f0c --history": documented("hive show ID --history --json"),
    resume: documented("hive resume --json"),
    doctor: documented("hive doctor --json"),
    "failed list": documented("hive failed list --json"),
    [`failed show ${name}`]: documented("hive failed list --json"),
  };
  for (const [args, { required, all }] of Object.entries(expected)) {
    const keys = Object.keys(await printed(dir.root, args));
    expect({ args, missing: required.filter((key) => !keys.includes(key)) }).toEqual({ args, missing: [] });
    expect({ args, unknown: keys.filter((key) => !all.includes(key)) }).toEqual({ args, unknown: [] });
  }
});
