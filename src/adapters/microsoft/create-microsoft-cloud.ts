import type { Connection } from '../../core/model/cloud/connection.ts';
import type {
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
import { type RedeemParts, redeemToken } from './entra/redeem-token.ts';
import { type ExchangeParts, readExchange } from './exchange/read-exchange.ts';
import type { GraphParts } from './graph/ask-graph.ts';
import { listContracts, listGdapCustomers } from './graph/list-customers.ts';
import { listLicences } from './graph/list-licences.ts';
import { listRelationships } from './graph/list-relationships.ts';
import { listSignIns } from './graph/list-sign-ins.ts';
import { readApplicationCredentials } from './graph/read-application-credentials.ts';
import {
  listAssignments,
  listGroups,
  listGuests,
  listMemberships,
  readAccount,
} from './graph/read-delegated-access.ts';
import { readGrants } from './graph/read-grants.ts';
import { readGraph, readOrganization } from './graph/read-graph.ts';
import { readApis, readManifest } from './graph/read-manifest.ts';
import { listLocations, listPolicies, readPartnerTrust, readSecurityDefaults } from './graph/read-policies.ts';
import { Requester } from './http/requester.ts';
import { Pacer } from './pacing/pacer.ts';
import { type PacingTime, systemPacingTime } from './pacing/pacing-time.ts';

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

interface ReaderParts {
  connection: Connection;
  entra: RedeemParts;
  graph: GraphParts;
  exchange: ExchangeParts;
}

const READERS: { [I in QuestionId]: (question: Question<I>, parts: ReaderParts) => Promise<AnswerTo<I>> } = {
  'entra.token': (request, { entra }) => redeemToken(request, entra),
  'graph.customers': ({ token }, { graph }) => listContracts(token, graph),
  'graph.gdap-customers': ({ token }, { graph }) => listGdapCustomers(token, graph),
  'graph.application': ({ token }, { graph, connection }) =>
    readApplicationCredentials(token, connection.applicationId, graph),
  'graph.relationships': (question, { graph }) => listRelationships(question, graph),
  'graph.manifest': ({ token }, { graph, connection }) => readManifest(token, connection.applicationId, graph),
  'graph.apis': ({ token, resources }, { graph }) => readApis(token, resources, graph),
  'graph.grants': (question, { graph, connection }) =>
    readGrants({ ...question, applicationId: connection.applicationId }, graph),
  'graph.account': (question, { graph }) => readAccount(question, graph),
  'graph.guests': (question, { graph }) => listGuests(question, graph),
  'graph.assignments': (question, { graph }) => listAssignments(question, graph),
  'graph.memberships': (question, { graph }) => listMemberships(question, graph),
  'graph.groups': (question, { graph }) => listGroups(question, graph),
  'graph.policies': (question, { graph }) => listPolicies(question, graph),
  'graph.locations': (question, { graph }) => listLocations(question, graph),
  'graph.sign-ins': (question, { graph, connection }) =>
    listSignIns({ ...question, applicationId: connection.applicationId }, graph),
  'graph.security-defaults': (question, { graph }) => readSecurityDefaults(question, graph),
  'graph.partner-trust': (question, { graph }) => readPartnerTrust(question, graph),
  'graph.licences': (question, { graph }) => listLicences(question, graph),
  'graph.organization': (question, { graph }) => readOrganization(question, graph),
  'graph.read': (question, { graph }) => readGraph(question, graph),
  'exchange.read': (question, { exchange }) => readExchange(question, exchange),
};

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
      const parts: ReaderParts = {
        connection,
        entra: { connection, requester, hosts, clean },
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
        ask: (question) => READERS[question.id](question, parts),
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
