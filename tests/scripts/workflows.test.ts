/** The workflow that other repositories call, and the template with which they do. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const TOP = resolve(import.meta.dir, "../..");

interface Job {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly steps?: ReadonlyArray<{ readonly run?: string; readonly name?: string }>;
}
interface Workflow {
  readonly on: {
    readonly workflow_call?: { readonly inputs: Readonly<Record<string, { readonly required?: boolean }>> };
  };
  readonly jobs: Readonly<Record<string, Job>>;
}
const read = (path: string): Workflow => Bun.YAML.parse(readFileSync(join(TOP, path), "utf8")) as Workflow;

const called = read(".github/workflows/bench.yml");
const { inputs } = called.on.workflow_call!;

test("the template gives the workflow what it asks for, and nothing else", () => {
  const { gate } = read("docs/templates/hive-bench.yml").jobs;
  expect(gate!.uses).toEndWith("/.github/workflows/bench.yml@main");
  const given = Object.keys(gate!.with!);
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(given));
  const required = Object.keys(inputs).filter((name) => inputs[name]!.required === true);
  expect(given).toEqual(expect.arrayContaining(required));
});

test("no input is put into a shell's text, where it could be a command", () => {
  const scripts = called.jobs["gate"]!.steps!.map(({ run = "" }) => run);
  expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  expect(scripts.join("\n")).toContain('--against "$AGAINST"');
});
