import { TOP } from "./rig.ts";

/** A process that does a measured piece of work at each request. */
export interface TurnTaker<Turn, Answer> extends Disposable {
  /** @throws an error if the process ends before it has answered */
  readonly take: (turn: Turn) => Promise<Answer>;
}

/**
 * Starts a program of the benchmarks, and waits until it is ready: its first message says so.
 * @param program its path in the checkout
 * @param signal ends the process
 */
export async function startTurnTaker<Turn, Answer>(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<TurnTaker<Turn, Answer>> {
  let answered = Promise.withResolvers<Answer>();
  const child = Bun.spawn([process.execPath, `${TOP}/${program}`, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    signal,
    ipc: (message) => answered.resolve(message as Answer),
    onExit: (_, code) => answered.reject(new Error(`a process ended with exit code ${code}`)),
  });
  await answered.promise;
  return {
    take(turn) {
      answered = Promise.withResolvers();
      child.send(turn);
      return answered.promise;
    },
    [Symbol.dispose]() {
      answered.promise.catch(() => undefined);
      child.kill();
    },
  };
}
