import { type Logger, pino } from 'pino';
import { cutSecrets } from '../../core/model/text/cut-secrets.ts';

/** Names of fields that may hold secrets, wherever they stand. */
const SECRET_FIELDS = [
  'secret',
  'token',
  'password',
  'authorization',
  'refreshToken',
  'accessToken',
  'applicationSecret',
  'key',
  'masterKey',
  'heartbeatUrl',
];

/** A structured log on standard error. Fields that may hold secrets are replaced; messages are static, data is in fields. */
export function createLog(stream: NodeJS.WritableStream, level = 'info'): Logger {
  const paths = SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: '[secret]' },
      serializers: { err: (error: unknown) => serializeError(error) },
    },
    stream,
  );
}

interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: LoggedError;
}

/** How deep causes are followed: an error may name itself as its own cause. */
const DEEPEST = 4;

/**
 * An error for the log: what it says and where, and nothing it carries. Libraries hang whole requests on their errors,
 * with addresses and bodies that hold tokens. What looks like a secret in the texts is cut.
 */
function serializeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    type: name,
    message: scrub(message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(stack === undefined ? {} : { stack: scrub(stack) }),
    ...(cause === undefined || depth >= DEEPEST ? {} : { cause: serializeError(cause, depth + 1) }),
  };
}

function scrub(text: string): string {
  return cutSecrets(text).text;
}
