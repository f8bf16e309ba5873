/**
 * The effects of tools by their names. Agents and their versions spell one name in several ways: `_`, `-` and capitals do
 * not count.
 */
import { textOf } from "../../base/json.ts";

/** A tool `creates` a file where it refuses the path of an existing one, and `writes` one otherwise. */
export type Effect = "runs" | "creates" | "writes" | "edits" | "deletes" | "plans";

const NAMES: Readonly<Record<Effect, string>> = {
  runs: `bash powershell shell terminal localshell execcommand executecommand runcommand runinterminal runshellcommand
    runterminalcmd runterminalcommand shellcommand postruncommand`,
  creates: "create createfile createnewfile newfile",
  writes: "write writefile writetofile filewrite postwritecode",
  edits: `applydiff edit editfile editfilev2 editfiles editnotebook editnotebookfile fileedit insert inserteditintofile
    inserttext multiedit multireplacestringinfile multistrreplace notebookedit replace replaceinfile
    replacestringinfile searchreplace smartedit strreplace undoedit
    updatefile`,
  deletes: "delete deletefile removefile",
  plans: "managetodolist todolist todowrite updateplan updatetodo updatetodos writetodos",
};

const EFFECTS = new Map(
  Object.entries(NAMES).flatMap(([effect, names]) =>
    names.split(/\s+/).map((name): [string, Effect] => [name, effect as Effect]),
  ),
);

/** Undefined for a tool that hive does not know, and for one that only reads. */
export const effectOf = (tool: unknown): Effect | undefined =>
  EFFECTS.get(textOf(tool)?.replaceAll(/[_-]/g, "").toLowerCase() ?? "");
