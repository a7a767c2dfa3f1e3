/** The CPU time that this thread needs for it, in milliseconds: what other work on the machine hardly changes. */
export function cpuTimeOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
