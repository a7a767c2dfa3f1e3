import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const guidance = loadGuidance();
const causeOf = (text: string) => explainText(text, guidance).cause;

describe('an error in another language', () => {
  it.each([
    [
      'account.password',
      ['L’utilisateur : mot de passe expiré', 'A senha da conta expirou', 'パスワードの有効期限が切れています'],
    ],
    ['account.locked', ['El usuario está bloqueado: cuenta bloqueada', 'アカウントがロックされています']],
    [
      'account.not-found',
      ['Le compte d’utilisateur n’existe pas dans l’annuaire', 'ユーザー アカウントはディレクトリに存在しません'],
    ],
    [
      'consent.missing',
      ['L’amministratore non ha acconsentito all’applicazione', '管理者がアプリケーションに同意していません'],
    ],
    ['access.conditional-access', ['O acesso condicional bloqueou', '条件付きアクセスによりブロックされました']],
    ['tenant.not-found', ['Il tenant non è stato trovato', 'テナントが見つかりませんでした']],
    ['throttle.loop', ['Es wurde eine Clientschleife bemerkt', 'Boucle client : arrêt de l’application']],
    ['permission.insufficient', ['アクセスが拒否されました']],
    ['network.unreachable', ['リモート名を解決できませんでした']],
  ])('is read as %s', (cause, texts) => {
    expect(texts.map(causeOf)).toEqual(texts.map(() => cause));
  });

  it('is never read as certain by words that were put together', () => {
    expect(explainText('パスワードの有効期限が切れています', guidance).confidence).toBe('likely');
  });
});
