import type { Mutation } from "./mutation.ts";

const FILE = "tests/dashboard/access.test.ts";

const UNDO = "tests/slow/dashboard/undo.test.ts";

export const DASHBOARD: readonly Mutation[] = [
  { name: "a code of the page opens it once", change: "skip", check: { file: FILE, title: "once" } },
  { name: "a name that leads to the page's server is not its own", change: "skip", check: { file: FILE } },
  { name: "another origin is refused", change: { with: "return true;" }, check: { file: FILE } },
  {
    name: "a look at the entrance does not use its code",
    change: { condition: "false" },
    check: { file: "tests/slow/dashboard/server.test.ts", title: "a look at the entrance" },
  },
  {
    name: "the page reads again what is new of a session",
    change: { condition: "kept !== undefined" },
    check: { file: "tests/dashboard/active-sessions.test.ts", title: "leaves the list" },
  },
  {
    name: "the page's data takes the cookie",
    change: { with: "if (given === undefined) return false;" },
    check: { file: FILE },
  },
  {
    name: "a diff on the page shows no secret, also of a file that git has",
    change: "skip",
    check: { file: UNDO, title: "an undo is planned" },
  },
  {
    name: "an undo on the page does what its person has seen",
    change: "skip",
    check: { file: UNDO, title: "an undo is planned" },
  },
  {
    name: "a browser that a project may have named is not started",
    change: { with: "const isLeftOut = browsers === undefined;" },
    check: { file: "tests/dashboard/open-browser.test.ts" },
  },
  { name: "the page's data takes the token", change: { with: "return token !== null;" }, check: { file: FILE } },
];
