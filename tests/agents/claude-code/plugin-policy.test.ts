/** hive as a plugin of Claude Code, and the policies that switch it on, off, or forbid its hooks. */
import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findHookBans } from "../../../src/agents/claude-code/hook-bans.ts";
import { findPlugin } from "../../../src/agents/claude-code/plugin.ts";
import { tempDir } from "../../support/temp-dir.ts";

const ID = "hive@market";

function write(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

/** A user who has the plugin, and switches it. @param policy in a file that is dropped in */
function withPlugin(isEnabled: boolean, policy: object) {
  const dir = tempDir();
  const [claude, policies] = [join(dir.path, "claude"), join(dir.path, "policies")];
  const user = join(claude, "settings.json");
  write(user, { enabledPlugins: { [ID]: isEnabled } });
  write(join(claude, "plugins/installed_plugins.json"), { plugins: { [ID]: [{ installPath: "/p" }] } });
  write(join(policies, "managed-settings.d/1.json"), policy);
  const none = join(dir.path, "none.json");
  return {
    isFound: findPlugin({ directory: claude, settings: { user, project: none, local: none } }, policies) !== null,
    spared: findHookBans({ claude, settings: [user], policies }, {}).map(({ sparesPlugins }) => sparesPlugins),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { enabledPlugins: { [ID]: false } }, false],
  [false, { enabledPlugins: { [ID]: true } }, true],
  [true, { enabledPlugins: { "other@market": false } }, true],
])("a plugin that the user switches %p is by the policy %j on: %p", (isEnabled, policy, isFound) => {
  using it = withPlugin(isEnabled, policy);
  expect(it.isFound).toBe(isFound);
});

test.each([
  [{ allowManagedHooksOnly: true }, false],
  [{ allowManagedHooksOnly: true, enabledPlugins: { [ID]: false } }, false],
  [{ allowManagedHooksOnly: true, enabledPlugins: { "other@market": true } }, false],
  [{ allowManagedHooksOnly: true, enabledPlugins: { [ID]: true } }, true],
  [{ strictPluginOnlyCustomization: ["hooks"] }, true],
  [{ disableAllHooks: true, enabledPlugins: { [ID]: true } }, false],
])("the policy %j spares the plugin: %p", (policy, isSpared) => {
  using it = withPlugin(true, policy);
  expect(it.spared).toEqual([isSpared]);
});

test.each([true, false])(
  "of two policies the one that is dropped in later says whether the plugin is on: %p",
  (isOn) => {
    using dir = tempDir();
    const [directory, policies] = [join(dir.path, "claude"), join(dir.path, "policies")];
    write(join(directory, "plugins/installed_plugins.json"), { plugins: { [ID]: [{ installPath: "/p" }] } });
    write(join(policies, "managed-settings.json"), { enabledPlugins: { [ID]: !isOn } });
    write(join(policies, "managed-settings.d/1.json"), { enabledPlugins: { [ID]: !isOn } });
    write(join(policies, "managed-settings.d/2.json"), { enabledPlugins: { [ID]: isOn } });
    const none = join(dir.path, "none.json");
    expect(findPlugin({ directory, settings: { user: none, project: none, local: none } }, policies) !== null).toBe(
      isOn,
    );
  },
);
