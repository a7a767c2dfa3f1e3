import { openBrowser } from '../../../adapters/terminal/open-browser.ts';
import type { Proof } from '../../../core/credentials/prove-sign-in.ts';
import type { RenewalResult, RenewalShow, WrittenHome } from '../../../core/credentials/renew-connection.ts';
import { describeHome, describeInterrupted, whyNowhere } from '../../../core/credentials/renewal-words.ts';
import type { SamConnection } from '../../../core/model/cloud/connection.ts';
import { tenantLabel } from '../../../core/model/tenants/tenant.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { formatMoment } from '../../../core/model/time/format-moment.ts';
import { SECRET_VARIABLES } from '../../config/setting-names.ts';
import type { ProcessIo } from '../../process-io.ts';
import { isYes, type Lines } from '../../terminal/lines.ts';

export interface RenewalScreen extends RenewalShow {
  /** What will be done, before anything is. */
  preview(connection: SamConnection, device: boolean): void;
  note(text: string): void;
  end(result: RenewalResult, prefix: string): void;
}

export interface ScreenOptions {
  json: boolean;
  io: ProcessIo;
  lines: Lines;
  /** Open the page, not only print its address. */
  browser: boolean;
  who?: string;
}

const DEVICE_WARNING =
  'A token that is born of a device code keeps that mark at Microsoft through all its renewals: tenants that block the device code flow can refuse it later. Without --device there is no such mark.';

/** One JSON object a line on standard output, or sentences: what is to be done and what came of it there, the rest beside it. */
export function createRenewalShow({
  json,
  io,
  lines,
  browser,
  who = 'the service account',
}: ScreenOptions): RenewalScreen {
  const note = (text: string): void => void io.stderr.write(`${text}\n`);
  const say = (text: string): void => void io.stdout.write(`${text}\n`);
  const tell = (event: object, text: string): void => say(json ? JSON.stringify(event) : text);
  return {
    note,
    preview: ({ name, applicationId, tenant }, device) => {
      note(`Renewing the refresh token of ${name}: app ${applicationId}, tenant ${tenant}.`);
      note('The token in use stays until the new one is proved, and is kept beside it until a whole sweep has passed.');
      if (device) note(DEVICE_WARNING);
    },
    interrupted: (entry) => note(describeInterrupted(entry, formatMoment)),
    open: (url) => {
      tell({ event: 'open', url }, `Sign in with ${who}, with MFA, at:\n${url}`);
      if (browser) void openBrowser(url, SECRET_VARIABLES);
      if (lines.asks) note('Where the browser is on another machine: paste the address that it ends at here.');
    },
    deviceCode: ({ verificationUri, userCode, expiresAt }) => {
      const event = { event: 'device-code', verificationUri, userCode, expiresAt: new Date(expiresAt).toISOString() };
      tell(
        event,
        `Open ${verificationUri} and enter the code ${userCode}. It is valid until ${formatMoment(expiresAt)}.`,
      );
    },
    confirmAccount: async (account, before) => {
      if (!lines.asks) return null;
      return isYes(await lines.ask(`${account} signed in, and before it was ${before}. Is that right? [y/N] `));
    },
    proved: (proof) => tell(toProvedEvent(proof), provedText(proof)),
    end: (result, prefix) => {
      if (result.ok) {
        const text = `The new token is used from now on. The one before is kept until a whole sweep has passed; ${prefix}connections restore puts it back. Now: ${prefix}testtokens`;
        const { home } = result;
        const event = { event: 'stored', previous: 'kept', ...(home ? { vault: toVaultFact(home) } : {}) };
        return tell(event, home ? `${text}\n${describeHome(home)}` : text);
      }
      const { id, reason, wayOut, cause } = result.ending;
      const event = { event: 'refused', reason, ...(cause ? { cause } : {}), ending: id, wayOut };
      const text = toSafeText(`Nothing was changed. ${reason} ${wayOut}`, { maxLength: 2000 });
      tell(event, text);
    },
  };
}

function toVaultFact({ label, fault }: WrittenHome): object {
  return { name: label, written: fault === null, ...(fault ? { cause: fault.cause, reason: fault.reason } : {}) };
}

function toProvedEvent({ tenantId, account, scopes, customer }: Proof): object {
  return { event: 'proved', tenantId, account, scopes, mfa: true, customer: customer?.tenantId ?? null };
}

function provedText({ tenantId, account, scopes, customer, unconsented }: Proof): string {
  const where = customer ? ` and for the customer ${tenantLabel(customer)}` : whyNowhere(unconsented);
  return `Proved: ${account} of tenant ${tenantId}, with MFA, ${scopes.length} permissions; redeemed for Graph and Exchange in the own tenant${where}.`;
}
