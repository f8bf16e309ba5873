/** The sessions at work, read again for each change. */
import { expect, setDefaultTimeout, spyOn, test } from "bun:test";
import { projectAt } from "../../src/dashboard/projects.ts";
import { SessionLines } from "../../src/dashboard/read/session-lines.ts";
import { Resumes } from "../../src/recall/resume.ts";
import { callHook, drain, payload, SESSION } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const OTHER = SESSION.replace("5f0c", "5f0d");

test("a session of which nothing is new is not read again, and one that ended leaves the list", async () => {
  using dir = tempDir();
  for (const session_id of [SESSION, OTHER]) {
    await callHook(dir.root, payload("38-userpromptsubmit", { cwd: dir.path, session_id }));
  }
  await drain(dir.root);
  const lines = new SessionLines();
  const active = async () => (await lines.active(projectAt(dir.root, process.env), Date.now())).map(({ id }) => id);
  expect((await active()).toSorted()).toEqual([SESSION, OTHER].toSorted());
  await callHook(dir.root, payload("27-sessionend-other", { cwd: dir.path, session_id: OTHER }));
  await drain(dir.root);
  expect(await active()).toEqual([SESSION]);
  using outlined = spyOn(Resumes.prototype, "outline");
  expect(await active()).toEqual([SESSION]);
  expect(outlined).not.toHaveBeenCalled();
});
