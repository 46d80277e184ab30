/**
 * Names for the characters that the readers compare with, and the classes of characters that Rocket.Chat's grammar
 * is built from. All of them are UTF-16 code units; after the end of a text, `charCodeAt` gives NaN, which is in no
 * class. Rocket.Chat: packages/message-parser, the rules at the end of its grammar
 */

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const SPACE = 0x20;
export const EXCLAMATION_MARK = 0x21;
export const HASH = 0x23;
export const DOLLAR = 0x24;
export const LEFT_PARENTHESIS = 0x28;
export const RIGHT_PARENTHESIS = 0x29;
export const ASTERISK = 0x2a;
export const PLUS = 0x2b;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const LESS_THAN = 0x3c;
export const GREATER_THAN = 0x3e;
export const AT_SIGN = 0x40;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const UNDERSCORE = 0x5f;
export const BACKTICK = 0x60;
export const VERTICAL_BAR = 0x7c;
export const TILDE = 0x7e;
const DELETE = 0x7f;
/** The first code unit that is not ASCII. */
const AFTER_ASCII = 0x80;
/** No emoji of the grammar starts with a smaller code unit. */
export const FIRST_EMOJI = 0x2194;

// The classes of an ASCII character, as bits.
const NAME = 1;
const LETTER_OR_DIGIT = 2;
const DIGIT = 4;
const HOST = 8;
const SCHEME = 16;
const CREDENTIALS = 32;
const TRAILING = 64;
const MAIL_SIGN = 128;
const TEXT = 256;

const classes = new Uint16Array(AFTER_ASCII);
const assign = (characters: string, bits: number) => {
	for (const character of characters) {
		const code = character.charCodeAt(0);
		classes[code] = (classes[code] ?? 0) | bits;
	}
};
const digits = '0123456789';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
assign(digits, DIGIT);
assign(letters + digits, LETTER_OR_DIGIT | NAME | HOST | SCHEME | CREDENTIALS | TEXT);
assign('-_.', NAME);
assign('^{}', HOST);
assign('+-', SCHEME);
assign('$&+_#?-', CREDENTIALS);
assign('.,!%~*"\':;()=', TRAILING);
assign("!#$%&'*+/=?^_`{|}~-", MAIL_SIGN);
assign(' !"#$%&\'+,-./:;<=>?@', TEXT);

const isIn = (code: number, bits: number) => ((classes[code] ?? 0) & bits) !== 0;

const letterOrDigit = /[\p{L}\p{Nd}]/u;
const markCharacter =
	/[\p{M}\u00A9\u00AE\u203C\u2049\u2122\u2139\u2190-\u21FF\u2300-\u23FF\u2600-\u27BF\uD800-\uDFFF]/u;

/** Space or tab. */
export const isSpace = (code: number) => code === SPACE || code === TAB;

/** `0` to `9`. */
export const isDigit = (code: number) => isIn(code, DIGIT);

/** A letter or digit of ASCII. */
export const isAsciiLetterOrDigit = (code: number) => isIn(code, LETTER_OR_DIGIT);

/** A letter or digit of any script in the basic multilingual plane. */
export const isLetterOrDigit = (code: number) =>
	code < AFTER_ASCII ? isIn(code, LETTER_OR_DIGIT) : letterOrDigit.test(String.fromCharCode(code));

/** A character of the name of a user or channel. */
export const isNameCharacter = (code: number) =>
	code < AFTER_ASCII ? isIn(code, NAME) : isLetterOrDigit(code);

/** A character of a host name, except the dot, the dash and the underscore. */
export const isHostCharacter = (code: number) =>
	code >= AFTER_ASCII || isIn(code, HOST) || (code < SPACE && !isSpace(code));

/** A character that a host name may have after a dash or underscore, which is nearly every character. */
export const isAfterDashInHost = (code: number) =>
	!isSpace(code) && !'\\/|><%`[]'.includes(String.fromCharCode(code));

/** A character of the scheme of an address. */
export const isSchemeCharacter = (code: number) => isIn(code, SCHEME);

/** A character of the user name or password in an address. */
export const isCredentialsCharacter = (code: number) => isIn(code, CREDENTIALS);

/** Punctuation that a bare address does not end with. */
export const isTrailingPunctuation = (code: number) => isIn(code, TRAILING);

/** A letter, digit or mark. The parts of the local name of a mail address start with one. */
export const isMailCharacter = (code: number) =>
	code < AFTER_ASCII
		? isIn(code, LETTER_OR_DIGIT)
		: isLetterOrDigit(code) || markCharacter.test(String.fromCharCode(code));

/** A character that the local name of a mail address may have besides letters, digits, marks and dots. */
export const isMailSign = (code: number) => isIn(code, MAIL_SIGN);

/** Any character but control characters, the backtick and `( ) * [ \ ] ^ _ { | } ~`. */
export const isTextCharacter = (code: number) => code >= AFTER_ASCII || isIn(code, TEXT);

/** A character of the address in `[text](address)`, except parentheses. */
export const isLinkAddressCharacter = (code: number) =>
	code > SPACE &&
	code !== LEFT_PARENTHESIS &&
	code !== RIGHT_PARENTHESIS &&
	code !== BACKSLASH &&
	code !== VERTICAL_BAR &&
	code !== DELETE;
