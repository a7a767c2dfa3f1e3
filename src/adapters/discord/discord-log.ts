/** Where the adapter says what happens. Messages are static; fields never hold a token, a text or an address of one. */
export type DiscordLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;
