import { escapeForRegExp } from '../escape/regexp';
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
 * can be read and notifies nobody. Who has no pill is mentioned in front of the text, as Rocket.Chat does in its answers.
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
	const missing = userIds
		.map((userId) => context.username(userId))
		.filter((name) => name !== undefined)
		.filter((name) => isMentionable(name) && !isMentionedIn(text, name))
		.map((name) => `@${name}`)
		.join(' ');
	if (missing === '') {
		return text;
	}
	const isOnOwnLine = missing.length > LONGEST_IN_LINE || startsBlock.test(text);
	return `${missing}${isOnOwnLine ? '\n' : ' '}${text}`;
}

/** Whether a text mentions somebody. In text that is no mention, an invisible character follows the `@`. */
function isMentionedIn(text: string, name: string): boolean {
	return new RegExp(`(?<![^\\s>])@${escapeForRegExp(name)}(?![0-9a-zA-Z._-])`).test(text);
}
