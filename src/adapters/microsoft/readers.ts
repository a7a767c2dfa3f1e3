import type { Connection } from '../../core/model/cloud/connection.ts';
import type { AnswerTo, Question, QuestionId } from '../../core/model/cloud/microsoft-cloud.ts';
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

export interface ReaderParts {
  connection: Connection;
  graph: GraphParts;
  exchange: ExchangeParts;
}

/** Everything but tokens. */
export const READERS: {
  [I in Exclude<QuestionId, 'entra.token'>]: (question: Question<I>, parts: ReaderParts) => Promise<AnswerTo<I>>;
} = {
  'graph.customers': ({ token, onPage }, { graph }) => listContracts(token, graph, onPage),
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
