/** Sleeps; starts a child that burns CPU time when it is told to; with `tick`, a timer wakes it often. */
const isTicking = process.argv[2] === "tick";
if (isTicking) setInterval(() => undefined, 10);
let burning: Bun.Subprocess | undefined;
process.on("SIGTERM", () => process.exit());
process.stdin.on("data", () => {
  // The shell's loop ends by itself when nobody ends it before.
  burning ??= Bun.spawn(["sh", "-c", "i=0; while [ $i -lt 3000000 ]; do i=$((i+1)); done"]);
});
process.stdout.write("ready\n");
