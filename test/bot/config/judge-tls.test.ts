import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { HOME, parse } from './start-settings.ts';

describe('an environment that weakens TLS', () => {
  it.each([
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    { NODE_OPTIONS: '--max-old-space-size=300 --tls-keylog=/tmp/keys' },
    { NODE_OPTIONS: '--tls-min-v1.0' },
    { NODE_OPTIONS: '"--tls-min-v1.1"' },
    { NODE_OPTIONS: '--insecure-http-parser' },
  ])('is refused by every command that is configured: %o', (env) => {
    const [name = ''] = Object.keys(env);
    const refusal = { ok: false, faults: [expect.stringMatching(`^${name}.*NODE_EXTRA_CA_CERTS`)] };
    expect(parse(env)).toMatchObject(refusal);
    expect(parseConfig(env, { home: HOME })).toMatchObject(refusal);
  });

  it('is none where certificates are added, or the variable says nothing', () => {
    expect(parse({ NODE_TLS_REJECT_UNAUTHORIZED: '1', NODE_EXTRA_CA_CERTS: '/etc/ca.pem' }).ok).toBe(true);
    expect(parse({ NODE_OPTIONS: '--use-openssl-ca --use-system-ca' }).ok).toBe(true);
  });
});
