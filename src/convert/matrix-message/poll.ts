import { BOLD, ITALIC, plainStyle } from '../html/styled-run';
import { TextBuilder } from '../html/text-builder';
import { isJsonObject, objectIn, type JsonObject } from '../json';
import { extensibleText } from './extensible-text';

/** Specification, "Polls" (MSC3381): the stable names, and the unstable ones that clients still use. */
const START_KEYS = ['m.poll', 'org.matrix.msc3381.poll.start'];
const UNSTABLE_RESPONSE_KEY = 'org.matrix.msc3381.poll.response';
const DISCLOSED_KINDS: readonly unknown[] = ['m.disclosed', 'org.matrix.msc3381.poll.disclosed'];
/** MSC3381: further answers are ignored. */
const MAX_ANSWERS = 20;

export interface Poll {
	readonly question: string;
	readonly answers: readonly { readonly id: string; readonly text: string }[];
	/** How many answers one person may choose. */
	readonly selections: number;
	/** Whether the votes are shown before the end. */
	readonly disclosed: boolean;
}

/** The ids of the answers that each person has chosen, by user id. */
type Votes = Readonly<Record<string, readonly string[]>>;

/**
 * Parses the content of an event that starts a poll.
 * @returns undefined if it has no question or no answers
 */
export function parsePoll(content: JsonObject): Poll | undefined {
	const start = START_KEYS.map((name) => content[name]).find(isJsonObject);
	const question = extensibleText(start?.question);
	const answers = (Array.isArray(start?.answers) ? (start.answers as unknown[]) : [])
		.slice(0, MAX_ANSWERS)
		.flatMap((answer) => {
			const id = objectIn(answer)['m.id'] ?? objectIn(answer).id;
			const text = extensibleText(answer);
			return typeof id === 'string' && text.trim() !== '' ? [{ id, text }] : [];
		});
	if (!start || question.trim() === '' || answers.length === 0) {
		return undefined;
	}
	const { max_selections: selections, kind } = start;
	return {
		question,
		answers,
		selections: typeof selections === 'number' && selections >= 1 ? Math.floor(selections) : 1,
		disclosed: DISCLOSED_KINDS.includes(kind),
	};
}

/**
 * Parses the content of a poll response.
 * @returns the ids of the chosen answers: only the first ones if there are more than the poll allows, and none if there
 * is one that the poll does not have, which makes the vote invalid
 */
export function parseVote(content: JsonObject, { answers, selections }: Poll): string[] {
	const unstable = content[UNSTABLE_RESPONSE_KEY];
	const chosen = content['m.selections'] ?? objectIn(unstable).answers;
	const given = [...new Set(Array.isArray(chosen) ? (chosen as unknown[]) : [])];
	const known = given.flatMap((id) => answers.find((answer) => answer.id === id)?.id ?? []);
	return known.length === given.length ? known.slice(0, selections) : [];
}

/** @returns how many people have chosen each answer, in the order of the answers */
export function votesPerAnswer({ answers }: Poll, votes: Votes): number[] {
	return answers.map(({ id }) => Object.values(votes).filter((chosen) => chosen.includes(id)).length);
}

/**
 * Writes a poll as the text of a Rocket.Chat message.
 * @param counts from `votesPerAnswer`; undefined while they are hidden
 * @param note the line below the answers
 * @param longestLine in UTF-16 units; a longer line is split
 */
export function pollText(
	{ question, answers }: Poll,
	counts: readonly number[] | undefined,
	note: string,
	longestLine: number,
): string {
	const builder = new TextBuilder(longestLine);
	builder.addText('📊 ', plainStyle);
	builder.addText(question, { emphasis: BOLD });
	builder.addList(() => {
		for (const [index, { text }] of answers.entries()) {
			const count = counts ? ` (${counts[index] ?? 0})` : '';
			builder.addListItem(`${index + 1}. `, () => builder.addText(text + count, plainStyle));
		}
	});
	builder.addText(note, { emphasis: ITALIC });
	return builder.build();
}
