import { messageIdInLink } from '../../sandbox/clients/message-link';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import type { RoomEvent } from './matrix-writer';
import { keyText, tokensIn, type Token } from './numbered-text';

/** A message as one of the two sides shows it. */
export interface ShownMessage {
	/** What its text and then its files hold, in order. */
	readonly tokens: readonly Token[];
	/** How many reactions it has, counted for each person and emoji. */
	readonly reactions: number;
	/** The messages that it answers: in the thread of one, or with a quote. Undefined if it answers none that is there. */
	readonly answers?: string;
	readonly isPinned?: boolean;
	/** Milliseconds since 1970 where the order depends on them; in Rocket.Chat two messages may have the same time. */
	readonly at?: number;
}

/** What one side shows of a room, oldest first. */
export interface ShownRoom {
	readonly messages: readonly ShownMessage[];
	/** Texts that tell a person that something was not delivered. */
	readonly told: readonly string[];
}

/** What each file holds, by its address; nothing for one that is not whole. */
type ShownFiles = ReadonlyMap<string, readonly Token[]>;

/** @returns the addresses of a message's files, in order: paths of the workspace */
export function workspaceFilesOf({ raw }: WorkspaceMessage): string[] {
	const { attachments } = raw;
	const links = Array.isArray(attachments) ? attachments.map((each) => fieldsOf(each).title_link) : [];
	return links.filter((link) => typeof link === 'string');
}

/** @returns the addresses of an event's files */
export function matrixFilesOf({ content }: RoomEvent): string[] {
	return typeof content.url === 'string' ? [content.url] : [];
}

/** @param messages of a direct message, oldest first @param notices that people read in this room */
export function shownInRocketChat(
	messages: readonly WorkspaceMessage[],
	notices: readonly string[],
	files: ShownFiles,
): ShownRoom {
	const written = messages
		.filter(({ systemType }) => systemType === undefined)
		.map((message) => ({
			message,
			tokens: [...tokensIn(message.text), ...tokensOf(workspaceFilesOf(message), files)],
		}));
	const keys = keysOf(written.map(({ message, tokens }) => ({ id: message.id, tokens })));
	return {
		messages: written
			.map(({ message: { raw, sentAt }, tokens }) => ({
				tokens,
				reactions: reactionsOf(raw.reactions),
				at: sentAt,
				isPinned: raw.pinned === true,
				...answersOf(keys, { thread: raw.tmid, quote: quotedBy(raw.attachments) }),
			}))
			.filter(({ tokens }) => tokens.length > 0),
		told: notices,
	};
}

/** @returns the id of the message that a message quotes; undefined if it quotes none */
function quotedBy(attachments: unknown): string | undefined {
	const links = Array.isArray(attachments) ? attachments.map((each) => fieldsOf(each).message_link) : [];
	const link = links.find((each) => typeof each === 'string');
	return link === undefined ? undefined : messageIdInLink(link);
}

/** @returns the keys of the messages that have one, by their ids */
function keysOf(
	messages: readonly { readonly id: string; readonly tokens: readonly Token[] }[],
): ReadonlyMap<unknown, string> {
	return new Map(messages.flatMap(({ id, tokens: [first] }) => (first ? [[id, keyText(first.key)]] : [])));
}

/** @param ids of the messages that a message answers @returns nothing if they are not there any more */
function answersOf(
	keys: ReadonlyMap<unknown, string>,
	ids: Readonly<Record<'thread' | 'quote', unknown>>,
): Pick<ShownMessage, 'answers'> {
	const found = Object.entries(ids).flatMap(([how, id]) => {
		const key = keys.get(id);
		return key === undefined ? [] : [`${how} ${key}`];
	});
	return found.length > 0 ? { answers: found.join(', ') } : {};
}

/** @param reactions `{ ':tada:': { usernames: ['alice'] } }` */
function reactionsOf(reactions: unknown): number {
	return Object.values(fieldsOf(reactions)).reduce<number>((sum, entry) => {
		const { usernames } = fieldsOf(entry);
		return sum + (Array.isArray(usernames) ? usernames.length : 0);
	}, 0);
}

/** @param events all events of a room, oldest first @param pinned the ids of those that are pinned */
export function shownOnMatrix(
	events: readonly RoomEvent[],
	files: ShownFiles,
	pinned: readonly string[],
): ShownRoom {
	const edits = new Map<string, string>();
	const reactions = new Map<string, number>();
	const told: string[] = [];
	for (const { type, content } of events) {
		const { rel_type: relation, event_id: target } = fieldsOf(content['m.relates_to']);
		const newBody = fieldsOf(content['m.new_content']).body;
		if (type === 'm.reaction' && typeof target === 'string') {
			reactions.set(target, (reactions.get(target) ?? 0) + 1);
		} else if (relation === 'm.replace' && typeof target === 'string' && typeof newBody === 'string') {
			edits.set(target, newBody);
		} else if (content.msgtype === 'm.notice' && typeof content.body === 'string') {
			told.push(content.body);
		}
	}
	const written = events
		.filter(({ type, content }) => type === 'm.room.message' && !isEdit(content))
		.map((event) => {
			const { event_id: id, content } = event;
			// A redacted event has no body, and edits of it count no more.
			const text = typeof content.body === 'string' ? (edits.get(id) ?? content.body) : '';
			return { id, content, tokens: [...tokensIn(text), ...tokensOf(matrixFilesOf(event), files)] };
		});
	const keys = keysOf(written);
	const messages = written
		.map(({ id, content, tokens }) => ({
			tokens,
			reactions: reactions.get(id) ?? 0,
			isPinned: pinned.includes(id),
			...answersOf(keys, answeredBy(content)),
		}))
		.filter(({ tokens }) => tokens.length > 0);
	return { messages, told };
}

/** @returns the events that an event answers. One of a thread names a reply for clients without threads, which is none. */
function answeredBy(content: Readonly<Record<string, unknown>>): Record<'thread' | 'quote', unknown> {
	const relation = fieldsOf(content['m.relates_to']);
	return {
		thread: relation.rel_type === 'm.thread' ? relation.event_id : undefined,
		quote: relation.is_falling_back === true ? undefined : fieldsOf(relation['m.in_reply_to']).event_id,
	};
}

function tokensOf(addresses: readonly string[], files: ShownFiles): Token[] {
	return addresses.flatMap((address) => files.get(address) ?? []);
}

function isEdit(content: Readonly<Record<string, unknown>>): boolean {
	return fieldsOf(content['m.relates_to']).rel_type === 'm.replace';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
