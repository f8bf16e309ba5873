export const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * The words that a raw statement may begin with. They are checked before compiling: some PRAGMAs act while they are
 * compiled, even under EXPLAIN.
 */
export const ALLOWED_KEYWORDS = words("SELECT INSERT REPLACE UPDATE DELETE WITH VALUES");

/**
 * SQLite's opcodes that read or write rows, compute, or jump. Refused because they are missing here: those of
 * transactions (AutoCommit, Savepoint), of the schema (CreateBtree, Destroy, ParseSchema, SetCookie, SqlExec,
 * DropTable). Also those of the file (Vacuum, JournalMode, Checkpoint, MaxPgcnt), of virtual tables (V…), and any that
 * a later SQLite adds.
 */
export const ALLOWED_OPCODES = words(`
  Init Goto Gosub Return BeginSubrtn InitCoroutine EndCoroutine Yield Jump Once Noop Explain Trace Abortable ReleaseReg
  CursorHint Halt HaltIfNull Transaction Program Param ResetCount
  If IfNot IfPos IfNotZero IfNullRow IfNoHope IfSizeBetween IfEmpty IsNull NotNull IsTrue IsType Not
  And Or ElseEq Eq Ne Lt Le Gt Ge Compare Permutation ZeroOrNull DecrJumpZero MustBeInt
  OpenRead OpenWrite ReopenIdx OpenDup OpenEphemeral OpenAutoindex OpenPseudo Close Clear ColumnsUsed
  Rewind Last Next Prev SeekLT SeekLE SeekGE SeekGT SeekRowid SeekScan SeekHit SeekEnd NotExists Found NotFound NoConflict
  IdxLT IdxLE IdxGT IdxGE IdxRowid IdxInsert IdxDelete DeferredSeek FinishSeek NullRow Sequence SequenceTest Count
  SorterOpen SorterInsert SorterSort SorterData SorterNext SorterCompare Sort ResetSorter
  RowSetAdd RowSetRead RowSetTest Filter FilterAdd
  Column Rowid RowData RowCell NewRowid MakeRecord Insert Delete ResultRow TypeCheck Affinity RealAffinity Cast
  Null SoftNull Integer Int64 Real String String8 Blob Move Copy SCopy IntCopy AddImm MemMax OffsetLimit CollSeq
  Add Subtract Multiply Divide Remainder Concat BitAnd BitOr BitNot ShiftLeft ShiftRight
  Function PureFunc AggStep AggStep1 AggInverse AggValue AggFinal GetSubtype SetSubtype ClrSubtype
  FkCheck FkCounter FkIfZero
`);

/** The opcodes that call a function: it is named by their fourth operand. */
export const CALLING_OPCODES = words("Function PureFunc AggStep AggStep1 AggInverse AggValue AggFinal");

/**
 * Functions of values alone. Refused because they are missing here: load_extension and sqlite_… (attaching, logging,
 * build facts). Also functions of full-text search, R-trees and geopoly, and any that a later SQLite adds.
 */
const SCALAR = `
  -> ->> abs char coalesce concat concat_ws glob hex if ifnull iif instr length like likelihood likely lower ltrim
  max min nullif octet_length quote random replace round rtrim sign substr substring subtype trim typeof unhex
  unicode unistr unistr_quote unlikely upper changes total_changes last_insert_rowid
`;
const MATH = `
  acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians sin sinh sqrt tan tanh trunc
`;
const DATE = "current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch";
const JSON_FUNCTIONS = `
  json json_array json_array_insert json_array_length json_error_position json_extract json_group_array
  json_group_object json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set
  json_type json_valid
  jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object
  jsonb_patch jsonb_remove jsonb_replace jsonb_set
`;
const AGGREGATE = `
  avg count group_concat max median min percentile percentile_cont percentile_disc string_agg sum total
  cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
`;

/** Functions whose result can be huge for a short text. They are allowed only where the text states the size. */
export const SIZED_FUNCTIONS = words("randomblob zeroblob format printf");

export const ALLOWED_FUNCTIONS = new Set([
  ...words(SCALAR),
  ...words(MATH),
  ...words(DATE),
  ...words(JSON_FUNCTIONS),
  ...words(AGGREGATE),
  ...SIZED_FUNCTIONS,
]);
