import type { Examination, ExaminationFinding } from '../../core/diagnosis/doctor/examination.ts';
import type { CloudName } from '../../core/model/cloud/connection.ts';
import { HttpClient } from '../http/http-client.ts';
import { bearsOwnMark, header } from '../http/http-response.ts';
import { NoAnswer } from '../http/no-answer.ts';
import { CLOUD_HOSTS } from './clouds.ts';
import { findInterception } from './http/find-interception.ts';

export interface HostOptions {
  cloud: CloudName;
  sandboxUrl?: string | undefined;
  useProxy: boolean;
}

const TIMEOUT_MS = 10_000;
const SKEW_MS = 5 * 60_000;

/** One question for each Microsoft host: does it answer, and is it Microsoft that answers? Asked without credentials. */
export function hostExaminations({ cloud, sandboxUrl, useProxy }: HostOptions): Examination[] {
  const hosts = CLOUD_HOSTS[cloud];
  const urls = [
    { name: 'Entra', url: `https://${hosts.login}/organizations/v2.0/.well-known/openid-configuration` },
    { name: 'Graph', url: `https://${hosts.graph}/v1.0/organization` },
    { name: 'Exchange', url: `https://${hosts.exchange}/adminapi/beta/` },
  ];
  return urls.map(({ name, url }) => ({
    name: `${name} (${sandboxUrl ? `${new URL(url).host} at the sandbox ${sandboxUrl}` : new URL(url).host})`,
    examine: async () => {
      const http = new HttpClient({ sandboxUrl, timeoutMs: TIMEOUT_MS, useProxy });
      try {
        return await examineHost(url, http, sandboxUrl);
      } finally {
        await http.close();
      }
    },
  }));
}

async function examineHost(url: string, http: HttpClient, sandboxUrl: string | undefined): Promise<ExaminationFinding> {
  const { host } = new URL(url);
  const startedAt = performance.now();
  const response = await http.send({ method: 'GET', url, headers: { accept: 'application/json' } });
  const tookMs = Math.round(performance.now() - startedAt);
  if (response instanceof NoAnswer) {
    const { message: detail, kind } = response;
    return { status: 'fail', detail, remedy: remedyFor(kind, host, sandboxUrl) };
  }
  // Any answer in the service's own form will do: without credentials most are refusals.
  const intercepted = findInterception(response);
  const remedy = remedyFor('intercepted', host, sandboxUrl);
  if (intercepted && 'detail' in intercepted)
    return { status: 'fail', detail: `it answers with ${intercepted.detail}`, remedy };
  if (response.status >= 400 && !bearsOwnMark(response)) {
    const detail = `it answers HTTP ${response.status}, and nothing in that shows that Microsoft sent it`;
    return { status: 'warn', detail, remedy };
  }
  if (response.status >= 500) {
    return {
      status: 'warn',
      detail: `it answers HTTP ${response.status}`,
      remedy: 'Microsoft’s service has trouble. Look at the service health and try again later.',
    };
  }
  const skewMs = Math.abs(Date.parse(header(response, 'date') ?? '') - Date.now());
  if (skewMs > SKEW_MS) {
    return {
      status: 'warn',
      detail: `it answers, but this machine’s clock is ${Math.round(skewMs / 60_000)} minutes off`,
      remedy: 'Set the clock of this machine (NTP): tokens are only valid at the right time.',
    };
  }
  return { status: 'pass', detail: `answers in ${tookMs} ms` };
}

function remedyFor(kind: string, host: string, sandboxUrl: string | undefined): string {
  if (sandboxUrl)
    return `Start the sandbox (npm run sandbox) and set SAMARITAN_SANDBOX_URL to the address it prints; nothing usable answers at ${sandboxUrl}.`;
  if (kind === 'intercepted')
    return `Take ${host} out of the proxy’s or firewall’s inspection, or add its certificate to NODE_EXTRA_CA_CERTS.`;
  if (kind === 'local') return 'Give this program more room (ulimit -n, memory), or allow it to use the network.';
  if (kind === 'timeout') return `Allow outgoing HTTPS (port 443) to ${host} in the firewall, or set HTTPS_PROXY.`;
  return `Check the network and DNS of this machine: ${host} must be reachable on port 443. Behind a proxy set HTTPS_PROXY.`;
}
