// @bun
// src/store/postgres/share.ts
var SHARED = {
  session: { status: ["agent", "isAttended", "source", "model"], sessions: ["title", "cwd"] },
  start: { status: [], sessions: ["directory", "worktree"] },
  end: { status: ["reason"] },
  turn: { status: [], prompts: !0 },
  continues: { sessions: !0 },
  git: { sessions: ["branch", "head", "worktree"] },
  file: { files: !0 },
  command: { commands: !0 },
  operation: { commands: !0 },
  background: { commands: !0 },
  prompt: { prompts: !0 },
  message: { prompts: !0 },
  todos: { prompts: !0 },
  task: { prompts: !0 },
  plan: { prompts: !0 },
  agent: { prompts: !0 },
  compact: { prompts: !0 }
}, byClasses = /* @__PURE__ */ new Map;
function leaving(classes) {
  let name = classes.join(), known = byClasses.get(name);
  if (known !== void 0)
    return known;
  let rules = Object.entries(SHARED).flatMap(([kind, rule]) => {
    let own = classes.map((one) => rule[one]).filter((fields) => fields !== void 0);
    if (own.length === 0)
      return [];
    return [
      [kind, own.includes(!0) ? !0 : new Set(own.flatMap((fields) => fields))]
    ];
  }), made = new Map(rules);
  return byClasses.set(name, made), made;
}
function sharedOf(observation, classes) {
  let rules = leaving(classes);
  return { ...observation, facts: observation.facts.flatMap((fact) => sharedFact(fact, rules)) };
}
function sharedFact(fact, rules) {
  let fields = rules.get(fact.kind);
  if (fields === void 0)
    return [];
  if (fields === !0)
    return [fact];
  return [{ ...fact, data: Object.fromEntries(Object.entries(fact.data).filter(([name]) => fields.has(name))) }];
}

export { sharedOf };
