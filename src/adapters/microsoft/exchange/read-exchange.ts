import { z } from 'zod';
import type { AnswerTo, Fault, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { header, parseJson } from '../../http/http-response.ts';
import { cleanOf } from '../clean-text.ts';
import { carriesError, malformedAnswer } from '../http/own-marks.ts';
import type { Requester } from '../http/requester.ts';
import { parseExchangeRefusal } from './exchange-refusal.ts';

export interface ExchangeParts {
  requester: Requester;
  host: string;
  clean: (text: string) => string;
}

const resultSchema = z.object({ value: z.array(z.unknown()) });
/** The system mailbox that routes a call to the tenant's own servers, as the EXO module does it. */
const ANCHOR = 'APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}';

/** Runs a cmdlet through the admin API that the Exchange Online PowerShell module uses. */
export async function readExchange(
  { token, tenantId, cmdlet }: Question<'exchange.read'>,
  { requester, host, clean }: ExchangeParts,
): Promise<AnswerTo<'exchange.read'>> {
  const answer = await requester.send({
    lane: 'exchange',
    tenant: tenantId,
    method: 'POST',
    url: `https://${host}/adminapi/beta/${encodeURIComponent(tenantId)}/InvokeCommand`,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      // A refusal comes as a body of zero bytes labelled gzip, which would read as a broken connection.
      'accept-encoding': 'identity',
      'x-anchormailbox': `${ANCHOR}@${tenantId}`,
      'x-cmdletname': cmdlet,
      'client-request-id': crypto.randomUUID(),
    },
    body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: {} } }),
    toRefusal: (response) => parseExchangeRefusal(response, cleanOf(token, clean)),
  });
  if (!answer.ok) return answer;
  const { attempts, durationMs, value: response } = answer;
  const body = parseJson(response.body);
  if (carriesError(body)) {
    const fault: Fault = { kind: 'refused', ...parseExchangeRefusal(response, cleanOf(token, clean)) };
    return { ok: false, fault, attempts, durationMs };
  }
  if (resultSchema.safeParse(body).success) return { ok: true, value: undefined, attempts, durationMs };
  const requestId = header(response, 'request-id');
  const fault = malformedAnswer(response, 'Exchange answered 2xx with something that is no result', requestId);
  return { ok: false, fault, attempts, durationMs };
}
