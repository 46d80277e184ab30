/**
 * U+2060 WORD JOINER, an invisible character without width that no rule of Rocket.Chat's grammar contains. Between the
 * characters of markup it makes them text. It is used if a backslash does not work: no line breaks at it, `trim`
 * keeps it, and no regular expression counts it as white space.
 */
export const WORD_JOINER = '\u2060';
