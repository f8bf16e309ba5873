// @bun
// src/platform/installation.ts
import { resolve } from "path";
var KIND = "plugin", MAIN_PROGRAM = resolve(import.meta.dir, "main.js"), LAUNCHER = resolve(import.meta.dir, "../bin/hive"), MANIFEST = resolve(import.meta.dir, "../.claude-plugin/plugin.json");

export { KIND, MAIN_PROGRAM, LAUNCHER, MANIFEST };
