export type ToThread = { id: number; part: unknown } | { id: number; end: true };

export type FromThread =
  | { id: number; content: Uint8Array<ArrayBuffer> }
  | { id: number; fault: { message: string; stack?: string } };
