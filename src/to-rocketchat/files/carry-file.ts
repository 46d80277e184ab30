import { fileLimit } from '../../file-limits';
import type { ConfiguredBridge } from '../../configured-bridge';
import { quoteLink } from '../../convert/quote';
import type { RoomEvent } from '../../matrix/events';
import { parseMxcUri } from '../../matrix/ids';
import { avatarUrlOf } from '../../people/external-avatar';
import { aliasOf } from '../../people/external-name';
import { checkSender } from '../../people/external-profile';
import { refusalIn } from '../../rocketchat/refusals';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { IncomingFileRecord } from '../../store/incoming-files';
import { journalPage } from '../../store/journal-page';
import { authorOf, noticeUnknownGuest, type Author } from '../messages/authors';
import { postPart, splitIntoMessages } from '../messages/parts';
import { messageIdOf } from '../../convert/message-id';
import { uploadProblem, type FileProblem } from './file-problem';
import type { FileMessage } from './file-message';
import { findPostedFile } from './posted-file';

/** Milliseconds by which the clocks of the server and of the app may differ. */
const CLOCKS_DIFFER_MS = 2_000;

type CaptionedFile = FileMessage & { readonly caption: string };

/**
 * Uploads a file as the sender's bot user, links its message, and adds what the upload cannot carry. What is about to be uploaded
 * is stored first, so that the next attempt finds the message if the app ends in between.
 * @returns why Rocket.Chat refuses the file; undefined if it is posted
 * @throws the host's own error
 */
export async function carryFile(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	message: CaptionedFile,
	{ bytes }: { readonly bytes: Uint8Array },
): Promise<FileProblem | undefined> {
	try {
		await upload(bridge, event, message, bytes);
		return undefined;
	} catch (error) {
		const problem = uploadProblem(error, bytes.byteLength, await fileLimit(bridge));
		if (problem) {
			return problem;
		}
		const line = isWithoutAccess(error) ? await noticeUnknownGuest(bridge, event) : undefined;
		if (line === undefined) {
			throw error;
		}
		const caption = `${line}\n${message.caption}`.trimEnd();
		await upload(bridge, event, { ...message, caption }, bytes);
		return undefined;
	}
}

/**
 * Links the message of an upload that was under way when the app ended.
 * @returns whether there is one
 */
export async function linkPosted(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	message: CaptionedFile,
	record: IncomingFileRecord | undefined,
): Promise<boolean> {
	const messageId = await findPostedFile(bridge, record);
	if (!record || !messageId) {
		return false;
	}
	const author = await authorOf(bridge, event, record.rocketChatRoomId);
	await finish(bridge, event, message, author, messageId);
	return true;
}

/** The host says so if the user may not see the room: `insert` looks for access before anything else. */
function isWithoutAccess(error: unknown): boolean {
	return (
		error instanceof Error && (refusalIn(error) === 'no-access' || /invalid-file\b/.test(error.message))
	);
}

async function upload(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	message: CaptionedFile,
	bytes: Uint8Array,
): Promise<void> {
	const { store, instances, fileMessages } = bridge;
	const { file, place } = message;
	const { rocketChatRoomId, threadId } = place;
	const { eventId, roomId } = event;
	await checkSender(bridge, event);
	const author = await authorOf(bridge, event, rocketChatRoomId);
	const { senderId } = author;
	const since = Date.now() - CLOCKS_DIFFER_MS;
	await store.incomingFiles.put({
		...{ eventId, roomId, rocketChatRoomId, state: 'uploading' },
		upload: { senderId, name: file.name, since },
	});
	instances.requireLease(roomId);
	const { name } = file;
	const messageId = await fileMessages.post({ roomId: rocketChatRoomId, senderId, name, bytes, threadId });
	if (!messageId) {
		throw new Error('the host posted no message for an upload');
	}
	await finish(bridge, event, message, author, messageId);
}

/** Links the message of a file first, so that edits and redactions find it, and then adds what it lacks. */
async function finish(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ file, place, quote, caption }: CaptionedFile,
	{ senderId, prefix, guest }: Author,
	messageId: RocketChatMessageId,
): Promise<void> {
	const { store, fileMessages, workspace } = bridge;
	const { eventId, roomId, sender } = event;
	const { rocketChatRoomId, threadId } = place;
	const linked = await store.messages.byRocketChatId(messageId);
	if (!linked) {
		await store.messages.add({
			...{ matrixId: eventId, rocketChatId: messageId, roomId, part: 0 },
			page: journalPage(rocketChatRoomId),
			...(guest !== undefined && { guest }),
		});
	}
	const thread = threadId && (await fileMessages.threadFor(messageId, threadId));
	const root = threadId !== undefined && thread === undefined ? threadId : undefined;
	const quoted = quote === '' && root ? quoteLink(workspace.siteUrl, rocketChatRoomId, root) : quote;
	const [text = '', ...more] = splitIntoMessages(bridge, prefix + caption, quoted);
	const alias = guest === undefined ? await aliasOf(bridge, sender) : undefined;
	const avatarUrl = guest === undefined ? await avatarUrlOf(bridge, sender) : undefined;
	const details = { text: text.trimEnd(), threadId: thread, alias, avatarUrl };
	await fileMessages.describe(messageId, senderId, details);
	for (const [index, partText] of more.entries()) {
		const part = index + 1;
		const partId = messageIdOf(eventId, part);
		const added = { part, text: partText, messageId: partId, senderId, guest };
		await postPart(bridge, event, added, { rocketChatRoomId, threadId: thread });
	}
	const mxc = parseMxcUri(file.url);
	await store.incomingFiles.put({
		eventId,
		roomId,
		rocketChatRoomId,
		state: 'carried',
		...(mxc && { mxc }),
	});
}
