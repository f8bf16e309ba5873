// @bun
import {
  systemHome2
} from "./origin-own-directory.js";
import {
  sha256
} from "./install-adopt-shell-system.js";
import {
  shellWord
} from "./recall-choose-place.js";

// src/install/uninstall/old-service.ts
import { existsSync } from "fs";
import { basename, join } from "path";
function oldServiceRemoval({
  project,
  root,
  env
}) {
  let name = `hive-${basename(project).replaceAll(/[^\w-]/g, "-")}-${sha256(root).slice(0, 8)}`, home = env.HOME || systemHome2(), unit = join(env.XDG_CONFIG_HOME || join(home, ".config"), "systemd/user", `${name}.service`);
  if (existsSync(unit))
    return `systemctl --user disable --now ${name}.service; rm ${shellWord(unit)}`;
  let agent = join(home, "Library/LaunchAgents", `dev.${name}.plist`);
  if (!existsSync(agent))
    return null;
  return `launchctl bootout gui/${process.getuid?.() ?? 0}/dev.${name}; rm ${shellWord(agent)}`;
}

export { oldServiceRemoval };
