import { type OwnAppScenario, ownAppScenario, SIX } from '../scenarios/own-app.ts';
import {
  type AppRegistration,
  type CertificateSettings,
  changeAppRegistration,
  createAppRegistration,
} from './app-registration.ts';

/** An app that is registered in every tenant of its own, under one id, and signs in by itself: client credentials. */
export interface OwnApp {
  readonly applicationId: string;
  readonly applicationName: string;
  readonly secret: string;
  scenarioIn(tenantId: string): OwnAppScenario;
  /** An unknown name throws. */
  set(tenantId: string, scenario: string): void;
  rolesIn(tenantId: string): readonly string[];
  /** Of Exchange's API: where it has everything, it may send mail as well. */
  exchangeRolesIn(tenantId: string): readonly string[];
  registrationIn(tenantId: string): AppRegistration;
  /** In every tenant; none at first. */
  setCertificates(certificates: readonly CertificateSettings[]): void;
}

/** Made of the partner's app, so that the numbers of a seed stay what they are. */
export function createOwnApp(partner: { applicationId: string; secret: string }): OwnApp {
  const app = {
    applicationId: `${partner.applicationId.slice(0, -4)}0a99`,
    secret: `own${partner.secret.slice(3).split('').toReversed().join('')}`,
  };
  let certificates: readonly CertificateSettings[] = [];
  const scenarios = new Map<string, OwnAppScenario>();
  const scenarioIn = (tenantId: string): OwnAppScenario => scenarios.get(tenantId) ?? ownAppScenario('fine');
  return {
    ...app,
    applicationName: 'Configuration reader',
    scenarioIn,
    set: (tenantId, scenario) => void scenarios.set(tenantId, ownAppScenario(scenario)),
    rolesIn: (tenantId) => scenarioIn(tenantId).roles ?? SIX,
    exchangeRolesIn: (tenantId) => (scenarioIn(tenantId).roles ? [] : ['SMTP.SendAsApp']),
    registrationIn: (tenantId) =>
      changeAppRegistration(createAppRegistration(app), { certificates, ...scenarioIn(tenantId).registration }, app),
    setCertificates: (given) => {
      certificates = given;
    },
  };
}
