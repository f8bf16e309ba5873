/** What hive status says of the archive and of the fleet. */
import { describe, expect, test } from "bun:test";
import { archiveCheck, fleetCheck } from "../../src/doctor/checks/targets.ts";
import type { ProjectView } from "../../src/doctor/project-view.ts";

const NOW_MS = 1_764_000_000_000;

interface Given {
  readonly archive?: string;
  readonly fleetUrl?: string;
  readonly rows?: number;
  readonly waitedMs?: number;
  readonly targets?: ReadonlyArray<{ name: string; error: string | null; refused: number }>;
}

const view = ({ archive = "on", fleetUrl = "", rows = 0, waitedMs = 0, targets = [] }: Given): ProjectView =>
  ({
    config: { archive, fleetUrl },
    env: {},
    nowMs: NOW_MS,
    store: async () => ({ waiting: { rows, oldestMs: rows === 0 ? null : NOW_MS - waitedMs } }),
    lastHeartbeat: () => ({ targets }),
  }) as unknown as ProjectView;

const both = async (given: Given) => [await archiveCheck.run(view(given)), await fleetCheck.run(view(given))] as const;
const FLEET = { fleetUrl: "postgres://hive@db.example/hive" };

describe("the targets of what is saved", () => {
  test("each says its own fault, and how many rows wait since when", async () => {
    const targets = [
      { name: "archive", error: null, refused: 0 },
      { name: "fleet", error: "postgres://hive@db.example/hive: Connection closed", refused: 0 },
    ];
    const [archive, fleet] = await both({ ...FLEET, rows: 412, waitedMs: 180_000, targets });
    expect(archive).toEqual({ level: "ok", found: "412 rows on the way" });
    expect(fleet).toEqual({
      level: "warning",
      found:
        "postgres://hive@db.example/hive: Connection closed; what is saved waits for it: 412 rows on the way, the oldest for 3 min",
    });
  });

  test("the fleet is heard of also where the archive is off", async () => {
    const targets = [{ name: "fleet", error: null, refused: 2 }];
    const [archive, fleet] = await both({ ...FLEET, archive: "off", targets });
    expect(archive).toEqual({ level: "ok", found: "nothing of this project is archived" });
    expect(fleet).toEqual({ level: "warning", found: "it could not take 2 rows" });
  });

  test("rows that wait for no fault are named, and what sends them", async () => {
    const [archive, fleet] = await both({ rows: 1, waitedMs: 61_000 });
    expect(archive).toEqual({
      level: "warning",
      found: "1 row on the way, the oldest for 61 s",
      advice: "the next worker sends them",
    });
    expect(fleet).toEqual({ level: "ok", found: "no fleet is set" });
    expect((await both({ rows: 1, waitedMs: 59_000 }))[0].level).toBe("ok");
  });
});
