import { readInline } from '../inline/inline';
import type { BlockNode } from '../nodes';
import type { MessageReader } from './message-reader';

const headingStart = /(#{1,4})[ \t]+(?=[^ \t\n])/y;

/**
 * Reads a heading, which is one line. Rocket.Chat: rule "Heading"
 *
 *     ## News
 *     ^
 *     today
 *     ^
 */
export function readHeading(reader: MessageReader): BlockNode | undefined {
	headingStart.lastIndex = reader.at;
	const [start, hashes] = headingStart.exec(reader.source) ?? [];
	if (start === undefined || hashes === undefined) {
		return undefined;
	}
	const children = readInline(reader.line(), start.length);
	reader.skipLine();
	return { type: 'heading', level: hashes.length, children };
}
