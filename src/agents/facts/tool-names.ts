/**
 * The effects of tools by their names. Agents and their versions spell one name in several ways: `_`, `-`, spaces and
 * capitals do not count.
 */
import { textOf } from "../../base/json.ts";

/** A tool `creates` a file where it refuses the path of an existing one, and `writes` one otherwise. */
export type Effect = "runs" | "creates" | "writes" | "edits" | "deletes" | "plans";

const NAMES: Readonly<Record<Effect, string>> = {
  runs: `bash bashcommand exec execcommand execute executebash executecommand executeinterminal executeshell
    executeshellcommand localshell powershell postruncommand runbash runcommand runcommands runinterminal runshell
    runshellcommand runterminal runterminalcmd runterminalcommand shell shellcommand shellexec terminal
    terminalcommand`,
  creates: "addfile create createfile createnewfile newfile",
  writes: "filewrite overwritefile postwritecode savefile write writefile writetofile",
  edits: `applydiff edit editcode editfile editfilev2 editfiles editnotebook editnotebookcell editnotebookfile fileedit
    insert insertcontent insertedit inserteditintofile inserttext modifyfile multiedit multireplacestring
    multireplacestringinfile multistrreplace notebookedit patchfile replace replaceinfile replacestring
    replacestringinfile searchreplace smartedit strreplace undoedit updatefile`,
  deletes: "delete deletefile deletefiles removefile removefiles",
  plans: "managetodolist settodos todo todolist todowrite updateplan updatetodo updatetodolist updatetodos writetodos",
};

const EFFECTS = new Map(
  Object.entries(NAMES).flatMap(([effect, names]) =>
    names.split(/\s+/).map((name): [string, Effect] => [name, effect as Effect]),
  ),
);

/** What some agents put before the names of their own tools. */
const PREFIX = /^(?:copilot_|functions[.:]|default_api[.:])/;

/** Undefined for a tool that hive does not know, and for one that only reads. */
export const effectOf = (tool: unknown): Effect | undefined =>
  EFFECTS.get(
    textOf(tool)
      ?.replace(PREFIX, "")
      .replaceAll(/[\s_-]/g, "")
      .toLowerCase() ?? "",
  );
