/** Where everything of one queue lives. Plain strings: `node:path` would cost the hook a millisecond. */
export interface QueuePaths {
  /** The state directory, `<project>/.hive-mind` or `HIVE_ROOT`. */
  readonly root: string;
  /** Where the hook notes when an instance took its last checkpoint. */
  readonly instances: string;
  readonly queue: string;
  readonly tmp: string;
  readonly pending: string;
  readonly processing: string;
  readonly failed: string;
  readonly workers: string;
  /** Journals of the entries enqueued through hive, one a UTC hour. */
  readonly captured: string;
  readonly heartbeat: string;
  readonly doorbell: string;
}

export function queuePaths(root: string): QueuePaths {
  const queue = `${root}/queue`;
  return {
    root,
    instances: `${root}/instances`,
    queue,
    tmp: `${queue}/.tmp`,
    pending: `${queue}/pending`,
    processing: `${queue}/processing`,
    failed: `${queue}/failed`,
    workers: `${queue}/workers`,
    captured: `${queue}/captured`,
    heartbeat: `${queue}/.heartbeat`,
    doorbell: `${queue}/doorbell`,
  };
}

/** The directories of a queue, parents first. */
export function queueDirectories(paths: QueuePaths): readonly string[] {
  const { root, instances, queue, tmp, pending, processing, failed, workers, captured } = paths;
  return [root, instances, queue, tmp, pending, processing, failed, workers, captured];
}
