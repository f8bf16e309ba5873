/** What settles a failure, what leaves it open, and which commands leave no trace. */
import { expect, test } from "bun:test";
import { command, failingIn, passes, type Said, told } from "../support/told.ts";

const start: Said = { kind: "start", key: "", data: { directory: "/w" } };
const failed = (text: string): Said => command(text, "failed", { error: "(fail) adds" });
const unknown = (text: string): Said => ({ kind: "command", data: { command: text } });
const interrupted = (text: string): Said => command(text, "interrupted");

test.each([
  ["npm test", "npm test"],
  ["npx jest src/a.test.ts", "npx jest --runInBand"],
  ["make -j8 test", "bash -lc 'make test'"],
  ["sleep 99 && npm test", "npm test"],
])("an interrupted %p is over once %p passed, and no sooner", async (text, later) => {
  expect((await told(start, interrupted(text), command(later))).text).not.toContain("Interrupted");
  expect((await told(start, command(later), interrupted(text))).text).toContain("Interrupted");
});

test("a run whose outcome is not known settles no failure, and is never told as passed", async () => {
  const { text } = await told(start, failed("npm test"), unknown("npm test | tail -20"));
  expect(failingIn(text)).toContain("“npm test”: “(fail) adds” (ran again since; how that ended is not known)");
  expect((await told(start, failed("npx jest a.test.ts"), unknown("npx jest | tail"))).text).toContain("Failing now");
  expect((await told(start, unknown("npm test | tail -20"))).text).not.toContain("npm test");
});

test("a check that passed before one of unknown outcome says so", async () => {
  const { text } = await told(start, command("npm test"), unknown("npm test | tail -20"));
  expect(text).toContain("- “npm test” (ran again since; how that ended is not known)");
  expect((await told(start, unknown("npm test | tail"), command("npm test"))).text).not.toContain("ran again");
});

test("a filter that found nothing says nothing of the check before it", async () => {
  const filtered = command("npm test 2>&1 | grep -i fail", "failed", { error: "Exit code 1" });
  const { text } = await told(start, failed("npm test"), filtered);
  expect(failingIn(text)).toContain("“npm test”: “(fail) adds” (ran again since");
  expect(failingIn((await told(start, filtered)).text)).toBe("");
});

/** Successful commands that say nothing of the work. */
const LOOKS = [
  "node -v",
  "bun --version",
  "npm ls react",
  "npm view react version",
  "pip show flask",
  "gh pr view 12",
  "gh run list --limit 3",
  "gh api repos/o/r/pulls",
  "curl -s localhost:3000/health",
  "curl -s -X POST http://127.0.0.1:3000/api/carts -d '{}'",
  "curl -sI https://example.com",
  "which node",
  "env | sort",
  "ps aux | grep node",
  "wc -l src/*.ts",
  "head -40 README.md",
  'rg "a|b" src',
  "grep -rE '(a|b) => c' src | head",
  "cd p && git --no-pager log --oneline -5",
  "for f in src/*.ts; do wc -l $f; done",
  "if [ -f a ]; then cat a; fi",
  "docker ps -a",
  "docker compose logs web --tail 20",
  "kubectl get pods",
  "lsof -i :3000",
  "awk '$1 > 3' a.txt",
  "bash -lc 'cat a.txt | head -3'",
  "cargo tree -i serde",
  "find . -name '*.ts' -exec grep -l x {} +",
  "sed -n '1,20p' a.ts",
  "cat a.ts 2>/dev/null || true",
  "go version && go env GOPATH",
  "jq .scripts package.json",
];

test("commands that only look make room, whatever they look at", async () => {
  for (const look of LOOKS) {
    const { text } = await told(start, command(look), command("make all"));
    expect([look, text.match(/^- .*$/gm)]).toEqual([look, ["- “make all”"]]);
  }
});

test.each(["pytest -v", "mypy -v", "python -m pytest -v"])("%p is a check, not a question", async (check) => {
  expect((await told(start, command(check))).text).toContain(`“${check}”`);
});

test.each([
  "curl -o a.tgz https://example.com/a.tgz",
  "curl -X DELETE https://example.com/a",
  "find . -name '*.orig' -delete",
  "cat a > b",
  "echo x | tee -a b && make b",
  "for f in *.ts; do sed -i s/a/b/ $f; done",
  "gh pr merge 12",
  "gh api -X POST repos/o/r/issues",
  "npm install left-pad",
  "docker run app",
  "git tag v1",
  "bash -c 'rm a'",
])("%p acts: it is told", async (act) => {
  expect((await told(start, command(act))).text).toContain(act.slice(0, 20));
});

test("a failure of a look makes room after twenty later commands", async () => {
  const { text } = await told(start, command("npm ls react", "failed", { error: "missing" }), ...passes(20));
  expect(text).not.toContain("npm ls react");
});

test.each([
  ["python manage.py migrate", "python manage.py migrate 2>&1 | tail -20"],
  ["./deploy.sh", "./deploy.sh || true"],
  ["./deploy.sh", "./deploy.sh; echo done"],
  ["node scripts/x.js", "node scripts/x.js | tail -3 && echo ok"],
])("a failure of %p stands where %p hides its exit code, and that is not told as passed", async (text, hidden) => {
  const { text: both } = await told(start, failed(text), command(hidden));
  expect(failingIn(both)).toContain(`“${text}”: “(fail) adds” (ran again since; how that ended is not known)`);
  expect((await told(start, command(hidden))).text).not.toContain("passed");
});

test.each([
  ["./deploy.sh", "set -o pipefail; ./deploy.sh | tail"],
  ["./deploy.sh", "./deploy.sh && echo ok"],
  ["./deploy.sh", "./deploy.sh; exit $?"],
  ["./deploy.sh", "ls | head && ./deploy.sh"],
  ["git push", "git push 2>&1 | tail -3"],
  ["npm install", "npm install | tail -2"],
])("a failure of %p is over once %p passed", async (text, passed) => {
  expect(failingIn((await told(start, failed(text), command(passed))).text)).toBe("");
});

test("a check that was cut off hides no failure before it", async () => {
  const again = "“npm test”: “(fail) adds” (ran again since; how that ended is not known)";
  for (const outcome of ["interrupted", "background"]) {
    const { text } = await told(start, failed("npm test"), command("npm test", outcome, { taskId: "b1" }));
    expect([outcome, failingIn(text)]).toEqual([outcome, `- ${again}\n`]);
  }
  const stopped: Said = { kind: "agent", key: "b1", data: { status: "stopped", by: "TaskStop" } };
  const begun = command("npm test", "background", { taskId: "b1" });
  expect(failingIn((await told(start, failed("npm test"), begun, stopped)).text)).toContain(again);
  const twice = await told(start, failed("npm test"), interrupted("npm test"), interrupted("npm test"));
  expect(twice.text.match(/Interrupted:\n(?:- .*\n)*/)?.[0]).toBe("Interrupted:\n- “npm test”\n");
  expect(failingIn((await told(start, failed("npm test"), command("npm test"), interrupted("npm test"))).text)).toBe(
    "",
  );
});

test("a server that failed and then runs fails no more", async () => {
  const server = command("npm run dev", "background", { taskId: "b1" });
  expect(failingIn((await told(start, failed("npm run dev"), server)).text)).toBe("");
});

const CONFLICT = "CONFLICT (content): Merge conflict in a.ts\nAutomatic merge failed; fix conflicts";

test.each(["git merge topic", "git pull", "git cherry-pick abc", "git revert abc"])(
  "git: a commit ends a %p that stopped at a conflict, and no other failure of it",
  async (text) => {
    const commit = command("git commit -am wip");
    expect(failingIn((await told(start, command(text, "failed", { error: CONFLICT }), commit)).text)).toBe("");
    const error = "error: Your local changes to the following files would be overwritten by merge:\n\ta.ts";
    expect(failingIn((await told(start, command(text, "failed", { error }), commit)).text)).toContain(`“${text}”`);
  },
);

test.each([
  ["python manage.py migrate", "python manage.py migrate --plan"],
  ["python manage.py migrate", "python manage.py migrate users"],
  ["python manage.py migrate", "python manage.py migrate --fake"],
  ["alembic upgrade head", "alembic upgrade head --sql"],
  ["terraform apply", "terraform apply -target=module.a"],
  ["ansible-playbook site.yml", "ansible-playbook site.yml --syntax-check"],
  ["ansible-playbook site.yml", "ansible-playbook site.yml --limit web"],
])("a failure of %p stands after %p, which does less", async (text, less) => {
  expect(failingIn((await told(start, failed(text), command(less))).text)).toContain(`“${text}”`);
});

test("a push with more words is a push", async () => {
  expect(failingIn((await told(start, failed("git push"), command("git push -u origin main"))).text)).toBe("");
});

const NO_FILE = "Exit code 2\nls: cannot access 'nope': No such file or directory";

test.each([
  ["kill 4242", "Exit code 1\n/bin/bash: line 1: kill: (4242) - No such process"],
  ["npm outdated", "Exit code 1\nPackage  Current  Wanted  Latest  Location\nleft-pad  1.0.0  1.3.0  1.3.0  a"],
  ["ls nope", NO_FILE],
  ["ls -la src nope", `Exit code 2\na.ts\nb.ts\n${NO_FILE.slice(12)}`],
  ["cat a.json | head", "Exit code 1\ncat: a.json: No such file or directory"],
  ["git diff --exit-code", "Exit code 1\ndiff --git a/f b/f\n-1\n+2"],
  ["git diff --quiet HEAD", "Exit code 1"],
  ["git merge-base --is-ancestor a b", "Exit code 1"],
  ["which x", "Exit code 1\n/usr/bin/which: no x in (/usr/bin:/bin)"],
  ["command -v x && x --version", "Exit code 1"],
  ["test -f x", "Exit code 1"],
  ["git config user.name", "Exit code 1"],
  ["npm run build; test -f dist/a.js", "Exit code 1"],
  ["[ -d dist ] && ls dist", "Exit code 1"],
  ["pgrep -f vite", "Exit code 1"],
  ["diff a b", "Exit code 1\n1c1\n< 1\n---\n> error: 2"],
  ["cmp a b", "Exit code 1\na b differ: byte 1, line 1"],
  ["cd src && grep -rn TODO .", "Exit code 1"],
  ["rm dist/a.js", "Exit code 1\nrm: cannot remove 'dist/a.js': No such file or directory"],
  ["docker stop web", "Exit code 1\nError response from daemon: No such container: web"],
])("%p that answers no fails nothing", async (text, error) => {
  expect(failingIn((await told(start, command(text, "failed", { error }))).text)).toBe("");
});

test.each([
  ["set -e; npm test; grep -q ok log.txt", "Exit code 1\nTests: 2 failed, 10 passed"],
  ["set -euo pipefail; npm test 2>&1 | grep -v noise", "Exit code 1\nTests: 2 failed, 10 passed"],
  ["find tests -name '*_test.py' -exec python {} +", "Exit code 1\nAssertionError: boom"],
  ["npm test > o 2>&1; code=$?; tail -5 o; [ $code -eq 0 ]", "Exit code 1\nTests: 2 failed, 10 passed"],
  ["pytest -q; [ $? -eq 0 ]", "Exit code 1\n2 failed, 3 passed"],
  ["[[ $(cargo test 2>&1) =~ ok ]]", "Exit code 1\ntest result: FAILED"],
  ["go test ./... ; git diff --exit-code", "Exit code 1\nFAIL\tpkg 0.1s"],
  ["./prog > out; diff out expected", "Exit code 1\n1c1\n< 1\n---\n> 2"],
  ["git config user.name x", "Exit code 1\nerror: could not lock config file .git/config: File exists"],
  ["git diff --check", "Exit code 2\na.ts:1: trailing whitespace."],
  ["make test", "Exit code 2\nmake: *** No rule to make target 'test'.  Stop."],
  ["make test && diff a b", "Exit code 1\n(fail) adds"],
  ["make test && grep -q ok log", "Exit code 1\n(fail) adds"],
  ["grep '[' a", "Exit code 2\ngrep: Unmatched [, [^, [:, [., or [="],
  ["diff a nope", "Exit code 2\ndiff: a: Permission denied"],
  ["jq . a.json", "Exit code 127\nbash: jq: command not found"],
  ["node dist/a.js", "Exit code 1\nError: ENOENT: no such file or directory, open 'a.json'"],
  ["cp a b", "Exit code 1\ncp: cannot stat 'a': No such file or directory"],
  ["cd nope && make", "Exit code 1\nbash: cd: nope: No such file or directory"],
  ["kill 1", "Exit code 1\nbash: kill: (1) - Operation not permitted"],
  ["curl -f localhost:3000/health", "Exit code 7\ncurl: (7) Failed to connect to localhost port 3000"],
])("%p that could not do its work fails", async (text, error) => {
  expect(failingIn((await told(start, command(text, "failed", { error }))).text)).toContain(`“${text}”`);
});
