import { z } from 'zod';
import { readSetting, type SettingStore } from '../../credentials/setting-store.ts';

const tokenSchema = z.object({
  name: z.string(),
  /** What is kept of it: nobody gets the token back from that. */
  hash: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
});

export type ApiToken = z.infer<typeof tokenSchema>;

/** Makes tokens that nobody guesses, and what is kept of them. */
export interface TokenMint {
  make(): string;
  hash(token: string): string;
}

const SETTING = 'api-tokens';

/** The programs that may ask. What each may see is granted to `api:token:NAME`, as to people. */
export class ApiTokens {
  readonly #settings: SettingStore;
  readonly #mint: TokenMint;

  constructor(settings: SettingStore, mint: TokenMint) {
    this.#settings = settings;
    this.#mint = mint;
  }

  async list(): Promise<readonly ApiToken[]> {
    return (await readSetting(this.#settings, SETTING, z.array(tokenSchema))) ?? [];
  }

  /** The new token, which nobody sees again; undefined where there is one of that name. */
  async add(name: string, createdBy: string, createdAt: number): Promise<string | undefined> {
    const all = await this.list();
    if (all.some((one) => one.name === name)) return undefined;
    const token = this.#mint.make();
    await this.#keep([...all, { name, hash: this.#mint.hash(token), createdAt, createdBy }]);
    return token;
  }

  /** Whether there was one. */
  async remove(name: string): Promise<boolean> {
    const all = await this.list();
    const left = all.filter((one) => one.name !== name);
    await this.#keep(left);
    return left.length < all.length;
  }

  /** Whose token it is; undefined where it is nobody's. */
  async ownerOf(token: string): Promise<string | undefined> {
    const hash = this.#mint.hash(token);
    return (await this.list()).find((one) => one.hash === hash)?.name;
  }

  async #keep(tokens: readonly ApiToken[]): Promise<void> {
    await this.#settings.keep(SETTING, JSON.stringify(tokens));
  }
}
