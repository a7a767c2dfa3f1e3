import { X509Certificate } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { handle, parse } from './handle.ts';

// More is no date any more.
const days = z.number().min(-36_500).max(36_500);
const daysAgo = days.optional();
const secretBody = z.strictObject({
  endsInDays: days,
  madeDaysAgo: daysAgo,
  hint: z.string().nullable().optional(),
  displayName: z.string().nullable().optional(),
});
const certificateBody = z.strictObject({
  pem: z.string().max(20_000).refine(isCertificate, 'is no certificate in PEM').optional(),
  endsInDays: days.optional(),
  madeDaysAgo: daysAgo,
  displayName: z.string().nullable().optional(),
  usage: z.string().min(1).optional(),
});
const secretPolicy = z.strictObject({
  forbids: z.boolean().optional(),
  longestDays: days.positive().optional(),
  createdWithinDays: days.positive().optional(),
  own: z.boolean().optional(),
});
const certificatesBody = z.array(certificateBody).max(100);
const applicationBody = z.strictObject({
  registered: z.boolean().optional(),
  denied: z.boolean().optional(),
  writeDenied: z.boolean().optional(),
  secretPolicy: z.union([z.boolean(), secretPolicy]).optional(),
  federated: z
    .array(z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string() }))
    .max(20)
    .optional(),
  // Beyond that two would share a key id.
  secrets: z.array(secretBody).max(100).optional(),
  certificates: certificatesBody.optional(),
});
const relationshipBody = z.strictObject({
  status: z.string().min(1).optional(),
  endsInDays: days.nullable().optional(),
  autoExtend: z.boolean().optional(),
  roles: z.array(z.string()).optional(),
  createdDaysAgo: daysAgo,
  changedDaysAgo: daysAgo,
  displayName: z.string().optional(),
});
const relationshipsBody = z.array(relationshipBody).max(100);
const deniedBody = z.strictObject({ denied: z.boolean() });

/** Steers what ends when: the app's secrets and certificates, and delegated access. */
export function registerExpiryControls(server: FastifyInstance, world: World): void {
  const { relationships } = world;
  const tenantOf = (request: FastifyRequest): Tenant => world.find((request.params as { tenant: string }).tenant);

  server.get(
    '/sandbox/application',
    handle(200, () => world.application()),
  );
  server.put(
    '/sandbox/application',
    handle(200, (request) => world.setApplication(parse(applicationBody, request))),
  );
  server.put(
    '/sandbox/own-app/certificates',
    handle(200, (request) => {
      world.ownApp.setCertificates(parse(certificatesBody, request));
      return { applicationId: world.ownApp.applicationId };
    }),
  );
  server.get(
    '/sandbox/relationships',
    handle(200, () => ({ denied: relationships.denied })),
  );
  server.put(
    '/sandbox/relationships',
    handle(200, (request) => {
      relationships.deny(parse(deniedBody, request).denied);
      return { denied: relationships.denied };
    }),
  );
  const path = '/sandbox/tenants/:tenant/relationships';
  server.get(
    path,
    handle(200, (request) => relationships.of(tenantOf(request))),
  );
  server.put(
    path,
    handle(200, (request) => {
      const tenant = tenantOf(request);
      relationships.set(tenant, parse(relationshipsBody, request));
      return relationships.of(tenant);
    }),
  );
  server.delete(
    path,
    handle(200, (request) => {
      const tenant = tenantOf(request);
      relationships.set(tenant, undefined);
      return relationships.of(tenant);
    }),
  );
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
