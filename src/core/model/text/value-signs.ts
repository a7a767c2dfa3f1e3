/** So far after its label a value may begin. */
export const GAP = 60;

/** After the label and its closing marks: a sign, and the marks that open the value. */
export const ASSIGNED =
  /["'`\\*_)\]}]{0,12}(?:\s{0,4}[([][^()[\]\n]{1,40}[)\]])?(?:\s?:\s?[a-z]{3,10}(?=\s?=\s?["']))?\s{0,8}(?:[-=]{1,2}>|>{2,3}|[→⇒➜➔⟶]|👉|[?:.+]{0,3}={1,3}|:{1,2}|\|{1,2}|;|[-–—~](?=\s)|(?<=\s)\/(?=\s)|(?:\s(?:pls|please|plz|bitte)[!.?]{0,2}|\?{1,3})?\r?\n[a-z.]{1,20}(?: [a-z.]{1,20})?:(?:\s(?:sure|yes|ok|its|it's),?)?(?=\s)|\?{1,3}(?:\s{1,3}(?:[a-z.]{1,20}(?: [a-z]{1,20})?:|[-=]{1,2}>))?(?=\s)|\.{3,60}:?|…|は|是|为|[([](?=[^\s)\]]{6,64}[)\]]))[*_]{0,3}[^\S\n]{0,12}(?:\r?\n(?:`{3}\w{0,12}\r?\n)?[^\S\n]{0,20}){0,2}(?:new\s[\w.]{1,40}\()?[*_]{0,3}(?:\[(?:spoiler|hide|code|tt|b|i)\]){0,2}/iy;

/** `<password>value`, `<Password Type="x"><Value>value`, `<td>Password</td><td>value`. */
export const ELEMENT =
  /(?:["'\w:-]{0,20}(?:\s[^<>\n]{0,200})?>|:?(?:<\/\w{1,10}>:?\s{0,8}){1,4})\s{0,20}(?:<!\[CDATA\[|<\w[^<>\n]{0,60}>\s{0,4}){0,3}/y;

/** `key="ClientSecret" value="…"`, `name: PASSWORD`, `value: …`. */
export const NAME_AND_VALUE =
  /["'\\]{0,6}\s{0,8}(?:,|[:=]\s{0,4}\{)?\s{0,24}(?:[\w"']{1,30}\s?:\s?(?:true|false|["']\w{1,20}["']),?\s{0,4})?["'\\]{0,6}value["'\\]{0,6}\s{0,4}[:=]\s{0,4}/iy;

/** `-ClientSecret value`, `PASSWORD value`, columns. */
export const BLANKS =
  /(?:["'`*_\])}]{1,2}|['’]s)?(?:\s?[([][^()[\]\n]{1,40}[)\]])?(?:[가-힣ぁ-ヿ一-鿿\u0e00-\u0e7f]{1,12}[^\S\r\n]{0,3}|(?=[「『“])|(?<=[가-힣ぁ-ヿ一-鿿])(?=\w)|[^\S\r\n]{1,40}|[^\S\r\n]{0,4}:?\r?\n[^\S\n]{0,20}(?:[•*-][^\S\n]{1,3})?)[*_]{0,3}/y;
