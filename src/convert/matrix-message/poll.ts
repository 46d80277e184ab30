import { Page } from '../html/page';
import { BOLD, ITALIC, plain } from '../html/run';
import { extensibleText } from './extensible-text';

/** Specification, "Polls" (MSC3381): the stable names and those that clients use still. */
const START = ['m.poll', 'org.matrix.msc3381.poll.start'];
const RESPONSE = 'org.matrix.msc3381.poll.response';
const DISCLOSED: readonly unknown[] = ['m.disclosed', 'org.matrix.msc3381.poll.disclosed'];
/** Answers that count at most. */
const MOST_ANSWERS = 20;

export interface Poll {
	readonly question: string;
	readonly answers: readonly { readonly id: string; readonly text: string }[];
	/** How many answers one person may choose. */
	readonly selections: number;
	/** Whether the votes are shown before the end. */
	readonly disclosed: boolean;
}

/** What each person has chosen, by their user id. */
export type Votes = Readonly<Record<string, readonly string[]>>;

/** @returns the poll that an event starts, undefined where it is none */
export function pollIn(content: Readonly<Record<string, unknown>>): Poll | undefined {
	const start = START.map((name) => content[name]).find(isObject);
	const question = extensibleText(start?.question);
	const answers = (Array.isArray(start?.answers) ? (start.answers as unknown[]) : [])
		.slice(0, MOST_ANSWERS)
		.flatMap((answer) => {
			const id = isObject(answer) ? (answer['m.id'] ?? answer.id) : undefined;
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
		disclosed: DISCLOSED.includes(kind),
	};
}

/**
 * @returns the answers that a vote chooses, the first ones where they are too many; none where it names one that the
 * poll has not: such a vote is spoiled
 */
export function choiceIn(
	content: Readonly<Record<string, unknown>>,
	{ answers, selections }: Poll,
): string[] {
	const unstable = content[RESPONSE];
	const chosen = content['m.selections'] ?? (isObject(unstable) ? unstable.answers : undefined);
	const given = [...new Set(Array.isArray(chosen) ? (chosen as unknown[]) : [])];
	const known = given.flatMap((id) => answers.find((answer) => answer.id === id)?.id ?? []);
	return known.length === given.length ? known.slice(0, selections) : [];
}

/** @returns how many have chosen each answer, in the answers' order */
export function countsOf({ answers }: Poll, votes: Votes): number[] {
	return answers.map(({ id }) => Object.values(votes).filter((chosen) => chosen.includes(id)).length);
}

/**
 * @param counts how many have chosen each answer; undefined while that is hidden
 * @param note what stands below
 * @param longestLine in UTF-16 units; a longer one becomes several
 * @returns the poll as the text of a Rocket.Chat message
 */
export function pollText(
	{ question, answers }: Poll,
	counts: readonly number[] | undefined,
	note: string,
	longestLine: number,
): string {
	const page = new Page(longestLine);
	page.text('📊 ', plain);
	page.text(question, { emphasis: BOLD });
	page.list(() => {
		for (const [index, { text }] of answers.entries()) {
			const count = counts ? ` (${counts[index] ?? 0})` : '';
			page.item(`${index + 1}. `, () => page.text(text + count, plain));
		}
	});
	page.text(note, { emphasis: ITALIC });
	return page.finish();
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
