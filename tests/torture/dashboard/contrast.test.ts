/** Whether the page's texts can be read, in a real browser. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { CHROMIUM } from "../../support/servers/browser.ts";
import { contrasts } from "../../support/servers/contrast.ts";
import { opened } from "../../support/servers/opened-page.ts";
import { callHook, payload, runWorkerOnce, SESSION } from "../../support/hive.ts";
import { Project } from "../../support/snapshots/snapshots.ts";

setDefaultTimeout(240_000);

test.skipIf(CHROMIUM === null)("each text of each view has the contrast of WCAG AA, light and dark", async () => {
  using project = new Project(false);
  for (const name of [
    "38-userpromptsubmit",
    "03-posttooluse-edit",
    "11-posttoolusefailure-bash",
    "18-posttooluse-todowrite",
  ]) {
    await callHook(project.root, payload(name));
  }
  await runWorkerOnce(project.root);
  writeFileSync(project.path("a"), "before\nkept\n");
  await project.take("start", { sessionId: SESSION });
  writeFileSync(project.path("a"), "after\nkept\n");
  await project.take("call", { sessionId: SESSION, calls: [{ key: "toolu_1", tool: "Edit", sessionId: SESSION }] });
  await using page = await opened(project);
  const seen = new Set<string>();
  const unreadable = async () => {
    const all = [...(await contrasts(page, "light")), ...(await contrasts(page, "dark"))];
    for (const { element } of all) seen.add(element);
    return all.filter(({ ratio, least }) => ratio < least);
  };
  await page.until("document.querySelector('a.session')");
  expect(await unreadable()).toEqual([]);
  await page.go("#/health");
  await page.until("document.querySelectorAll('canvas').length === 4");
  expect(await unreadable()).toEqual([]);
  await page.go("#/sessions");
  await page.until("document.querySelector('a.session')");
  expect(await unreadable()).toEqual([]);
  await page.go(`#/session/${page.project.id}/${SESSION}`);
  await page.until("document.querySelector('.point summary')");
  await page.view.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
  await page.until("document.querySelector('.diff .added')");
  expect(await unreadable()).toEqual([]);
  await page.view.evaluate("document.querySelector('.ways button').click()");
  await page.until("document.querySelector('dialog[open] button.danger')");
  expect(await unreadable()).toEqual([]);
  // Those with a colour of their own are among them.
  for (const element of ["span.added", "span.removed", "span.place", "span.state.crashed", "button.danger", "time"])
    expect([...seen]).toContain(element);
});
