/** What a session did to files, on the page's server: shown, planned and taken back. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Done, FileDiff, SessionView, UndoPlan } from "../../../src/dashboard/page/data.ts";
import { openedDashboard } from "../../support/servers/dashboard.ts";
import { git } from "../../support/git.ts";
import { SESSION } from "../../support/hive.ts";
import { Project } from "../../support/snapshots/snapshots.ts";

setDefaultTimeout(120_000);

test("an undo is planned, and done as it was planned", async () => {
  using project = new Project();
  const secret = "AWS_SECRET=AKIAIOSFODNN7EXAMPLE\n";
  writeFileSync(project.path("a"), "before\n");
  writeFileSync(project.path(".env"), secret);
  git(project.top, "add", "a", ".env");
  git(project.top, "commit", "-qm", "all");
  await project.take("start");
  writeFileSync(project.path("a"), "after\n");
  rmSync(project.path(".env"));
  await project.take("call", { sessionId: SESSION, calls: [{ key: "-toolu", tool: "Bash", sessionId: SESSION }] });
  await using page = await openedDashboard(project);
  const id = page.project.id;
  const view = (await (await page.get(`/api/session?project=${id}&id=${SESSION}`)).json()) as SessionView;
  expect(view.points).toMatchObject([{ calls: [{ id: "-toolu" }], allFiles: 2, isUndone: false }]);
  const { snapshot } = view.points[0]!;
  const diffOf = async (path: string) =>
    (await (await page.get(`/api/diff?project=${id}&snapshot=${snapshot}&path=${path}`)).json()) as FileDiff;
  expect((await diffOf("a")).lines).toEqual(["@@ -1,1 +1,1 @@", "-before", "+after"]);
  // git has it, and the page shows it no more for that.
  expect(await diffOf(".env")).toMatchObject({ hidden: "withheld, as it may hold a secret", lines: [] });
  expect((await page.get(`/api/diff?project=${id}&snapshot=${snapshot}&path=none`)).status).toBe(404);
  const query = `project=${id}&id=${SESSION}`;
  expect((await page.get(`/api/undo?${query}&kind=turn&value=x`)).status).toBe(404);
  let planned = (await (await page.get(`/api/undo?${query}&kind=call&value=-toolu`)).json()) as UndoPlan;
  expect(planned.text).toContain("replace  a");
  expect(readFileSync(project.path("a"), "utf8")).toBe("after\n");
  const undo = async (plan: string | null, headers: Record<string, string> = page.headers) => {
    const scope = { kind: "call", value: "-toolu" };
    const body = JSON.stringify({ action: "undo", project: id, session: SESSION, scope, plan });
    return await fetch(`${page.base}/api/act`, { method: "POST", headers, body });
  };
  expect((await undo(planned.plan, { cookie: page.headers.cookie })).status).toBe(403);
  expect(await (await undo("another")).json()).toMatchObject({ isDone: false });
  expect(readFileSync(project.path("a"), "utf8")).toBe("after\n");
  writeFileSync(project.path("a"), "later\n");
  await project.take("call", { sessionId: SESSION, calls: [{ key: "-toolu", tool: "Bash", sessionId: SESSION }] });
  expect(await (await undo(planned.plan)).json()).toMatchObject({ isDone: false });
  expect(readFileSync(project.path("a"), "utf8")).toBe("later\n");
  planned = (await (await page.get(`/api/undo?${query}&kind=call&value=-toolu`)).json()) as UndoPlan;
  const done = (await (await undo(planned.plan)).json()) as Done;
  expect(done).toMatchObject({ isDone: true });
  expect([readFileSync(project.path("a"), "utf8"), readFileSync(project.path(".env"), "utf8")]).toEqual([
    "before\n",
    secret,
  ]);
});
