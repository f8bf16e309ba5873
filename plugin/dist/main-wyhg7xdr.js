// @bun
// src/platform/installation.ts
import { resolve } from "path";
var MAIN_PROGRAM = resolve(import.meta.dir, "main.js"), LAUNCHER = resolve(import.meta.dir, "../bin/hive"), MANIFEST = resolve(import.meta.dir, "../.claude-plugin/plugin.json"), IS_PLUGIN = !0;

export { MAIN_PROGRAM, LAUNCHER, MANIFEST, IS_PLUGIN };
