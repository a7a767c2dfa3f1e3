/** The log, as far as the chat writes to it. Messages are static; data is in fields, never a text from outside. */
export interface ChatLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
