const PLACE = /^(?:discord:channel:\d{17,20}|teams:channel:[\w:@.;=-]{5,200})$/;

/** Whether a text names a channel as `placeKey` does. */
export function isPlaceKey(text: string): boolean {
  return PLACE.test(text);
}
