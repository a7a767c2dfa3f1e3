export type DiscordLogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the adapter says what happens. Messages are static; fields never hold a token, a text or an address of one. */
export type DiscordLog = (level: DiscordLogLevel, message: string, fields: Readonly<Record<string, unknown>>) => void;
