import { FederationError } from '../../errors';
import { fileLimit } from '../../file-limits';
import { typeOfEnding } from '../../convert/file-name';
import type { IncomingFile } from '../../convert/matrix-message/incoming-file';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { textsFor } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import { HomeserverError } from '../../matrix/homeserver-error';
import { parseMxcUri } from '../../matrix/ids';
import { forgetRefusals } from '../refusal-notice';
import { postText } from '../messages/parts';
import { captionText } from './caption';
import { carryFile, linkPosted } from './carry-file';
import {
	downloadProblem,
	encryptedFile,
	fileGivenUp,
	fileWithoutAddress,
	problemSentence,
	tooLargeFile,
	type FileProblem,
} from './file-problem';
import { isLineDeleted, markLine, quoteFileInstead, removeLine, rewriteLine } from './file-line';
import type { FileMessage } from './file-message';
import { tellSender } from './tell-sender';

/** Milliseconds for which the app tries again to fetch a file that the homeserver does not give out. */
const RETRIED_FOR_MS = 3_600_000;

/**
 * Posts the file of a message, with its caption, as one message. If the file cannot be fetched, a line with its name, the reason
 * and the caption is posted instead. If a later attempt succeeds, the file replaces the line. Doing it twice posts nothing twice.
 * @throws FederationError `file-not-fetched` to be tried again; the host's own error
 */
export async function postFile(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	message: FileMessage,
): Promise<void> {
	const { store } = bridge;
	const record = event.isNew ? undefined : await store.incomingFiles.byEvent(event.eventId);
	if (record?.state === 'carried' || record?.state === 'told') {
		return;
	}
	const hasLine = record?.state === 'waiting';
	if (hasLine && (await isLineDeleted(bridge, event.eventId))) {
		return store.incomingFiles.put({ ...record, state: 'told' });
	}
	const caption = await captionText(bridge, event, message);
	if (await linkPosted(bridge, event, { ...message, caption }, record)) {
		return;
	}
	const found = await fetchFile(bridge, message.file);
	if (!('bytes' in found)) {
		return showProblem(bridge, event, { ...message, caption }, unlessOverdue(found, event), hasLine);
	}
	const line = record && (await store.messages.byMatrixId(event.eventId));
	if (record) {
		// Stored first: if the app ends in between, the line must not look like one that somebody has deleted.
		await store.incomingFiles.put({ ...record, state: 'uploading' });
		await removeLine(bridge, event.eventId);
	}
	const problem = await carryFile(bridge, event, { ...message, caption }, found);
	if (problem) {
		return showProblem(bridge, event, { ...message, caption }, problem, false);
	}
	await (line && quoteFileInstead(bridge, line));
	await forgetRefusals(bridge, event.roomId);
}

/** MIME type of what a proxy in front of the homeserver says instead of it, even with status 200. */
const PAGE = 'text/html';

/** The bytes of a file, or why there are none. */
async function fetchFile(
	bridge: ConfiguredBridge,
	{ url, isEncrypted, claimedSize, name }: IncomingFile,
): Promise<{ readonly bytes: Uint8Array } | FileProblem> {
	const mxc = parseMxcUri(url);
	if (isEncrypted || !mxc) {
		return isEncrypted ? encryptedFile : fileWithoutAddress;
	}
	const limit = await fileLimit(bridge);
	if (claimedSize !== undefined && claimedSize > limit.bytes) {
		return tooLargeFile(claimedSize, limit);
	}
	try {
		const file = await bridge.media.download(mxc, limit.bytes);
		const isOther = claimedSize !== undefined && claimedSize !== file.bytes.byteLength;
		if (isOther && file.type === PAGE && typeOfEnding(name) !== PAGE) {
			throw new HomeserverError('NOT_MATRIX', 200, 'a page came instead of the file');
		}
		return file;
	} catch (error) {
		const problem = downloadProblem(error, limit);
		if (!problem) {
			throw error;
		}
		bridge.log.failure('a file could not be fetched from the homeserver', failureOf(error));
		return problem;
	}
}

/** The sender's server sets the time of an event; one far in the future would be retried for ever. */
function unlessOverdue(problem: FileProblem, { at }: RoomEvent): FileProblem {
	return problem.isTemporary && Math.abs(Date.now() - at) > RETRIED_FOR_MS ? fileGivenUp : problem;
}

/** Shows why a file does not come, in its place. @throws FederationError `file-not-fetched` if it is to be tried again */
async function showProblem(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ file, caption, place, quote }: FileMessage & { readonly caption: string },
	problem: FileProblem,
	hasLine: boolean,
): Promise<void> {
	const { eventId, roomId } = event;
	const sentence = problemSentence(problem, file.name, textsFor({}, bridge.workspace));
	const line = caption === '' ? sentence : `${sentence}\n${caption}`;
	if (!hasLine) {
		await postText(bridge, event, line, place, quote);
		await (problem.isTemporary && markLine(bridge, eventId));
	} else if (!problem.isTemporary) {
		await rewriteLine(bridge, event, line);
	}
	const { rocketChatRoomId } = place;
	const state = problem.isTemporary ? 'waiting' : 'told';
	await bridge.store.incomingFiles.put({ eventId, roomId, rocketChatRoomId, state });
	if (problem.isTemporary) {
		throw new FederationError('file-not-fetched');
	}
	await tellSender(bridge, event, sentence);
}
