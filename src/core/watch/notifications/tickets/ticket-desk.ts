import type { SealedRoute } from '../route-book.ts';

export interface Ticket {
  /** Its number or id there. */
  ref: string;
  isOpen: boolean;
}

/** What a ticket or a note says. HTML for those who show it. */
export interface TicketText {
  title: string;
  text: string;
  html: string;
}

/** Something that an installation names by numbers of its own: a client, a board, a status. */
export interface TicketChoice {
  id: string;
  name: string;
}

/** A ticket system, as one installation of it. Every method throws `DeliveryError`. */
export interface TicketDesk {
  /** The ticket that was opened under the key; undefined for none. `reference` stands in its title. */
  find(key: string, reference: string): Promise<Ticket | undefined>;
  /** Opens one on a client and gives its ref. Twice makes two: `find` first. */
  open(key: string, client: string, said: TicketText): Promise<string>;
  /** Undefined where it was deleted. */
  read(ref: string): Promise<Ticket | undefined>;
  /** Texts of its notes, the oldest first, whoever wrote them. */
  notes(ref: string): Promise<readonly string[]>;
  /** An internal note. */
  note(ref: string, said: TicketText): Promise<void>;
  close(ref: string): Promise<void>;
  /** Clients whose name or domain is exactly one of these. */
  clients(names: readonly string[]): Promise<readonly TicketChoice[]>;
  /** What may stand in each field that has to be chosen at set-up. */
  choices(): Promise<Readonly<Record<string, readonly TicketChoice[]>>>;
}

export type OpenDesk = (sealed: SealedRoute) => TicketDesk;
