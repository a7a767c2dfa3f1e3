import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/adapters/telemetry/create-log.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';

const JWT = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.${'c'.repeat(40)}`;

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  write(createLog(stream));
  return text;
}

describe('createLog', () => {
  it('writes what an error says, and nothing a library hung on it', () => {
    const error = Object.assign(new Error('Missing Access'), {
      code: 50001,
      url: 'https://discord.com/api/v10/webhooks/1/canary-interaction-token',
      requestBody: { json: { authorization: 'canary-body' } },
    });
    const text = logged((log) => log.error({ err: error }, 'an answer failed'));
    expect(JSON.parse(text)).toMatchObject({
      msg: 'an answer failed',
      err: { message: 'Missing Access', code: 50001 },
    });
    expect(text).not.toContain('canary');
  });

  it('cuts what looks like a secret out of messages, stacks and causes', () => {
    const cause = new Error(`POST /webhooks/123/canaryToken_abc-def failed with Bearer ${JWT}`);
    const text = logged((log) => log.error({ err: new Error(`token ${JWT}`, { cause }) }, 'failed'));
    expect(text).not.toContain(JWT);
    expect(text).not.toContain('canaryToken');
    expect(JSON.parse(text).err.cause.message).toContain('/webhooks/123/[secret]');
  });

  it('replaces fields that are named like secrets, and secrets under any name', () => {
    const fields = { token: 'canary-1', discord: { password: 'canary-2' }, value: new Secret('canary-3') };
    expect(logged((log) => log.info(fields, 'started'))).not.toContain('canary');
  });

  it('ends on an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.parse(logged((log) => log.error({ err: error }, 'failed'))).err.message).toBe('round');
  });
});
