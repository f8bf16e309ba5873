import { CALLING_OPCODES, words } from "./allowed.ts";
import type { Instruction } from "./program.ts";
import type { Tables } from "./tables.ts";

/** Tokens above which a text is not even compiled here: it goes to the process that can be killed. */
export const MAX_BOUNDED_TOKENS = 2000;
/** Statements of an entry. Each reads or writes one row, which may be as large as a process of its own could make it. */
const MAX_STATEMENTS = 8;
/** Instructions of all statements together, those of a loop once for each of its rounds. */
const MAX_INSTRUCTIONS = 20_000;
const MAX_CALLS = 16;
/** Limit for reads of one column by a statement, for itself and its table's indexes; the column may be large. */
const MAX_READS = 4;

/** Functions whose result is no larger than their arguments, in time that grows with their arguments alone. */
const SHORT_FUNCTIONS = words(`
  abs coalesce ifnull iif length likelihood likely lower ltrim(1) max min nullif octet_length round rtrim(1) sign
  substr substring trim(1) typeof unicode unlikely upper random changes total_changes last_insert_rowid
  acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians sin sinh sqrt tan tanh trunc
  current_date current_time current_timestamp date datetime julianday time timediff unixepoch
`);

/** Opcodes that run once and go on with the next: each costs as much as its operands. */
const STRAIGHT_OPCODES = words(`
  Halt HaltIfNull Transaction Noop Explain Trace ReleaseReg CursorHint ResetCount
  OpenRead OpenWrite ReopenIdx Close ColumnsUsed DeferredSeek FinishSeek NullRow SeekHit
  Column Rowid IdxRowid NewRowid MakeRecord Insert Delete IdxInsert IdxDelete ResultRow
  Integer Int64 Real String String8 Blob Null SoftNull Move Copy SCopy IntCopy AddImm MemMax
  TypeCheck Affinity RealAffinity Cast CollSeq IsTrue And Or Not ZeroOrNull
  Add Subtract Multiply Divide Remainder BitAnd BitOr BitNot ShiftLeft ShiftRight
  Function PureFunc
`);

/** Opcodes that may go on at their second operand instead. */
const JUMPING_OPCODES = words(`
  Goto Once If IfNot IfPos IfNotZero DecrJumpZero IsNull NotNull IsType IfNullRow MustBeInt
  Eq Ne Lt Le Gt Ge ElseEq
  Rewind Last Next SeekLT SeekLE SeekGE SeekGT SeekRowid NotExists Found NotFound NoConflict IfNoHope
  IdxLT IdxLE IdxGT IdxGE
`);

/** Those of them that, with 0 as the second operand, fail or go on. */
const STAYING_OPCODES = words("MustBeInt SeekRowid NotExists Last");

/** Opcodes of a list of rows that the text spells out, as in VALUES. */
const COROUTINE_OPCODES = words("InitCoroutine EndCoroutine Yield");
/** Opcodes forbidden in a list of rows and for each of its rows: rows may be large. */
const ROW_OPCODES = words("OpenRead OpenWrite ReopenIdx Column Delete");

/**
 * Whether the statements of an entry provably end soon, all together: none of them goes over rows. Their programs run
 * straight to their end, each instruction once. The rows of a VALUES list are inserted one after the other. Any other
 * loop, opcode or kind of function may take long.
 */
export function isProvablyBounded(programs: ReadonlyArray<readonly Instruction[]>, tables: Tables): boolean {
  if (programs.length > MAX_STATEMENTS) return false;
  const instructions = programs.flat();
  if (instructions.filter(([, opcode]) => CALLING_OPCODES.has(opcode)).length > MAX_CALLS) return false;
  // @mutant raw SQL: no function and no opcode in the worker that may take long
  if (!instructions.every(isBounded)) return false;
  const rounds = programs.reduce((sum, program) => sum + instructionsRun(program, tables), 0);
  return rounds <= MAX_INSTRUCTIONS;
}

function isBounded([address, opcode, , , , operand]: Instruction): boolean {
  if (opcode === "Init") return address === 0;
  if (CALLING_OPCODES.has(opcode)) {
    const call = operand?.toLowerCase() ?? "";
    if (!SHORT_FUNCTIONS.has(call) && !SHORT_FUNCTIONS.has(call.replace(/\(-?\d+\)$/, ""))) return false;
  }
  return STRAIGHT_OPCODES.has(opcode) || JUMPING_OPCODES.has(opcode) || COROUTINE_OPCODES.has(opcode);
}

/** The maximum number of instructions that a program runs; Infinity if it has an unknown loop. */
function instructionsRun(program: readonly Instruction[], tables: Tables): number {
  // The end of a program is run first: Init goes to it, and its last instruction goes back.
  const ending = program[0]?.[3] ?? 0;
  if (program[ending - 1]?.[1] !== "Halt" || readsOften(program)) return Infinity;
  const list = rowList(program, ending);
  if (list === undefined) return Infinity;
  for (const [address, opcode, p1, p2] of program.slice(1)) {
    if (address < ending && p2 >= ending && JUMPING_OPCODES.has(opcode)) return Infinity;
    if (!JUMPING_OPCODES.has(opcode) || p2 > address || (p2 === 0 && STAYING_OPCODES.has(opcode))) continue;
    const isLast = address === program.length - 1 && p2 === 1;
    // One row for each table with AUTOINCREMENT.
    const isSequence = opcode === "Next" && address > ending && opensSequence(program, address, p1, tables);
    // @mutant raw SQL: no scan in the worker
    if (!isLast && !isSequence && !(opcode === "Goto" && p2 === list?.start)) return Infinity;
  }
  return program.length + (list === null ? 0 : list.rows * (ending - list.start));
}

interface RowList {
  /** The address that takes its next row. */
  readonly start: number;
  readonly rows: number;
}

/** @returns null where it has none; undefined where it has a coroutine that is more than a list of rows */
function rowList(program: readonly Instruction[], ending: number): RowList | null | undefined {
  const coroutines = program.filter(([, opcode]) => COROUTINE_OPCODES.has(opcode));
  const [opening, ...others] = coroutines;
  if (opening === undefined) return null;
  const [address, opcode, register] = opening;
  const end = others.find((one) => one[1] === "EndCoroutine");
  if (opcode !== "InitCoroutine" || end === undefined || others.some((one) => one[2] !== register)) return undefined;
  const after = others.filter((one) => one[0] > end[0]);
  const [taking] = after;
  if (after.length !== 1 || taking![1] !== "Yield" || taking![3] <= taking![0]) return undefined;
  const within = others.length - after.length - 1;
  const isList = others.slice(0, within).every((one) => one[1] === "Yield" && one[3] === 0);
  const isPlain = (one: Instruction): boolean =>
    !ROW_OPCODES.has(one[1]) || (one[0] > end[0] && one[0] < taking![0]) || one[0] >= taking![3];
  const ofRows = program.slice(address, ending);
  return isList && ofRows.every(isPlain) ? { start: taking![0], rows: within } : undefined;
}

function readsOften(program: readonly Instruction[]): boolean {
  const columns = program.filter(([, opcode]) => opcode === "Column");
  const reads = Map.groupBy(columns, ([, , cursor, column]) => `${cursor}.${column}`);
  // @mutant raw SQL: a large row is not read over and over in the worker
  return [...reads.values()].some((same) => same.length > MAX_READS);
}

/** Whether a cursor is open on sqlite_sequence, by the instructions before. */
function opensSequence(program: readonly Instruction[], before: number, cursor: number, tables: Tables): boolean {
  const opening = program.findLast(
    ([address, opcode, p1]) => address < before && p1 === cursor && /^Open|^ReopenIdx$/.test(opcode),
  );
  return opening !== undefined && tables.byRootPage.get(opening[3])?.access === "sequence";
}
