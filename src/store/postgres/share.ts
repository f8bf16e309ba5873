import type { ShareClass } from "../../base/config/config.ts";
import type { KindName } from "../../model/kinds.ts";
import type { Fact, Observation } from "../../model/observation.ts";

/**
 * By kind of fact and class: the fields that may leave this machine if the class is shared, or `true` for all. A fact
 * leaves if one of its classes is shared, with the fields of those alone. Kinds and fields that are missing stay here.
 */
const SHARED: { readonly [K in KindName]?: { readonly [C in ShareClass]?: readonly string[] | true } } = {
  session: { status: ["agent", "isAttended", "source", "model"], sessions: ["title", "cwd"] },
  start: { status: [], sessions: ["directory", "worktree"] },
  end: { status: ["reason"] },
  turn: { status: [], prompts: true },
  continues: { sessions: true },
  git: { sessions: ["branch", "head", "worktree"] },
  file: { files: true },
  command: { commands: true },
  operation: { commands: true },
  background: { commands: true },
  prompt: { prompts: true },
  message: { prompts: true },
  todos: { prompts: true },
  task: { prompts: true },
  plan: { prompts: true },
  agent: { prompts: true },
  compact: { prompts: true },
};

/** Of a kind: the fields that leave, or all. A kind that is missing stays here. */
type Leaving = ReadonlyMap<string, ReadonlySet<string> | true>;

const byClasses = new Map<string, Leaving>();

function leaving(classes: readonly ShareClass[]): Leaving {
  const name = classes.join();
  const known = byClasses.get(name);
  if (known !== undefined) return known;
  const rules = Object.entries(SHARED).flatMap(([kind, rule]) => {
    const own = classes.map((one) => rule[one]).filter((fields) => fields !== undefined);
    // @mutant what no class lets out stays on this machine
    if (own.length === 0) return [];
    return [
      [kind, own.includes(true) ? (true as const) : new Set(own.flatMap((fields) => fields as string[]))] as const,
    ];
  });
  const made: Leaving = new Map(rules);
  byClasses.set(name, made);
  return made;
}

/** The part of an observation that may leave; its facts may be none. */
export function sharedOf(observation: Observation, classes: readonly ShareClass[]): Observation {
  const rules = leaving(classes);
  return { ...observation, facts: observation.facts.flatMap((fact) => sharedFact(fact, rules)) };
}

function sharedFact(fact: Fact, rules: Leaving): Fact[] {
  const fields = rules.get(fact.kind);
  if (fields === undefined) return [];
  if (fields === true) return [fact];
  return [{ ...fact, data: Object.fromEntries(Object.entries(fact.data).filter(([name]) => fields.has(name))) }];
}
