// @bun
import {
  fileIdentity,
  arrives
} from "./supervisor-stuck.js";

// src/wake/watch.ts
import { existsSync, rmSync, statSync, watch, writeFileSync } from "fs";
import { basename } from "path";
var PROBE = ".probe-";

class WatchSource {
  cause = "watch";
  #directory;
  #watcher;
  #identity;
  #onProbe;
  #isBroken = !1;
  events = 0;
  constructor(directory) {
    this.#directory = directory;
  }
  start(onWake) {
    this.stop(), this.#isBroken = !1;
    let watcher = watch(this.#directory, { persistent: !0 }, (_event, filename) => {
      if (this.events += 1, this.#watcher === watcher && this.#isArrival(filename))
        onWake();
    });
    watcher.on("error", () => {
      this.#isBroken = !0, onWake();
    }), this.#watcher = watcher, this.#identity = this.#identityNow();
  }
  #isArrival(filename) {
    if (filename === null)
      return !0;
    let name = String(filename);
    if (name.startsWith(PROBE))
      return this.#onProbe?.(), !1;
    if (existsSync(`${this.#directory}/${name}`))
      return !0;
    return this.#isBroken ||= name === basename(this.#directory), this.#isBroken;
  }
  async prove(timeoutMs, signal) {
    let path = `${this.#directory}/${PROBE}${Bun.randomUUIDv7()}`, seen = new Promise((resolve) => {
      this.#onProbe = resolve;
    });
    try {
      return writeFileSync(path, "", { mode: 384 }), await arrives(seen, timeoutMs, signal);
    } finally {
      this.#onProbe = void 0, rmSync(path, { force: !0 });
    }
  }
  stop() {
    this.#watcher?.close(), this.#watcher = void 0;
  }
  #identityNow() {
    return fileIdentity(statSync(this.#directory, { throwIfNoEntry: !1 }));
  }
  isSound() {
    return this.#watcher !== void 0 && !this.#isBroken && this.#identityNow() === this.#identity;
  }
}

export { WatchSource };
