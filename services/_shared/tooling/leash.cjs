// Loaded first into every script that run.mjs starts: when run.mjs is gone, whatever ended it, the script ends in its orderly way.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
