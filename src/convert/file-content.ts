import { isShownPicture } from './picture';
import { isRecording } from './recording';
import type { FileContent, FileInfo, MessageText } from '../matrix/events';
import type { MxcUri } from '../matrix/ids';

/** What is known of a picture beside its bytes. */
export interface StoredPicture {
	readonly mxc: MxcUri;
	/** MIME type */
	readonly type: string;
	/** Bytes */
	readonly size: number;
	/** Pixels */
	readonly width?: number;
	readonly height?: number;
}

/** A file that is in the homeserver's repository. */
export interface StoredFile extends StoredPicture {
	readonly name: string;
	/** How the file is to be shown. */
	readonly kind: FileKind;
	/** Of a sound or a film, milliseconds; undefined if it is not known. */
	readonly duration?: number;
	/** A smaller version of a picture. */
	readonly thumbnail?: StoredPicture;
}

type FileKind = 'picture' | 'audio' | 'voice' | 'video' | 'other';

const msgtypes = {
	picture: 'm.image',
	audio: 'm.audio',
	voice: 'm.audio',
	video: 'm.video',
	other: 'm.file',
} as const satisfies Record<FileKind, FileContent['msgtype']>;

/**
 * @param type MIME type. A file that is called a picture and is none has another type by now
 * @returns `other` for pictures that can run scripts, such as SVG, and for those that few clients show
 */
export function fileKindOf(type: string, name: string, bytes: Uint8Array): FileKind {
	if (isShownPicture(type)) {
		return 'picture';
	}
	if (type.startsWith('audio/')) {
		return isRecording(type, name, bytes) ? 'voice' : 'audio';
	}
	return type.startsWith('video/') ? 'video' : 'other';
}

/**
 * Makes the content of a file's event. Client-Server API, "m.room.message msgtypes", "Media captions"; MSC3245, "Voice messages".
 * @param caption the text that is shown with the file
 */
export function fileContent(file: StoredFile, caption?: MessageText): FileContent {
	const { kind, name, mxc, thumbnail, duration } = file;
	const lasting = duration === undefined ? {} : { duration };
	return {
		...(caption ?? { body: name, 'm.mentions': {} }),
		msgtype: msgtypes[kind],
		filename: name,
		url: mxc,
		info: {
			...infoOf(file),
			...lasting,
			...(thumbnail && { thumbnail_url: thumbnail.mxc, thumbnail_info: infoOf(thumbnail) }),
		},
		...(kind === 'voice' && { 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': lasting }),
	};
}

function infoOf({ type, size, width, height }: StoredPicture): FileInfo {
	return {
		mimetype: type,
		size,
		...(width !== undefined && height !== undefined && { w: width, h: height }),
	};
}
