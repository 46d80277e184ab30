import type { MatrixMessage } from '../clients/matrix-message';
import type { ShownFile } from './side';

const kinds: Readonly<Record<string, ShownFile['kind']>> = {
	'm.image': 'image',
	'm.video': 'video',
	'm.audio': 'audio',
	'm.file': 'file',
};

/** A picture of at most this size is shown itself, without a thumbnail. Bytes. */
const SMALL = 100_000;

type FileMessage = Pick<MatrixMessage, 'type' | 'body' | 'content'>;

/** @returns the file of a message; undefined if it has none (client-server API, "m.image" and the following ones, "Stickers") */
export function shownMatrixFile({ type, body, content }: FileMessage): ShownFile | undefined {
	const kind = type === 'm.sticker' ? 'sticker' : kinds[String(content.msgtype)];
	if (kind === undefined) {
		return undefined;
	}
	const info = fieldsOf(content.info);
	// An encrypted file has its address, and the key that the page does not use, in the field `file`.
	const source = mxc(content.url);
	const size = numberOf(info.size);
	const [width, height] = [numberOf(info.w), numberOf(info.h)];
	const isVoice = 'org.matrix.msc3245.voice' in content || 'm.voice' in content;
	return {
		kind: kind === 'audio' && isVoice ? 'voice' : kind,
		name: typeof content.filename === 'string' ? content.filename : body,
		...(source !== undefined && { source }),
		...(kind === 'image' && source !== undefined && { thumbnail: thumbnailOf(info, source, size) }),
		...(size !== undefined && { size }),
		...(width !== undefined && height !== undefined && { width, height }),
	};
}

/** @returns whether the body is a caption, and not the file's name (client-server API, "Media captions") */
export function hasCaption({ body, content }: FileMessage): boolean {
	return typeof content.filename === 'string' && content.filename !== body;
}

/** The sender's thumbnail, or the homeserver's. An animated picture has none, or it would stand still. */
function thumbnailOf(info: Fields, source: string, size: number | undefined): string {
	const own = mxc(info.thumbnail_url);
	const isShownItself = info.mimetype === 'image/gif' || (size !== undefined && size <= SMALL);
	return own ?? (isShownItself ? source : `${source}?thumbnail`);
}

type Fields = Readonly<Record<string, unknown>>;

function mxc(value: unknown): string | undefined {
	return typeof value === 'string' && value.startsWith('mxc://') ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
