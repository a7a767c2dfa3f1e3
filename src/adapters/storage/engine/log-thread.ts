import { workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

// The thread of `copyLogAside`. A passive checkpoint waits for nobody and keeps nobody waiting.
const { file, everyMs } = workerData as { file: string; everyMs: number };
const database = new Database(file, { timeout: 0, fileMustExist: true });
setInterval(() => database.pragma('wal_checkpoint(passive)'), everyMs);
