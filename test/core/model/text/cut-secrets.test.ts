import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { toExplanationView } from '../../../../src/core/guidance/explain/explanation-view.ts';
import { cutSecrets, toKeptText } from '../../../../src/core/model/text/cut-secrets.ts';

const guidance = loadGuidance();
/** Built from parts, so that no scanner takes this file for a leak. */
const CANARY = 'CaNaRy7x';
const run = (length: number) => `${CANARY}Zq3kP0vW_b-R`.repeat(Math.ceil(length / 20)).slice(0, length);
const JWT = `eyJ${run(20)}.eyJ${run(60)}.${run(40)}`;
const SECRET = `abc8Q~${run(34)}`;
const REFRESH = `0.A${run(30)}.AgAB${run(120)}`;

const CASES: [kind: string, text: string][] = [
  ['access token', `Authorization failed for ${JWT} today`],
  ['access token', `cut: eyJ${run(15)}`],
  ['access token', `{"access_token":"${JWT}"}`],
  ['refresh token', REFRESH],
  ['refresh token', `1.A${run(40)}`],
  ['refresh token', `M.C507_BAY.0.U.-${run(60)}`],
  ['refresh token', `OAQ${run(50)}`],
  ['refresh token', `refresh_token=${run(12)}&grant_type=refresh_token`],
  ['refresh token', `$RefreshToken = '${run(25)}'`],
  ['refresh token', `\\"refresh_token\\":\\"${run(25)}\\"`],
  ['client secret', `secret is ${SECRET}`],
  ['password', `app password: ${['cana', 'ryse', 'edca', 'nary'].join(' ')}`],
  ['client secret', `client_secret=${run(20)}`],
  ['client secret', `"ClientSecret": "${run(20)}"`],
  ['client secret', `SAM_APPLICATION_SECRET=${run(20)}`],
  ['client secret', `$ApplicationSecret = "${run(20)}"`],
  ['client secret', `Connect-Thing -ClientSecret ${run(20)} -Tenant x`],
  ['password', `password=${run(12)}`],
  ['password', `Connect-MsolService -Password '${run(12)}'`],
  ['password', `ConvertTo-SecureString '${run(12)}' -AsPlainText -Force`],
  ['password', `https://user:${run(12)}@proxy.example:8080/`],
  ['access key', `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${run(20)};EndpointSuffix=core.windows.net`],
  ['access key', `https://a.blob.core.windows.net/x?sv=2020&sig=${run(20)}`],
  ['authorization header', `Authorization: Bearer ${run(30)}`],
  ['authorization header', `Authorization: Basic ${run(30)}`],
  ['sign-in code', `http://localhost:8400/?code=${run(40)}&state=1`],
  ['private key', `-----BEGIN PRIVATE KEY-----\n${run(64)}\n${run(64)}\n-----END PRIVATE KEY-----`],
  ['private key', `-----BEGIN RSA PRIVATE KEY-----\n${run(64)}`],
  ['private key', `PRIVATE KEY-----\n${run(64)}\n${run(30)}`],
  ['private key', `${run(64)}\n${run(30)}\n-----END PRIVATE KEY-----`],
  ['password', `Kennwort: ${run(12)}`],
  ['password', `Passwort = ${run(12)}`],
  ['password', `mot de passe : ${run(12)}`],
  ['password', `Contraseña: ${run(12)}`],
  ['password', `Wachtwoord: ${run(12)}`],
  ['password', `Senha: ${run(12)}`],
  ['access key', `X-Api-Key: ${run(24)}`],
  ['access key', `x-functions-key: ${run(24)}`],
  ['access key', `"Ocp-Apim-Subscription-Key": "${run(24)}"`],
  ['bot token', `M${run(24).replaceAll('_', 'x')}.${run(6)}.${run(30)}`],
  ['bot token', `xoxb-${'123456789012-'.repeat(2)}${run(24)}`],
  ['access token', `ghp_${run(36).replaceAll('-', 'x')}`],
  ['access token', `github_pat_${run(40).replaceAll('-', 'x')}`],
  ['webhook address', `https://hooks.slack.com/services/T00000000/B00000000/${run(24)}`],
  ['webhook address', `https://msp.webhook.office.com/webhookb2/${run(30)}/IncomingWebhook/${run(20)}`],
  ['webhook address', `https://prod-12.westeurope.logic.azure.com:443/workflows/${run(32)}/triggers/manual`],
  ['webhook address', `https://discord.com/api/webhooks/123456789012345678/${run(68)}`],
  ['token-like value', `…${run(90)}`],
];

/** What another project's rules take for a secret: https://github.com/secretlint/secretlint. */
async function foundByJudge(text: string): Promise<string[]> {
  const { messages } = await lintSource({
    source: { content: text, filePath: 'pasted.txt', ext: '.txt', contentType: 'text' },
    options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] } },
  });
  return messages.map(({ ruleId }) => ruleId);
}

describe('secrets in a pasted text', () => {
  it.each(CASES)('cuts the %s of %j and says so', (kind, text) => {
    for (const whole of [
      text,
      `AADSTS50076: mfa\n${text}`,
      JSON.stringify({ message: text }),
      `${text} Insufficient privileges`,
    ]) {
      const explanation = explainText(whole, guidance);
      const output = JSON.stringify([explanation, toExplanationView(explanation)]);
      expect(output, whole).not.toContain(CANARY);
      expect(explanation.secretsFound, whole).toBe(true);
    }
    expect(cutSecrets(text).text).not.toContain(CANARY);
    expect(cutSecrets(text).kinds).toContain(kind);
  });

  it('leaves nothing that other rules still take for one', async () => {
    const hex = '0123456789abcdef'.repeat(2);
    const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6';
    const texts = [
      `ghp_${letters}`,
      `xoxb-123456789012-1234567890123-${letters.slice(0, 24)}`,
      `https://hooks.slack.com/services/T00000000/B00000000/${letters.slice(0, 24)}`,
      `npm_${letters}`,
      `SG.${letters.slice(0, 22)}.${letters}aB3dE6g`,
      `https://user:${letters.slice(0, 16)}@db.example/x`,
      `AKIA${letters.slice(0, 16).toUpperCase()}`,
      `-----BEGIN RSA PRIVATE KEY-----\n${`${letters}${letters}`.slice(0, 64)}\n-----END RSA PRIVATE KEY-----`,
      `sk-${hex}${hex}`,
    ];
    const judged = await Promise.all(texts.map(foundByJudge));
    // The judge must know most of them, or it judges nothing.
    expect(judged.filter((found) => found.length > 0).length).toBeGreaterThanOrEqual(5);
    for (const text of texts) {
      const cut = cutSecrets(`before ${text} after`);
      expect(cut.kinds, text).not.toEqual([]);
      expect(await foundByJudge(cut.text), text).toEqual([]);
    }
  });

  it.each([
    ['with its frame', '-----BEGIN PRIVATE KEY-----\n', run(64)],
    ['without its frame', '', `MIIEvQIBADAN${run(52)}`],
    ['of OpenSSH', '', `b3BlbnNzaC1rZXktdjE${run(45)}`],
  ])('lets the error stand that follows a private key %s and without its end', (_which, frame, line) => {
    const key = `${frame}${[line, run(64), 'MIIEvQIBADANBg'].join('\n')}`;
    for (const error of [
      'AADSTS700027: Client assertion contains an invalid signature',
      'Insufficient privileges to complete the operation.',
      'InvalidAuthenticationToken',
      'error=interaction_required',
      'AADSTS50076',
    ]) {
      for (const whole of [
        `${key}\n${error}`,
        `${key}\r\n\r\n${error}\r\nthen`,
        JSON.stringify({ m: `${key}\n${error}` }),
      ]) {
        const { text, kinds } = cutSecrets(whole);
        expect(text, whole).toContain(error);
        expect(text, whole).not.toMatch(/CaNaRy|MIIE/);
        expect(kinds, whole).toContain('private key');
      }
      const [after, alone] = [`${key}\n${error}`, error].map((text) => explainText(text, guidance));
      expect([error, after?.cause, after?.secrets.includes('private key')]).toEqual([error, alone?.cause, true]);
    }
  });

  it('are read as no word of the text', () => {
    expect(explainText(JWT, guidance)).toMatchObject({ secretsFound: true, recognized: false });
  });

  it('is cut from what a person writes before that is kept', () => {
    expect(toKeptText(`ticket 12, password=${run(12)}\u202e done`, { maxLength: 200 })).toBe(
      'ticket 12, password=[secret] done',
    );
  });

  it('says what to do about them', () => {
    const view = toExplanationView(explainText(`AADSTS50076 ${SECRET}`, guidance));
    expect(view.warning).toContain('a client secret');
    expect(view.warning).toContain('revoke');
  });

  it('finds none where only names of secrets and blanks stand', () => {
    const harmless = [
      "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the client secret value.',
      'New-PartnerAccessToken -RefreshToken $token.RefreshToken -Credential $credential',
      "client_secret: '***', refresh_token: <redacted>, password: null",
      'Authorization : [PII_REDACTED]',
      'Kennwort: falsch, mot de passe : incorrect, Wachtwoord: verlopen',
      'The webhook https://discord.com/api/v10/channels/1/messages answered 403',
      'WWW-Authenticate: Bearer client_id="00000002-0000-0ff1-ce00-000000000000", error="invalid_token"',
      '"claims":"{\\"access_token\\":{\\"capolids\\":{\\"essential\\":true}}}"',
      '7000222: key id 5d6b6bb7-de71-4623-b4af-96380a352509 thumbprint 977B10FB9D1C087E3105564B1D31B09D247BEBCD',
      'Failed to get attachments for AAMkAGFhZjQ1MzI4LTRjNmUtNDBlOC1iMzhjLThhYmMzZTAyMzFhYgBGAAAAAAAysFxKXR7VR4ZT8I3qYYoQBwC5',
      '   at Microsoft.Identity.Client.OAuth2.OAuth2Client.ThrowServerException(HttpResponse response, RequestContext requestContext)',
    ];
    for (const text of harmless) expect(cutSecrets(text).kinds, text).toEqual([]);
  });
});
