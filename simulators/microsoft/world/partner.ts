import { partnerScenario } from '../scenarios/catalog.ts';
import type { PartnerScenario } from '../scenarios/scenario.ts';
import { createTenant } from './fleet.ts';
import type { Random } from './random.ts';
import { createRefreshTokenFamily, type RefreshTokenFamily } from './refresh-tokens.ts';
import type { Tenant } from './tenant.ts';

/** Microsoft's retired Exchange client: a public client, known by this id everywhere. */
export const LEGACY_CLIENT_ID = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';

/** How often the partner was asked since its scenario was last set. */
interface AskedOfPartner {
  everyToken: number;
  partnerToken: number;
  legacyToken: number;
  customers: number;
}

/** The managed service provider: its own tenant, its app and the two grants of its service account. */
export interface Partner {
  readonly tenant: Tenant;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly secret: string;
  readonly account: string;
  readonly accountId: string;
  readonly samGrant: RefreshTokenFamily;
  readonly legacyGrant: RefreshTokenFamily;
  scenario: PartnerScenario;
  asked: AskedOfPartner;
}

/** A healthy partner with credentials that look like real ones and are worth nothing. */
export function createPartner(random: Random): Partner {
  const tenant: Tenant = {
    ...createTenant(0, random, []),
    defaultDomainName: 'harbourlight-it.example',
    givenName: 'Harbourlight IT Services',
    displayName: 'Harbourlight IT Services',
  };
  return {
    tenant,
    applicationId: random.guid(),
    applicationName: 'Harbourlight Partner Management',
    secret: `${random.text(3)}8Q~${random.text(34)}`,
    account: `svc-sam@${tenant.defaultDomainName}`,
    accountId: random.guid(),
    samGrant: createRefreshTokenFamily('1.AX', random),
    legacyGrant: createRefreshTokenFamily('0.AX', random),
    scenario: partnerScenario('fine'),
    asked: nothingAskedOfPartner(),
  };
}

/** Counts of a partner nobody has asked yet. */
export function nothingAskedOfPartner(): AskedOfPartner {
  return { everyToken: 0, partnerToken: 0, legacyToken: 0, customers: 0 };
}
