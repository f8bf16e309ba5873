/** The settings file is changed as a whole, where it really is, and never behind anybody's back. */
import { describe, expect, spyOn, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { assertWritable } from "../../src/install/edit/files.ts";
import { planInstall, planRemoval } from "../../src/install/plan.ts";
import { install } from "../../src/agents/claude-code/settings.ts";
import { tempDir } from "../support/temp-dir.ts";
import { ACCEPTED, HOOK } from "./fixtures.ts";
import { makeProject, NO_ANSWERS, read, thrownBy, write } from "./project.ts";

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;

describe("the file", () => {
  test("is written through a symbolic link, which stays one", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    const real = join(directory.path, "dotfiles", "claude.json");
    write(real, FOREIGN);
    fs.mkdirSync(place.agentDirectory, { recursive: true });
    fs.symlinkSync("../../dotfiles/claude.json", place.settings.user);
    planInstall(place, "user", NO_ANSWERS, HOOK).make();
    expect(read(real)).toBe(install(FOREIGN, HOOK));
    expect(fs.lstatSync(place.settings.user).isSymbolicLink()).toBe(true);
    planRemoval(place, "user").make();
    expect(read(real)).toBe(FOREIGN);
    expect(fs.readdirSync(place.agentDirectory)).toEqual(["settings.json"]);
  });

  test("is made where a link points to nothing yet, and deleted there", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    fs.mkdirSync(place.agentDirectory, { recursive: true });
    const real = join(directory.path, "elsewhere.json");
    fs.symlinkSync(real, place.settings.user);
    planInstall(place, "user", NO_ANSWERS, HOOK).make();
    expect(read(real)).toBe(install(null, HOOK));
    planRemoval(place, "user").make();
    expect(fs.existsSync(real)).toBe(false);
    expect(fs.lstatSync(place.settings.user).isSymbolicLink()).toBe(true);
  });

  test("is refused when its links lead in a circle", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    fs.mkdirSync(place.agentDirectory, { recursive: true });
    fs.symlinkSync("settings.json", place.settings.user);
    expect(thrownBy(() => planInstall(place, "user", NO_ANSWERS, HOOK)).message).toContain("circle");
  });

  test("is refused when it is read-only", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.local, FOREIGN);
    fs.chmodSync(place.settings.local, 0o444);
    const error = thrownBy(() => planInstall(place, "local", NO_ANSWERS, HOOK));
    expect(error.message).toBe(`${place.settings.local}: it is read-only`);
    expect(error.hint).toContain("chmod u+w");
    expect(read(place.settings.local)).toBe(FOREIGN);
  });

  // A mock, since root may write anywhere.
  test("names the directory to make writable when the file does not exist", () => {
    using directory = tempDir();
    const access = spyOn(fs, "accessSync").mockImplementation(() => {
      throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    });
    try {
      const file = { path: `${directory.path}/new/settings.json`, text: null, mode: 0o600 };
      const { hint } = thrownBy(() => assertWritable({ file, after: "{}" }));
      expect(hint).toBe(`make it writable (chmod u+w ${directory.path}), or choose another --scope`);
    } finally {
      access.mockRestore();
    }
  });

  test("is refused when it is a directory, or no UTF-8", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    fs.mkdirSync(place.settings.local, { recursive: true });
    expect(thrownBy(() => planInstall(place, "local", NO_ANSWERS, HOOK)).message).toContain("not a regular file");
    fs.writeFileSync(place.settings.project, new Uint8Array([0xff, 0xfe, 0x7b, 0]));
    expect(thrownBy(() => planInstall(place, "project", NO_ANSWERS, HOOK)).message).toContain("not UTF-8");
  });

  test("keeps its mode, and leaves no temporary file beside it", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.local, FOREIGN);
    fs.chmodSync(place.settings.local, 0o640);
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    expect(fs.statSync(place.settings.local).mode & 0o777).toBe(0o640);
    expect(fs.readdirSync(join(place.project, ".claude"))).toEqual(["settings.local.json"]);
  });

  test("is never half written: whoever has the old one open reads it to its end", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.local, FOREIGN);
    const old = fs.openSync(place.settings.local, "r");
    planInstall(place, "local", NO_ANSWERS, HOOK).make();
    expect(fs.readFileSync(old, "utf8")).toBe(FOREIGN);
    fs.closeSync(old);
    expect(read(place.settings.local)).toBe(install(FOREIGN, HOOK));
  });

  test("is not written over when somebody has changed it since it was read", () => {
    using directory = tempDir();
    const place = makeProject(directory.path);
    write(place.settings.local, FOREIGN);
    const plan = planInstall(place, "local", NO_ANSWERS, HOOK);
    fs.writeFileSync(place.settings.local, "{}");
    expect(thrownBy(plan.make).message).toContain("somebody else has changed it");
    expect(fs.readdirSync(join(place.project, ".claude"))).toEqual(["settings.local.json"]);
    expect(read(place.settings.local)).toBe("{}");
  });
});
