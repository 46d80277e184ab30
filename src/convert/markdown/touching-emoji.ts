import type { Tokens } from './tokens';

type Neighbour = Tokens[number] | undefined;

/**
 * Emoji that touch text or each other are shown as they are written. Rocket.Chat: function "joinEmoji"
 * @param from the first token that is asked
 */
export function writeTouchingEmoji(tokens: Tokens, from: number): void {
	writeEmoji(
		tokens,
		from,
		(before, after) =>
			isEmoji(before) ||
			isEmoji(after) ||
			(isText(before) && /\S$/.test(before.content)) ||
			(isText(after) && /^\S/.test(after.content)),
	);
}

/** The same where the text was joined before, so that the spaces in it part nothing. */
export function writeJoinedEmoji(tokens: Tokens, from: number): void {
	const isJoined = (neighbour: Neighbour) => isText(neighbour) && neighbour.content.trim() !== '';
	writeEmoji(tokens, from, (before, after) => isJoined(before) || isJoined(after));
}

const isEmoji = (neighbour: Neighbour) => neighbour?.type === 'emoji';

const isText = (neighbour: Neighbour): neighbour is Tokens[number] =>
	neighbour?.type === 'text' || neighbour?.type === 'escape';

function writeEmoji(
	tokens: Tokens,
	from: number,
	touches: (before: Neighbour, after: Neighbour) => boolean,
): void {
	const touching: Tokens = [];
	for (let index = from; index < tokens.length; index++) {
		const token = tokens[index];
		if (token?.type === 'emoji' && touches(tokens[index - 1], tokens[index + 1])) {
			touching.push(token);
		}
	}
	for (const token of touching) {
		token.type = 'text';
	}
}
