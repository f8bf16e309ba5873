// @bun
// src/platform/bun/bun-command.ts
var OWN_CONFIGURATION_ONLY = [
  "--no-env-file",
  "--config=/dev/null",
  "--tsconfig-override=/dev/null",
  "--no-install",
  "--cwd=/"
], bunCommand2 = (bun = process.execPath) => [
  bun,
  ...OWN_CONFIGURATION_ONLY
];
function bunEnvironment2() {
  let env = { ...process.env };
  for (let name in env)
    if (/^(?:BUN|NODE|JSC)_/.test(name) && name !== QUIET_VARIABLE)
      delete env[name];
  return env.BUN_BE_BUN = "1", env.BUN_RUNTIME_TRANSPILER_CACHE_PATH = "0", dropGit2(env), env;
}
var QUIET_VARIABLE = "BUN_GC_TIMER_DISABLE";
function dropGit2(env) {
  for (let name in env)
    if (name.startsWith("GIT_"))
      delete env[name];
}
var CHILD_COMMAND2 = "apply-in-child", RESIDENT_COMMAND2 = "resident";

export { bunCommand2, bunEnvironment2, dropGit2, CHILD_COMMAND2, RESIDENT_COMMAND2 };
