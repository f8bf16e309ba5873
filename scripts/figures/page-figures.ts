/**
 * Figures of the page (`bun scripts/figures/page-figures.ts [messages]`, some minutes; needs Chromium): how long its
 * views take and how long they stall with 50,000 sessions and 300,000 messages, and how soon a hook's call is on it. With
 * `--archive FILE` it copies an archive that was filled before, with `--screens DIR` it takes a picture of each view in three
 * widths, light, dark and as printed. It uses directories of its own.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { CHROMIUM, openPage } from "../../tests/support/servers/browser.ts";
import { fillArchive, rareWord } from "../archive/fill.ts";
import { makeProject, type MadeProject } from "../archive/project.ts";

const { values, positionals } = parseArgs({
  options: { screens: { type: "string" }, archive: { type: "string" } },
  allowPositionals: true,
});
const MESSAGES = Number(positionals[0] ?? 300_000);
const SESSIONS = 50_000;
const LIVE = 30;
/** Sessions on one page of the list. */
const PAGE = 49;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const at = (samples: readonly number[], share: number): number =>
  samples.toSorted((a, b) => a - b)[Math.min(samples.length - 1, Math.floor(samples.length * share))]!;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** Notes what blocked the page's thread: Chromium reports tasks from 50 ms on. */
const WATCH = `void (() => {
  window.stalls = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) stalls.push(duration);
  }).observe({ type: "longtask", buffered: true });
})()`;

const link = (hash: string): string => `location.hash = "${hash}"`;

const typed = (word: string): string =>
  `(() => { const field = document.querySelector("input[type=search]"); field.value = "${word}"; field.dispatchEvent(new Event("input", { bubbles: true })); })()`;

type Page = Awaited<ReturnType<typeof openPage>>;

/** Goes to a view, waits for what it shows, and says how long that took and stalled. */
async function view({ view: browser, until }: Page, name: string, act: string, isReady: string): Promise<void> {
  await browser.evaluate("void (stalls.length = 0)");
  const startMs = performance.now();
  await browser.evaluate(`void (${act})`);
  await until(isReady);
  const tookMs = performance.now() - startMs;
  // A task is reported after its end.
  await Bun.sleep(200);
  const stalls = await browser.evaluate<number[]>("stalls");
  say(`${name}: ${ms(tookMs)}, longest stall ${stalls.length === 0 ? "under 50 ms" : ms(Math.max(...stalls))}`);
}

async function timedReads(page: Page): Promise<void> {
  const paths = [
    "now",
    "sessions?q=",
    "sessions?q=&from=5000,500",
    "sessions?q=Task",
    `search?q=${rareWord()}`,
    "search?q=w1",
  ];
  for (const path of paths) {
    const took = await page.view.evaluate<number[]>(`(async () => {
      const headers = { "x-hive-token": sessionStorage.getItem("hive-token") };
      const took = [];
      for (let n = 0; n < 10; n += 1) {
        const from = performance.now();
        await (await fetch("/api/${path}", { headers })).text();
        took.push(performance.now() - from);
      }
      return took;
    })()`);
    say(`  server, ${path}: p50 ${ms(at(took, 0.5))}, longest ${ms(Math.max(...took))}`);
  }
}

async function live(page: Page, project: MadeProject): Promise<void> {
  await page.view.evaluate(`void (location.hash = "#/session/${project.id}/${project.longSession}")`);
  await page.until("document.querySelectorAll('.timeline li').length > 100");
  await page.view.evaluate("void (stalls.length = 0)");
  const samples: number[] = [];
  for (let n = 0; n < LIVE; n += 1) {
    const word = `live-${n}-${Date.now()}`;
    await page.view.evaluate(`void (window.seen = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector(".timeline").textContent.includes("${word}")) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(document.querySelector("#app"), { subtree: true, childList: true, characterData: true });
    }))`);
    const endedMs = await project.callHook(word);
    samples.push((await page.view.evaluate<number>("seen")) - endedMs);
    await Bun.sleep(100);
  }
  const stalls = await page.view.evaluate<number[]>("stalls");
  say(`live, from the hook's end to the page: p50 ${ms(at(samples, 0.5))}, p99 ${ms(at(samples, 0.99))} (n ${LIVE})`);
  say(`  longest stall meanwhile: ${stalls.length === 0 ? "under 50 ms" : ms(Math.max(...stalls))}`);
}

async function screens(page: Page, project: MadeProject, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const views = [
    ["now", "#/", "document.querySelector('.tiles')"],
    ["sessions", "#/sessions", "document.querySelectorAll('a.session').length > 10"],
    ["search", "#/sessions", "document.querySelector('.hits')"],
    ["session", `#/session/${project.id}/${project.longSession}`, "document.querySelector('.timeline li')"],
    ["health", "#/health", "document.querySelectorAll('canvas').length === 4"],
  ] as const;
  const shot = async (name: string): Promise<void> => {
    await Bun.write(join(directory, `${name}.png`), await page.view.screenshot());
  };
  for (const [name, hash, isReady] of views) {
    await page.view.evaluate(`void (location.hash = "${hash}")`);
    if (name === "search") {
      await page.until("document.querySelector('input[type=search]')");
      await page.view.evaluate(typed("w1"));
    }
    await page.until(isReady);
    if (name === "session") {
      await page.view.evaluate("document.querySelectorAll('.point details').forEach((one) => (one.open = true))");
      await page.until("document.querySelector('.diff')");
      await page.view.evaluate("document.querySelector('.point').scrollIntoView()");
    }
    for (const width of [360, 800, 1400]) {
      for (const scheme of ["light", "dark"]) {
        const features = [{ name: "prefers-color-scheme", value: scheme }];
        await page.view.cdp("Emulation.setEmulatedMedia", { media: "", features });
        await page.view.cdp("Emulation.setDeviceMetricsOverride", {
          width,
          height: 900,
          deviceScaleFactor: 1,
          mobile: false,
        });
        await Bun.sleep(100);
        await shot(`${name}-${width}-${scheme}`);
      }
    }
    const light = [{ name: "prefers-color-scheme", value: "light" }];
    await page.view.cdp("Emulation.setEmulatedMedia", { media: "print", features: light });
    await Bun.sleep(100);
    await shot(`${name}-print`);
    await page.view.cdp("Emulation.setEmulatedMedia", { media: "", features: light });
  }
}

if (CHROMIUM === null) throw new Error("no Chromium is installed");
const directory = mkdtempSync(join(tmpdir(), "hive-page-"));
try {
  process.env["XDG_DATA_HOME"] = join(directory, "data");
  process.env["XDG_CONFIG_HOME"] = join(directory, "config");
  const archive = join(directory, "data/hive/archive.db");
  mkdirSync(dirname(archive), { recursive: true, mode: 0o700 });
  if (values.archive === undefined) fillArchive({ path: archive, messages: MESSAGES, sessions: SESSIONS });
  else copyFileSync(values.archive, archive);
  await using project = await makeProject(join(directory, "shop"));
  await using dashboard = await project.openDashboard();
  using page = await openPage(`file://${dashboard.redirect}`);
  await page.until("document.querySelector('h1')");
  await page.view.evaluate(WATCH);
  say(`${MESSAGES} messages, ${SESSIONS} sessions in the archive, ${project.sessions} in the project`);
  const rows = "document.querySelectorAll('a.session').length";
  await view(page, "sessions", link("#/sessions"), `${rows} >= ${PAGE}`);
  for (let n = 1; n <= 5; n += 1)
    await view(
      page,
      `show more, ${n}`,
      "document.querySelector('main > button').click()",
      `${rows} >= ${PAGE * (n + 1)}`,
    );
  await view(page, "search, a rare word", typed(rareWord()), "document.querySelector('.hits')");
  await view(
    page,
    "search, a word that is in most",
    typed("w1"),
    "document.querySelector('.hits mark')?.innerText === 'w1'",
  );
  await view(
    page,
    "a long session",
    link(`#/session/${project.id}/${project.longSession}`),
    "document.querySelectorAll('.timeline li').length > 100",
  );
  await view(page, "health", link("#/health"), "document.querySelectorAll('canvas').length === 4");
  await view(page, "now", link("#/"), "document.querySelector('.tiles')");
  await timedReads(page);
  await live(page, project);
  if (values.screens !== undefined) await screens(page, project, values.screens);
  say(page.complaints.length === 0 ? "the console has no error" : `the console says: ${page.complaints.join("; ")}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
