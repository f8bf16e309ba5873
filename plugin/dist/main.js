// @bun
// src/cli/main.ts
var isPlugin = process.argv[3] === "--plugin";
if (process.argv[2] === "hook" && process.argv.length === (isPlugin ? 4 : 3)) {
  let { runHook } = await import("./import-main-5.js"), options = { env: process.env, nowMs: Date.now(), isPlugin };
  await runHook(options), process.exit(0);
}
var { CHILD_COMMAND, dropGit, RESIDENT_COMMAND } = await import("./import-bun-command.js");
dropGit(process.env);
if (process.argv[2] === CHILD_COMMAND && process.argv.length === 3) {
  let { runChild } = await import("./worker-isolate-child.js");
  process.umask(63), process.exit(await runChild());
}
if (process.argv[2] === RESIDENT_COMMAND && process.argv.length === 5) {
  let { isResidentRole, RESIDENT_ROLES } = await import("./worker-isolate-resident-roles.js"), [role, root] = process.argv.slice(3);
  if (!isResidentRole(role))
    process.exit(20);
  let { serveResident } = await import("./worker-isolate-resident-child.js");
  process.umask(63), await serveResident(root, await RESIDENT_ROLES[role]()), process.exit(0);
}
var { main } = await import("./cli-program.js");
await main(process.argv.slice(2));
