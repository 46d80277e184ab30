import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import type { RoomEvent } from './matrix-writer';
import { tokensIn, type Token } from './numbered-text';

/** A message as one of the two sides shows it. */
export interface ShownMessage {
	/** What its text and then its files hold, in order. */
	readonly tokens: readonly Token[];
	/** How many reactions it has, counted for each person and emoji. */
	readonly reactions: number;
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
	return {
		messages: messages
			.filter(({ systemType }) => systemType === undefined)
			.map((message) => ({
				tokens: [...tokensIn(message.text), ...tokensOf(workspaceFilesOf(message), files)],
				reactions: reactionsOf(message.raw.reactions),
				at: message.sentAt,
			}))
			.filter(({ tokens }) => tokens.length > 0),
		told: notices,
	};
}

/** @param reactions `{ ':tada:': { usernames: ['alice'] } }` */
function reactionsOf(reactions: unknown): number {
	return Object.values(fieldsOf(reactions)).reduce<number>((sum, entry) => {
		const { usernames } = fieldsOf(entry);
		return sum + (Array.isArray(usernames) ? usernames.length : 0);
	}, 0);
}

/** @param events all events of a room, oldest first */
export function shownOnMatrix(events: readonly RoomEvent[], files: ShownFiles): ShownRoom {
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
	const messages = events
		.filter(({ type, content }) => type === 'm.room.message' && !isEdit(content))
		.map((event) => {
			const { event_id: eventId, content } = event;
			// A redacted event has no body, and edits of it count no more.
			const text = typeof content.body === 'string' ? (edits.get(eventId) ?? content.body) : '';
			return {
				tokens: [...tokensIn(text), ...tokensOf(matrixFilesOf(event), files)],
				reactions: reactions.get(eventId) ?? 0,
			};
		})
		.filter(({ tokens }) => tokens.length > 0);
	return { messages, told };
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
