import type { SettingsReader } from './settings-reader.ts';

const WAY_OUT = 'Where a proxy inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS.';
/** Switches of Node that weaken every connection of the process, or write down what decrypts it (Node 24, `node --help`). */
const WEAKENING = ['--tls-keylog', '--tls-min-v1.0', '--tls-min-v1.1', '--insecure-http-parser'];

/** A sentence where the environment takes the protection from connections; undefined where each is verified. */
export function judgeTls(reader: Pick<SettingsReader, 'text'>): string | undefined {
  if (reader.text('NODE_TLS_REJECT_UNAUTHORIZED') === '0')
    return `NODE_TLS_REJECT_UNAUTHORIZED is 0: whoever stands between could read the tokens. Remove it. ${WAY_OUT}`;
  const options = (reader.text('NODE_OPTIONS') ?? '').split(/[\s="']+/);
  const found = WEAKENING.find((one) => options.includes(one));
  return found && `NODE_OPTIONS holds ${found}, which weakens TLS for every connection. Remove it. ${WAY_OUT}`;
}
