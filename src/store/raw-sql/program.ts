import { ALLOWED_FUNCTIONS, ALLOWED_OPCODES, CALLING_OPCODES } from "./allowed.ts";
import type { Table, Tables } from "./tables.ts";
import { refuse } from "./text.ts";

/** A row of EXPLAIN: address, opcode, P1 to P5, comment. */
export type Instruction = readonly [number, string, number, number, number, string | null, number, string | null];
/** A row of EXPLAIN QUERY PLAN: id, the parent's id, an estimate, a description. */
export type PlanStep = readonly [number, number, number, string];

/** The P2 of a Halt opcode that rolls back the whole transaction, which is the batch's and not the entry's. */
const ROLLBACK = 1;
/** P5 of an OpenWrite whose root page is in a register, as in a CREATE. */
const ROOT_PAGE_IN_REGISTER = 0x10;
const MAIN_DATABASE = 0;
/** Limit for nested loops over whole tables. */
const MAX_NESTED_SCANS = 4;

/**
 * Checks a statement's program. EXPLAIN also lists the programs of fired triggers at any depth, of views and of column
 * defaults. They are held to the same rules.
 * @throws HIVE_SQL_REFUSED
 */
export function checkProgram(program: readonly Instruction[], tables: Tables): void {
  const written: Table[] = [];
  let opensSequence = false;
  for (const instruction of program) {
    const [, opcode, p1, p2, , p4] = instruction;
    // @mutant raw SQL: the opcodes
    if (!ALLOWED_OPCODES.has(opcode)) refuse(`SQL that compiles to the opcode ${opcode}`);
    if (CALLING_OPCODES.has(opcode)) checkFunction(p4);
    if (opcode === "Transaction" && p1 !== MAIN_DATABASE) refuse("a table outside the main database");
    // @mutant raw SQL: no end of the transaction from within
    if (opcode.startsWith("Halt") && p1 !== 0 && p2 === ROLLBACK) refuse("a conflict that rolls the transaction back");
    const table = openedTable(instruction, tables);
    if (table === undefined) continue;
    if (table.access === "sequence") opensSequence = true;
    else if (opcode === "OpenWrite") written.push(table);
  }
  // AUTOINCREMENT keeps its counter there. No other statement opens it without naming it.
  if (opensSequence && (tables.isSequenceNamed || !written.some((table) => table.hasAutoincrement))) {
    refuse("the table sqlite_sequence");
  }
}

/** `name(arguments)`, as in `max(-1)`. */
function checkFunction(operand: string | null): void {
  const name = operand?.replace(/\(-?\d+\)$/, "").toLowerCase() ?? "";
  // @mutant raw SQL: the functions
  if (!ALLOWED_FUNCTIONS.has(name)) refuse(`the function ${name}`);
}

function openedTable(instruction: Instruction, tables: Tables): Table | undefined {
  const [, opcode, p1, p2, p3, , p5] = instruction;
  switch (opcode) {
    case "OpenRead":
    case "OpenWrite":
    case "ReopenIdx":
      if ((p5 & ROOT_PAGE_IN_REGISTER) !== 0) refuse("a table that it makes itself");
      return tableAt(p2, p3, tables);
    case "Clear":
      return tableAt(p1, p2, tables);
    default:
      return undefined;
  }
}

function tableAt(rootPage: number, database: number, tables: Tables): Table {
  if (database !== MAIN_DATABASE) refuse("a table outside the main database");
  const table = tables.byRootPage.get(rootPage);
  if (table === undefined) return refuse("a table that the schema does not name");
  // @mutant raw SQL: the tables
  if (table.access === "refused") refuse(`the table ${table.name}`);
  return table;
}

/** Steps that run once beside the loops around them, so that their own loops do not multiply with those. */
const ASIDE =
  /^(?:SCALAR|LIST|LEFT-MOST) SUBQUERY|^(?:COMPOUND QUERY|UNION|INTERSECT|EXCEPT|MERGE|LEFT$|RIGHT$|INDEX \d)/;

/**
 * Refuses statements that can run nearly without end, as far as the plan shows.
 * @throws HIVE_SQL_REFUSED
 */
export function checkPlan(plan: readonly PlanStep[]): void {
  // @mutant raw SQL: no recursion
  if (plan.some(([, , , detail]) => detail === "RECURSIVE STEP")) refuse("a recursive query");
  if (nestedScans(plan) > MAX_NESTED_SCANS) refuse(`more than ${MAX_NESTED_SCANS} nested scans`);
}

/** The largest number of scans nested in each other. */
function nestedScans(plan: readonly PlanStep[]): number {
  const children = Map.groupBy(plan, ([, parent]) => parent);
  const nestedIn = (parent: number): number => {
    let nested = 0;
    let aside = 0;
    for (const [id, , , detail] of children.get(parent) ?? []) {
      // A coroutine's rows are read as they come, by a scan that is counted beside it.
      const within = Math.max(0, nestedIn(id) - (detail.startsWith("CO-ROUTINE ") ? 1 : 0));
      if (ASIDE.test(detail)) aside = Math.max(aside, within);
      else nested += within + (isScan(detail) ? 1 : 0);
    }
    return Math.max(nested, aside);
  };
  return nestedIn(0);
}

/** A search by equality visits few rows, any other may visit all. */
function isScan(detail: string): boolean {
  if (detail === "SCAN CONSTANT ROW") return false;
  return detail.startsWith("SCAN ") || (detail.startsWith("SEARCH ") && !detail.includes("=?"));
}
