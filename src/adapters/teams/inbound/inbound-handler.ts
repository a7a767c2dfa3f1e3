import type { InboundEvent } from './inbound-event.ts';
import type { InvokeReply } from './invoke-reply.ts';

export interface InboundHandler {
  /**
   * Handles one event that is authentic, of an allowed tenant and not seen before. What it gives answers an invoke;
   * every other request is answered once `taken` is called, or it is over. Who sent it is not authorized yet.
   */
  handle(event: InboundEvent, taken?: () => void): Promise<InvokeReply | undefined>;
  /** What `handle` gave after the invoke had to be answered: to be shown in another way, such as an edit. */
  deliverLate(event: InboundEvent, reply: InvokeReply): Promise<void>;
}
