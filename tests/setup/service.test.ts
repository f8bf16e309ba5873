/** A worker that the system's service manager keeps: the manager here is a script that notes what it is told. */
import { describe, expect, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { findPlace } from "../../src/install/place.ts";
import { serviceUnit } from "../../src/install/service.ts";
import { Desk } from "./desk.ts";

/** A desk with a `systemctl` that fails at what it is told to fail at. */
class ServedDesk extends Desk {
  readonly told = join(this.home, "told");
  readonly bin = join(this.home, "bin");
  override readonly env = {
    HOME: this.home,
    PATH: `${this.bin}:${process.env["PATH"]}`,
    XDG_DATA_HOME: process.env["XDG_DATA_HOME"]!,
  };

  constructor(fails = "nothing") {
    super();
    fs.mkdirSync(this.bin);
    const script = `#!/bin/sh\necho "$*" >> '${this.told}'\n[ "$2" = "${fails}" ] && { echo broken >&2; exit 1; }\nexit 0\n`;
    fs.writeFileSync(join(this.bin, "systemctl"), script, { mode: 0o755 });
  }

  get unit() {
    return serviceUnit(findPlace(this.project, this.env));
  }

  get calls(): string[] {
    return fs.existsSync(this.told) ? fs.readFileSync(this.told, "utf8").trimEnd().split("\n") : [];
  }
}

const unitOf = (project: string) => serviceUnit({ project, root: `${project}/.hive-mind`, env: { HOME: "/home/x" } });

describe.if(process.platform === "linux")("a service", () => {
  test("is written, enabled and noted in the settings, and the hook starts no worker then", async () => {
    using desk = new ServedDesk();
    const { code, out } = await desk.hive(["setup", "--yes", "--worker", "service"]);
    expect({ code, hasUnit: out.includes(`+++ ${desk.unit.path}`) }).toEqual({ code: 0, hasUnit: true });
    expect(fs.readFileSync(desk.unit.path, "utf8")).toBe(desk.unit.text);
    expect(desk.calls).toEqual([
      "--user show-environment",
      "--user daemon-reload",
      `--user enable --now ${desk.unit.name}`,
    ]);
    expect(JSON.parse(fs.readFileSync(desk.config, "utf8"))).toEqual({
      projects: { [desk.project]: { workerStart: "never" } },
    });
  });

  test("is taken out by going back to the hook, and by a removal", async () => {
    for (const args of [
      ["setup", "--yes", "--worker", "hook"],
      ["setup", "--remove", "--yes"],
    ]) {
      using desk = new ServedDesk();
      await desk.hive(["setup", "--yes", "--worker", "service"]);
      const { name, path } = desk.unit;
      expect((await desk.hive(args)).code).toBe(0);
      expect(fs.existsSync(path)).toBe(false);
      expect(desk.calls.at(-1)).toBe(`--user disable --now ${name}`);
    }
  });

  test("is refused before anything is written where no service manager listens", async () => {
    using desk = new ServedDesk("show-environment");
    const before = desk.files();
    const { code, err } = await desk.hive(["setup", "--yes", "--worker", "service"]);
    expect({ code, says: err.includes("broken") && err.includes("--worker hook") }).toEqual({ code: 20, says: true });
    fs.rmSync(desk.told);
    expect(desk.files()).toEqual(before);
  });

  test("is refused for the settings of every project", async () => {
    using desk = new ServedDesk();
    const { code, err } = await desk.hive(["setup", "--yes", "--scope", "user", "--worker", "service"]);
    expect({ code, says: err.includes("one project") }).toEqual({ code: 20, says: true });
    expect(desk.calls).toEqual([]);
  });

  test("is named like no other project's, and its words survive systemd's quoting", () => {
    expect(unitOf("/a/app").name).not.toBe(unitOf("/b/app").name);
    const { text } = unitOf('/a/50% of $HOME "x"');
    expect(text).toContain(String.raw`"/a/50%% of $$HOME \"x\"/.hive-mind"`);
  });

  test("is a launchd agent on macOS", () => {
    const { text, path, enable } = serviceUnit({
      project: "/a/b&c",
      root: "/a/b&c/.hive-mind",
      env: { HOME: "/Users/x" },
      platform: "darwin",
    });
    expect(path).toStartWith("/Users/x/Library/LaunchAgents/dev.hive-b-c-");
    expect(text).toContain("<string>/a/b&amp;c/.hive-mind</string>");
    expect(enable[0]?.slice(0, 2)).toEqual(["launchctl", "bootstrap"]);
  });
});
