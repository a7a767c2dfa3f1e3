/** What a process is to the others of a database: `worker` tests batches and does nothing else. */
export type ProcessRole = 'start' | 'worker' | 'terminal';
