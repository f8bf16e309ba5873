import { useMemo } from "preact/hooks";
import { act, readNow } from "../api.ts";
import { Chart } from "./chart.tsx";
import { Confirmed } from "./confirmed.tsx";
import type { Project, Queue, Sample, Worker } from "../data.ts";
import { Findings } from "./now-view.tsx";
import { useData } from "../use-data.ts";
import { ago, count, ms, plain } from "../words.ts";

export function HealthView({ version }: { readonly version: number }) {
  const { value: now, error } = useData(readNow, [], version);
  if (now === null) return <p>{error ?? "Reading…"}</p>;
  return (
    <>
      <h1>Health</h1>
      <Findings findings={now.findings} />
      {now.findings.length === 0 && <p class="quiet">No problem was found.</p>}
      <Charts samples={now.samples} />
      {now.queues.map((queue) => (
        <QueueTable
          key={queue.project}
          queue={queue}
          project={now.projects.find(({ id }) => id === queue.project)!}
          isPaused={now.isPaused}
          nowMs={now.atMs}
        />
      ))}
    </>
  );
}

function Charts({ samples }: { readonly samples: readonly Sample[] }) {
  const series = useMemo(
    () => ({
      times: samples.map(({ atMs }) => atMs / 1000),
      latency: samples.map(({ p50Ms }) => p50Ms),
      applied: samples.map(({ applied }) => applied),
      wakes: samples.map(({ wakes }) => wakes),
      depth: samples.map(({ pending }) => pending),
    }),
    [samples],
  );
  const { times } = series;
  return (
    <div class="charts">
      <Chart title="Time until saved, median" unit="ms" times={times} values={series.latency} />
      <Chart title="Saved at each change" unit="entries" times={times} values={series.applied} />
      <Chart title="Wakes of the worker" unit="wakes" times={times} values={series.wakes} />
      <Chart title="Waiting in the queue" unit="entries" times={times} values={series.depth} />
    </div>
  );
}

interface TableProps {
  readonly queue: Queue;
  readonly project: Project;
  readonly isPaused: boolean;
  readonly nowMs: number;
}

function QueueTable({ queue, project, isPaused, nowMs }: TableProps) {
  const rows: ReadonlyArray<readonly [string, string]> = [
    ["waiting", count(queue.pending)],
    ["being saved", count(queue.processing)],
    ["given up", count(queue.failed)],
    ["longest wait", queue.oldestMs === null ? "none" : ago(queue.oldestMs, nowMs)],
    ...workerRows(queue.worker, nowMs),
  ];
  return (
    <section>
      <h2>
        {plain(project.name)} <small>{plain(project.path)}</small>
      </h2>
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{plain(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Confirmed
        label={isPaused ? "Save again" : "Pause saving"}
        question={
          isPaused
            ? "From the next call on, what agents do in this project is saved."
            : "Until it is ended, nothing of what agents do in this project is saved."
        }
        onConfirm={() => act(isPaused ? "unpause" : "pause", queue.project)}
      />
    </section>
  );
}

function workerRows(worker: Worker | null, nowMs: number): ReadonlyArray<readonly [string, string]> {
  if (worker === null) return [["worker", "none has run yet"]];
  const wakes = Object.entries(worker.wakes).map(([cause, n]) => `${count(n)} by ${cause}`);
  return [
    [
      "worker",
      worker.isAlive
        ? `runs, in ${worker.mode} mode, started ${ago(worker.startedMs, nowMs)}`
        : "asleep: the next call starts one",
    ],
    ["saved by it", count(worker.applied)],
    ["time until saved, median and 99 %", `${ms(worker.p50Ms)}, ${ms(worker.p99Ms)}`],
    ["wakes", wakes.length === 0 ? "none" : wakes.join(", ")],
    ["found without an event", count(worker.missedWakes)],
    ["version", worker.version],
  ];
}
