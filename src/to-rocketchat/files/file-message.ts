import type { JsonObject } from '../../convert/json';
import type { IncomingFile } from '../../convert/matrix-message/incoming-file';
import type { MessagePlace } from '../messages/message-place';

/** A message with a file, and where it goes. */
export interface FileMessage {
	readonly file: IncomingFile;
	readonly content: JsonObject;
	readonly place: MessagePlace;
	/** The link that quotes the message replied to, or empty. */
	readonly quote: string;
	/** Put in front of the caption. */
	readonly prefix: string;
}
