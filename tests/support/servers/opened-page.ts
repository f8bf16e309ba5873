/** A project's page in a real browser, as `hive dashboard` opens it. */
import { projectAt } from "../../../src/dashboard/projects.ts";
import { listen } from "../../../src/dashboard/server/listener.ts";
import { writeRedirect } from "../../../src/dashboard/server/open-browser.ts";
import { Dashboard } from "../../../src/dashboard/server/server.ts";
import { ownDirectory } from "../../../src/origin/own-directory.ts";
import { HIVE } from "../hive-command.ts";
import type { TempDir } from "../temp-dir.ts";
import { openPage } from "./browser.ts";

export async function opened(dir: Pick<TempDir, "root">, width?: number) {
  const project = projectAt(dir.root, process.env);
  const dashboard = await Dashboard.start({ projects: () => [project], env: process.env, hive: HIVE });
  const data = ownDirectory("data", process.env, dir.root)!;
  const stop = listen(data, () => dashboard.changed());
  const redirect = writeRedirect(data, dashboard.entrance!);
  const page = await openPage(`file://${redirect.path}`, width);
  await page.until("document.querySelector('h1')");
  return {
    ...page,
    project,
    dashboard,
    text: (selector = "body") =>
      page.view.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).textContent`),
    go: async (hash: string) => {
      await page.view.evaluate(`void (location.hash = ${JSON.stringify(hash)})`);
    },
    [Symbol.asyncDispose]: async () => {
      page[Symbol.dispose]();
      stop();
      redirect.remove();
      await dashboard.stop();
    },
  };
}
