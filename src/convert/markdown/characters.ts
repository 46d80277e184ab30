/**
 * The classes of characters that Rocket.Chat's grammar is made of, by UTF-16 unit.
 * Rocket.Chat: packages/message-parser, the rules at the end of its grammar.
 */

const NAME = 1;
const LETTER_OR_DIGIT = 2;
const DIGIT = 4;
const HOST = 8;
const SCHEME = 16;
const CREDENTIALS = 32;
const TRAILING = 64;
const MAIL_SIGN = 128;

const classes = new Uint8Array(128);
const assign = (characters: string, kind: number) => {
	for (const character of characters) {
		classes[character.charCodeAt(0)] = (classes[character.charCodeAt(0)] ?? 0) | kind;
	}
};
const digits = '0123456789';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
assign(digits, DIGIT);
assign(letters + digits, LETTER_OR_DIGIT | NAME | HOST | SCHEME | CREDENTIALS);
assign('-_.', NAME);
assign('^{}', HOST);
assign('+-', SCHEME);
assign('$&+_#?-', CREDENTIALS);
assign('.,!%~*"\':;()=', TRAILING);
assign("!#$%&'*+/=?^_`{|}~-", MAIL_SIGN);

const is = (code: number, kind: number) => ((classes[code] ?? 0) & kind) !== 0;

const letterOrDigit = /[\p{L}\p{Nd}]/u;
const mark =
	/[\p{M}\u00A9\u00AE\u203C\u2049\u2122\u2139\u2190-\u21FF\u2300-\u23FF\u2600-\u27BF\uD800-\uDFFF]/u;

/** Space and tab. */
export const isSpace = (code: number) => code === 0x20 || code === 0x09;

/** `0` to `9` */
export const isDigit = (code: number) => is(code, DIGIT);

/** A Latin letter or digit of ASCII. */
export const isAsciiLetterOrDigit = (code: number) => is(code, LETTER_OR_DIGIT);

/** A letter or digit of any script in the basic multilingual plane. */
export const isLetterOrDigit = (code: number) =>
	code < 128 ? is(code, LETTER_OR_DIGIT) : letterOrDigit.test(String.fromCharCode(code));

/** What names of users and channels are made of. */
export const isNameCharacter = (code: number) => (code < 128 ? is(code, NAME) : isLetterOrDigit(code));

/** What host names are made of, dots, dashes and underscores apart. */
export const isHostCharacter = (code: number) =>
	code >= 128 || is(code, HOST) || (code < 32 && !isSpace(code));

/** What may stand behind the dash or underscore of a host name, which is nearly everything. */
export const isBehindDash = (code: number) =>
	!isSpace(code) && !'\\/|><%`[]'.includes(String.fromCharCode(code));

/** What the scheme of an address is made of. */
export const isSchemeCharacter = (code: number) => is(code, SCHEME);

/** What user and password in an address are made of. */
export const isCredentialsCharacter = (code: number) => is(code, CREDENTIALS);

/** What an address does not end with. */
export const isTrailing = (code: number) => is(code, TRAILING);

/** A letter, digit or mark, with which every part of a mail address starts. */
export const isMailCharacter = (code: number) =>
	code < 128 ? is(code, LETTER_OR_DIGIT) : isLetterOrDigit(code) || mark.test(String.fromCharCode(code));

/** What else may stand in a part of a mail address. */
export const isMailSign = (code: number) => is(code, MAIL_SIGN);

/** The characters of running text: all but control characters and `( ) * [ \ ] ^ _ { | } ~` and the backtick. */
export const isTextCharacter = (code: number) =>
	(code >= 0x20 && code <= 0x27) ||
	(code >= 0x2b && code <= 0x5a) ||
	(code >= 0x61 && code <= 0x7a) ||
	code >= 0x80;

/** What the address of `[text](address)` is made of, parentheses apart. */
export const isLinkCharacter = (code: number) =>
	code > 0x20 && code !== 0x28 && code !== 0x29 && code !== 0x5c && code !== 0x7c && code !== 0x7f;
