import type { Connection } from '../../core/model/cloud/connection.ts';
import type {
  Answer,
  AnswerTo,
  MicrosoftCloud,
  MicrosoftCloudFactory,
  Question,
  QuestionId,
} from '../../core/model/cloud/microsoft-cloud.ts';
import type { SentRequest } from '../../core/model/cloud/sent-request.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import { HttpClient } from '../http/http-client.ts';
import { mostConnections } from '../http/open-file-limit.ts';
import { createCleaner } from './clean-text.ts';
import { CLOUD_HOSTS } from './clouds.ts';
import { redeemToken } from './entra/redeem-token.ts';
import { Requester } from './http/requester.ts';
import { Pacer } from './pacing/pacer.ts';
import { type PacingTime, systemPacingTime } from './pacing/pacing-time.ts';
import type { READERS, ReaderParts } from './readers.ts';

export interface MicrosoftOptions {
  /** One loopback origin that stands in for every Microsoft host. */
  sandboxUrl?: string | undefined;
  /** The environment names a proxy. Never used with the sandbox. */
  useProxy?: boolean;
  /** Longest wait for one answer. Default 15 s. */
  timeoutMs?: number;
  timers?: PacingTime;
  onRequest?: (facts: SentRequest) => void;
}

const TIMEOUT_MS = 15_000;

type Asked = Exclude<Question, { id: 'entra.token' }>;
type Reader = (question: Asked, parts: ReaderParts) => Promise<Answer<unknown>>;

let readers: typeof READERS | undefined;

async function loadReaders(): Promise<typeof READERS> {
  readers ??= (await import('./readers.ts')).READERS;
  return readers;
}

function readBy(known: typeof READERS, asked: Asked, parts: ReaderParts): Promise<Answer<unknown>> {
  return (known[asked.id] as Reader)(asked, parts);
}

/** Whoever gets a token asks with it: what that takes, Graph's client foremost, is loaded while Entra answers. */
function loadMeanwhile(): void {
  // A load that fails here is tried again, and told, where it is needed.
  if (!readers) setImmediate(() => void loadReaders().catch(() => {}));
}

/** Microsoft's cloud over the network: Entra through MSAL, Graph through its client, Exchange's admin API over undici. */
export function createMicrosoftCloudFactory(options: MicrosoftOptions = {}): MicrosoftCloudFactory {
  const { sandboxUrl, useProxy = false, timeoutMs = TIMEOUT_MS, timers = systemPacingTime, onRequest } = options;
  return {
    open({ connection, concurrency, signal, onHeld }): MicrosoftCloud {
      // Connections stay open for a while, so each host has its share of what the program may open.
      const room = Math.min(concurrency, mostConnections() ?? concurrency);
      const connections = Math.max(2, Math.min(concurrency, Math.floor(room / (sandboxUrl === undefined ? 3 : 1))));
      const http = new HttpClient({ sandboxUrl, connections, timeoutMs, useProxy });
      const requester = new Requester({
        http,
        pacer: new Pacer(room, timers, onHeld),
        timers,
        signal,
        random: Math.random,
        onRequest,
      });
      const hosts = CLOUD_HOSTS[connection.cloud];
      const clean = createCleaner(secretsOf(connection));
      const entra = { connection, requester, hosts, clean, onSent: loadMeanwhile };
      const parts: ReaderParts = {
        connection,
        graph: { requester, host: hosts.graph, aliases: sandboxUrl ? [sandboxUrl] : [], clean },
        exchange: { requester, host: hosts.exchange, clean },
      };
      const giveUp = async (): Promise<void> => {
        requester.close();
        await http.close();
      };
      const onAbort = (): void => void giveUp();
      signal.addEventListener('abort', onAbort, { once: true });
      return {
        ask: <I extends QuestionId>(question: Question<I>) => {
          const asked = question as Question;
          const answer =
            asked.id === 'entra.token'
              ? redeemToken(asked, entra)
              : readers
                ? readBy(readers, asked, parts)
                : loadReaders().then((loaded) => readBy(loaded, asked, parts));
          return answer as Promise<AnswerTo<I>>;
        },
        extendDeadline: (deadlineMs, aloneMs) => requester.extendDeadline(deadlineMs, aloneMs),
        hold: (service, forMs) => requester.hold(service, forMs),
        pace: () => requester.pace(),
        close: async () => {
          signal.removeEventListener('abort', onAbort);
          await giveUp();
        },
      };
    },
  };
}

function secretsOf(connection: Connection): Secret[] {
  if (connection.kind === 'app-only') return [connection.applicationSecret];
  const { applicationSecret, refreshToken, exchange } = connection;
  return [applicationSecret, refreshToken, ...(exchange.kind === 'legacy' ? [exchange.refreshToken] : [])];
}
