import { type Track, trackKey } from './track.ts';

/** The tracks of one connection, found by subject, with what was changed in them. */
export class TrackBook {
  readonly #tracks: Map<string, Track>;
  readonly #bySubject = new Map<string, Set<string>>();
  /** How many tracks hold each incident. */
  readonly #holds = new Map<string, number>();
  readonly #changed = new Set<string>();
  readonly #removed = new Map<string, Track>();

  constructor(tracks: readonly Track[]) {
    this.#tracks = new Map(tracks.map((track) => [trackKey(track), track]));
    for (const track of tracks) {
      this.#keysOf(track.subject).add(trackKey(track));
      this.#hold(track.incident, 1);
    }
  }

  /** A copy: the book may be written to while it is gone through. */
  all(): Track[] {
    return [...this.#tracks.values()];
  }

  of(subject: string): Track[] {
    return [...(this.#bySubject.get(subject) ?? [])].flatMap((key) => this.#tracks.get(key) ?? []);
  }

  /** The track as it stands now; undefined where it is gone. */
  current(track: Track): Track | undefined {
    return this.#tracks.get(trackKey(track));
  }

  put(track: Track): void {
    const key = trackKey(track);
    const before = this.#tracks.get(key)?.incident ?? null;
    if (before !== track.incident) {
      this.#hold(before, -1);
      this.#hold(track.incident, 1);
    }
    this.#tracks.set(key, track);
    this.#keysOf(track.subject).add(key);
    this.#changed.add(key);
    this.#removed.delete(key);
  }

  remove(track: Track): void {
    const key = trackKey(track);
    this.#hold(this.#tracks.get(key)?.incident ?? null, -1);
    this.#tracks.delete(key);
    this.#bySubject.get(track.subject)?.delete(key);
    this.#changed.delete(key);
    this.#removed.set(key, track);
  }

  isHeld(incident: string): boolean {
    return (this.#holds.get(incident) ?? 0) > 0;
  }

  changed(): Track[] {
    return [...this.#changed].flatMap((key) => this.#tracks.get(key) ?? []);
  }

  removed(): Pick<Track, 'connection' | 'subject' | 'cause'>[] {
    return [...this.#removed.values()].map(({ connection, subject, cause }) => ({ connection, subject, cause }));
  }

  #keysOf(subject: string): Set<string> {
    const keys = this.#bySubject.get(subject) ?? new Set();
    this.#bySubject.set(subject, keys);
    return keys;
  }

  #hold(incident: string | null, by: number): void {
    if (incident !== null) this.#holds.set(incident, (this.#holds.get(incident) ?? 0) + by);
  }
}
