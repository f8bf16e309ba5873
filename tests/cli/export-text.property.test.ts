import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { exportText } from "../../src/cli/text/export-text.ts";
import { KIND_NAMES } from "../../src/model/kinds.ts";
import type { ResumeReport } from "../../src/recall/report/resume-report.ts";
import type { AllRows } from "../../src/store/sqlite/all-rows.ts";

const MARK = "saved-text-7f3a";

const markup = fc.array(
  fc.oneof(
    fc.constantFrom(
      "`",
      "``",
      "```",
      "\n```\n",
      "\n````\n",
      "~~~",
      "\n",
      "\n\n",
      "# ",
      "- ",
      "> ",
      "    ",
      "\t",
      "<img src=x>",
      "-->",
      "<!--",
      "![x](http://e)",
    ),
    fc.constantFrom(
      "[a](b)",
      "|",
      "\\",
      "*",
      "_",
      "&lt;",
      "$",
      "\r",
      "\u2028",
      "</code>",
      "</pre>",
      "\u001b[2J",
      "http://e.x",
    ),
    fc.string({ maxLength: 5 }),
  ),
  { maxLength: 12 },
);
const text = markup.map((parts) => `${MARK}${parts.join("")}${MARK}`);

const row = (data: object, key = "k") => ({ ...data, key, atMs: 0 });

test("no saved text is markup in an export, whatever it is", () => {
  fc.assert(
    fc.property(text, text, text, (one, two, three) => {
      const none = Object.fromEntries(KIND_NAMES.map((kind) => [kind, []])) as unknown as AllRows;
      const rows = {
        ...none,
        session: [row({ agent: two, model: three })],
        prompt: [row({ text: one }), row({ text: two })],
        message: [row({ text: three })],
        plan: [row({ text: one })],
        todos: [row({ todos: [{ content: two, status: "pending" }] })],
        task: [row({ subject: three, status: "completed" })],
        file: [row({ change: "modified", by: "Edit" }, one)],
        command: [row({ command: two, outcome: "failed", error: three })],
        agent: [row({ description: one, status: "running", lastMessage: two })],
      } as unknown as AllRows;
      const report = {
        sessionId: "id",
        cwd: one,
        state: { git: { branch: two, head: "abc" } },
        lastSeenMs: 0,
        operations: 1,
        waitingEntries: 0,
        continues: [three],
        isUntrusted: true,
        ending: { kind: "none-seen" },
        isRunning: false,
        isTurnFinished: false,
      } as unknown as ResumeReport;
      const markdown = exportText({ report, title: three, rows, history: [] }, 0);
      const outside = Bun.markdown.html(markdown).replaceAll(/<code[^>]*>[\s\S]*?<\/code>/g, "");
      expect(outside).not.toContain(MARK);
      expect(outside).not.toMatch(/<img|<a /);
      expect(markdown).not.toContain("\u001b");
    }),
    { numRuns: 300 },
  );
});
