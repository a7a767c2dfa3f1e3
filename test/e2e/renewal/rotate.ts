import { createAppSecretsFactory } from '../../../src/adapters/microsoft/create-app-secrets.ts';
import {
  type Rotation,
  type RotationParts,
  type RotationPlan,
  type RotationResult,
  rotateSecret,
} from '../../../src/core/credentials/rotate-secret.ts';
import type { SamConnection } from '../../../src/core/model/cloud/connection.ts';
import type { OpenedWorld } from './renewal-world.ts';

export interface Rotated {
  result: RotationResult;
  /** What was shown, in order. */
  shown: string[];
  plan: RotationPlan | undefined;
}

/** What a rotation over this world needs; nothing is waited for. */
export function rotationParts(
  { parts }: Pick<OpenedWorld, 'parts'>,
  environment: Record<string, string>,
): RotationParts {
  const { clouds, keeper, journal, clock, newId, signal } = parts;
  const appSecrets = createAppSecretsFactory({ sandboxUrl: environment.SAMARITAN_SANDBOX_URL });
  return { clouds, appSecrets, tokens: keeper, journal, clock, newId, wait: async () => {}, signal };
}

/** Rotates the client secret; whoever is asked says yes, unless `confirms` says otherwise. */
export async function rotate(
  configured: SamConnection,
  parts: RotationParts,
  options: Partial<Pick<Rotation, 'home' | 'removeOld' | 'days'>> & { confirms?: boolean | null } = {},
): Promise<Rotated> {
  const { confirms = true, home, removeOld = false, days = 180 } = options;
  const shown: string[] = [];
  let plan: RotationPlan | undefined;
  const result = await rotateSecret({ configured, home, by: 'terminal:user:test', days, removeOld }, parts, {
    interrupted: ({ step }) => void shown.push(`interrupted ${step}`),
    confirm: async (given) => {
      plan = given;
      shown.push(`plan ${given.orphans.length}`);
      return confirms;
    },
    added: () => void shown.push('added'),
    proved: () => void shown.push('proved'),
  });
  return { result, shown, plan };
}
