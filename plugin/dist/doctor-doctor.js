// @bun
import {
  ProjectView,
  examine,
  isHealthy
} from "./doctor-registry.js";
import {
  readConfigFiles
} from "./origin-config-files.js";
import {
  VERSION
} from "./base-version.js";
import {
  errorMessage
} from "./base-errors.js";

// src/doctor/doctor.ts
async function runDoctor(options) {
  let examined = await look(options), repairs = options.isFixing === !0 ? await fixAll(examined) : [];
  if (options.isFixing === !0)
    examined = await look(options);
  let findings = examined.map(({ finding }) => finding);
  return {
    version: 2,
    hiveVersion: VERSION,
    project: options.project.project,
    root: options.root,
    isHealthy: isHealthy(findings),
    repairs,
    findings
  };
}
function look({ project, root, env, cwd, nowMs }) {
  let { config } = readConfigFiles(root, {}, env), view = new ProjectView({ root, project, config, nowMs: nowMs(), env, cwd, isDeep: !0 });
  return examine(view, ["fast", "install", "deep"]);
}
async function fixAll(examined) {
  let repairs = [];
  for (let { finding, fix } of examined) {
    if (fix === void 0)
      continue;
    try {
      repairs.push({ code: finding.code, isDone: !0, message: await fix() });
    } catch (error) {
      repairs.push({ code: finding.code, isDone: !1, message: errorMessage(error) });
    }
  }
  return repairs;
}

export { runDoctor };
