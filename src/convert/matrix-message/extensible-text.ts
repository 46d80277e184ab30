import { objectIn } from '../json';

/**
 * Reads the plain text of an extensible event, or of a part of one: `m.text` with its representations, or the unstable
 * `org.matrix.msc1767.text`. MSC1767, "Extensible events".
 * @param part the content of the event, or a value in it
 * @returns '' if it has no text
 */
export function extensibleText(part: unknown): string {
	const { 'm.text': stable, 'org.matrix.msc1767.text': unstable, body } = objectIn(part);
	const representations = Array.isArray(stable) ? stable.map(objectIn) : [];
	const plain = representations.find(({ mimetype = 'text/plain' }) => mimetype === 'text/plain');
	return [plain?.body, stable, unstable, body].find((text) => typeof text === 'string') ?? '';
}
