import { version } from "../../package.json" with { type: "json" };

/** hive's version. */
export const VERSION: string = version;
