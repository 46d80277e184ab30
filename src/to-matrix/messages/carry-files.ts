import type { ConfiguredBridge } from '../../configured-bridge';
import { fileKindOf, type StoredPicture } from '../../convert/file-content';
import { ENGINE_FILE_LIMIT, FETCHED_FILE_LIMIT, fileLimitOf, readableSize } from '../../convert/file-limit';
import { cleanFileName, mimeTypeOf } from '../../convert/file-name';
import { mediaDuration } from '../../convert/media-duration';
import { isShownPicture, pictureIn } from '../../convert/picture';
import { FederationError, type ErrorCode } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import type { RocketChatMessageId, RocketChatUploadId } from '../../rocketchat/ids';
import type { Upload } from '../../rocketchat/uploads';
import type { SentFile } from '../../store/sent-files';
import type { MessageFile } from './message-files';

/** A file could not be carried to the homeserver, while the text of its message can be sent. */
export class FileNotCarried extends FederationError {
	/** @param failure why, with the parameters of its text */
	constructor(failure: FederationError, name: string) {
		super(failure.code, { ...failure.parameters, name }, { cause: failure.cause });
	}

	/** Whether a line in the room replaces the file, because no later attempt can succeed. */
	get isForGood(): boolean {
		return forGood.includes(this.code);
	}
}

const forGood: readonly ErrorCode[] = ['file-too-large', 'file-too-large-there', 'file-gone'];

/** What became of each file. */
export type CarriedFiles = ReadonlyMap<RocketChatUploadId, SentFile | FileNotCarried>;

/** The files to carry, and where. */
interface FileTransfer {
	readonly ghostId: UserId;
	readonly messageId: RocketChatMessageId;
	readonly roomId: RoomId;
	readonly files: readonly MessageFile[];
}

/**
 * Uploads the files of a message to the homeserver, one after the other, except those that were uploaded before. What was uploaded
 * is stored at once, so that a later attempt does not upload it again.
 */
export async function carryFiles(bridge: ConfiguredBridge, transfer: FileTransfer): Promise<CarriedFiles> {
	const carried = new Map<RocketChatUploadId, SentFile | FileNotCarried>();
	const { files, messageId, roomId } = transfer;
	const stored = files.length > 0 ? await bridge.store.sentFiles.ofMessage(messageId) : [];
	for (const file of files) {
		const { uploadId } = file;
		const known = stored.find((each) => each.uploadId === uploadId && each.roomId === roomId);
		carried.set(uploadId, known ?? (await carryFile(bridge, transfer, file)));
	}
	return carried;
}

async function carryFile(
	bridge: ConfiguredBridge,
	transfer: FileTransfer,
	file: MessageFile,
): Promise<SentFile | FileNotCarried> {
	try {
		return await withHostFailures(() => upload(bridge, transfer, file));
	} catch (error) {
		return new FileNotCarried(failureOf(error), cleanFileName(file.name, ''));
	}
}

async function upload(
	bridge: ConfiguredBridge,
	{ ghostId, messageId, roomId }: FileTransfer,
	{ uploadId, thumbnailId }: MessageFile,
): Promise<SentFile> {
	const { uploads, media, store } = bridge;
	const found = await uploads.byId(uploadId);
	if (!found) {
		throw new FederationError('file-gone');
	}
	const bytes = await bytesOf(bridge, found);
	const { type, width, height } = typeOf(bytes, mimeTypeOf(found.type, found.name));
	const name = cleanFileName(found.name, type);
	const size = bytes.byteLength;
	const mxc = await media.upload(ghostId, { bytes, type, name }).catch(async (error: unknown) => {
		if (isErrcode(error, 'M_TOO_LARGE')) {
			await requireSize(bridge, size, FETCHED_FILE_LIMIT);
			throw new FederationError('file-too-large-there', { size: readableSize(size) });
		}
		throw error;
	});
	const thumbnail = thumbnailId && (await uploadThumbnail(bridge, ghostId, thumbnailId));
	const duration = await mediaDuration(bytes, { type, name });
	const sent: SentFile = {
		...{ uploadId, messageId, roomId, mxc, name, type, size, kind: fileKindOf(type, name, bytes) },
		...(duration !== undefined && { duration }),
		...(width !== undefined && height !== undefined && { width, height }),
		...(thumbnail && { thumbnail }),
	};
	await store.sentFiles.add(sent);
	return sent;
}

/**
 * Reads a file past the engine, or through it, which takes only smaller ones.
 * @throws FederationError `file-too-large` with both numbers
 */
async function bytesOf(bridge: ConfiguredBridge, found: Upload): Promise<Uint8Array<ArrayBuffer>> {
	await requireSize(bridge, found.size, FETCHED_FILE_LIMIT);
	const fetched = await found.fetch();
	if (fetched) {
		return fetched;
	}
	await requireSize(bridge, found.size, ENGINE_FILE_LIMIT);
	return found.read();
}

/** @param engine limit of the way that the file takes @throws FederationError `file-too-large` with both numbers */
async function requireSize(
	{ configuration, workspace, media }: ConfiguredBridge,
	size: number,
	engine: number,
): Promise<void> {
	const limits = {
		setting: configuration.maxFileSize,
		workspace: workspace.maxFileSize,
		homeserver: await media.limit().catch(() => undefined), // then the upload itself tells
	};
	const limit = fileLimitOf(limits, engine);
	if (size > limit.bytes) {
		const parameters = { size: readableSize(size), limit: readableSize(limit.bytes) };
		throw new FederationError('file-too-large', parameters);
	}
}

/** @returns the type of the file, and the size of a picture. A file that only says that it is a picture has no type */
function typeOf(
	bytes: Uint8Array,
	stored: string,
): { readonly type: string; readonly width?: number; readonly height?: number } {
	if (!isShownPicture(stored)) {
		return { type: stored };
	}
	return pictureIn(bytes) ?? { type: 'application/octet-stream' };
}

/** @returns undefined if that fails: homeservers make thumbnails, too */
async function uploadThumbnail(
	{ uploads, media, log }: ConfiguredBridge,
	ghostId: UserId,
	uploadId: RocketChatUploadId,
): Promise<StoredPicture | undefined> {
	try {
		const found = await uploads.byId(uploadId);
		const bytes = await found?.read();
		const picture = bytes && pictureIn(bytes);
		if (!found || !picture) {
			return undefined;
		}
		const { type } = picture;
		const mxc = await media.upload(ghostId, { bytes, type, name: cleanFileName(found.name, type) });
		return { mxc, size: bytes.byteLength, ...picture };
	} catch (error) {
		log.failure('a thumbnail was not carried', failureOf(error), { uploadId });
		return undefined;
	}
}
