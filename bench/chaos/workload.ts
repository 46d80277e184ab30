import type { Bed, BedRoom } from './bed';
import type { SentFile } from '../../sandbox/clients/sent-file';
import { numberedFile } from './numbered-file';
import { numberedText, type MessageKey, type Side } from './numbered-text';
import type { Random } from './random';

/** Milliseconds that a person waits after a request that failed. */
const FAILURE_PAUSE = 100;
/** How many of the last messages of a writer may still be changed. */
const CHANGED = 10;
/** Lines of a long text: enough for several events, and for several messages in Rocket.Chat. */
export const LONG_TEXT = 58;

export interface WorkloadOptions {
	/** Accepted messages in each direction, over all rooms. */
	readonly messages: number;
	/** Writers of each room on each side, who write at the same time. */
	readonly writers: number;
	/** Milliseconds between two messages of one writer, at most. */
	readonly pause: number;
	/** Shares of the messages, from 0 to 1. */
	readonly long: number;
	readonly edited: number;
	readonly deleted: number;
	readonly reacted: number;
	/** The share of the messages that bring files. */
	readonly filed: number;
	/** The share of the other messages that answer one of either side, in its thread or with a quote. */
	readonly answered: number;
	/** The share of the times at which a message of either side is pinned. */
	readonly pinned: number;
	/** The directions in which people write. */
	readonly sides: readonly Side[];
}

/** What the two systems answered. */
export interface Counts {
	/** Messages that the source accepted. */
	accepted: number;
	/** Messages that it did not accept, or whose answer did not come. */
	refused: number;
}

export type Ledger = Readonly<Record<Side, Counts>>;

/** Bytes of a file, at most; one in ten is so large that its transfer takes a second. */
const SMALL_FILE = 100_000;
const LARGE_FILE = 3_000_000;
const LARGE_SHARE = 0.1;
/** Files of one message, at most. */
const MOST_FILES = 3;

/** A message that was accepted and may be changed. */
interface Accepted {
	readonly key: MessageKey;
	readonly id: string;
	readonly isLong: boolean;
	/** Answers are not answered themselves. */
	readonly isAnswer: boolean;
	version: number;
}

/** What a person does on their side. Each throws if the request fails. */
export interface Pen {
	send(text: string): Promise<string>;
	/** Sends a text with files. */
	sendFiles(text: string, files: readonly SentFile[]): Promise<string>;
	edit(id: string, text: string): Promise<unknown>;
	remove(id: string): Promise<unknown>;
	react(id: string): Promise<unknown>;
	/** Answers a message. @returns the id of the answer */
	answer(text: string, target: string, how: 'thread' | 'quote'): Promise<string>;
	pin(id: string): Promise<unknown>;
	/** @returns the ids of the latest messages of others that answer nothing */
	latestOfOthers(): Promise<string[]>;
}

/** People who write numbered messages on both sides of each room, and change some of them. */
export class Workload {
	readonly ledger: Ledger = {
		rocketchat: { accepted: 0, refused: 0 },
		matrix: { accepted: 0, refused: 0 },
	};
	private readonly left: Record<Side, number>;

	/** @param run marks the messages */
	constructor(
		private readonly bed: Bed,
		private readonly run: number,
		private readonly options: WorkloadOptions,
		private readonly random: Random,
	) {
		const { messages } = options;
		this.left = { rocketchat: messages, matrix: messages };
	}

	/** @returns when all messages are accepted */
	async write(): Promise<void> {
		const { rooms } = this.bed;
		await Promise.all(
			rooms.flatMap((room) =>
				this.options.sides.flatMap((side) =>
					Array.from({ length: this.options.writers }, (_, writer) =>
						this.writeAs(penOf(room, side), side, rooms.indexOf(room) * 100 + writer),
					),
				),
			),
		);
	}

	private async writeAs(pen: Pen, side: Side, writer: number): Promise<void> {
		const { run, random, options } = this;
		const accepted: Accepted[] = [];
		for (let number = 0; this.left[side] > 0; number++) {
			this.left[side] -= 1;
			await pause(random.between(0, options.pause));
			const key = { run, side, writer, number };
			const isLong = random.chance(options.long);
			try {
				const files = this.filesOf(key);
				const target = files.length === 0 ? await this.answeredBy(pen, accepted) : undefined;
				const text = numberedText(key, 1, isLong && files.length === 0 ? LONG_TEXT : 1);
				const id =
					target !== undefined
						? await pen.answer(text, target, random.pick(['thread', 'quote']))
						: await (files.length === 0 ? pen.send(text) : pen.sendFiles(text, files));
				this.ledger[side].accepted += 1;
				accepted.push({ key, id, isLong, isAnswer: target !== undefined, version: 1 });
			} catch {
				this.ledger[side].refused += 1;
				this.left[side] += 1;
				await pause(FAILURE_PAUSE);
			}
			await this.changeOne(pen, accepted);
		}
	}

	/** @returns the files of a message; none for most */
	private filesOf(key: MessageKey): SentFile[] {
		const { random, options } = this;
		// The same seed has to choose the same where there are no files.
		if (options.filed === 0 || !random.chance(options.filed)) {
			return [];
		}
		return Array.from({ length: random.between(1, MOST_FILES) }, (_, index) =>
			numberedFile(
				key,
				index + 1,
				random.between(0, random.chance(LARGE_SHARE) ? LARGE_FILE : SMALL_FILE),
			),
		);
	}

	/** @returns the message that the next one answers; undefined for most */
	private async answeredBy(pen: Pen, accepted: readonly Accepted[]): Promise<string | undefined> {
		const { random, options } = this;
		if (options.answered === 0 || !random.chance(options.answered)) {
			return undefined;
		}
		const own = accepted.slice(-CHANGED).filter(({ isAnswer }) => !isAnswer);
		return this.ofEitherSide(
			pen,
			own.map(({ id }) => id),
		);
	}

	/** @param own messages of this writer @returns one of them, or one of others; undefined if there is none */
	private async ofEitherSide(pen: Pen, own: readonly string[]): Promise<string | undefined> {
		const { random } = this;
		const candidates = random.chance(0.5) ? own : await pen.latestOfOthers();
		return candidates.length > 0 ? random.pick(candidates) : undefined;
	}

	/** Changes one of the last messages, or none. A change that fails is not repeated: the source shows what holds. */
	private async changeOne(pen: Pen, accepted: Accepted[]): Promise<void> {
		const { random, options } = this;
		const recent = accepted.slice(-CHANGED);
		if (recent.length === 0) {
			return;
		}
		const message = random.pick(recent);
		const number = random.next();
		try {
			if (number < options.edited && !message.isLong) {
				message.version += 1;
				await pen.edit(message.id, numberedText(message.key, message.version));
			} else if (number > 1 - options.deleted) {
				accepted.splice(accepted.indexOf(message), 1);
				await pen.remove(message.id);
			} else if (random.chance(options.reacted)) {
				// A second equal reaction would take the first one back.
				accepted.splice(accepted.indexOf(message), 1);
				await pen.react(message.id);
			} else if (options.pinned > 0 && random.chance(options.pinned)) {
				const pinned = await this.ofEitherSide(pen, [message.id]);
				await (pinned === undefined ? undefined : pen.pin(pinned));
			}
		} catch {
			await pause(FAILURE_PAUSE);
		}
	}
}

/** @returns what a room's person on this side does */
export function penOf({ local, external, rocketChatId = '', matrixId, kind }: BedRoom, side: Side): Pen {
	return side === 'rocketchat'
		? {
				send: (text) => local.send(rocketChatId, text),
				sendFiles: (text, files) => local.sendFiles(rocketChatId, text, files),
				edit: (id, text) => local.edit(rocketChatId, id, text),
				remove: (id) => local.remove(rocketChatId, id),
				react: (id) => local.react(id, ':tada:'),
				answer: (text, target, how) => local.answer(rocketChatId, text, target, how),
				pin: (id) => local.pin(id),
				latestOfOthers: () => local.latestOfOthers(rocketChatId, kind),
			}
		: {
				send: (text) => external.send(matrixId, text),
				sendFiles: (text, files) => external.sendFiles(matrixId, text, files),
				edit: (id, text) => external.edit(matrixId, id, text),
				remove: (id) => external.redact(matrixId, id),
				react: (id) => external.react(matrixId, id, '🎉'),
				answer: (text, target, how) => external.answer(matrixId, text, target, how),
				pin: (id) => external.pin(matrixId, id),
				latestOfOthers: () => external.latestOfOthers(matrixId),
			};
}

export function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
