import type { Reply } from '../answers/answer.ts';
import { entraErrorReply } from '../answers/entra-error.ts';
import { exchangeErrorReply } from '../answers/exchange-error.ts';
import { graphErrorReply } from '../answers/graph-error.ts';
import type { Inbound } from './inbound.ts';

const headers = { 'retry-after': '1' };

/** The 429 each service answers once this second's budget is spent. */
export function throttledReply(inbound: Inbound): Reply {
  switch (inbound.service) {
    case 'entra': {
      const text = 'The server is terminating the request because too many of them came in. Please retry later.';
      return entraErrorReply(
        { code: 90055, error: 'temporarily_unavailable', text, status: 429, headers },
        text,
        inbound,
      );
    }
    case 'graph': {
      const message = 'Too many requests. Please retry after the time the Retry-After header names.';
      return graphErrorReply({ status: 429, code: 'TooManyRequests', message, headers }, inbound);
    }
    case 'partnerCenter': {
      const body = { code: '429', description: 'Too many requests.', data: [], source: 'PartnerCenter' };
      return { status: 429, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
    }
    case 'exchange': {
      const message = 'The server cannot service this request right now. Try again later.';
      const type = 'Microsoft.Exchange.Data.Storage.OverBudgetException';
      return exchangeErrorReply({ status: 429, code: 'TooManyRequests', message, type, headers }, inbound);
    }
  }
}
