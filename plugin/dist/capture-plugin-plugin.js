// @bun
// src/capture/plugin/plugin.ts
async function leavesToSettings(io, env, event) {
  let path = `${env.CLAUDE_CONFIG_DIR || `${env.HOME}/.claude`}/settings.json`, text = io.readOwn(path) ?? "";
  if (!text.includes("hive") && !text.includes("main.ts"))
    return !1;
  return (await import("./capture-plugin-plugin-settings.js")).callsHive({ path, text }, env, event);
}
export {
  leavesToSettings
};
