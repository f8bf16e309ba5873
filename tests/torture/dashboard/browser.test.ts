/** The page in a real browser: its views, what it shows at once, and what text from outside does to it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { CHROMIUM } from "../../support/servers/browser.ts";
import { opened } from "../../support/servers/opened-page.ts";
import { callHook, runWorkerOnce, payload, SESSION, startWorker } from "../../support/hive.ts";
import { Project } from "../../support/snapshots/snapshots.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(240_000);

/** What would run, be fetched, or hide other text if it were taken for more than text. */
const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\u001b]0;owned\u0007\u202egnp.exe`;

test.skipIf(CHROMIUM === null)("each view shows the project's own state, and nothing complains", async () => {
  using dir = tempDir();
  for (const name of [
    "38-userpromptsubmit",
    "03-posttooluse-edit",
    "11-posttoolusefailure-bash",
    "18-posttooluse-todowrite",
  ]) {
    await callHook(dir.root, payload(name));
  }
  await runWorkerOnce(dir.root);
  await using page = await opened(dir);
  await page.until("document.querySelector('a.session')");
  expect(await page.text("main")).toContain("stopped in mid-turn");
  await page.view.evaluate("document.querySelector('a.session').click()");
  await page.until("document.querySelectorAll('.timeline li').length >= 4");
  expect(await page.text("main")).toContain("hive resume");
  expect(await page.text(".timeline .failed")).toContain("failed");
  await page.go("#/health");
  await page.until("document.querySelectorAll('canvas').length === 4");
  expect(await page.text("table")).toContain("saved by it");
  await page.go("#/sessions");
  await page.until("document.querySelector('input[type=search]')");
  expect(page.complaints).toEqual([]);
});

test.skipIf(CHROMIUM === null)("a call is on the page by itself, without a reload", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("38-userpromptsubmit"));
  await runWorkerOnce(dir.root);
  await using _worker = await startWorker(dir.root);
  await using page = await opened(dir);
  await page.go(`#/session/${page.project.id}/${SESSION}`);
  await page.until("document.querySelectorAll('.timeline li').length === 1");
  await page.view.evaluate("void (window.isSamePage = true)");
  await callHook(dir.root, payload("06-posttooluse-bash"));
  await page.until("document.querySelectorAll('.timeline li.call').length === 1");
  expect(await page.view.evaluate<boolean>("window.isSamePage")).toBe(true);
  expect(page.complaints).toEqual([]);
});

test.skipIf(CHROMIUM === null)("a call is on the page though changes come faster than answers", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("38-userpromptsubmit"));
  await runWorkerOnce(dir.root);
  await using page = await opened(dir);
  await page.go(`#/session/${page.project.id}/${SESSION}`);
  await page.until("document.querySelectorAll('.timeline li').length === 1");
  await page.view.evaluate(`void (window.fetch = ((fetch) => async (...asked) => {
    const answer = await fetch(...asked);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return answer;
  })(window.fetch))`);
  const changes = setInterval(() => page.dashboard.changed(), 5);
  try {
    await callHook(dir.root, payload("06-posttooluse-bash"));
    await runWorkerOnce(dir.root);
    await page.until("document.querySelectorAll('.timeline li.call').length === 1");
  } finally {
    clearInterval(changes);
  }
});

test.skipIf(CHROMIUM === null)("a call is read without a wait for a frame or a timer of the page's", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("38-userpromptsubmit"));
  await runWorkerOnce(dir.root);
  await using page = await opened(dir);
  await page.go(`#/session/${page.project.id}/${SESSION}`);
  await page.until("document.querySelectorAll('.timeline li').length === 1");
  await page.view.evaluate("void (window.requestAnimationFrame = window.setTimeout = () => 0)");
  await callHook(dir.root, payload("06-posttooluse-bash"));
  await runWorkerOnce(dir.root);
  await page.until("document.querySelectorAll('.timeline li.call').length === 1");
});

test.skipIf(CHROMIUM === null)("text from outside is shown as text, whatever it holds", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("38-userpromptsubmit", { prompt: HOSTILE }));
  await callHook(dir.root, payload("06-posttooluse-bash", { tool_input: { command: HOSTILE, description: HOSTILE } }));
  await runWorkerOnce(dir.root);
  await using page = await opened(dir);
  await page.until("document.querySelector('a.session')");
  await page.go(`#/session/${page.project.id}/${SESSION}`);
  await page.until("document.querySelectorAll('.timeline li').length >= 2");
  expect(await page.text(".timeline")).toContain("<img src=x onerror=");
  const text = await page.text();
  for (const hidden of ["\u001b", "\u202e"]) expect(text).not.toContain(hidden);
  expect(await page.view.evaluate<string>("document.title")).toBe("hive");
  expect(await page.view.evaluate<number>("document.querySelectorAll('#app img, #app script').length")).toBe(0);
  expect(page.complaints).toEqual([]);
});

test.skipIf(CHROMIUM === null)("files and diffs are text, and an undo asks before it puts them back", async () => {
  using project = new Project(false);
  await callHook(project.root, payload("38-userpromptsubmit"));
  await runWorkerOnce(project.root);
  // A name has no slash, and 255 bytes at most.
  const name = "<img src=x onerror=document.title=1>\u001b]0;owned\u0007\u202egnp.exe";
  writeFileSync(project.path(name), "before\n");
  await project.take("start", { sessionId: SESSION });
  writeFileSync(project.path(name), `${HOSTILE}\n`);
  const calls = [{ key: "toolu_1", tool: HOSTILE, sessionId: SESSION }];
  await project.take("call", { sessionId: SESSION, calls });
  await using page = await opened(project, 360);
  await page.go(`#/session/${page.project.id}/${SESSION}`);
  await page.until("document.querySelector('.point summary')");
  await page.view.evaluate("document.querySelector('.point summary').focus()");
  await page.view.press("Enter");
  await page.until("document.querySelector('.diff .added')");
  expect(await page.text(".diff")).toContain("<img src=x onerror=");
  // Most of the page's 360 px.
  expect(await page.view.evaluate<number>("document.querySelector('.diff').clientWidth")).toBeGreaterThan(180);
  const text = await page.text();
  for (const hidden of ["\u001b", "\u0007", "\u202e"]) expect(text).not.toContain(hidden);
  expect(await page.view.evaluate<string>("document.title")).toBe("hive");
  expect(await page.view.evaluate<number>("document.querySelectorAll('#app img, #app script').length")).toBe(0);
  expect(await page.view.evaluate<boolean>("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
  await page.view.evaluate("document.querySelector('.ways button').focus()");
  await page.view.press("Enter");
  await page.until("document.querySelector('dialog[open] button.danger')");
  expect(await page.text("dialog")).toContain("replace");
  expect(readFileSync(project.path(name), "utf8")).toContain("onerror");
  await page.view.evaluate("document.querySelector('dialog button.danger').focus()");
  await page.view.press("Enter");
  await page.until("document.querySelector('dialog').innerText.includes('1 file put back')");
  expect(readFileSync(project.path(name), "utf8")).toBe("before\n");
  // The result stays, though there is nothing left to take back.
  await page.until("[...document.querySelectorAll('.point')].some((one) => one.innerText.includes(', taken back'))");
  expect(await page.text("dialog")).toContain("1 file put back");
  await page.view.press("Escape");
  await page.until("document.querySelector('dialog') === null");
  expect(page.complaints).toEqual([]);
});

test.skipIf(CHROMIUM === null)(
  "keys reach every view and every session, and nothing is wider than a telephone",
  async () => {
    using dir = tempDir();
    for (const index of [1, 2, 3]) {
      const session = { session_id: `${SESSION.slice(0, -1)}${index}`, prompt: `Task ${index} ${"long".repeat(60)}` };
      await callHook(dir.root, payload("38-userpromptsubmit", session));
    }
    await runWorkerOnce(dir.root);
    await using page = await opened(dir, 360);
    const fits = "document.documentElement.scrollWidth <= window.innerWidth";
    await page.until("document.querySelectorAll('a.session').length === 3");
    expect(await page.view.evaluate<boolean>(fits)).toBe(true);
    await page.view.press("j");
    await page.view.press("j");
    await page.view.press("Enter");
    await page.until("document.querySelectorAll('.timeline li').length === 1");
    expect(await page.view.evaluate<boolean>(fits)).toBe(true);
    await page.view.press("3");
    await page.until("document.querySelectorAll('canvas').length === 4");
    expect(await page.view.evaluate<boolean>(fits)).toBe(true);
    await page.view.press("/");
    await page.until("document.activeElement.type === 'search'");
    await page.view.type("Task 2");
    await page.until("document.querySelectorAll('a.session').length === 1");
    expect(await page.view.evaluate<boolean>(fits)).toBe(true);
  },
);

test.skipIf(CHROMIUM === null)("of many sessions that need you eight are shown, and all by a button", async () => {
  using dir = tempDir();
  for (let index = 1; index <= 9; index += 1)
    await callHook(dir.root, payload("38-userpromptsubmit", { session_id: `${SESSION.slice(0, -1)}${index}` }));
  await runWorkerOnce(dir.root);
  await using page = await opened(dir);
  await page.until("document.querySelectorAll('a.session').length === 8");
  expect(await page.text("main")).toContain("Show all 9");
  await page.view.evaluate("document.querySelector('main button').click()");
  await page.until("document.querySelectorAll('a.session').length === 9");
});
