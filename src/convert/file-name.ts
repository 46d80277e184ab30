import mime from 'mime-types';
import { wellFormed } from './well-formed';

/** The most bytes of a name: most file systems take no longer one. */
const MAX_BYTES = 255;

/** Control characters, and those that reorder what is read, so that `exe.gpj` is not shown as `jpg.exe`. */
const REMOVED = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Cleans the name of a file, without the folders in front of it. Every other character stays.
 * @param type MIME type, which gives the ending of a name of which nothing is left
 */
export function cleanFileName(name: string, type: string): string {
	const [last = ''] = wellFormed(name).replace(REMOVED, '').split(/[/\\]/).slice(-1);
	const visible = last.trim();
	return /^\.*$/.test(visible) ? `file.${mime.extension(type) || 'bin'}` : shortened(visible);
}

/** Cuts a name before its ending, between two characters. */
function shortened(name: string): string {
	const [, stem = name, ending = ''] = /^(.+?)(\.[^.]{1,16})?$/su.exec(name) ?? [];
	const characters = Array.from(stem);
	while (Buffer.byteLength(characters.join('') + ending) > MAX_BYTES) {
		characters.pop();
	}
	return characters.join('') + ending;
}

/**
 * @param type as it is stored; Rocket.Chat stores what the uploader's client says, or nothing
 * @returns the MIME type, without parameters; that of the name's ending if there is none
 */
export function mimeTypeOf(type: string, name: string): string {
	const [stored = ''] = type.toLowerCase().split(';');
	const isType = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(stored.trim());
	return isType ? stored.trim() : (typeOfEnding(name) ?? 'application/octet-stream');
}

/** @returns the MIME type that the ending of a name says. Rocket.Chat takes a name without a dot for an ending, such as `cat` */
export function typeOfEnding(name: string): string | undefined {
	return (name.includes('.') && mime.lookup(name)) || undefined;
}
