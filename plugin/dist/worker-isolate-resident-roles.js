// @bun
// src/worker/isolate/resident-roles.ts
var RESIDENT_ROLES = {
  echo: async () => () => ({ answer: (message) => message }),
  forward: async () => (await import("./worker-forward-forward-role.js")).makeForwarder,
  snapshots: async () => (await import("./worker-isolate-snapshots.js")).makeSnapshots
}, isResidentRole = (name) => Object.hasOwn(RESIDENT_ROLES, name);
export {
  RESIDENT_ROLES,
  isResidentRole
};
