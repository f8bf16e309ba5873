// @bun
// package.json
var version = "0.10.1";
var package_default = {
  name: "hivekeep",
  version,
  description: "Saves a coding agent's working state without the agent noticing: a directory queue, one event-driven worker, SQLite, and the harness that measures it.",
  license: "MIT",
  type: "module",
  private: !0,
  bin: {
    hive: "bin/hive"
  },
  exports: {
    ".": "./src/index.ts"
  },
  files: [
    "bin/hive",
    "src",
    "scripts/build-hook.ts",
    "plugin/bin/find-bun",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "docs",
    "LICENSE"
  ],
  engines: {
    bun: ">=1.4.5"
  },
  scripts: {
    hive: "bun src/cli/main.ts",
    worker: "bun src/cli/main.ts worker",
    bench: "bun src/cli/main.ts bench",
    "bench:gate": "bun src/cli/main.ts bench --gate",
    "bench:publish": "bun scripts/figures/performance-figures.ts --measure",
    "bench:micro": "bun bench/micro/steps.bench.ts",
    docs: "bun scripts/docs.ts",
    pack: "bun scripts/release/pack.ts",
    "build:plugin": "bun scripts/release/build-plugin.ts",
    release: "bun scripts/release.ts",
    torture: "bun scripts/torture.ts",
    mutations: "bun scripts/mutations.ts",
    check: "bun scripts/lanes.ts --check",
    lint: "oxlint --type-aware",
    unused: "knip"
  },
  dependencies: {
    "@clack/prompts": "1.9.0",
    "@modelcontextprotocol/server": "2.4.0",
    commander: "15.1.0",
    diff: "9.0.0",
    "jsonc-parser": "3.3.1",
    kysely: "0.29.9",
    preact: "11.2.0",
    uplot: "1.6.32",
    valibot: "1.5.0"
  },
  devDependencies: {
    "@secretlint/core": "13.0.7",
    "@secretlint/secretlint-rule-preset-recommend": "13.0.7",
    "bun-types": "1.4.5",
    "fast-check": "4.10.2",
    knip: "6.44.2",
    mitata: "1.0.34",
    "oxc-parser": "0.156.0",
    oxlint: "1.94.0",
    "oxlint-tsgolint": "7.0.2007",
    typescript: "7.0.2"
  }
};

// src/base/version.ts
var VERSION = version;
function isOlder(version, than = VERSION) {
  try {
    return Bun.semver.order(version, than) < 0;
  } catch {
    return !0;
  }
}

export { package_default, VERSION, isOlder };
