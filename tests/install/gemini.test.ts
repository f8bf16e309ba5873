/** `hive setup --agent gemini`, and what takes it out again. */
import { expect, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { CliProject } from "./cli-project.ts";

const FOREIGN = `{
  // mine
  "hooks": { "AfterTool": [ { "hooks": [ {"type": "command", "command": "fmt", "name": "fmt"} ] } ] }
}
`;

test.each(["user", "project"])(
  "Gemini's %s file comes back byte for byte, and a second setup changes nothing",
  async (scope) => {
    using project = new CliProject();
    const directory = join(scope === "user" ? project.home : project.path, ".gemini");
    const path = join(directory, "settings.json");
    fs.mkdirSync(directory);
    fs.writeFileSync(path, FOREIGN);
    const flags = ["--agent", "gemini", "--scope", scope];
    const { code, out } = await project.setUp(...flags);
    expect([code, out]).toEqual([0, expect.stringContaining("it reads its settings at its start")]);
    expect(out).not.toContain("Running agents");
    const installed = fs.readFileSync(path, "utf8");
    expect(installed).toContain('"name": "hive"');
    await project.setUp(...flags);
    expect(fs.readFileSync(path, "utf8")).toBe(installed);
    expect((await project.hive(["doctor"])).out).toContain(`gemini calls hive: ${scope} settings`);
    expect((await project.hive(["setup", "--remove", "--yes", ...flags])).code).toBe(0);
    expect(fs.readFileSync(path, "utf8")).toBe(FOREIGN);
  },
);
