import type { HookOptions } from "../capture/main.ts";

// The hook delays the agent: it loads nothing that only the other commands need.
const isPlugin = process.argv[3] === "--plugin";
if (process.argv[2] === "hook" && process.argv.length === (isPlugin ? 4 : 3)) {
  const { runHook } = await import("../capture/main.ts");
  const options: HookOptions = { env: process.env, nowMs: Date.now(), isPlugin };
  await runHook(options);
  process.exit(0);
}
const { CHILD_COMMAND, dropGit, RESIDENT_COMMAND } = await import("../platform/bun/bun-command.ts");
dropGit(process.env);
// These two are no commands, so that help does not list them.
if (process.argv[2] === CHILD_COMMAND && process.argv.length === 3) {
  const { runChild } = await import("../worker/isolate/child.ts");
  process.umask(0o077);
  process.exit(await runChild());
}
if (process.argv[2] === RESIDENT_COMMAND && process.argv.length === 5) {
  const { isResidentRole, RESIDENT_ROLES } = await import("../worker/isolate/resident-roles.ts");
  const [role, root] = process.argv.slice(3) as [string, string];
  if (!isResidentRole(role)) process.exit(20);
  const { serveResident } = await import("../worker/isolate/resident-child.ts");
  process.umask(0o077);
  await serveResident(root, await RESIDENT_ROLES[role]());
  process.exit(0);
}
const { main } = await import("./program.ts");
await main(process.argv.slice(2));
