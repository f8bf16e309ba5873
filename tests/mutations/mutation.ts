/** What keeps hive's promise, taken out of the code by `bun run mutations`. */
export interface Mutation {
  /** What is taken away. */
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly text: string;
  readonly replacement: string;
  /** Test files of which some test must fail then. */
  readonly tests: readonly string[];
}
