/** The page's server, asked by its own page and by others. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Now, SearchPage, SessionPage, SessionView } from "../../../src/dashboard/page/data.ts";
import { Archive } from "../../../src/recall/archive/archive.ts";
import { EVERYTHING } from "../../../src/recall/archive/scope.ts";
import { projectAt } from "../../../src/dashboard/projects.ts";
import { Dashboard } from "../../../src/dashboard/server/server.ts";
import { listen } from "../../../src/dashboard/server/listener.ts";
import { ownDirectory } from "../../../src/origin/own-directory.ts";
import { copyPlugin } from "../../support/versions/built-plugin.ts";
import { openedDashboard } from "../../support/servers/dashboard.ts";
import { callHook, runWorkerOnce, hive, payload, SESSION, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

test("its page reads what happens now, the sessions, and one of them with its timeline", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir);
  const now = (await (await page.get("/api/now")).json()) as Now;
  expect(now.projects).toEqual([{ id: page.project.id, name: page.project.name, path: dir.path }]);
  expect(now.queues).toMatchObject([{ project: page.project.id, pending: 0, worker: { isAlive: false, applied: 3 } }]);
  const { sessions, next } = (await (await page.get("/api/sessions?q=")).json()) as SessionPage;
  expect([sessions.map(({ id }) => id), next]).toEqual([[SESSION], null]);
  const found = (await (await page.get("/api/sessions?q=nothing-of-that-name")).json()) as SessionPage;
  expect(found.sessions).toEqual([]);
  const path = `/api/session?project=${page.project.id}&id=${SESSION}`;
  const view = (await (await page.get(path)).json()) as SessionView;
  expect(view.session.id).toBe(SESSION);
  expect(view.events.map(({ kind }) => kind).toSorted()).toEqual([
    "call",
    "checkpoint",
    "checkpoint",
    "message",
    "prompt",
  ]);
  expect(view.events.find(({ kind }) => kind === "call")).toMatchObject({ label: "Bash", outcome: "failed" });
  expect(view.restored).toContain("hive");
  expect((await page.get("/api/session?project=x&id=y")).status).toBe(404);
});

test("an answer holds no character that is not printable, and gives the same text when it is parsed", async () => {
  using dir = tempDir();
  const prompt = "Mend\u202e\u200b\u{e0041}\u009b31m the form";
  await using page = await openedDashboard(dir);
  await callHook(dir.root, payload("38-userpromptsubmit", { prompt, session_id: "hidden" }));
  await runWorkerOnce(dir.root);
  const text = await (await page.get("/api/sessions")).text();
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u);
  expect((JSON.parse(text) as SessionPage).sessions.map(({ title }) => title)).toContain(prompt);
});

test("sessions of other projects come from the archive: listed, searched and shown", async () => {
  using dir = tempDir();
  using other = tempDir();
  for (const [root, prompt] of [
    [dir.root, "Mend the login form"],
    [other.root, "Paint the teapot green"],
  ] as const) {
    const session = `${SESSION.slice(0, -1)}${root === dir.root ? 1 : 2}`;
    await callHook(root, payload("38-userpromptsubmit", { prompt, session_id: session }));
    await callHook(root, payload("11-posttoolusefailure-bash", { session_id: session }));
    await runWorkerOnce(root);
  }
  // The archive is that of all tests of this process.
  await using page = await openedDashboard(dir, { openArchive: () => Archive.open(process.env, EVERYTHING, dir.root) });
  const search = async (words: string) =>
    (await (await page.get(`/api/search?q=${encodeURIComponent(words)}`)).json()) as SearchPage;
  await waitFor(async () => (await search("teapot")).hits.length > 0);
  const { hits } = await search("teapot");
  expect(hits).toMatchObject([{ kind: "prompt", session: { project: "archive", title: "Paint the teapot green" } }]);
  expect(hits[0]!.pieces.filter(({ isFound }) => isFound).map(({ text }) => text)).toEqual(["teapot"]);
  expect((await search("")).hits).toEqual([]);
  const { sessions } = (await (await page.get("/api/sessions")).json()) as SessionPage;
  expect(sessions.map(({ title }) => title)).toContain("Paint the teapot green");
  expect(sessions.filter(({ id }) => id === `${SESSION.slice(0, -1)}1`)).toHaveLength(1);
  const view = (await (await page.get(`/api/session?project=archive&id=${hits[0]!.session.id}`)).json()) as SessionView;
  expect(view.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["prompt", "call"]));
  expect(view.session.command).toContain("claude --resume");
});

test("a project that hive has not seen yet has a page, which says so", async () => {
  using dir = tempDir();
  const project = projectAt(dir.root, process.env);
  const dashboard = await Dashboard.start({ projects: () => [project], env: process.env });
  const enter = await fetch(dashboard.entrance!);
  const headers = {
    cookie: enter.headers.get("set-cookie")!.split(";")[0]!,
    "x-hive-token": dashboard.access.token,
  };
  const now = (await (await fetch(`http://127.0.0.1:${dashboard.port}/api/now`, { headers })).json()) as Now;
  expect([now.sessions, now.queues]).toMatchObject([[], [{ pending: 0, worker: null }]]);
  await dashboard.stop();
});

test("nobody is answered without the cookie and the token, nor from another origin or name", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir);
  const { cookie, "x-hive-token": token } = page.headers;
  const attacks: Record<string, string>[] = [
    {},
    { cookie },
    { "x-hive-token": token },
    { ...page.headers, origin: "https://attacker.example" },
    { ...page.headers, origin: "null" },
    { ...page.headers, host: "attacker.example" },
    { ...page.headers, host: `localhost:${page.dashboard.port}` },
    // Such names are no part of a URL.
    { ...page.headers, host: `127.0.0.1:${page.dashboard.port}.attacker.example` },
    { ...page.headers, host: `user@127.0.0.1:${page.dashboard.port}` },
  ];
  for (const path of ["/api/now", "/api/sessions", "/api/search?q=a", "/api/events", `/api/session?id=${SESSION}`]) {
    for (const headers of attacks) {
      const answer = await fetch(`${page.base}${path}`, { headers });
      expect([path, headers, answer.status]).toEqual([path, headers, 403]);
      expect(await answer.text()).not.toContain(SESSION);
    }
  }
});

test("a used code opens nothing, and the files of the page hold no data", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir);
  expect((await fetch(page.entrance)).status).toBe(403);
  expect(page.dashboard.entrance).toBeNull();
  for (const path of ["/", "/main.js", "/enter.js", "/style.css"]) {
    const answer = await fetch(`${page.base}${path}`);
    const text = await answer.text();
    expect([path, answer.status]).toEqual([path, 200]);
    for (const secret of [SESSION, page.headers["x-hive-token"], dir.path]) expect(text).not.toContain(secret);
  }
  expect((await fetch(`${page.base}/../package.json`)).status).toBe(404);
});

test("a look at the entrance does not use its code", async () => {
  using dir = tempDir();
  const dashboard = await Dashboard.start({ projects: () => [projectAt(dir.root, process.env)], env: process.env });
  await using _ended = { [Symbol.asyncDispose]: () => dashboard.stop() };
  const entrance = dashboard.entrance!;
  for (const method of ["HEAD", "POST", "OPTIONS", "PUT"]) {
    const answer = await fetch(entrance, { method });
    expect([method, answer.status, answer.headers.get("set-cookie")]).toEqual([method, 405, null]);
  }
  expect((await fetch(entrance)).headers.get("set-cookie")).toContain("SameSite=Strict");
});

test("every answer forbids frames, other origins' code and a copy in a cache", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir);
  for (const answer of [await page.get("/"), await page.get("/api/now"), await fetch(`${page.base}/api/now`)]) {
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("an open page is told when a worker has applied a call", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir);
  const stop = listen(ownDirectory("data", process.env, dir.root)!, () => page.dashboard.changed());
  await using _worker = await startWorker(dir.root);
  const reader = (await page.get("/api/events")).body!.getReader();
  const decoder = new TextDecoder();
  let told = "";
  const reading = (async () => {
    while (!told.includes("data: changed")) {
      const { value, done } = await reader.read();
      if (done) return;
      told += decoder.decode(value);
    }
  })();
  await waitFor(() => told.includes(": open"));
  await callHook(dir.root, payload("06-posttooluse-bash"));
  await reading;
  expect(told).toContain("data: changed");
  const view = (await (await page.get(`/api/session?project=${page.project.id}&id=${SESSION}`)).json()) as SessionView;
  expect(view.events.filter(({ kind }) => kind === "call")).toHaveLength(2);
  stop();
});

test("an action takes a POST with the token, and does what its command does", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir);
  const post = (body: unknown, headers: Record<string, string> = page.headers) =>
    fetch(`${page.base}/api/act`, { method: "POST", headers, body: JSON.stringify(body) });
  const forget = { action: "forget", project: page.project.id, session: SESSION };
  expect((await post(forget, { cookie: page.headers.cookie })).status).toBe(403);
  expect((await page.get("/api/act")).status).toBe(404);
  for (const body of [
    null,
    {},
    { ...forget, action: "uninstall" },
    { ...forget, action: "toString" },
    { ...forget, project: "x" },
  ]) {
    expect([body, (await post(body)).status]).toEqual([body, 400]);
  }
  const unknown = await (await post({ ...forget, session: "--all" })).json();
  expect(unknown).toMatchObject({ isDone: false });
  expect(await (await post(forget)).json()).toMatchObject({ isDone: true });
  const { sessions } = (await (await page.get("/api/sessions")).json()) as SessionPage;
  expect(sessions).toEqual([]);
});

test("the server ends when its page is closed, and when no page comes", async () => {
  using dir = tempDir();
  await using page = await openedDashboard(dir, { closedEndMs: 1 });
  const reader = (await page.get("/api/events")).body!.getReader();
  await reader.read();
  await reader.cancel();
  await page.dashboard.done;
  await using unseen = await openedDashboard(dir, { firstPageMs: 1 });
  await unseen.dashboard.done;
});

test("hive dashboard hands the code over in a file of the user's own, and leaves nothing behind", async () => {
  using dir = tempDir();
  using own = tempDir();
  await callHook(dir.root, payload("29-stop"));
  const data = own.path;
  await using child = hive(["dashboard", "--no-open", "--root", dir.root], { XDG_DATA_HOME: data });
  await child.printed("Ctrl+C");
  const path = /(\/\S+\.html)/.exec(child.stdout)![1]!;
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const address = /url=(http:\/\/127\.0\.0\.1:\d+\/enter\?code=[\w-]+)/.exec(readFileSync(path, "utf8"))![1]!;
  expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).not.toContain("code");
  expect(child.stdout).not.toContain("code=");
  // No timer of Bun's wakes it while nothing happens.
  expect(readFileSync(`/proc/${child.pid}/environ`, "utf8")).toContain("BUN_GC_TIMER_DISABLE=1");
  expect((await fetch(address)).status).toBe(200);
  process.kill(child.pid, "SIGTERM");
  expect((await child.outcome()).exitCode).toBe(0);
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(join(data, "hive/listeners"))).toEqual([]);
});

test("the plugin's own hive serves the page, which was built with it", async () => {
  using dir = tempDir();
  using own = tempDir();
  copyPlugin(join(own.path, "plugin"));
  const dashboard = Bun.spawn([join(own.path, "plugin/bin/hive"), "dashboard", "--no-open", "--root", dir.root], {
    cwd: dir.path,
    env: { ...process.env, XDG_DATA_HOME: join(own.path, "data") },
    stdout: "pipe",
    stderr: "inherit",
  });
  let said = "";
  const decoder = new TextDecoder();
  for await (const chunk of dashboard.stdout) {
    said += decoder.decode(chunk);
    if (said.includes("Ctrl+C")) break;
  }
  const redirect = readFileSync(/(\/\S+\.html)/.exec(said)![1]!, "utf8");
  const base = /url=(http:\/\/127\.0\.0\.1:\d+)/.exec(redirect)![1]!;
  for (const path of ["/", "/main.js", "/enter.js", "/style.css"]) {
    const answer = await fetch(`${base}${path}`);
    expect([path, answer.status, (await answer.text()).length > 100]).toEqual([path, 200, true]);
  }
  dashboard.kill("SIGTERM");
  expect(await dashboard.exited).toBe(0);
});
