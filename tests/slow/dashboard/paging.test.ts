/** The list of sessions over many pages: of a project's own store, and of the archive. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import type { Fact } from "../../../src/model/observation.ts";
import type { SessionPage, SessionView } from "../../../src/dashboard/page/data.ts";
import { projectAt } from "../../../src/dashboard/projects.ts";
import { READS } from "../../../src/dashboard/read/reads.ts";
import { SessionLines } from "../../../src/dashboard/read/session-lines.ts";
import type { Sources } from "../../../src/dashboard/read/sources.ts";
import { Archive } from "../../../src/recall/archive/archive.ts";
import { EVERYTHING } from "../../../src/recall/archive/scope.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { fact, observation, row, SOURCE, tempArchive } from "../../store/archive/archive-project.ts";
import { tempDir, type TempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const NOW_MS = Date.now();
const at = (index: number): number => NOW_MS - index * 60_000;

const factsOf = (index: number): Fact[] => [
  fact("session", "", at(index), { cwd: "/home/u/shop" }),
  fact("prompt", "p", at(index), { text: `task ${index}` }),
];

const idOf = (name: string, index: number): string => `${name}-${String(index).padStart(4, "0")}`;

/** Saves sessions in a project's own store. */
async function save(root: string, name: string, indexes: readonly number[], more: readonly Fact[] = []): Promise<void> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  using store = await Store.open(root);
  const entries = indexes.map((index) => {
    const said = observation(idOf(name, index), at(index), [...factsOf(index), ...more], {
      instanceId: idOf(name, index),
    });
    return {
      id: `${name}${index}${more.length}`,
      operation: "observe",
      payload: said,
    };
  });
  store.applyBatch(entries, NOW_MS);
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What the page's server reads of a project and an archive. */
function opened(dir: TempDir, env: Readonly<Record<string, string>>) {
  const project = projectAt(dir.root, process.env);
  const lines = new SessionLines();
  const read = async <T>(name: string, query: Record<string, string>): Promise<T> => {
    using archive = Archive.open(env, EVERYTHING);
    const sources: Sources = { projects: [project], archive, lines, samples: [], env: process.env, nowMs: NOW_MS };
    return (await READS[name]!(new URLSearchParams(query), sources)) as T;
  };
  return { project, read, sessions: (from: string, q = "") => read<SessionPage>("sessions", { q, from }) };
}

test("pages have each session once, the latest first, of the project and of the archive", async () => {
  using dir = tempDir();
  using archived = tempArchive();
  const { project, sessions } = opened(dir, archived.env);
  await save(dir.root, "own", range(130));
  const put = (source: typeof SOURCE, name: string, indexes: readonly number[]) =>
    archived.target.put(
      source,
      indexes.map((index) => row(index + 1, observation(idOf(name, index), at(index), factsOf(index)))),
      NOW_MS,
    );
  // The project's own are archived as well, and some that its store has no more.
  put({ ...SOURCE, id: "own", project: project.path }, "own", range(140));
  put(SOURCE, "other", range(120));
  const listed: string[] = [];
  const times: number[] = [];
  for (let from: string | null = ""; from !== null;) {
    const page: SessionPage = await sessions(from);
    expect(page.sessions.length).toBeLessThanOrEqual(50);
    for (const { project: of, title, id, lastSeenMs } of page.sessions) {
      listed.push(of === "archive" ? `other ${title}` : id);
      times.push(lastSeenMs!);
    }
    from = page.next;
  }
  const expected = [
    ...range(140).map((index) => idOf("own", index)),
    ...range(120).map((index) => `other task ${index}`),
  ];
  expect(listed.toSorted()).toEqual(expected.toSorted());
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect((await sessions("x,-1,1e99")).sessions.length).toBeLessThanOrEqual(50);
});

test("a session that goes on has a new line", async () => {
  using dir = tempDir();
  using archived = tempArchive();
  const { sessions, read } = opened(dir, archived.env);
  await save(dir.root, "own", [5]);
  expect((await sessions("")).sessions).toMatchObject([{ title: "task 5", openTasks: 0, activity: "crashed" }]);
  await save(dir.root, "own", [4]);
  await save(
    dir.root,
    "own",
    [5],
    [
      fact("todos", "", at(1), { todos: [{ content: "one", status: "pending" }] }),
      fact("session", "", at(1), { cwd: "/home/u/shop" }),
      fact("operation", "o", at(1), { tool: "TodoWrite" }),
      fact("message", "last", at(0), { text: "done" }),
    ],
  );
  expect((await sessions("")).sessions).toMatchObject([
    { title: "task 5", openTasks: 1, activity: "stopped" },
    { title: "task 4" },
  ]);
  const now = await read<{ sessions: readonly { title: string }[] }>("now", {});
  expect(now.sessions.map(({ title }) => title)).toEqual(["task 4"]);
});

test("a session whose project's state was deleted is found by a part of its title, and shown", async () => {
  using dir = tempDir();
  using archived = tempArchive();
  const { project, sessions, read } = opened(dir, archived.env);
  const facts = [
    ...factsOf(7),
    fact("todos", "", at(7), {
      todos: [
        { content: "one", status: "deleted" },
        { content: "two", status: "pending" },
      ],
    }),
  ];
  archived.target.put({ ...SOURCE, project: project.path }, [row(1, observation("gone", at(7), facts))], NOW_MS);
  const [found] = (await sessions("", "TASK")).sessions;
  expect(found).toMatchObject({ id: "gone", project: project.id, title: "task 7" });
  expect((await sessions("", "nothing of it")).sessions).toEqual([]);
  const view = await read<SessionView>("session", { project: project.id, id: "gone" });
  expect(view.events.map(({ text }) => text)).toEqual(["task 7"]);
  expect(view.tasks).toEqual([{ text: "two", status: "pending" }]);
});
