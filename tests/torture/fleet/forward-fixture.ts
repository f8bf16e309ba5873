/** A forwarder of a project's outbox that kills itself at a step: `forward-fixture.ts ROOT URL [STEP]`. */
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { FleetTarget } from "../../../src/store/postgres/fleet-target.ts";
import { OutboxReader } from "../../../src/store/sqlite/outbox.ts";
import { Forwarder } from "../../../src/worker/forward/forwarder.ts";

const [root, url, killedAt] = process.argv.slice(2) as [string, string, string?];
const onStep = (step: string): void => {
  if (step === killedAt) process.kill(process.pid, "SIGKILL");
};
const target = new FleetTarget({
  address: parseFleetUrl(url, {}),
  share: ["status", "prompts"],
  label: "laptop",
  hiveVersion: "0.0.0",
  projectOf: async () => ({ id: "github.com/ada/shop", name: "shop", root: null }),
  dataDirectory: null,
  onStep,
});
const place = { machine: `machine ${killedAt}`, project: "/shop" };
const forwarder = new Forwarder({ outbox: new OutboxReader(root), place, targets: [target], onStep });
for (;;) {
  const { againInMs, seq } = await forwarder.pass();
  if (againInMs === null) {
    process.stdout.write(String(seq));
    break;
  }
  await Bun.sleep(againInMs);
}
await forwarder.close();
