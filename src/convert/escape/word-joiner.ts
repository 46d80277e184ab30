/**
 * U+2060 WORD JOINER: an invisible character without width that no grammar of Rocket.Chat knows. Put between the
 * characters of a marker, it leaves them as text. It is used where a backslash does not work, since no line breaks
 * at it, `trim` leaves it and no regular expression counts it as white space.
 */
export const WORD_JOINER = '\u2060';
