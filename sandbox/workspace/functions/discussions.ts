import type { MessageDocument, RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { addUserToRoom } from './add-user-to-room';
import { collections } from './collections';
import { createRoom } from './create-room';
import { quoteOf } from './message-links';
import { hasPermission } from './permissions';
import { randomId } from './random-id';
import { isOfPrivateTeam, roomToWriteIn } from './room-access';
import { sendMessage } from './send-message';
import { saveSystemMessage } from './system-message';

const method = 'DiscussionCreation';

/** What REST `rooms.createDiscussion` is given. */
interface NewDiscussion {
	/** The room that it belongs to. */
	prid: string;
	/** The message that it is about. */
	pmid?: string | undefined;
	/** Its name, in any characters. */
	t_name: string;
	/** The first message in it. */
	reply?: string | undefined;
	/** Usernames. */
	users: readonly string[];
	topic?: string | undefined;
}

/**
 * Creates a discussion (`apps/meteor/app/discussion/server/methods/createDiscussion.ts`): a room with `prid` and a name that
 * nobody reads, of the type of its parent room; a group if that belongs to a private team. `IPostRoomCreate` has it with its
 * parent room; the parent room gets the system message `discussion-created`, whose text is the discussion's name and whose `drid`
 * is its id. The quote of the message that it is about is stored in it without any event.
 * @returns the discussion; that of the message if it has one
 * @throws {MeteorError} `error-action-not-allowed`, `error-invalid-message`, `error-invalid-arguments`, `error-nested-discussion`,
 * and what {@link createRoom} throws
 */
export async function createDiscussion(
	server: Server,
	user: UserDocument,
	given: NewDiscussion,
): Promise<RoomDocument> {
	const { rooms } = collections(server);
	assertMayStart(server, user, given.prid);
	const message = given.pmid === undefined ? undefined : requireMessage(server, given.pmid, given.prid);
	const parent = parentFor(server, user, given.prid);
	const present = message && rooms.findOne({ prid: parent._id, pmid: message._id });
	if (present) {
		await addUserToRoom(server, present._id, user._id);
		return present;
	}
	const discussion = await createRoom(server, user, {
		type: parent.t === 'c' && !isOfPrivateTeam(server, parent) ? 'c' : 'p',
		name: randomId(),
		members: [...new Set([...(message ? [message.u.username] : []), ...given.users])],
		extra: {
			fname: given.t_name,
			...(message && { description: message.msg, pmid: message._id }),
			...((given.topic ?? parent.name) && { topic: given.topic ?? parent.name ?? '' }),
			prid: parent._id,
		},
	});
	const attachments = message && [quoteOf(server, message, linkTo(parent, message))];
	if (attachments) {
		insertQuote(server, discussion, user, attachments);
	}
	saveSystemMessage(server, 'discussion-created', message?.rid ?? parent._id, given.t_name, user, {
		drid: discussion._id,
		...(attachments && { attachments }),
	});
	if (given.reply) {
		await sendMessage(server, user, { msg: given.reply }, discussion);
	}
	return discussion;
}

function assertMayStart(server: Server, user: UserDocument, prid: string): void {
	const may = (['start-discussion', 'start-discussion-other-user'] as const).some((permission) =>
		hasPermission(server, user._id, permission, prid),
	);
	if (!may) {
		throw new MeteorError('error-action-not-allowed', 'You are not allowed to create a discussion', {
			method: 'createDiscussion',
		});
	}
}

function requireMessage(server: Server, pmid: string, prid: string): MessageDocument {
	const { messages, rooms } = collections(server);
	const message = messages.findById(pmid);
	if (!message) {
		throw new MeteorError('error-invalid-message', 'Invalid message', { method });
	}
	const room = rooms.findById(message.rid);
	if ((room?.prid ?? room?._id) !== prid) {
		throw new MeteorError(
			'error-invalid-arguments',
			'Root message room ID does not match parent room ID ',
			{ method },
		);
	}
	return message;
}

function parentFor(server: Server, user: UserDocument, prid: string): RoomDocument {
	let parent: RoomDocument;
	try {
		parent = roomToWriteIn(server, prid, user);
	} catch (error) {
		throw new MeteorError(error instanceof Error ? error.message : String(error));
	}
	if (parent.prid) {
		throw new MeteorError('error-nested-discussion', 'Cannot create nested discussions', { method });
	}
	return parent;
}

/** `mentionMessage`, which does not go through `sendMessage`. */
function insertQuote(
	server: Server,
	{ _id: rid }: RoomDocument,
	{ _id, username, name }: UserDocument,
	attachments: NonNullable<MessageDocument['attachments']>,
): void {
	const now = new Date();
	collections(server).messages.insert({
		...{ _id: randomId(), rid, msg: '', ts: now, _updatedAt: now, attachments },
		u: { _id, username, ...(name !== undefined && { name }) },
	});
}

/** `roomCoordinator.getRouteLink`, which leaves out the server's address. */
function linkTo({ t, _id, name }: RoomDocument, { _id: messageId }: MessageDocument): string {
	const path = { c: `channel/${name ?? ''}`, p: `group/${name ?? ''}`, d: `direct/${_id}` }[t];
	return `/${path}?msg=${messageId}`;
}
