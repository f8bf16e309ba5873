import { expect, test } from "bun:test";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { redact } from "../../src/redact/redact.ts";
import { afterOf, SECRETS } from "./secrets-fixture.ts";

/** An independent scanner's findings, as the text of each. */
async function findingsOf(content: string): Promise<string[]> {
  const id = "@secretlint/secretlint-rule-preset-recommend";
  const { messages } = await lintSource({
    source: { filePath: "/x", content, ext: ".txt", contentType: "text" },
    options: { config: { rules: [{ id, rule: creator, options: {} }] }, noPhysicFilePath: true, locale: "en" },
  });
  return messages.map((message) => content.slice(...message.range));
}

const CONTEXTS = ["§\n", 'const value = "§";\n', "export VALUE=§\n", "see § there\n"];

test("the scanner finds nothing in a redacted text", async () => {
  let found = 0;
  for (const [kind, before, secret] of SECRETS) {
    for (const context of CONTEXTS) {
      const content = context.replace("§", () => before + secret + afterOf(kind, before));
      found += (await findingsOf(content)).length;
      // the scanner takes a marker in a URL for a password
      expect(await findingsOf(redact(content).replaceAll(/\[redacted:[\w-]+\]/g, ""))).toEqual([]);
    }
  }
  // below this the oracle has lost its teeth
  expect(found).toBeGreaterThan(80);
});
