import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { terminalSvg } from "../../scripts/docs/terminal-svg.ts";

test("a recorded session holds what was typed and printed as text, and neither markup nor a script of it", () => {
  const svg = terminalSvg([{ typed: "hive show <id>", output: `a & b\n<script>x</script>\n${"long ".repeat(50)}` }]);
  expect(svg).toContain("$ hive show &lt;id&gt;");
  expect(svg).toContain("a &amp; b");
  expect(svg).not.toContain("<script");
  for (const [, line] of svg.matchAll(/<text[^>]*>([^<]*)</g)) expect(line!.length).toBeLessThanOrEqual(110);
});

test("README's picture of the first minute shows setup and what the next session is told, and loads nothing", () => {
  const svg = readFileSync(join(resolve(import.meta.dir, "../.."), "docs/first-minute.svg"), "utf8");
  for (const text of ["$ hive setup", "now call hive", "Task:"]) expect(svg).toContain(text);
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|<image|<script|href/);
});
