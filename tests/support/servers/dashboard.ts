/** The page's server, without a browser. */
import { projectAt } from "../../../src/dashboard/projects.ts";
import { Dashboard, type DashboardOptions } from "../../../src/dashboard/server/server.ts";
import { HIVE } from "../hive-command.ts";
import { callHook, drain, payload } from "../hive.ts";
import type { TempDir } from "../temp-dir.ts";

/** A server over a project in which a session was saved, and the headers of the page that it let in. */
export async function openedDashboard(dir: Pick<TempDir, "root">, given: Partial<DashboardOptions> = {}) {
  await callHook(dir.root, payload("38-userpromptsubmit"));
  await callHook(dir.root, payload("11-posttoolusefailure-bash"));
  await callHook(dir.root, payload("29-stop"));
  await drain(dir.root);
  const project = projectAt(dir.root, process.env);
  const dashboard = await Dashboard.start({
    projects: () => [project],
    env: process.env,
    hive: HIVE,
    ...given,
  });
  const base = `http://127.0.0.1:${dashboard.port}`;
  const entrance = dashboard.entrance!;
  const enter = await fetch(entrance);
  const html = await enter.text();
  const headers = {
    cookie: enter.headers.get("set-cookie")!.split(";")[0]!,
    "x-hive-token": /name="token" content="([^"]+)"/.exec(html)![1]!,
  };
  return {
    dashboard,
    project,
    base,
    entrance,
    headers,
    get: (path: string, more: Record<string, string> = {}) =>
      fetch(`${base}${path}`, { headers: { ...headers, ...more } }),
    [Symbol.asyncDispose]: () => dashboard.stop(),
  };
}
