/** What an agent does not tell is left out, or called not known: a person reads no bare question mark. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drain, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

test.each(["vscode", "cursor", "copilot", "codex"])(
  "a session of %s is shown without what it does not tell",
  async (agent) => {
    using dir = tempDir();
    const payloads = recordedPayloads(agent, /[Pp]reToolUse/).filter(
      ({ name, isHandled }) => isHandled && name.startsWith("1"),
    );
    for (const { text } of payloads) await callHook(dir.root, text, agent === "copilot" ? { COPILOT_CLI: "1" } : {});
    await drain(dir.root);
    const [{ id: sessionId }] = rows<{ id: string }>(dir.root, "SELECT id FROM sessions") as [{ id: string }];
    for (const command of [["show"], ["export"]]) {
      const { stdout } = await cli([...command, sessionId, "--root", dir.root]);
      expect(stdout).toContain("math.ts");
      expect(stdout.split("\n").filter((line) => /(?:^|[\s(])\?(?:$|[\s:),])/.test(line))).toEqual([]);
    }
  },
);
