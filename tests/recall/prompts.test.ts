import { expect, test } from "bun:test";
import { isOfSubstance, promptsOf } from "../../src/recall/report/prompts.ts";
import { quotedEnds, quotedTask } from "../../src/recall/report/quoted.ts";

test.each([
  "yes",
  "Yes, please.",
  "continue",
  "go on",
  "ok",
  "1",
  "2.",
  "/compact",
  "/exit",
  "/model opus",
  "lgtm!",
  "weiter",
  "继续",
  "",
  "  ",
])("%p only agrees", (text) => expect(isOfSubstance(text)).toBe(false));

test.each([
  "fix it",
  "use tabs",
  "no, keep the old name",
  "/review src/a.ts",
  "/review",
  "/tools:check",
  "/src/a.ts is wrong",
  "42 is wrong",
  "不要改",
])("%p says something", (text) => expect(isOfSubstance(text)).toBe(true));

const row = (text: string, atMs: number) => ({ key: `p${atMs}`, atMs, text });

test("the task is the first prompt of substance, and what repeats it is left out", () => {
  const all = [row("hello", 1), row("port the parser", 2), row("yes", 3), row("port the parser", 4), row("use bun", 5)];
  const { task, later, agreeing } = promptsOf(all, all.toReversed());
  expect(task?.["text"]).toBe("port the parser");
  expect(later.map((one) => one["text"])).toEqual(["use bun"]);
  expect(agreeing).toBe(2);
});

test("where no prompt says anything the first one is the task", () => {
  expect(promptsOf([row("go", 1), row("yes", 2)], [row("yes", 2), row("go", 1)]).task?.["text"]).toBe("go");
});

test("of a long task the beginning and its limits are kept, in their order", () => {
  const filler = "The module has grown over the years and many people have worked on it. ".repeat(6);
  const text = `Split the importer. ${filler}Do not touch packages/legacy. ${filler}Keep the JSON of /v1/invoices.`;
  const shown = quotedTask(text, 240);
  expect(shown.length).toBeLessThanOrEqual(242);
  expect(shown).toMatch(
    /^“Split the importer\. .*Do not touch packages\/legacy\. .*Keep the JSON of \/v1\/invoices\.”$/,
  );
});

test("of a long message the beginning and the end are kept", () => {
  const text = `The backfill is done. ${"It took a while. ".repeat(30)}Shall I drop the old column?`;
  const shown = quotedEnds(text, 120);
  expect(shown.length).toBeLessThanOrEqual(122);
  expect(shown).toMatch(/^“The backfill is done\. .* … .*Shall I drop the old column\?”$/);
});

test("a limit is kept of a task that is one long sentence, and of a long sentence itself", () => {
  const long = "and then the next part of it that also has to be moved over with the rest of the rows, ".repeat(8);
  const shown = quotedTask(
    `Move the ledger ${long}to cents. In all of this ${long}do not touch the API. Then ${long}report.`,
    300,
  );
  expect(shown.length).toBeLessThanOrEqual(302);
  expect(shown).toStartWith("“Move the ledger");
  expect(shown).toContain("do not touch the API");
});
