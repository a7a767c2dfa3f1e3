import { type Logger, pino } from 'pino';
import { serializeError } from './serialize-error.ts';

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
