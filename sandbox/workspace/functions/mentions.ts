import type { MessageDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { notifyEphemerally } from './notifications';
import { hasPermission } from './permissions';
import { usernamePattern } from './username';

/**
 * Finds the users that a message mentions (`apps/meteor/app/mentions/server/Mentions.ts`). A mention with a colon
 * keeps its `@` for the search, as native federation's usernames have one: `@bob:example.org` does not find the user
 * `bob:example.org`. A mention right behind `>` keeps its `@` too, because only the first character is cut off.
 */
export function mentionedUsers(
	server: Server,
	message: MessageDocument,
): NonNullable<MessageDocument['mentions']> {
	const texts = [message.msg, ...(message.attachments ?? []).map(({ description }) => description)];
	const mentions = texts
		.filter((text): text is string => typeof text === 'string')
		.flatMap((text) => matches(text, userExpression(server)))
		.map((match) => (match.includes(':') ? match : match.slice(1)));
	const groups = mentions.filter((name) => name === 'all' || name === 'here');
	const usernames = [...new Set(mentions.filter((name) => name !== 'all' && name !== 'here'))];
	const users = usernames.length ? collections(server).users.find({ username: { $in: usernames } }) : [];
	return [
		...groups.map((name) => ({ _id: name, username: name })),
		...users.map(({ _id, username, name }) => ({
			_id,
			username,
			...(name !== undefined && { name }),
			type: 'user' as const,
		})),
	];
}

/** Finds the channels and groups that a message names (`getChannelbyMentions`); one right behind `>` is not found. */
export function mentionedChannels(server: Server, text: string): NonNullable<MessageDocument['channels']> {
	const names = matches(text, channelExpression(server)).map((match) => match.slice(1));
	if (names.length === 0) {
		return [];
	}
	return collections(server)
		.rooms.find({ t: { $in: ['c', 'p'] }, name: { $in: [...new Set(names)] } })
		.map(({ _id, name, fname }) => ({
			_id,
			...(name !== undefined && { name }),
			...(fname !== undefined && { fname }),
		}));
}

/**
 * Refuses `@all` and `@here` from users without the permission, which bots lack
 * (`apps/meteor/server/services/messages/hooks/BeforeSavePreventMention.ts`).
 * @throws {MeteorError} `error-action-not-allowed`, after an ephemeral message to the sender
 */
export function preventGroupMentions(server: Server, message: MessageDocument): void {
	for (const group of ['all', 'here'] as const) {
		const mentioned = message.mentions?.some(({ _id }) => _id === group);
		if (mentioned && !hasPermission(server, message.u._id, `mention-${group}`, message.rid)) {
			const text = 'Notify all in this room is not allowed';
			notifyEphemerally(server, message.u._id, message.rid, { msg: text });
			throw new MeteorError('error-action-not-allowed', text, {
				method: 'filterATAllTag',
				action: text,
			});
		}
	}
}

function matches(text: string, expression: RegExp): string[] {
	return (text.match(expression) ?? []).map((match) => match.trim());
}

function userExpression(server: Server): RegExp {
	const name = usernamePattern(server);
	return new RegExp(`(^|\\s|>)@(${name}(@(${name}))?(:([0-9a-zA-Z-_.]+))?)`, 'gm');
}

function channelExpression(server: Server): RegExp {
	const name = usernamePattern(server);
	return new RegExp(`(^|\\s|>)#(${name}(@(${name}))?)`, 'gm');
}
