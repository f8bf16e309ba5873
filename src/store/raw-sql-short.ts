import { type Instruction, nestedSteps, type PlanStep } from "./raw-sql-program.ts";
import { CALLING_OPCODES, words } from "./raw-sql-allowed.ts";

/**
 * Functions whose result is no larger than their arguments, or small, in time that grows with their arguments alone.
 * Not `json_extract`, which doubles x with two paths, as in `json_extract(x, '$', '$')`: the program does not tell how
 * many it has. `trim` with one argument alone, since `trim(x, y)` compares each character of x with each of y.
 */
const SHORT_FUNCTIONS = words(`
  abs avg coalesce count if ifnull iif json_array_length json_type json_valid -> ->> length likelihood
  likely lower ltrim(1) max min nullif octet_length round rtrim(1) sign substr substring sum total trim(1) typeof unicode
  unlikely upper random changes total_changes last_insert_rowid
  acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians sin sinh sqrt tan tanh trunc
  current_date current_time current_timestamp date datetime julianday time timediff unixepoch
`);

/** `||` makes values grow, a trigger's own plan is not shown, and a window may go over its rows once for each of them. */
const LONG_OPCODES = words("Concat Program OpenDup AggInverse AggValue");

/**
 * Whether a statement plainly ends soon: it goes over the rows of one table at a time, and does little with each. A
 * search counts as going over the rows, since any number of them may be equal.
 */
export function isPlainlyShort(program: readonly Instruction[], plan: readonly PlanStep[]): boolean {
  return program.every(isShort) && nestedSteps(plan, isOverRows) <= 1;
}

function isShort([, opcode, , , , operand]: Instruction): boolean {
  if (LONG_OPCODES.has(opcode)) return false;
  if (!CALLING_OPCODES.has(opcode)) return true;
  const call = operand?.toLowerCase() ?? "";
  return SHORT_FUNCTIONS.has(call) || SHORT_FUNCTIONS.has(call.replace(/\(-?\d+\)$/, ""));
}

function isOverRows(detail: string): boolean {
  return detail !== "SCAN CONSTANT ROW" && /^(?:SCAN|SEARCH) /.test(detail);
}
