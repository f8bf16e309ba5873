/** Readers listen here. The notification is empty: it only says that there is something. */
export const CHANNEL = "hive_fleet";
