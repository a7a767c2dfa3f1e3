import { z } from 'zod';
import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { World } from '../world/world.ts';
import { policyAgainst } from './app-policies.ts';
import { denied } from './partner-lists.ts';

const addBody = z.object({
  passwordCredential: z.object({ displayName: z.string().optional(), endDateTime: z.string().optional() }),
});
const removeBody = z.object({ keyId: z.string() });
const YEARS_2_MS = 63_072_000_000;

/** `POST /applications/{id}/addPassword` and `removePassword`, in the partner's tenant; undefined for any other path. */
export function appSecretsReply(world: World, path: string, inbound: Inbound, call: Call): Answer | undefined {
  const action = /^\/applications\/[^/]+\/(addpassword|removepassword)$/.exec(path)?.[1];
  if (action === undefined || inbound.method !== 'POST' || call.tenant !== world.partner.tenant) return undefined;
  const { writeDenied } = world.application();
  if (writeDenied) return denied(call);
  const body: unknown = JSON.parse(inbound.body || '{}');
  if (action === 'removepassword') {
    if (world.addedSecrets.remove(removeBody.parse(body).keyId))
      return { status: 204, headers: graphHeaders(call), body: '' };
    const message = `No password credential found with keyId ‘${removeBody.parse(body).keyId}’.`;
    return graphErrorReply({ status: 400, code: 'Request_BadRequest', message }, call);
  }
  const { displayName, endDateTime = new Date(Date.now() + YEARS_2_MS).toISOString() } =
    addBody.parse(body).passwordCredential;
  const refused = policyAgainst(world, world.ownObjectId(), endDateTime, call);
  if (refused) return refused;
  const added = world.addedSecrets.add({ displayName, endDateTime });
  const context = 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential';
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify({ '@odata.context': context, ...added }) };
}
