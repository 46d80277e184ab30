import type { Bed, BedRoom } from './bed';
import { matrixFilesOf, shownInRocketChat, shownOnMatrix, workspaceFilesOf, type ShownRoom } from './history';
import { judgeRoom, type JudgedOrder, type Verdict } from './judge';
import type { Side } from './numbered-text';

/** What went wrong in one direction, over all rooms. */
export interface Totals {
	readonly lost: number;
	readonly doubled: number;
	readonly reordered: number;
	readonly notEdited: number;
	readonly notDeleted: number;
	readonly wrongReactions: number;
	readonly wrongAnswers: number;
	readonly wrongPins: number;
	/** Texts that told people that something was not delivered, or that it is not certain. */
	readonly told: number;
	/** Those that said it of what is there. */
	readonly toldFalsely: number;
	/** The keys of all messages that went wrong, with what went wrong; and all texts that told so. */
	readonly details: readonly string[];
}

export type Report = Readonly<Record<Side, Totals>>;

/** How many texts each room showed before a run: they do not count. */
type ToldBefore = ReadonlyMap<BedRoom, Readonly<Record<Side, number>>>;

/** Texts of messages, and of files. */
const notDelivered = /\bnot\b\W*(?:delivered|carried over|sent to Matrix)|not certain/i;
const certainlyNot = /\bnot\b\W*(?:delivered|carried over|sent to Matrix)/i;

/** Reads both histories of a room. */
async function readRoom(room: BedRoom): Promise<Readonly<Record<Side, ShownRoom>>> {
	const { local, external, rocketChatId, matrixId, kind } = room;
	const ids =
		rocketChatId === undefined ? await local.directRoomsWith(external.userId.slice(1)) : [rocketChatId];
	const [messages, events, pinned] = await Promise.all([
		Promise.all(ids.map((id) => local.history(id, kind))),
		external.history(matrixId),
		external.pinned(matrixId),
	]);
	const [files, media] = await Promise.all([
		local.files.tokensOf(messages.flat().flatMap(workspaceFilesOf)),
		external.files.tokensOf(events.flatMap(matrixFilesOf)),
	]);
	const notices = local.notices.filter(({ roomId }) => ids.includes(roomId)).map(({ text }) => text);
	return {
		rocketchat: shownInRocketChat(
			messages.flat(),
			notices.filter((text) => notDelivered.test(text)),
			files,
		),
		matrix: onlyFailures(shownOnMatrix(events, media, pinned)),
	};
}

function onlyFailures(room: ShownRoom): ShownRoom {
	return { ...room, told: room.told.filter((text) => notDelivered.test(text)) };
}

/** Counts what people have been told so far. */
export async function toldSoFar(bed: Bed): Promise<ToldBefore> {
	const told = new Map<BedRoom, Readonly<Record<Side, number>>>();
	for (const room of bed.rooms) {
		const { rocketchat, matrix } = await readRoom(room);
		told.set(room, { rocketchat: rocketchat.told.length, matrix: matrix.told.length });
	}
	return told;
}

/** What of the histories counts. */
export interface Judged {
	/** Only messages of this run count. */
	readonly run: number;
	/** Only what was told after it counts. */
	readonly before: ToldBefore;
	readonly order: JudgedOrder;
}

/** Reads both histories of all rooms and compares them. */
export async function readReport(bed: Bed, { run, before, order }: Judged): Promise<Report> {
	const found: Record<Side, Totals[]> = { rocketchat: [], matrix: [] };
	const judge = (source: ShownRoom, destination: ShownRoom, side: Side): Verdict =>
		judgeRoom(source, destination, run, side, order);
	for (const room of bed.rooms) {
		const shown = await readRoom(room);
		const { rocketchat, matrix } = before.get(room) ?? { rocketchat: 0, matrix: 0 };
		found.rocketchat.push(
			totalsOf(
				judge(shown.rocketchat, shown.matrix, 'rocketchat'),
				shown.rocketchat.told.slice(rocketchat),
			),
		);
		found.matrix.push(
			totalsOf(judge(shown.matrix, shown.rocketchat, 'matrix'), shown.matrix.told.slice(matrix)),
		);
	}
	return { rocketchat: sumOf(found.rocketchat), matrix: sumOf(found.matrix) };
}

/** @param key of a message @returns whether the destination shows it as the source does */
export async function showsRightly(room: BedRoom, run: number, side: Side, key: string): Promise<boolean> {
	const { rocketchat, matrix } = await readRoom(room);
	const [source, destination] = side === 'rocketchat' ? [rocketchat, matrix] : [matrix, rocketchat];
	return !wrongKeysOf(judgeRoom(source, destination, run, side)).includes(key);
}

/** @returns whether nothing went wrong, and nobody was told that something did */
export function isClean(totals: Totals): boolean {
	return wrongOf(totals) + totals.doubled + totals.reordered + totals.toldFalsely === 0;
}

/** @returns the number of messages that are not on the destination as they are at the source */
function wrongOf(totals: Totals): number {
	const { lost, notEdited, notDeleted, wrongReactions, wrongAnswers, wrongPins } = totals;
	return lost + notEdited + notDeleted + wrongReactions + wrongAnswers + wrongPins;
}

/** @returns those messages, each as often as something about it is wrong */
function wrongKeysOf(verdict: Verdict): string[] {
	const { lost, notEdited, notDeleted, wrongReactions, wrongAnswers, wrongPins } = verdict;
	return [lost, notEdited, notDeleted, wrongReactions, wrongAnswers, wrongPins].flat();
}

function totalsOf(verdict: Verdict, told: readonly string[]): Totals {
	const { lost, doubled, reordered, notEdited, notDeleted, wrongReactions, wrongAnswers, wrongPins } =
		verdict;
	const named = (what: string, keys: readonly string[]) => keys.map((key) => `${key} ${what}`);
	const wrong = wrongKeysOf(verdict).length;
	const denied = told.filter((text) => certainlyNot.test(text)).length;
	return {
		lost: lost.length,
		doubled: doubled.length,
		reordered: reordered.length,
		notEdited: notEdited.length,
		notDeleted: notDeleted.length,
		wrongReactions: wrongReactions.length,
		wrongAnswers: wrongAnswers.length,
		wrongPins: wrongPins.length,
		told: told.length,
		toldFalsely: Math.max(0, denied - wrong),
		details: [
			...named('lost', lost),
			...named('doubled', doubled),
			...named('reordered', reordered),
			...named('not edited', notEdited),
			...named('not deleted', notDeleted),
			...named('wrong reactions', wrongReactions),
			...named('answers another message', wrongAnswers),
			...named('pinned on one side', wrongPins),
			...told.map((text) => `told "${text}"`),
		],
	};
}

function sumOf(all: readonly Totals[]): Totals {
	const sum = (field: Exclude<keyof Totals, 'details'>) =>
		all.reduce((total, totals) => total + totals[field], 0);
	return {
		lost: sum('lost'),
		doubled: sum('doubled'),
		reordered: sum('reordered'),
		notEdited: sum('notEdited'),
		notDeleted: sum('notDeleted'),
		wrongReactions: sum('wrongReactions'),
		wrongAnswers: sum('wrongAnswers'),
		wrongPins: sum('wrongPins'),
		told: sum('told'),
		toldFalsely: sum('toldFalsely'),
		details: all.flatMap(({ details }) => details),
	};
}
