/**
 * The paths of one queue. Plain strings: `node:path` would cost the hook a millisecond.
 */
export interface QueuePaths {
  /** The state directory, `<project>/.hive-mind` or `HIVE_ROOT`. */
  readonly root: string;
  /** Directory in which the hook notes when an instance took its last checkpoint. */
  readonly instances: string;
  readonly queue: string;
  readonly tmp: string;
  readonly pending: string;
  readonly processing: string;
  readonly failed: string;
  readonly workers: string;
  /** The enqueue journals, one a UTC hour. The directory keeps the name that older versions know. */
  readonly journals: string;
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
    journals: `${queue}/captured`,
    heartbeat: `${queue}/.heartbeat`,
    doorbell: `${queue}/doorbell`,
  };
}

/** The directories of a queue, parents first. */
export function queueDirectories(paths: QueuePaths): readonly string[] {
  const { root, instances, queue, tmp, pending, processing, failed, workers, journals } = paths;
  return [root, instances, queue, tmp, pending, processing, failed, workers, journals];
}
