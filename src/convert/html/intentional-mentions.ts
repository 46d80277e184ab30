import { escapeForRegExp } from '../escape/regexp';
import { WORD_JOINER } from '../escape/word-joiner';
import { objectIn, type JsonObject } from '../json';
import type { ConversionContext } from './known-people';
import { isMentionable } from './pill-writer';

/**
 * Whom a message mentions. Since version 1.7 the property `m.mentions` decides it, and since version 1.17 nothing else:
 * a pill alone notifies nobody, and a person may be named without one. Client-Server API, "User and room mentions".
 */

/** The longest line of mentions in front of a text on the same line, in UTF-16 units. */
const LONGEST_IN_LINE = 100;
/** What can start a block of Rocket.Chat, which is read only at the start of a line. */
const startsBlock = /^(?:>|#{1,4}[ \t]|[-*][ \t]|-{3,}|\d+\.[ \t]|```|\||\\\[)/;

/** @returns the users that a message notifies; undefined if it does not say, as those of older clients */
export function mentionedUserIds(content: JsonObject): readonly string[] | undefined {
	const { 'm.mentions': mentions } = content;
	if (typeof mentions !== 'object' || mentions === null || Array.isArray(mentions)) {
		return undefined;
	}
	const { user_ids: ids } = objectIn(mentions);
	return Array.isArray(ids) ? [...new Set((ids as unknown[]).filter((id) => typeof id === 'string'))] : [];
}

/**
 * Writes a message so that it notifies exactly those whom it means to notify. A pill of anybody else becomes a name that
 * can be read and notifies nobody. Who has no pill is mentioned where the text names them, else in front of it, as Rocket.Chat does in
 * its answers.
 * @param write writes the message
 */
export function withIntentionalMentions(
	content: JsonObject,
	context: ConversionContext,
	write: (context: ConversionContext) => string | undefined,
): string | undefined {
	const userIds = mentionedUserIds(content);
	if (!userIds) {
		return write(context);
	}
	const named = new Set(userIds);
	const text = write({ ...context, mentions: (userId) => named.has(userId) });
	if (text === undefined || !context.mayMention) {
		return text;
	}
	let shown = text;
	const missing: string[] = [];
	for (const userId of userIds) {
		const name = context.username(userId);
		if (name !== undefined && isMentionable(name) && !isMentionedIn(shown, name)) {
			const withMention = mentionTyped(shown, userId, name);
			shown = withMention ?? shown;
			missing.push(...(withMention === undefined ? [`@${name}`] : []));
		}
	}
	const names = missing.join(' ');
	if (names === '') {
		return shown;
	}
	const isOnOwnLine = names.length > LONGEST_IN_LINE || startsBlock.test(shown);
	return `${names}${isOnOwnLine ? '\n' : ' '}${shown}`;
}

/** Text may be in code, in the label of a link or in a spoiler, where a name stays text. */
const mayHideNames = /[`[<|]/;
/** What escapes add to a text. */
const escapes = '[\\\\\u2060]*';

/**
 * Bots and clients without pills write the name or the id of whom they mention.
 * @returns the text with the first such name as a mention; undefined if it has none
 */
function mentionTyped(text: string, userId: string, name: string): string | undefined {
	if (mayHideNames.test(text)) {
		return undefined;
	}
	const names = [userId, `@${name}`].map((typed) => Array.from(typed, escapeForRegExp).join(escapes));
	const goesOn = `${escapes}(?:[\\w-]|[.:]${escapes}\\w)`;
	const typed = new RegExp(`(?<![^\\s>])(?:${names.join('|')})(?!${goesOn})`);
	// The name would go on with a dot.
	const mention = (found: string, at: number) =>
		`@${name}${text.startsWith('.', at + found.length) ? WORD_JOINER : ''}`;
	return typed.test(text) ? text.replace(typed, mention) : undefined;
}

/** Whether a text mentions somebody. In text that is no mention, an invisible character follows the `@`. */
function isMentionedIn(text: string, name: string): boolean {
	return new RegExp(`(?<![^\\s>])@${escapeForRegExp(name)}(?![0-9a-zA-Z._-])`).test(text);
}
