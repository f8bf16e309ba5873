/** A process that does nothing until it is killed: an agent that runs. */
setInterval(() => {}, 1_000_000);
process.stdout.write("asleep\n");
