import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { copyLog } from './copy-log.ts';
import { watchFile } from './opened-file.ts';

// The thread of `copyLogAside`.
const { file, everyMs } = workerData as { file: string; everyMs: number };
const database = new Database(file, { timeout: 0, fileMustExist: true });
const opened = watchFile(file);
const copying = setInterval(() => copyLog(database, file, opened), everyMs);
parentPort?.once('message', () => {
  clearInterval(copying);
  database.close();
});
