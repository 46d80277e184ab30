/**
 * Types of files that browsers show without running anything in them. SVG, HTML, XML and PDF are not among them: they can have
 * scripts.
 */
const inlineTypes: ReadonlySet<string> = new Set([
	...['apng', 'avif', 'bmp', 'gif', 'jpeg', 'png', 'webp'].map((type) => `image/${type}`),
	...['aac', 'flac', 'mp4', 'mpeg', 'ogg', 'wav', 'webm', 'x-wav'].map((type) => `audio/${type}`),
	...['mp4', 'ogg', 'quicktime', 'webm'].map((type) => `video/${type}`),
]);

/** @returns whether a browser may show a file of this type in the page. @param type a MIME type without parameters */
export function isInlineType(type: string): boolean {
	return inlineTypes.has(type.toLowerCase());
}
